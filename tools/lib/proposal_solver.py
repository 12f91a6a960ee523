"""The exact yardstick of the proposal: Google's CP-SAT, which knows the rules too.

It only has to place as many visits as possible, which is less than the proposal does.
"""

import threading
import time
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations, permutations

from ortools.sat.python import cp_model

#: How long it may search.
SECONDS = 60


@dataclass
class Solution:
    """How many visits stand, whether more never could, and what it took in seconds."""

    placed: int
    proven: bool
    building: float
    solving: float


def solve(problem, seconds=SECONDS):
    """Return the best solution that one worker finds in so many seconds.

    They are seconds of the processor, so that a busy machine does it no wrong.
    """
    begin = time.process_time()
    model = Model(problem)
    built = time.process_time()
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    done = threading.Event()
    watch = threading.Thread(target=_stop, args=(solver, built + seconds, done))
    watch.start()
    status = solver.solve(model.model)
    solved = time.process_time()
    done.set()
    watch.join()
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return Solution(
        round(solver.objective_value) if found else 0,
        status == cp_model.OPTIMAL,
        built - begin,
        solved - built,
    )


def _stop(solver, until, done):
    """Stop a search that still goes on once the processor's clock says so."""
    while not done.wait(0.1):
        if time.process_time() > until:
            solver.stop_search()


class Model:
    """A round as intervals that do not overlap, one for each visit and each person.

    An interval holds the shortest way that any two of a person's visits need; longer
    ones are told for each pair. Of each visit it is known on which day it is, and
    who then spends an evening on it: that is what limits count.
    """

    def __init__(self, problem):
        self.problem = problem
        self.model = cp_model.CpModel()
        self.moments = {visit.key: self._moments(visit) for visit in problem.visits}
        self.visits = [visit for visit in problem.visits if self.moments[visit.key]]
        self.starts, self.stands = {}, {}
        self.evenings, self.weeks = defaultdict(list), defaultdict(list)
        for visit in self.visits:
            self._add_visit(visit)
        self._add_persons()
        self._add_families()
        self._add_limits()
        self.model.maximize(sum(self.stands.values()))

    def _moments(self, visit):
        """Return when a visit can be, and in which windows of its persons."""
        found = None
        for key in visit.persons:
            mine = {}
            for window in self.problem.persons[key].windows:
                for moment in self._within(window, visit):
                    mine[moment] = window
            if found is None:
                found = {moment: {} for moment in mine}
            found = {
                moment: {**windows, key: mine[moment]}
                for moment, windows in found.items()
                if moment in mine
            }
        return {
            moment: windows
            for moment, windows in found.items()
            if not any(
                moment < stop and start < moment + visit.minutes
                for start, stop in visit.blocked
            )
        }

    def _within(self, window, visit):
        step, travel = self.problem.step, self.problem.travel
        first = window.earliest(visit.place, travel)
        last = window.latest(visit.place, travel) - visit.minutes
        return range(-(-first // step) * step, last + 1, step)

    def _add_visit(self, visit):
        model = self.model
        steps = [moment // self.problem.step for moment in self.moments[visit.key]]
        domain = cp_model.Domain.from_values(steps)
        self.starts[visit.key] = model.new_int_var_from_domain(domain, "")
        self.stands[visit.key] = model.new_bool_var("")
        parts = defaultdict(list)
        for moment, windows in self.moments[visit.key].items():
            evenings = tuple(key for key, w in windows.items() if w.evening)
            day = windows[visit.persons[0]].day
            parts[day, evenings].append(moment // self.problem.step)
        chosen = []
        for (day, evenings), steps in parts.items():
            here = model.new_bool_var("")
            chosen.append(here)
            model.add_linear_expression_in_domain(
                self.starts[visit.key], cp_model.Domain.from_values(steps)
            ).only_enforce_if(here)
            for key in evenings:
                self.evenings[key, day].append(here)
            for key in visit.persons:
                self.weeks[key, day - (day - 1) % 7].append(here)
        model.add(sum(chosen) == self.stands[visit.key])

    def _add_persons(self):
        visits = defaultdict(list)
        for visit in self.visits:
            for key in visit.persons:
                visits[key].append(visit)
        for mine in visits.values():
            gaps = {
                (one.key, other.key): self._gap(one, other)
                for one, other in permutations(mine, 2)
            }
            least = min(
                (
                    gaps[one.key, other.key] - self._steps(one.minutes)
                    for one, other in permutations(mine, 2)
                ),
                default=0,
            )
            self._keep_apart(mine, least)
            for one, other in combinations(mine, 2):
                self._order(one, other, gaps, least)

    def _order(self, one, other, gaps, least):
        """Tell that one of two comes first, if its way takes more than the least."""
        there, back = gaps[one.key, other.key], gaps[other.key, one.key]
        if (
            there <= self._steps(one.minutes) + least
            and back <= self._steps(other.minutes) + least
        ):
            return
        first = self.model.new_bool_var("")
        both = self.stands[one.key], self.stands[other.key]
        for literal, former, latter, gap in (
            (first, one, other, there),
            (~first, other, one, back),
        ):
            begin, end = self.starts[former.key], self.starts[latter.key]
            self.model.add(end >= begin + gap).only_enforce_if(literal, *both)

    def _gap(self, one, other):
        way = self.problem.travel.minutes(one.place, other.place)
        return self._steps(one.minutes + way)

    def _steps(self, minutes):
        return -(-minutes // self.problem.step)

    def _add_families(self):
        families = defaultdict(list)
        for visit in self.visits:
            if visit.family:
                families[visit.family].append(visit)
        for visits in families.values():
            self._keep_apart(visits, 0)

    def _keep_apart(self, visits, room):
        if len(visits) > 1:
            self.model.add_no_overlap(
                self.model.new_optional_fixed_size_interval_var(
                    self.starts[visit.key],
                    self._steps(visit.minutes) + room,
                    self.stands[visit.key],
                    "",
                )
                for visit in visits
            )

    def _add_limits(self):
        problem = self.problem
        for limit, counted, name in (
            (problem.evening_limit, self.evenings, "evenings"),
            (problem.week_limit, self.weeks, "weeks"),
        ):
            for (key, day), visits in counted.items() if limit else ():
                taken = getattr(problem.persons[key], name).get(day, 0)
                self.model.add(sum(visits) <= max(0, limit - taken))
