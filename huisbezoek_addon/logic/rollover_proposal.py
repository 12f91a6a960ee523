"""What a roll-over to the next school year proposes; the office changes it (A2).

In primary and special education a teacher stays with the grade: who teaches this
year's group 5 teaches next year's. In secondary education mentors go along with
their class, and the rest of the timetable comes with an import. A combination group
falls apart into its grades, each of which goes to the group that has its next one.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .grades import SchoolType, grade_order, is_own_year, next_grade
from .person_names import comparison_key

#: How the last year of secondary education is told from the name of the class, where
#: it is not the sixth: vmbo ends with year 4, havo with year 5.
_LAST_YEARS = {
    "14": re.compile(r"\b(vmbo|mavo)\b|^\s*[bkgtm]\s*4", re.IGNORECASE),
    "15": re.compile(r"\bhavo\b(?!\s*/\s*vwo)|^\s*h\s*5", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class OldGroup:
    """A group of the old year.

    :ivar grades: the grades of its pupils; blank for who has none.
    :ivar teachers: who teaches it; ``mentors`` are those of them who are its mentor.
    """

    id: int
    name: str
    grade: str = ""
    is_composite: bool = False
    grades: frozenset[str] = frozenset()
    teachers: tuple[int, ...] = ()
    mentors: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What could become of the pupils of a group; see ``rollover.Line``."""

    group_id: int | None
    grade: str
    outcome: str
    name: str = ""
    new_grade: str = ""
    teachers: tuple[int, ...] = ()


def propose(groups: Sequence[OldGroup], school_type: SchoolType) -> list[Proposal]:
    """Give a proposal for each group, the youngest pupils first.

    Groups of the first grade, into which nobody goes on, are proposed once more for
    who enters the school.
    """
    base = sorted(
        (group for group in groups if not group.is_composite),
        key=lambda g: (grade_order(g.grade), comparison_key(g.name), g.id),
    )
    lines = [_propose_line(g, grade, base) for g in base for grade in _split(g)]
    lines = [*_propose_first(base, lines), *lines]
    if school_type == "vo":
        lines = [_with_mentors(line, base) for line in lines]
    else:
        names = {comparison_key(line.name) for line in lines}
        lines = [_with_teachers(line, base, names) for line in lines]
    return [
        *lines,
        *(_copy(group) for group in groups if group.is_composite),
    ]


def _split(group: OldGroup) -> Sequence[str]:
    """Give the grades that are told apart within a group."""
    if is_own_year(group.grade):
        return (group.grade,)
    known = sorted(filter(is_own_year, group.grades), key=grade_order)
    has_others = any(not is_own_year(grade) for grade in group.grades)
    return (*known, "") if has_others or not known else known


def _propose_line(group: OldGroup, grade: str, base: Sequence[OldGroup]) -> Proposal:
    if not grade:
        outcome = "none" if group.grade == "H" else "group"
        name = group.name if outcome == "group" else ""
        return Proposal(group.id, grade, outcome, name)
    after = next_grade(grade)
    if after is None or is_last_year(grade, group.name):
        return Proposal(group.id, grade, "leave")
    return Proposal(group.id, grade, "group", _next_name(group, after, base), after)


def is_last_year(grade: str, name: str) -> bool:
    """Tell whether pupils leave the school after this grade, by the class's name."""
    pattern = _LAST_YEARS.get(grade)
    return bool(pattern and pattern.search(name))


def _next_name(group: OldGroup, after: str, base: Sequence[OldGroup]) -> str:
    """Give the name of the group in which pupils go on with the grade ``after``.

    ``1A`` becomes ``2A``. A name without its number, and a combination group, goes
    on as the one group that has the grade now, if there is one.
    """
    if group.grade == after:  # years are not told apart
        return group.name
    before = _number(group.grade)
    if before:
        digits = re.compile(rf"(?<!\d){before}(?!\d)")
        name, count = digits.subn(_number(after), group.name, count=1)
        if count:
            return name
    holders = [g.name for g in base if after in (g.grade, *g.grades)]
    return holders[0] if len(holders) == 1 else group.name


def _number(grade: str) -> str:
    """Give the number of a grade as it stands in names; blank for others."""
    if not grade.isdecimal():
        return ""
    return str(int(grade) - 10) if int(grade) > 10 else grade


def _propose_first(
    base: Sequence[OldGroup], lines: Iterable[Proposal]
) -> list[Proposal]:
    """Give the groups of who enters: those of the first grade, if nobody goes there."""
    grades = sorted((g.grade for g in base if is_own_year(g.grade)), key=grade_order)
    reached = {comparison_key(line.name) for line in lines}
    if not grades or grades[0] in {line.new_grade for line in lines}:
        return []
    return [
        Proposal(None, "", "group", group.name, group.grade)
        for group in base
        if group.grade == grades[0] and comparison_key(group.name) not in reached
    ]


def _with_mentors(line: Proposal, base: Sequence[OldGroup]) -> Proposal:
    """Let the mentors go along with their class."""
    mentors = next((g.mentors for g in base if g.id == line.group_id), ())
    return replace(line, teachers=mentors if line.outcome == "group" else ())


def _with_teachers(
    line: Proposal, base: Sequence[OldGroup], names: set[str]
) -> Proposal:
    """Let who teaches the grade now teach it again.

    :param names: of all groups of the new year: who stays with one of them is not
        proposed for another.
    """
    if line.outcome != "group":
        return line
    wanted = comparison_key(line.name)
    named = [g for g in base if comparison_key(g.name) == wanted]
    graded = [g for g in base if g.grade == line.new_grade] if line.new_grade else []
    free = [g for g in graded if comparison_key(g.name) not in names]
    source = named[:1] or (free if len(free) == 1 else [])
    return replace(line, teachers=source[0].teachers if source else ())


def _copy(group: OldGroup) -> Proposal:
    """Give a group next to the base groups once more; its pupils are chosen anew."""
    return Proposal(
        group.id, "", "group", group.name, group.grade, teachers=group.teachers
    )
