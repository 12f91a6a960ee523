"""Whom a round visits, and what it may cost (C1).

Source: the brochure. Start in group 1 or the first class, visit each family every
year or every other year (step 3), and count 1.5 to 2.5 hours for a visit, more where
the way is long as in special and secondary education.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

#: Hours that a visit usually costs, all in.
USUAL_NORM = (1.5, 2.5)
#: The length of a round when it is new, in weeks: early in the year (step 4).
USUAL_WEEKS = 8


def visited_since(year_start: date, interval: int) -> date | None:
    """Return from which day on a visit counts as lately, or None for never.

    :param year_start: the first day of the school year of the round.
    :param interval: a family is visited once in so many school years; 0 asks for
        no interval.
    """
    if interval < 1:
        return None
    return year_start.replace(year=year_start.year - interval + 1)


def is_usual_norm(hours: float) -> bool:
    """Tell whether the hours for a visit are within what the brochure counts."""
    return USUAL_NORM[0] <= hours <= USUAL_NORM[1]


@dataclass(frozen=True, slots=True)
class Share:
    """A visit that wants a lead, and who could be it: the first is the most likely."""

    visit: int
    candidates: tuple[int, ...]


def share_out(visits: Iterable[Share], leading: dict[int, int]) -> dict[int, int]:
    """Return the lead of each visit, so that those who share a group share the work.

    :param visits: in the order in which they are given out.
    :param leading: how many visits each has already; not changed.
    :return: ``{visit: lead}``, without the visits that nobody can lead.
    """
    counts = dict(leading)
    leads = {}
    for share in visits:
        if share.candidates:
            lead = min(share.candidates, key=lambda who: counts.get(who, 0))
            counts[lead] = counts.get(lead, 0) + 1
            leads[share.visit] = lead
    return leads
