"""What an import reads, free of the form of the file (A6).

Readers in ``formats`` make these records; the rules in ``import_*`` compare them
with what exists. There is deliberately no place here for a citizen service
number, ECK iD, origin, country, weight, photo, sex, user name or a pupil's e-mail
(A3): what has no field cannot be stored. Personal values stay out of ``repr``, so
that a record in a log line or a traceback tells only its line and key (design
§5.3).
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from .errors import Param

#: A key that starts so is made up for one file: never match on it (EDEXML manual).
DUMMY_MARK = "#"


@dataclass(frozen=True, slots=True)
class Note:
    """Something to tell about a row or a file.

    :ivar code: name of the sentence in :mod:`.import_messages`.
    :ivar params: its values: lines, keys, column names; never personal data.
    """

    code: str
    params: dict[str, Param] = field(default_factory=dict, hash=False)


def note(code: str, **params: Param) -> Note:
    """Make a note; the sentence stands in :mod:`.import_messages`."""
    return Note(code, params)


def is_real_key(key: str) -> bool:
    """Tell whether a key may be kept and matched on (EDEXML manual; A6)."""
    return bool(key) and not key.startswith(DUMMY_MARK)


@dataclass(frozen=True, slots=True)
class HeaderRecord:
    """The ``school`` block: where the file comes from and of when it is.

    :ivar school_year: ``"2026-2027"``, or ``""`` when absent or unreadable.
    :ivar reference_date: the day the data describe (``peildatum``).
    :ivar created_at: when the file was made, local time, without zone.
    :ivar location_code: ``dependancecode``, two digits.
    :ivar version: EDEXML version as written, such as ``"2.1"``.
    """

    line: int
    school_year: str = ""
    reference_date: date | None = None
    created_at: datetime | None = None
    brin: str = ""
    location_code: str = ""
    school_key: str = ""
    version: str = ""
    problems: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class LocationRecord:
    """A location of the school (``vestiging``)."""

    line: int
    key: str
    name: str
    problems: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupRecord:
    """A group. A composite one comes on top of a pupil's own group.

    :ivar grade: a key of :data:`.grades.GRADES`, or ``""``.
    """

    line: int
    key: str
    name: str
    grade: str = ""
    composite: bool = False
    problems: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class PupilRecord:
    """A pupil, with no more than the addon may know (A3).

    :ivar first_name: the name of use, else the first of the given names, else the
        initials.
    :ivar group_key: key of the pupil's own group, or ``""``.
    :ivar leave_date: last day at school; before the reference date = has left.
    """

    line: int
    key: str
    first_name: str = field(default="", repr=False)
    prefix: str = field(default="", repr=False)
    last_name: str = field(default="", repr=False)
    birth_date: date | None = field(default=None, repr=False)
    grade: str = ""
    group_key: str = ""
    composite_group_keys: tuple[str, ...] = ()
    location_key: str = ""
    entry_date: date | None = field(default=None, repr=False)
    leave_date: date | None = field(default=None, repr=False)
    problems: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class TeacherGroup:
    """A group that a teacher stands before; its roles are information only."""

    group_key: str
    composite: bool = False
    role_codes: tuple[str, ...] = ()
    role_descriptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TeacherRecord:
    """Somebody in the list of teachers, which may also hold parents and trainees.

    :ivar role_codes: EDEXML codes such as ``LRK``; a proposal, never a right.
    """

    line: int
    key: str
    first_name: str = field(default="", repr=False)
    prefix: str = field(default="", repr=False)
    last_name: str = field(default="", repr=False)
    initials: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    role_codes: tuple[str, ...] = ()
    role_descriptions: tuple[str, ...] = ()
    groups: tuple[TeacherGroup, ...] = ()
    problems: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class FamilyRecord:
    """One guardian of one pupil, and the household where that guardian lives.

    :ivar relation: mother, father, guardian, foster_parent or other.
    :ivar authority: yes, no or unknown.
    :ivar language: ISO 639-3 code, or ``""``.
    :ivar start: from when this holds, ``stop`` until when.
    """

    line: int
    household_key: str
    pupil_key: str
    guardian_key: str = ""
    first_name: str = field(default="", repr=False)
    prefix: str = field(default="", repr=False)
    last_name: str = field(default="", repr=False)
    relation: str = ""
    authority: str = ""
    contact_restricted: bool | None = field(default=None, repr=False)
    start: date | None = None
    stop: date | None = None
    street: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    addition: str = field(default="", repr=False)
    postcode: str = field(default="", repr=False)
    city: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    language: str = ""
    needs_interpreter: bool | None = None
    problems: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitRecord:
    """One pupil on one visit that was held, planned or ended otherwise (A6).

    :ivar household_key: blank where the pupil has one household.
    :ivar at: when it began, or shall; local time of the school.
    :ivar minutes: how long; what is planned, or what it really was.
    :ivar teacher: key or work e-mail of who leads; ``companion`` likewise.
    :ivar place: home, school or elsewhere; ``""`` when not told.
    :ivar state: planned, done, not_held, cancelled or declined, with ``outcome``.
    """

    line: int
    pupil_key: str
    household_key: str = ""
    day: date | None = None
    at: time | None = None
    minutes: int | None = None
    teacher: str = field(default="", repr=False)
    companion: str = field(default="", repr=False)
    place: str = ""
    state: str = ""
    outcome: str = ""
    problems: tuple[Note, ...] = ()


Record = HeaderRecord | LocationRecord | GroupRecord | PupilRecord | TeacherRecord
