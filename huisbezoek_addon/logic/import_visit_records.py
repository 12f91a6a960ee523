"""What an import of visits compares: the file's visits and those of the school (A6).

All moments are local times of the school, without zone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """What a file can say of a visit, as it stands at some moment.

    Kept after an import as what the file said, so that a later import knows what
    people changed since (:func:`to_mark`).

    :ivar state: a reported visit counts as held.
    :ivar minutes: how long it really was, else how long it is planned.
    :ivar began: when it really began.
    """

    state: str
    outcome: str = ""
    start: datetime | None = None
    minutes: int = 0
    began: datetime | None = None
    lead_id: int | None = None
    companion_ids: frozenset[int] = frozenset()
    place: str = "home"
    pupil_ids: frozenset[int] = frozenset()


FACTS = tuple(VisitFacts.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class ExistingVisit:
    """A visit of the school.

    :ivar mark: what it was just after the last import that wrote it, else None.
    :ivar days: under which days files named it, the last one last.
    :ivar is_reported: it has its report, so no file changes it any more.
    """

    id: int
    household_id: int
    year_id: int
    facts: VisitFacts
    mark: VisitFacts | None = None
    days: tuple[date, ...] = ()
    is_reported: bool = False

    @property
    def day(self) -> date | None:
        """The day on which it is or was."""
        return self.facts.start.date() if self.facts.start else None

    @property
    def is_untouched(self) -> bool:
        """Tell whether nobody changed it since an import wrote it."""
        return self.mark == self.facts and not self.is_reported


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """A school year, both days included."""

    id: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Booking:
    """Time that a planned visit takes from a person."""

    visit_id: int
    person_id: int
    start: datetime
    stop: datetime


@dataclass(frozen=True, slots=True)
class ExistingVisits:
    """All that the school has, as far as visits need it.

    :ivar minutes: how long a visit is where the file does not say.
    :ivar first_time: start of a visit of which only the day is known.
    :ivar pupils: key → pupil; ``left`` are those who left the school.
    :ivar households: key → household.
    :ivar homes: pupil → households, those in use where there are any.
    :ivar members: household → pupils.
    :ivar teachers: key or e-mail as compared → employees of the school; none while
        the teacher waits in the list.
    :ivar colleagues: the same for who may come along.
    :ivar persons: employee → contact whose time is taken; none without calendar.
    :ivar bookings: time taken by planned visits.
    """

    today: date
    minutes: int = 45
    longest: int = 60
    first_time: time = time(15)
    pupils: Mapping[str, int] = field(default_factory=dict)
    left: frozenset[int] = frozenset()
    households: Mapping[str, int] = field(default_factory=dict)
    homes: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    members: Mapping[int, frozenset[int]] = field(default_factory=dict)
    teachers: Mapping[str, frozenset[int]] = field(default_factory=dict)
    colleagues: Mapping[str, frozenset[int]] = field(default_factory=dict)
    persons: Mapping[int, int] = field(default_factory=dict)
    years: tuple[SchoolYear, ...] = ()
    visits: tuple[ExistingVisit, ...] = ()
    bookings: tuple[Booking, ...] = ()


@dataclass(frozen=True, slots=True)
class FileVisit:
    """A visit in the file, from one row or several.

    :ivar numbers: numbers of its rows, by line.
    :ivar line: the first of its lines.
    :ivar is_refused: its rows are not imported; it only keeps its visit from being
        taken for another row's.
    """

    numbers: tuple[int, ...]
    line: int
    household_id: int
    day: date
    at: time | None = None
    minutes: int | None = None
    lead_id: int | None = None
    companion_ids: frozenset[int] = frozenset()
    place: str = ""
    state: str = ""
    outcome: str = ""
    pupil_ids: frozenset[int] = frozenset()
    is_refused: bool = False

    @property
    def order(self) -> tuple[date, time, int]:
        """Sort visits of one household, whatever the order of the rows."""
        return self.day, self.at or time.min, self.lead_id or 0


def find_year(day: date, years: tuple[SchoolYear, ...]) -> SchoolYear | None:
    """Give the school year of a day.

    A day between two years belongs to the one that it would be in if years began on
    1 August; schools choose the days themselves, but New Year's Day lies within.
    """
    middle = date(year_start(day) + 1, 1, 1)
    for wanted in (day, middle):
        for year in years:
            if year.first <= wanted <= year.last:
                return year
    return None


def year_start(day: date) -> int:
    """Give the year in which the school year of a day begins, in August."""
    return day.year if day.month >= 8 else day.year - 1


def colleague_key(text: str) -> str:
    """Give a key, or an e-mail address, as it is compared."""
    return text.strip().casefold() if "@" in text else text.strip()


def to_mark(facts: VisitFacts, days: tuple[date, ...]) -> dict[str, Any]:
    """Give what is kept with a visit after an import, fit for JSON."""
    mark: dict[str, Any] = {"days": [str(day) for day in days]}
    for name in FACTS:
        value = getattr(facts, name)
        if isinstance(value, datetime):
            value = value.isoformat()
        elif isinstance(value, frozenset):
            value = sorted(value)
        mark[name] = value
    return mark


def from_mark(
    mark: Mapping[str, Any] | None,
) -> tuple[VisitFacts | None, tuple[date, ...]]:
    """Give the facts and days that :func:`to_mark` kept."""
    if not mark:
        return None, ()
    values = dict(mark)
    days = tuple(map(date.fromisoformat, values.pop("days")))
    for name in ("start", "began"):
        values[name] = values[name] and datetime.fromisoformat(values[name])
    for name in ("companion_ids", "pupil_ids"):
        values[name] = frozenset(values[name])
    return VisitFacts(**values), days
