"""Which group, teacher and pupil goes where in the next school year (A2).

A roll-over is planned from lines that the office looked at, and from what is there
already: what the plan names is missing, and nothing else. So a plan that was carried
out leaves an empty plan, and one that was broken off is simply made again.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from .grades import is_own_year, next_grade
from .person_names import comparison_key


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of the pupils of one group, or of those of one grade in it.

    :ivar group_id: the group of the old year; None for a group of who enters.
    :ivar grade: the grade of these pupils; blank where the group does not tell.
    :ivar outcome: ``group``, ``leave`` or ``none``.
    :ivar name: the name of the group in the new year.
    :ivar new_grade: the grade of these pupils in the new year.
    :ivar key: what an import calls the old group.
    :ivar known_id: the group of the new year that this line led to before.
    """

    id: int
    group_id: int | None
    grade: str = ""
    outcome: str = "group"
    name: str = ""
    new_grade: str = ""
    teachers: frozenset[int] = frozenset()
    is_composite: bool = False
    key: str = ""
    known_id: int | None = None


@dataclass(frozen=True, slots=True)
class Pupil:
    """A pupil in a base group at the end of the old year.

    :ivar leave_date: the last day at the school, where it is known.
    :ivar new_group_id: the base group of the new year, where there is one.
    :ivar outlasts: the place holds longer than the old year.
    """

    id: int
    group_id: int
    grade: str = ""
    leave_date: date | None = None
    new_group_id: int | None = None
    place_id: int = 0
    outlasts: bool = False


@dataclass(frozen=True, slots=True)
class NewGroup:
    """A group that the new year has already."""

    id: int
    name: str
    grade: str = ""
    key: str = ""
    is_composite: bool = False
    teachers: frozenset[int] = frozenset()


@dataclass(slots=True)
class Target:
    """A group of the new year, with the lines that lead to it.

    :ivar group_id: the group, where it is there already.
    :ivar teachers: those who do not teach it yet.
    """

    name: str
    is_composite: bool
    lines: list[Line] = field(default_factory=list)
    group_id: int | None = None
    grade: str = ""
    teachers: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class NewPlace:
    """A pupil comes into the group of ``target``, with this grade."""

    pupil_id: int
    target: int
    grade: str


@dataclass(slots=True)
class RolloverPlan:
    """What is missing in the new year.

    :ivar leavers: who leaves the school, and has no day of leaving yet.
    :ivar ends: places that hold too long.
    :ivar unplaced: pupils for whom there is no line.
    :ivar counts: line → how many pupils it is about.
    :ivar elsewhere: line → how many of them are in another group already.
    """

    targets: list[Target] = field(default_factory=list)
    places: list[NewPlace] = field(default_factory=list)
    leavers: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    unplaced: list[int] = field(default_factory=list)
    counts: Counter[int] = field(default_factory=Counter)
    elsewhere: Counter[int] = field(default_factory=Counter)


def assign(lines: Iterable[Line], pupils: Iterable[Pupil]) -> dict[int, Line | None]:
    """Give the line of each pupil; None where there is none."""
    by_group: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.group_id and not line.is_composite:
            by_group[line.group_id].append(line)
    return {pupil.id: _choose(by_group[pupil.group_id], pupil) for pupil in pupils}


def _choose(lines: Sequence[Line], pupil: Pupil) -> Line | None:
    """Give the one line of a group, or the one of the pupil's grade."""
    if len(lines) == 1:
        return lines[0]
    return next((line for line in lines if line.grade == pupil.grade), None)


def plan_rollover(
    lines: Sequence[Line],
    pupils: Sequence[Pupil],
    new_groups: Sequence[NewGroup],
    old_grades: Mapping[str, str],
    first_day: date,
) -> RolloverPlan:
    """Give what is missing in the new year.

    :param old_grades: name of each base group of the old year → its grade.
    :param first_day: of the new year; who leaves before it is not carried over.
    """
    plan = RolloverPlan(targets=_find_targets(lines, new_groups, old_grades))
    numbers = {
        line.id: number
        for number, target in enumerate(plan.targets)
        for line in target.lines
    }
    for pupil, line in _with_lines(lines, pupils, first_day):
        if line is None:
            plan.unplaced.append(pupil.id)
            continue
        plan.counts[line.id] += 1
        if pupil.new_group_id:
            target = plan.targets[numbers[line.id]] if line.id in numbers else None
            is_there = target and target.group_id == pupil.new_group_id
            plan.elsewhere[line.id] += not is_there
        else:
            _carry_over(plan, pupil, line, numbers)
    return plan


