"""Which pupil each row of an import is, or why that cannot be told (A6).

A pupil is found by a real key. A pupil with a dummy key or none is found by first
name, last name and date of birth together, never by less: twins are told apart by
their first name. What is not beyond doubt is refused rather than guessed, because
a pupil joined with another cannot be taken apart again.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from .import_matching import Identity, claim, identity, line_list, repeated
from .import_plan import ExistingPupil
from .import_records import Note, PupilRecord, is_real_key, note
from .person_names import comparison_key


@dataclass(slots=True)
class PupilMatches:
    """Which row is which pupil, and why a row is refused."""

    pupils: dict[int, ExistingPupil] = field(default_factory=dict)
    errors: dict[int, list[Note]] = field(default_factory=lambda: defaultdict(list))
    warnings: dict[int, list[Note]] = field(default_factory=lambda: defaultdict(list))


class PupilMatcher:
    """Finds the pupil of each row; see the module for the rule."""

    def __init__(
        self,
        records: Sequence[PupilRecord],
        existing: Sequence[ExistingPupil],
        adopt_keys: bool,
    ) -> None:
        """Keep both sides, and who can be told by name and date of birth."""
        self.records = records
        self.existing = existing
        self.adopt_keys = adopt_keys
        self.found = PupilMatches()
        self._keys = {r.key for r in records if is_real_key(r.key)}
        self._identities: dict[int, Identity] = {}
        for number, record in enumerate(records):
            if known := _identity(record):
                self._identities[number] = known

    def match(self) -> PupilMatches:
        """Match all rows: by key, then by identity, then look for near misses."""
        self._refuse_double_keys()
        self._match_keys()
        self._refuse_double_identities()
        self._match_identities()
        self._refuse_near_misses()
        return self.found

    def _refuse(self, number: int, code: str, **params: str | int) -> None:
        """Refuse a row."""
        line = self.records[number].line
        self.found.errors[number].append(note(code, line=line, **params))

    def _lines(self, numbers: Sequence[int]) -> str:
        """Give the lines of rows for a sentence."""
        return line_list(self.records[number].line for number in numbers)

    def _refuse_double_keys(self) -> None:
        """Refuse all rows that share a key, for nobody knows which is right."""
        keys = ((n, r.key) for n, r in enumerate(self.records) if is_real_key(r.key))
        for number, others in repeated(keys).items():
            key, lines = self.records[number].key, self._lines(others)
            self._refuse(number, "duplicate_key", key=key, other_lines=lines)

    def _match_keys(self) -> None:
        """Match by key."""
        keyed = {pupil.key: pupil for pupil in self.existing if is_real_key(pupil.key)}
        for number, record in enumerate(self.records):
            if record.key in keyed:
                self.found.pupils[number] = keyed[record.key]

    def _refuse_double_identities(self) -> None:
        """Refuse rows without a real key that are somebody else in the file too."""
        for number, others in repeated(self._identities.items()).items():
            if not is_real_key(self.records[number].key):
                lines = self._lines(others)
                self._refuse(number, "same_record_twice", other_lines=lines)
            elif any(is_real_key(self.records[other].key) for other in others):
                line = self.records[number].line
                self.found.warnings[number].append(note("possible_double", line=line))

    def _open_rows(self) -> list[int]:
        """Give the rows that are neither found nor refused."""
        found = self.found
        return [
            number
            for number in range(len(self.records))
            if number not in found.pupils and number not in found.errors
        ]

    def _match_identities(self) -> None:
        """Match what is left by name and date of birth, one to one."""
        free = self._free_pupils()
        candidates = {
            number: [pupil.id for pupil in free.get(self._identities[number], ())]
            for number in self._open_rows()
            if number in self._identities
        }
        claims = claim(candidates)
        by_id = {pupil.id: pupil for pupil in self.existing}
        for number, pupil_id in claims.matched.items():
            self._accept(number, by_id[pupil_id])
        for number, others in claims.rivals.items():
            lines = self._lines(others)
            self._refuse(number, "same_record_twice", other_lines=lines)
        for number, count in claims.ambiguous.items():
            self._refuse(number, "dummy_ambiguous", count=count)

    def _free_pupils(self) -> dict[Identity, list[ExistingPupil]]:
        """Give the pupils whom no key in the file names, by identity."""
        free: dict[Identity, list[ExistingPupil]] = defaultdict(list)
        for pupil in self.existing:
            known = _identity(pupil)
            if known and pupil.key not in self._keys:
                free[known].append(pupil)
        return free

    def _accept(self, number: int, pupil: ExistingPupil) -> None:
        """Take the pupil, unless both have a real key and they differ."""
        both_keyed = is_real_key(self.records[number].key) and is_real_key(pupil.key)
        if both_keyed and not self.adopt_keys:
            self._refuse(number, "key_changed")
        else:
            self.found.pupils[number] = pupil

    def _refuse_near_misses(self) -> None:
        """Refuse a new pupil without a real key who may be one with a typing error."""
        taken = {pupil.id for pupil in self.found.pupils.values()}
        born: dict[date | None, list[ExistingPupil]] = defaultdict(list)
        for pupil in self.existing:
            if pupil.id not in taken:
                born[pupil.birth_date].append(pupil)
        for number in self._open_rows():
            record = self.records[number]
            if is_real_key(record.key):
                continue
            if number not in self._identities:
                self._refuse(number, "dummy_incomplete")
            elif any(_is_near(record, pupil) for pupil in born[record.birth_date]):
                self._refuse(number, "dummy_near")


def _identity(person: PupilRecord | ExistingPupil) -> Identity | None:
    """Give what tells the pupil without a key."""
    return identity(
        person.first_name, person.prefix, person.last_name, person.birth_date
    )


def _is_near(record: PupilRecord, pupil: ExistingPupil) -> bool:
    """Tell whether the first or the last name is the same."""
    return any(
        comparison_key(getattr(record, name)) == comparison_key(getattr(pupil, name))
        for name in ("first_name", "last_name")
    )
