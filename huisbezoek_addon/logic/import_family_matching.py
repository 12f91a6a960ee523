"""Who is who in the households' file, and which rows contradict each other (A4).

A guardian is known by key, else by name within the household; a name is enough
there because a household is a handful of people. Where even that is in doubt the
row is refused and asks for a key.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .import_matching import is_refused, line_list, repeated
from .import_records import FamilyRecord, Note, note
from .person_names import comparison_key, full_name

ADDRESS = ("street", "number", "addition", "postcode", "city")
PERSON = (
    "first_name",
    "prefix",
    "last_name",
    "phone",
    "email",
    "language",
    "needs_interpreter",
)
TIE = ("relation", "authority", "contact_restricted", "start", "stop")
#: How the template names the fields that may contradict each other.
HEADERS = {
    "household_key": "gezin_sleutel",
    "street": "straat",
    "number": "huisnummer",
    "addition": "toevoeging",
    "postcode": "postcode",
    "city": "plaats",
    "first_name": "roepnaam",
    "prefix": "voorvoegsel",
    "last_name": "achternaam",
    "phone": "telefoon",
    "email": "e-mail",
    "language": "taal",
    "needs_interpreter": "tolk",
}
#: What rows of one household, or of one guardian, must agree on.
_AGREE: dict[str, tuple[str, ...]] = {
    "household": ADDRESS,
    "guardian": ("household_key", *PERSON),
}


@dataclass(frozen=True, slots=True)
class ExistingHousehold:
    """A household of the school.

    :ivar has_secret_address: its address is secret; then the fields are blank here.
    """

    id: int
    key: str
    has_secret_address: bool = False
    street: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    addition: str = field(default="", repr=False)
    postcode: str = field(default="", repr=False)
    city: str = field(default="", repr=False)
    pupil_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ExistingGuardian:
    """A guardian in a household of the school."""

    id: int
    household_id: int
    key: str = ""
    first_name: str = field(default="", repr=False)
    prefix: str = field(default="", repr=False)
    last_name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    language: str = ""
    needs_interpreter: bool = False


@dataclass(frozen=True, slots=True)
class ExistingGuardianship:
    """What a guardian has to say of a pupil, and from when until when."""

    id: int
    guardian_id: int
    pupil_id: int
    relation: str = ""
    authority: str = ""
    contact_restricted: bool = False
    start: date | None = None
    stop: date | None = None


@dataclass(frozen=True, slots=True)
class ExistingFamilies:
    """All that the school has of families.

    :ivar pupil_ids: key of a pupil → record.
    """

    pupil_ids: Mapping[str, int] = field(default_factory=dict)
    households: tuple[ExistingHousehold, ...] = ()
    guardians: tuple[ExistingGuardian, ...] = ()
    guardianships: tuple[ExistingGuardianship, ...] = ()


@dataclass(slots=True)
class FamilyMatches:
    """Who is who.

    :ivar names: row → name of its guardian within the plan.
    :ivar guardians: name within the plan → record, for those who exist.
    :ivar errors: row → why it is refused.
    """

    names: dict[int, str] = field(default_factory=dict)
    guardians: dict[str, int] = field(default_factory=dict)
    errors: dict[int, list[Note]] = field(default_factory=dict)


class FamilyMatcher:
    """Finds the guardian of each row; see the module for the rule."""

    def __init__(
        self, records: Sequence[FamilyRecord], existing: ExistingFamilies
    ) -> None:
        """Keep both sides."""
        self.records = records
        self.existing = existing
        self.found = FamilyMatches()

    def match(self) -> FamilyMatches:
        """Match all rows, refusing what is wrong or in doubt."""
        for number, record in enumerate(self.records):
            if is_refused(record.problems):
                self.found.errors[number] = []
            elif record.pupil_key not in self.existing.pupil_ids:
                self._refuse(number, "pupil_unknown", key=record.pupil_key)
        self._name_guardians()
        self._check_agreement("household", lambda n: self.records[n].household_key)
        self._check_agreement("guardian", lambda n: self.found.names[n])
        self._refuse_doubles()
        self._find_guardians()
        return self.found

    def _refuse(self, number: int, code: str, **params: str | int) -> None:
        """Refuse a row."""
        told = note(code, line=self.records[number].line, **params)
        self.found.errors.setdefault(number, []).append(told)

    def _good(self) -> list[int]:
        """Give the rows that are not refused."""
        return [n for n in range(len(self.records)) if n not in self.found.errors]

    def _name_guardians(self) -> None:
        """Name each row's guardian within the plan: by key, else by first line."""
        keys: dict[Hashable, set[str]] = defaultdict(set)
        lines: dict[Hashable, int] = {}
        for number in self._good():
            record = self.records[number]
            person = record.household_key, _name(record)
            lines[person] = min(record.line, lines.get(person, record.line))
            if record.guardian_key:
                keys[person].add(record.guardian_key)
        for number in self._good():
            record = self.records[number]
            person = record.household_key, _name(record)
            known = {record.guardian_key} if record.guardian_key else keys[person]
            if len(known) > 1:
                self._refuse(number, "guardian_ambiguous", count=len(known))
            elif known:
                self.found.names[number] = f"key:{min(known)}"
            else:
                self.found.names[number] = f"line:{lines[person]}"

    def _check_agreement(self, kind: str, group_of: Callable[[int], str]) -> None:
        """Refuse rows of one household or guardian that contradict each other."""
        groups: dict[str, list[int]] = defaultdict(list)
        for number in self._good():
            groups[group_of(number)].append(number)
        for numbers in groups.values():
            for name in _AGREE[kind]:
                self._check_field(kind, name, numbers)

    def _check_field(self, kind: str, name: str, numbers: Sequence[int]) -> None:
        """Refuse rows that say different things about one field."""
        said: dict[object, int] = {}
        for number in numbers:
            record = self.records[number]
            value = _compared(getattr(record, name))
            if value not in ("", None):
                said[value] = min(record.line, said.get(value, record.line))
        if len(said) < 2:
            return
        for number in numbers:
            value = _compared(getattr(self.records[number], name))
            others = [line for other, line in said.items() if other != value]
            self._refuse(
                number, f"{kind}_differs", column=HEADERS[name], other_line=min(others)
            )

    def _refuse_doubles(self) -> None:
        """Refuse rows that speak of the same guardian and pupil."""
        pairs = (
            (number, (self.found.names[number], self.records[number].pupil_key))
            for number in self._good()
        )
        for number, others in repeated(pairs).items():
            lines = line_list(self.records[other].line for other in others)
            self._refuse(number, "same_record_twice", other_lines=lines)

    def _find_guardians(self) -> None:
        """Find the guardians who exist: by key, then by name, then near misses."""
        keyed = {guardian.key: guardian.id for guardian in self.existing.guardians}
        for name in self.found.names.values():
            if name.startswith("key:") and name[4:] in keyed:
                self.found.guardians[name] = keyed[name[4:]]
        for number, people in self._open_rows().items():
            same = [one for one in people if _name(one) == _name(self.records[number])]
            if len(same) > 1:
                self._refuse(number, "guardian_ambiguous", count=len(same))
            elif same:
                self.found.guardians[self.found.names[number]] = same[0].id
        self._refuse_shared()
        for number, people in self._open_rows().items():
            first = comparison_key(self.records[number].first_name)
            if first and first in {comparison_key(one.first_name) for one in people}:
                self._refuse(number, "guardian_near")

    def _open_rows(self) -> dict[int, list[ExistingGuardian]]:
        """Give the rows without guardian yet, each with who it may be.

        That is who lives in the household, is nobody else in the file, and has no
        other key.
        """
        homes = {home.key: home.id for home in self.existing.households}
        taken = set(self.found.guardians.values())
        at_home: dict[int, list[ExistingGuardian]] = defaultdict(list)
        for guardian in self.existing.guardians:
            if guardian.id not in taken:
                at_home[guardian.household_id].append(guardian)
        rows = {}
        for number in self._good():
            name = self.found.names[number]
            if name not in self.found.guardians:
                home = homes.get(self.records[number].household_key, 0)
                has_key = name.startswith("key:")
                rows[number] = [
                    one for one in at_home[home] if not (has_key and one.key)
                ]
        return rows

    def _refuse_shared(self) -> None:
        """Refuse rows of several guardians who would all be the same record."""
        shared = repeated(self.found.guardians.items())
        for number in self._good():
            others = shared.get(self.found.names[number], ())
            if others:
                self._refuse(number, "guardian_ambiguous", count=len(others) + 1)


def merged(records: Iterable[FamilyRecord], names: Sequence[str]) -> dict[str, Any]:
    """Give what rows of one household or guardian say together."""
    values: dict[str, Any] = dict.fromkeys(names, "")
    for record in sorted(records, key=lambda record: record.line):
        for name in names:
            if values[name] in ("", None):
                values[name] = getattr(record, name)
    return values


def _name(person: FamilyRecord | ExistingGuardian) -> str:
    """Give the whole name as it is compared."""
    return comparison_key(full_name(person.first_name, person.prefix, person.last_name))


def _compared(value: object) -> object:
    """Give a value as rows are compared: texts without case and accents."""
    return comparison_key(value) if isinstance(value, str) else value