def _carry_over(
    plan: RolloverPlan, pupil: Pupil, line: Line, numbers: Mapping[int, int]
) -> None:
    """Add what becomes of a pupil who has no place in the new year yet."""
    if line.outcome == "leave":
        plan.leavers.append(pupil.id)
    elif line.outcome == "group":
        grade = grade_after(pupil.grade, line)
        plan.places.append(NewPlace(pupil.id, numbers[line.id], grade))
    if line.outcome != "none" and pupil.outlasts:
        plan.ends.append(pupil.place_id)


def _with_lines(
    lines: Sequence[Line], pupils: Sequence[Pupil], first_day: date
) -> list[tuple[Pupil, Line | None]]:
    """Give the pupils who are there on the first day, each with the line."""
    found = assign(lines, pupils)
    return [
        (pupil, found[pupil.id])
        for pupil in pupils
        if not pupil.leave_date or pupil.leave_date >= first_day
    ]


def grade_after(own: str, line: Line) -> str:
    """Give the grade in the new year of a pupil who goes along with the line.

    Who was in another grade than the group stays as far apart from it.
    """
    if is_own_year(line.new_grade) and own in ("", line.grade):
        return line.new_grade
    return (next_grade(own) if own else None) or line.new_grade


# === GROUPS === #


def _find_targets(
    lines: Sequence[Line],
    new_groups: Sequence[NewGroup],
    old_grades: Mapping[str, str],
) -> list[Target]:
    """Give the groups to which the lines lead: equal names are one group."""
    targets: dict[tuple[str, bool], Target] = {}
    for line in lines:
        if line.outcome == "group":
            key = comparison_key(line.name), line.is_composite
            target = targets.setdefault(key, Target(line.name, line.is_composite))
            target.lines.append(line)
    grades = {comparison_key(name): grade for name, grade in old_grades.items()}
    for (name, is_composite), target in targets.items():
        same_named = "" if is_composite else grades.get(name, "")
        target.grade = group_grade([n.new_grade for n in target.lines], same_named)
    _match(targets, new_groups)
    return list(targets.values())


def group_grade(grades: Iterable[str], same_named: str) -> str:
    """Give the grade of a group from those of its pupils.

    :param same_named: the grade of the group of that name in the old year: what was
        a combination group stays one, also before its youngest pupils are there.
    """
    if same_named and not is_own_year(same_named):
        return same_named
    found = set(grades)
    return found.pop() if len(found) == 1 else "C"


def _match(
    targets: Mapping[tuple[str, bool], Target], new_groups: Sequence[NewGroup]
) -> None:
    """Find what is there: by an earlier run, else by name, else by key.

    A key alone says little, since some schools give it to the room and others to the
    class: there the grade must fit too.
    """
    by_id = {group.id: group for group in new_groups}
    named = {(comparison_key(g.name), g.is_composite): g for g in new_groups}
    keyed = {(g.key, g.is_composite, g.grade): g for g in new_groups if g.key}
    for key, target in targets.items():
        known = next((n.known_id for n in target.lines if n.known_id in by_id), None)
        group = by_id[known] if known else named.get(key)
        if group:
            _take(target, group)
    taken = {target.group_id for target in targets.values()}
    for target in targets.values():
        for line in target.lines:
            group = keyed.get((line.key, line.is_composite, target.grade))
            if not target.group_id and group and group.id not in taken:
                taken.add(group.id)
                _take(target, group)
    for target in targets.values():
        target.teachers.update(*(line.teachers for line in target.lines))
        if target.group_id:
            target.teachers -= by_id[target.group_id].teachers


def _take(target: Target, group: NewGroup) -> None:
    target.group_id = group.id
