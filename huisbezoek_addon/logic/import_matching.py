"""Who is who: rows of a file against records that exist (A6).

Nothing here depends on the order of the rows: a row gets a record only when it is
the row's one candidate and no other row wants it, so twins are never merged and a
shuffled file gives the same plan.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from .import_messages import severity
from .import_records import Note
from .person_names import comparison_key, full_name

Row = TypeVar("Row", bound=Hashable)
#: A name as compared, and a date of birth.
Identity = tuple[str, date]


@dataclass(slots=True)
class Claims:
    """The outcome of matching: rows by their number in the file.

    :ivar matched: row → record.
    :ivar rivals: row → the other rows that want the same record.
    :ivar ambiguous: row → how many records fit it.
    """

    matched: dict[int, int] = field(default_factory=dict)
    rivals: dict[int, tuple[int, ...]] = field(default_factory=dict)
    ambiguous: dict[int, int] = field(default_factory=dict)


def claim(candidates: Mapping[int, Sequence[int]]) -> Claims:
    """Give each row its record, where that is beyond doubt.

    :param candidates: row → records that fit it; rows without any may be left out.
    """
    claims = Claims()
    wanted: dict[int, list[int]] = defaultdict(list)
    for row, records in candidates.items():
        if len(records) > 1:
            claims.ambiguous[row] = len(records)
        elif records:
            wanted[records[0]].append(row)
    for record, rows in wanted.items():
        if len(rows) == 1:
            claims.matched[rows[0]] = record
        for row in rows if len(rows) > 1 else ():
            claims.rivals[row] = tuple(other for other in rows if other != row)
    return claims


def repeated(values: Iterable[tuple[Row, Hashable]]) -> dict[Row, tuple[Row, ...]]:
    """Give the rows that share a value, each with the other rows that have it.

    :param values: row and value; a row without one is left out by the caller.
    """
    rows_of: dict[Hashable, list[Row]] = defaultdict(list)
    for row, value in values:
        rows_of[value].append(row)
    return {
        row: tuple(other for other in rows if other != row)
        for rows in rows_of.values()
        if len(rows) > 1
        for row in rows
    }


def identity(
    first: str, prefix: str, last: str, birth_date: date | None
) -> Identity | None:
    """Give what tells a person without a key: whole name and date of birth.

    Twins share the last name and the date, so the first name counts; without all
    three nobody can be told (A6).
    """
    if not (first and last and birth_date):
        return None
    return comparison_key(full_name(first, prefix, last)), birth_date


def line_list(lines: Iterable[int]) -> str:
    """Give line numbers for a sentence: ``"12, 40"``."""
    return ", ".join(str(line) for line in sorted(set(lines)))


def is_refused(notes: Iterable[Note]) -> bool:
    """Tell whether the notes hold an error."""
    return any(severity(note.code) == "error" for note in notes)


def is_news(name: str, value: object, record: Any, existing: Any) -> bool:
    """Tell whether the file says something else than what exists.

    A blank says nothing, so what people filled in stays; only the prefix belongs
    to the last name, and goes with it.
    """
    says_it = bool(value) or (name == "prefix" and bool(record.last_name))
    return says_it and value != getattr(existing, name)


def looks_like_bsn(keys: Iterable[str]) -> bool:
    """Tell whether keys are citizen service numbers, which A3 forbids to store.

    Such a number has nine digits and passes a test that one in eleven numbers
    passes by chance; five in a row, and none that fails, is no chance.
    """
    numbers = [key for key in keys if len(key) == 9 and key.isascii() and key.isdigit()]
    return len(numbers) >= 5 and all(_passes_eleven_test(key) for key in numbers)


def _passes_eleven_test(number: str) -> bool:
    """Tell whether nine digits, weighed 9 … 2 and -1, are divisible by eleven."""
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(
        weight * int(digit) for weight, digit in zip(weights, number, strict=True)
    )
    return total % 11 == 0
