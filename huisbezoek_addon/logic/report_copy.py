"""Who gets a copy of a report: the parents, the pupil, or nobody yet (F3).

Source: UAVG art. 5 as it reads from 1 September 2026. Under 16 the parents have the
rights (from 12 together with the pupil). From 16 the pupil alone has them, and gets a
copy; parents get what is about the pupil only with the pupil's agreement, and nobody
represents who is 18 or older.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

#: From this age the copy is the pupil's, and parents need the pupil's agreement.
OWN_FROM = 16


@dataclass(frozen=True, slots=True)
class Subject:
    """A pupil in a report.

    :ivar key: whatever tells pupils apart.
    :ivar birth_date: None where the school does not know it.
    :ivar agrees: whether the pupil agreed that the parents get a copy.
    """

    key: int
    birth_date: date | None
    agrees: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """A guardian of the household as far as one pupil goes.

    :ivar restricted: a court or the care coordinator allows no contact.
    """

    guardian: int
    pupil: int
    restricted: bool = False


def age_on(birth_date: date, day: date) -> int:
    """Give the age in whole years on a day; who was born on 29 February ages in March.

    :param birth_date: not after ``day``.
    """
    before_birthday = (day.month, day.day) < (birth_date.month, birth_date.day)
    return day.year - birth_date.year - before_birthday


def receiver(subject: Subject, day: date) -> str:
    """Tell who may get what the report says about a pupil (F3).

    :param day: the day on which the copy is given.
    :return: ``parents``, ``pupil``, or ``both``: a pupil of 16 or older who agrees
        that the parents get it too. A pupil without a birth date counts as a child:
        a school knows who its older pupils are.
    """
    birth = subject.birth_date
    if not birth or age_on(birth, day) < OWN_FROM:
        return "parents"
    return "both" if subject.agrees else "pupil"


def parents_copies(
    subjects: Iterable[Subject], ties: Iterable[Tie], day: date
) -> dict[frozenset[int], tuple[int, ...]]:
    """Give the copies for the guardians of a household (F3, A4).

    :param subjects: the pupils in the report.
    :param ties: the guardians of the visited household, of no other one.
    :return: pupils in the copy → guardians who get it, in the order of their keys.
        Guardians who may read about other pupils get another copy; a guardian who
        may read about nobody gets none.
    """
    shown = {s.key for s in subjects if receiver(s, day) != "pupil"}
    of_guardian: dict[int, set[int]] = {}
    for tie in ties:
        if tie.pupil in shown and not tie.restricted:
            of_guardian.setdefault(tie.guardian, set()).add(tie.pupil)
    copies: dict[frozenset[int], tuple[int, ...]] = {}
    for guardian, pupils in sorted(of_guardian.items()):
        key = frozenset(pupils)
        copies[key] = (*copies.get(key, ()), guardian)
    return copies
