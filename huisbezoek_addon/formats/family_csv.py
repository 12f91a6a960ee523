"""Read the households and guardians of a school from CSV (A4, A5, A6).

The columns stand in :mod:`.family_columns`. What Excel does to a file is undone
where that is safe (blanks, ``="00123"``, guarding apostrophes) and told where it is
not (lost zeros, shortened numbers).

A secret address never enters here: as soon as one row of a household says that its
address is secret, the address of that household is dropped from every row.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import BinaryIO

from ..logic.errors import FileError
from ..logic.import_records import FamilyRecord, Note, note
from .csv_columns import TemplateLanguage
from .csv_safe import write_csv
from .csv_source import read_rows
from .family_columns import COLUMNS, find_columns, header_of
from .family_rows import RowReader
from .sources import MEGABYTE

#: Default limit of the file, in bytes; 10,000 guardians take 2 MB.
MAX_CSV_BYTES = 10 * MEGABYTE

#: Two people who do not exist; postcode and phone number are not given out.
_EXAMPLES: dict[TemplateLanguage, tuple[dict[str, str], ...]] = {
    "nl": (
        {"relation": "moeder", "authority": "ja", "language": "Turks"},
        {"relation": "vader", "authority": "onbekend", "language": "Nederlands"},
    ),
    "en": (
        {"relation": "mother", "authority": "yes", "language": "Turkish"},
        {"relation": "father", "authority": "unknown", "language": "Dutch"},
    ),
}
_EXAMPLE_PEOPLE = (
    {
        "household_key": "G001",
        "pupil_key": "10001",
        "guardian_key": "O001",
        "first_name": "Elif",
        "last_name": "Voorbeeld",
        "street": "Voorbeeldstraat",
        "number": "1",
        "addition": "A",
        "postcode": "9999 ZX",
        "city": "Voorbeeldstad",
        "phone": "000-0000001",
        "email": "elif@example.org",
    },
    {
        "household_key": "G002",
        "pupil_key": "10001",
        "guardian_key": "O002",
        "first_name": "Jan",
        "prefix": "van den",
        "last_name": "Voorbeeld",
        "start": "2026-08-01",
        "phone": "000-0000002",
        "email": "jan@example.org",
    },
)


@dataclass(frozen=True, slots=True)
class FamilyFile:
    """A file of households as read.

    :ivar rows: one per guardian of a pupil, in the order of the file.
    :ivar notes: notices about the file: columns that were not read, encoding.
    """

    rows: tuple[FamilyRecord, ...]
    notes: tuple[Note, ...] = ()


def read_family_csv(
    stream: BinaryIO,
    languages: Mapping[str, str] | None = None,
    max_bytes: int = MAX_CSV_BYTES,
) -> FamilyFile:
    """Read households and guardians (A6).

    :param stream: open for reading bytes, at its start.
    :param languages: name or code of a language, as
        :func:`..logic.person_names.comparison_key` gives it → ISO 639-3 code.
    :param max_bytes: larger files are refused.
    :raises FileError: the file cannot be read; nothing of it may be imported.
    """
    rows, notes = read_rows(stream, max_bytes)
    header = rows[0].cells if rows else ()
    columns, column_notes = find_columns(header)
    if len(rows) < 2:
        raise FileError("csv_no_rows")
    reader = RowReader(columns, len(header), languages or {})
    records = [reader.read(row) for row in rows[1:]]
    return FamilyFile(
        rows=tuple(_without_secret(record, reader.secret) for record in records),
        notes=(*notes, *column_notes),
    )


def template_csv(language: TemplateLanguage) -> bytes:
    """Give a template to download, with two rows about people who do not exist."""
    yes, no = ("ja", "nee") if language == "nl" else ("yes", "no")
    shared = ({"needs_interpreter": yes}, {"needs_interpreter": no})
    rows = [[header_of(column.field, language) for column in COLUMNS]]
    for person, words, extra in zip(
        _EXAMPLE_PEOPLE, _EXAMPLES[language], shared, strict=True
    ):
        values = {"contact_restricted": no, **person, **words, **extra}
        rows.append([values.get(column.field, "") for column in COLUMNS])
    return write_csv(rows)


def _without_secret(record: FamilyRecord, secret: set[str]) -> FamilyRecord:
    """Drop the address where the household has a secret one."""
    if record.household_key not in secret:
        return record
    told = note("secret_address_refused", line=record.line)
    return replace(
        record,
        street="",
        number="",
        addition="",
        postcode="",
        city="",
        problems=(*record.problems, told),
    )
