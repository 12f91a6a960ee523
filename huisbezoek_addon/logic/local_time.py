"""Local clocks and the moments they show, exact on the days a clock is changed (C4).

A moment is a whole minute since 1970 in UTC, a day the ordinal of a local date. What
is local is asked of the zone for a moment, never the other way round: a clock may
show one time twice, or never, but each moment has one local time.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache

from .schedule import Span

#: Minutes of a day on which no clock is changed.
DAY = 24 * 60
#: The day on which moments begin.
EPOCH = date(1970, 1, 1).toordinal()
_BEGIN = datetime(1970, 1, 1)
#: More than any clock differs from UTC, in minutes.
FARTHEST = 16 * 60
#: Part of a day by its clock, in hours: 15.5 is 15:30, and 24.0 its end.
Hours = tuple[float, float]


def to_moment(utc: datetime) -> int:
    """Return the moment of a date and time in UTC without a zone; seconds fall off."""
    return (utc - _BEGIN) // timedelta(minutes=1)


def to_span(start: datetime, stop: datetime) -> Span:
    """Return the span from one date and time in UTC to another, in full minutes."""
    return to_moment(start), -((_BEGIN - stop) // timedelta(minutes=1))


@lru_cache(maxsize=16384)
def to_datetime(moment: int) -> datetime:
    """Return the date and time of a moment in UTC, without a zone."""
    return _BEGIN + timedelta(minutes=moment)


def day_of(moment: int, zone: tzinfo) -> int:
    """Return the local day of a moment."""
    return datetime.fromtimestamp(moment * 60, zone).date().toordinal()


def hour_of(moment: int, zone: tzinfo) -> float:
    """Return the local time of day of a moment in hours: 15.5 for 15:30."""
    local = datetime.fromtimestamp(moment * 60, zone)
    return local.hour + local.minute / 60


def weekday_of(day: int) -> int:
    """Return the day of the week of a day: 0 for Monday."""
    return (day - 1) % 7


def monday_of(day: int) -> int:
    """Return the Monday of the week of a day: what that week is counted by."""
    return day - weekday_of(day)


def spans(day: int, hours: Iterable[Hours], zone: tzinfo) -> list[Span]:
    """Return the moments of a day at which its clock is within the hours.

    An hour that the clock skips is in none of them, and one that it shows twice is
    in them twice. What touches is one span.
    """
    midnight = (day - EPOCH) * DAY
    found = []
    for begin, end in hours:
        for first, last, offset in _stretches(day, zone):
            start = max(midnight + round(begin * 60) - offset, first)
            stop = min(midnight + round(end * 60) - offset, last)
            if start < stop:
                found.append((start, stop))
    return merge(found)


def whole_day(day: int, zone: tzinfo) -> Span:
    """Return the span of a whole local day: usually 24 hours."""
    found = spans(day, [(0, 24)], zone)
    return found[0][0], found[-1][1]


def days_of(span: Span, zone: tzinfo) -> range:
    """Return the local days that a span touches."""
    return range(day_of(span[0], zone), day_of(span[1] - 1, zone) + 1)


def overlaps(one: Span, other: Span) -> bool:
    """Tell whether two half-open spans share a moment."""
    return one[0] < other[1] and other[0] < one[1]


def merge(found: Iterable[Span]) -> list[Span]:
    """Return spans in order, as one where they overlap or touch."""
    merged: list[Span] = []
    for start, stop in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(stop, merged[-1][1])
        else:
            merged.append((start, stop))
    return merged


def subtract(span: Span, taken: Iterable[Span]) -> Iterator[Span]:
    """Give what is left of a span; ``taken`` is in order and does not overlap."""
    start, stop = span
    for begin, end in taken:
        if end <= start:
            continue
        if begin >= stop:
            break
        if start < begin:
            yield start, begin
        start = end
    if start < stop:
        yield start, stop


@lru_cache(maxsize=4096)
def _stretches(day: int, zone: tzinfo) -> tuple[tuple[int, int, int], ...]:
    """Return the time around a day in parts in which its clock is not changed.

    Each part is its begin, its end and by how many minutes the clock is ahead of
    UTC. No zone changes its clock twice within three days.
    """
    midnight = (day - EPOCH) * DAY
    first, last = midnight - FARTHEST, midnight + DAY + FARTHEST
    before, after = _offset(first, zone), _offset(last, zone)
    if before == after:
        return ((first, last, before),)
    same, changed = first, last
    while changed - same > 1:
        middle = (same + changed) // 2
        if _offset(middle, zone) == before:
            same = middle
        else:
            changed = middle
    return (first, changed, before), (changed, last, after)


def _offset(moment: int, zone: tzinfo) -> int:
    """Return by how many minutes a clock is ahead of UTC."""
    ahead = datetime.fromtimestamp(moment * 60, zone).utcoffset()
    assert ahead is not None
    return round(ahead.total_seconds() / 60)
