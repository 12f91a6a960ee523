"""The measurements of the proposal for a round (C5).

It needs no Odoo. Times are those of the processor, so that what else the machine does
counts little; ratios are of what ran in turns. What is told goes to standard output,
one line of JSON with a mark before it; how far it is goes to standard error.
"""

import gc
import importlib.util
import json
import os
import sys
import time
from statistics import mean, median

from huisbezoek_addon.logic.proposal import propose

from .proposal_instances import School

QUICK = bool(os.environ.get("BENCH_QUICK"))
#: Before each line that is meant for tools/bench.
MARK = "BENCH "
#: Teachers, and how many times as many in the large round; 25 visits each.
TEACHERS, TIMES, WEEKS = (2, 2, 8) if QUICK else (40, 10, 8)
VISITS_EACH = 25
REPEATS = 1 if QUICK else 5
#: The rounds beside the solver: visits, rounds of each kind, seconds for each.
VISITS, SEEDS, SECONDS = (20, 1, 5) if QUICK else (200, 4, 60)
#: What makes the rounds tight, so that some visits find no place: the teachers and
#: weeks of a round, what else it has, and its limits an evening and a week.
KINDS = (
    ({"teachers": 9, "weeks": 4}, (2, 6)),
    ({"teachers": 9, "weeks": 6}, (2, 4)),
    ({"teachers": 8, "weeks": 4, "evenings": 25}, (0, 0)),
    ({"teachers": 9, "weeks": 3, "evenings": 100}, (2, 0)),
    ({"teachers": 9, "weeks": 5, "companions": 35}, (2, 6)),
    ({"teachers": 9, "weeks": 5, "shared": 35, "per_interpreter": 4}, (2, 6)),
)


def tell(name, count, total, **values):
    """Tell one row of the table, of so many that took so many seconds in all."""
    row = {"name": name, "count": count, "milliseconds": total / count * 1000}
    print(MARK + json.dumps({**row, **values}), flush=True)


def note(text):
    print(f"  {text}", file=sys.stderr, flush=True)


def timed(problem):
    """Return a proposal and the seconds that it takes."""
    gc.collect()
    begin = time.process_time()
    return propose(problem), time.process_time() - begin


def measure_size():
    """Proposals for a school, and for one that is ten times as large."""
    visits = TEACHERS * VISITS_EACH
    many, all_teachers = visits * TIMES, TEACHERS * TIMES
    small = School(1, teachers=TEACHERS, weeks=WEEKS).problem(visits)
    large = School(1, teachers=all_teachers, weeks=WEEKS).problem(many)
    seconds, ratios, large_seconds = [], [], []
    for turn in range(REPEATS):
        note(f"proposals for {visits:,} and {many:,} visits, {turn + 1} of {REPEATS}")
        before, big, after = (timed(each)[1] for each in (small, large, small))
        seconds += [before, after]
        large_seconds.append(big)
        ratios.append(big / mean([before, after]))
    one = median(seconds)
    name = f"proposal, {TEACHERS} teachers, {WEEKS} weeks"
    tell(name, visits, one, seconds=one, aims={"seconds": 10})
    tell(
        f"proposal, {all_teachers} teachers, {WEEKS} weeks",
        many,
        median(large_seconds),
        times=median(ratios),
        aims={"times": 12},
    )


def tight_rounds():
    """Return rounds in which not all visits find a place."""
    return [
        School(seed, **shape).problem(VISITS, evening_limit=evening, week_limit=week)
        for seed in range(SEEDS)
        for shape, (evening, week) in KINDS
    ]


def measure_solver():
    """Proposals beside an exact solver, which has 50 times as long and more."""
    from . import proposal_solver

    rounds = tight_rounds()
    pairs = []
    for number, problem in enumerate(rounds, start=1):
        proposal, seconds = timed(problem)
        solution = proposal_solver.solve(problem, SECONDS)
        pairs.append((len(proposal.starts), seconds, solution))
        note(
            f"{number} of {len(rounds)}: proposal {len(proposal.starts)} in"
            f" {seconds:.2f} s; CP-SAT {solution.placed} in {solution.solving:.1f} s"
            f" + {solution.building:.1f} s{', proven' * solution.proven}"
        )
    tell_pairs(pairs)


def tell_pairs(pairs):
    """Tell what proposals and solutions of the same rounds come to."""
    count = len(pairs)
    proven = [pair for pair in pairs if pair[2].proven]
    solving = sum(solution.solving for *_mine, solution in pairs)
    building = sum(solution.building for *_mine, solution in pairs)
    tell(f"CP-SAT, rounds of {VISITS} visits", count, solving)
    tell("CP-SAT, with building its model", count, solving + building)
    tell_ratios(
        "proposals for the same rounds", pairs, aims={"cheaper": 50, "share": 99}
    )
    if proven:
        tell_ratios("of these where CP-SAT's is proven the best", proven)
        tell_ratios(
            "the one that CP-SAT solves soonest",
            [min(proven, key=lambda p: p[2].solving)],
        )
    tell_ratios("the one that lacks most", [min(pairs, key=share)])


def share(pair):
    """Return of how many visits that CP-SAT places the proposal does so."""
    placed, _seconds, solution = pair
    return placed / max(solution.placed, 1)


def tell_ratios(name, pairs, **values):
    """Tell what proposals come to beside the solutions of the same rounds."""
    mine = sum(seconds for _placed, seconds, _solution in pairs)
    solving = sum(solution.solving for *_mine, solution in pairs)
    placed = sum(placed for placed, *_rest in pairs)
    solved = sum(solution.placed for *_mine, solution in pairs)
    ratios = {"cheaper": solving / mine, "share": 100 * placed / solved}
    tell(name, len(pairs), mine, **ratios, **values)


def main():
    measure_size()
    if importlib.util.find_spec("ortools"):
        measure_solver()
