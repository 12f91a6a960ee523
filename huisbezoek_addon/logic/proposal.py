"""STUB."""

from dataclasses import dataclass, field
from .planning import Finding


@dataclass
class Proposal:
    starts: dict
    unplaced: dict


def propose(problem, progress=None):
    return Proposal({}, {v.key: Finding("full", {}) for v in problem.visits})


def occupy(problem, starts):
    return problem
