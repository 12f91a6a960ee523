"""Which teacher of an earlier import each row is (A6).

By a real key; else by e-mail address, and where a side has none, by name. A name
alone never joins two real keys. A row that cannot be told from another one is
refused, so that importing it again cannot end otherwise.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from .import_matching import claim, line_list, repeated
from .import_plan import ExistingTeacher
from .import_records import Note, TeacherRecord, is_real_key, note
from .person_names import comparison_key, full_name

Person = TypeVar("Person", TeacherRecord, ExistingTeacher)


class _People(Generic[Person]):
    """Finds people by e-mail, else by name where a side has no e-mail."""

    def __init__(self, people: Iterable[tuple[int, Person]]) -> None:
        """Index people, each with a number."""
        self._by_email: dict[str, list[int]] = defaultdict(list)
        self._by_name: dict[str, list[tuple[int, bool]]] = defaultdict(list)
        for number, person in people:
            if person.email:
                self._by_email[mail_key(person.email)].append(number)
            self._by_name[_name(person)].append((number, bool(person.email)))

    def like(self, record: TeacherRecord) -> list[int]:
        """Give the numbers of the people who may be this one."""
        same_mail = self._by_email.get(mail_key(record.email), [])
        if record.email and same_mail:
            return same_mail
        same_name = self._by_name.get(_name(record), [])
        return [n for n, has_mail in same_name if not (record.email and has_mail)]


@dataclass(slots=True)
class TeacherMatcher:
    """Finds the teacher of each row; see the module for the rule.

    :ivar records: all rows; ``teaching`` are the numbers of those that count.
    :ivar known: row → teacher, filled by :meth:`match`.
    :ivar errors: row → why it is refused, likewise.
    """

    records: Sequence[TeacherRecord]
    teaching: Collection[int]
    existing: Sequence[ExistingTeacher]
    known: dict[int, ExistingTeacher] = field(default_factory=dict)
    errors: dict[int, list[Note]] = field(default_factory=lambda: defaultdict(list))

    def match(self) -> None:
        """Match all rows that count."""
        keys = ((n, self.records[n].key) for n in self.teaching)
        for number, others in repeated(k for k in keys if is_real_key(k[1])).items():
            key, lines = self.records[number].key, self._lines(others)
            self._refuse(number, "duplicate_key", key=key, other_lines=lines)
        self._match_keys()
        self._refuse_doubles()
        self._match_people()

    def _refuse(self, number: int, code: str, **params: str | int) -> None:
        """Refuse a row."""
        line = self.records[number].line
        self.errors[number].append(note(code, line=line, **params))

    def _lines(self, numbers: Iterable[int]) -> str:
        """Give the lines of rows for a sentence."""
        return line_list(self.records[number].line for number in numbers)

    def _has_key(self, number: int) -> bool:
        """Tell whether the row has a lasting key."""
        return is_real_key(self.records[number].key)

    def _match_keys(self) -> None:
        """Match by key."""
        keyed = {t.key: t for t in self.existing if is_real_key(t.key)}
        for number in self.teaching:
            if self.records[number].key in keyed:
                self.known[number] = keyed[self.records[number].key]

    def _refuse_doubles(self) -> None:
        """Refuse rows without a lasting key that may be another row of the file."""
        people = _People((n, self.records[n]) for n in self.teaching)
        for number in self.teaching:
            others = [n for n in people.like(self.records[number]) if n != number]
            if others and not self._has_key(number):
                self._refuse(
                    number, "same_record_twice", other_lines=self._lines(others)
                )

    def _match_people(self) -> None:
        """Match what is left by e-mail or name, one to one."""
        file_keys = {self.records[n].key for n in self.teaching if self._has_key(n)}
        people = _People((t.id, t) for t in self.existing if t.key not in file_keys)
        by_id = {teacher.id: teacher for teacher in self.existing}
        candidates = {}
        for number in self.teaching:
            record = self.records[number]
            if number not in self.known and number not in self.errors:
                found = (by_id[i] for i in people.like(record))
                candidates[number] = [t.id for t in found if _may_join(record, t)]
        claims = claim(candidates)
        self.known |= {n: by_id[i] for n, i in claims.matched.items()}
        for number, count in claims.ambiguous.items():
            self._refuse(number, "teacher_ambiguous", count=count)
        for number, others in claims.rivals.items():
            lines = self._lines(others)
            self._refuse(number, "same_record_twice", other_lines=lines)


def mail_key(address: str) -> str:
    """Give an e-mail address as it is compared."""
    return address.strip().casefold()


def _may_join(record: TeacherRecord, teacher: ExistingTeacher) -> bool:
    """Tell whether both may be one: two real keys need the same e-mail."""
    if is_real_key(record.key) and is_real_key(teacher.key):
        return bool(record.email) and mail_key(record.email) == mail_key(teacher.email)
    return True


def _name(person: TeacherRecord | ExistingTeacher) -> str:
    """Give the whole name as it is compared."""
    return comparison_key(full_name(person.first_name, person.prefix, person.last_name))
