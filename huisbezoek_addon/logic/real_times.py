"""The true times of a visit, as taps on a phone tell them (E4)."""

from datetime import datetime, timedelta

#: Whoever taps "left" later than this after the beginning forgot to do so.
LONGEST = timedelta(hours=3)
#: A visit is never shorter, so that a double tap still gives a visit.
SHORTEST = timedelta(minutes=1)
#: Around the planned time a tap on "arrived" is about this visit.
EARLY, LATE = timedelta(hours=2), timedelta(hours=3)


def is_near(start: datetime, stop: datetime, now: datetime) -> bool:
    """Tell whether somebody may be at the door for a visit.

    :param start: planned, as is ``stop``; all three in one time zone.
    """
    return start - EARLY <= now <= stop + LATE


def left_at(began: datetime, now: datetime, planned: timedelta) -> datetime:
    """Give the end of a visit when somebody taps that he left.

    :param began: the real beginning.
    :param now: the moment of the tap.
    :param planned: the planned length, taken where the tap was forgotten.
    :return: after ``began``.
    """
    length = now - began
    if length > LONGEST:
        length = planned
    return began + max(length, SHORTEST)
