"""When somebody can be on visits: what is left of the visit hours (C4).

Working time decides the days, visit hours decide when. Lessons, appointments and
visits that stand are taken off, with the way from where they are and to where the
next one is. What is left are the windows in which ``logic.slots`` and the planning of
a round look for a time; ``logic.planning`` tests a time that somebody chose by hand
against the same diary.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import tzinfo

from .local_time import day_of, hour_of, monday_of, spans, subtract, weekday_of
from .schedule import Person, Span, Window
from .travel import SCHOOL, TravelTimes
from .weekly import Week


@dataclass(frozen=True, slots=True)
class Stay:
    """Time that is taken, and where: what it is for stays unknown.

    ``visit`` is the number of the home visit that takes it, or 0 for anything else.
    Of a visit of another school (``elsewhere``) nobody hears that it is one.
    """

    start: int
    stop: int
    place: str = SCHOOL
    visit: int = 0
    elsewhere: bool = False

    @property
    def is_told(self) -> bool:
        """Whether it may be said that this is a home visit."""
        return bool(self.visit) and not self.elsewhere

    @property
    def span(self) -> Span:
        """From begin to end."""
        return self.start, self.stop


@dataclass(frozen=True, slots=True)
class Diary:
    """What is known of somebody around the visits to come.

    ``works`` are the days with any working time, ``absent`` those with leave.
    ``stays`` are appointments and visits that stand; ``held`` the begins of visits
    that were held, which take no time any more and count all the same;
    ``held_elsewhere`` those at another school.
    """

    name: str
    week: Week
    works: Collection[int] = frozenset()
    absent: Collection[int] = frozenset()
    stays: tuple[Stay, ...] = ()
    held: tuple[int, ...] = ()
    held_elsewhere: tuple[int, ...] = ()

    def present(self, days: Iterable[int]) -> list[int]:
        """Return the days on which somebody works and is not away."""
        return [day for day in days if day in self.works and day not in self.absent]

    def without(self, visits: Collection[int]) -> "Diary":
        """Return the diary as it is without these visits: they look for a time."""
        if not any(stay.visit in visits for stay in self.stays if stay.visit):
            return self
        kept = tuple(s for s in self.stays if not s.visit or s.visit not in visits)
        return replace(self, stays=kept)

    def told(self) -> "Diary":
        """Return the diary without the visits of which another school alone knows."""
        stays = tuple(stay for stay in self.stays if not stay.elsewhere)
        return replace(self, stays=stays, held_elsewhere=())

    def with_stays(self, stays: Iterable[Stay]) -> "Diary":
        """Return the diary with more time that is taken."""
        return replace(self, stays=(*self.stays, *stays))


@dataclass(frozen=True, slots=True)
class _Block:
    """Stays without time between them: from the first of them to the last."""

    start: int
    stop: int
    first: Stay
    last: Stay


def person_of(
    key: int, diary: Diary, days: Iterable[int], zone: tzinfo, travel: TravelTimes
) -> Person:
    """Return what the planning of visits has to know of somebody.

    :param days: the days that count, in order, without those on which the school
        is closed.
    """
    evenings, weeks = count_visits(diary, zone)
    return Person(key, tuple(windows(diary, days, zone, travel)), evenings, weeks)


def count_visits(diary: Diary, zone: tzinfo) -> tuple[Counter[int], Counter[int]]:
    """Return how many visits somebody has already: per evening, and per week."""
    begins = [*(stay.start for stay in diary.stays if stay.visit), *diary.held]
    begins += diary.held_elsewhere
    days = [(day_of(begin, zone), hour_of(begin, zone)) for begin in begins]
    return (
        Counter(day for day, hour in days if hour >= diary.week.evening_from),
        Counter(monday_of(day) for day, _hour in days),
    )


def windows(
    diary: Diary, days: Iterable[int], zone: tzinfo, travel: TravelTimes
) -> Iterator[Window]:
    """Give the windows of somebody on some days, in order."""
    days = diary.present(days)
    taken = _Taken(diary, days, zone)
    for day in days:
        for part, evening in _parts(diary.week, day, zone):
            for start, stop in subtract(part, taken.within(part)):
                window = Window(start, stop, day, evening)
                yield taken.with_edges(window, travel.longest)


def lesson_stays(diary: Diary, day: int, zone: tzinfo) -> list[Stay]:
    """Return the lessons of somebody on a day, at school."""
    hours = diary.week.lessons[weekday_of(day)]
    return [Stay(*span) for span in spans(day, hours, zone)]


def too_near(
    diary: Diary, slot: Span, place: str, zone: tzinfo, travel: TravelTimes
) -> list[Stay]:
    """Return what leaves too little time to travel to a visit or from it.

    The slot is looked at as a window that the visit fills, so that a time chosen by
    hand is judged as one that was looked for. What overlaps it is another matter.
    """
    day = day_of(slot[0], zone)
    taken = _Taken(diary, diary.present([day]), zone)
    if taken.within(slot):
        return []
    window = taken.with_edges(Window(*slot, day), travel.longest)
    former, coming = taken.around(slot)
    found = []
    if former and window.earliest(place, travel) > slot[0]:
        found.append(former.last)
    if coming and window.latest(place, travel) < slot[1]:
        found.append(coming.first)
    return found


class _Taken:
    """The time that is taken from somebody on some days, in order."""

    def __init__(self, diary: Diary, days: Iterable[int], zone: tzinfo):
        lessons = [stay for day in days for stay in lesson_stays(diary, day, zone)]
        self.blocks = _blocks([*diary.stays, *lessons])
        self.starts = [block.start for block in self.blocks]
        self.stops = [block.stop for block in self.blocks]

    def within(self, span: Span) -> list[Span]:
        """Return the blocks that overlap a span."""
        first = bisect_right(self.stops, span[0])
        last = bisect_left(self.starts, span[1])
        return [(block.start, block.stop) for block in self.blocks[first:last]]

    def around(self, span: Span) -> tuple[_Block | None, _Block | None]:
        """Return the last block before a span that is free, and the next one."""
        former = bisect_right(self.stops, span[0]) - 1
        coming = bisect_left(self.starts, span[1])
        return (
            self.blocks[former] if former >= 0 else None,
            self.blocks[coming] if coming < len(self.blocks) else None,
        )

    def with_edges(self, window: Window, longest: int) -> Window:
        """Return a window with where somebody comes from, and where he has to be.

        What lies further away than the longest way holds him no more.
        """
        former, coming = self.around((window.start, window.stop))
        edges: dict[str, str | int] = {}
        if former and window.start - former.stop < longest:
            edges["before"] = former.last.place
            edges["spare_before"] = window.start - former.stop
        if coming and coming.start - window.stop < longest:
            edges["after"] = coming.first.place
            edges["spare_after"] = coming.start - window.stop
        return replace(window, **edges)


def _parts(week: Week, day: int, zone: tzinfo) -> Iterator[tuple[Span, bool]]:
    """Give the visit hours of a day, and whether each part of them is an evening."""
    hours = week.visits[weekday_of(day)]
    evening_from = week.evening_from
    for first, last, evening in (
        (0.0, evening_from, False),
        (evening_from, 24.0, True),
    ):
        part = [(max(a, first), min(b, last)) for a, b in hours]
        for span in spans(day, part, zone):
            yield span, evening


def _blocks(stays: Iterable[Stay]) -> list[_Block]:
    """Return time that is taken in order; stays that touch are one block."""
    blocks: list[_Block] = []
    real = (stay for stay in stays if stay.start < stay.stop)
    for stay in sorted(real, key=lambda stay: (stay.start, stay.stop, stay.visit)):
        last = blocks[-1] if blocks else None
        if last is None or stay.start > last.stop:
            blocks.append(_Block(stay.start, stay.stop, stay, stay))
        elif stay.stop >= last.stop:
            blocks[-1] = _Block(last.start, stay.stop, last.first, stay)
    return blocks
