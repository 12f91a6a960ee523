"""Read the visits that a school held or planned before it had the addon (A6).

The columns stand in :mod:`.visit_columns`. Each cell that is filled in must be clear,
since it says where somebody will be, or what became of a visit; only a place that is
not known is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, TypeVar

from ..logic.errors import FileError
from ..logic.import_records import Note, VisitRecord
from ..logic.person_names import comparison_key
from .cleaning import KEY_LENGTH, Cleaner
from .csv_columns import TemplateLanguage
from .csv_safe import write_csv
from .csv_source import CsvRow, read_rows
from .family_csv import MAX_CSV_BYTES
from .family_rows import plain_cell
from .visit_columns import COLUMNS, find_columns, header_of

#: What may stand in the cell → state and outcome of the visit; Dutch and English.
STATES: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("gepland", "planned"), ("planned", "")),
    **dict.fromkeys(("gehouden", "geweest", "held", "done"), ("done", "")),
    **dict.fromkeys(
        ("niet thuis", "not home", "not at home", "nobody at home"),
        ("not_held", "not_home"),
    ),
    **dict.fromkeys(("geen tolk", "no interpreter"), ("not_held", "no_interpreter")),
    **dict.fromkeys(
        ("afgezegd door ouders", "afgezegd door ouder", "cancelled by parents"),
        ("cancelled", "by_parents"),
    ),
    **dict.fromkeys(
        ("afgezegd door leraar", "afgezegd door leerkracht", "cancelled by teacher"),
        ("cancelled", "by_teacher"),
    ),
    **dict.fromkeys(
        ("afgezegd door school", "cancelled by school"), ("cancelled", "by_school")
    ),
    **dict.fromkeys(
        ("afgewezen", "geweigerd", "declined", "refused"), ("declined", "declined")
    ),
}
PLACES = {
    **dict.fromkeys(("thuis", "home", "at home"), "home"),
    **dict.fromkeys(("school", "op school", "at school"), "school"),
    **dict.fromkeys(("elders", "elsewhere"), "elsewhere"),
}
_STATES_SHOWN = (
    "gepland, gehouden, niet thuis, geen tolk, afgezegd door ouders, afgezegd door"
    " leraar, afgezegd door school, afgewezen"
)
_PLACES_SHOWN = "thuis, school, elders"

#: Visits to pupils who do not exist; the last two rows are one visit.
_EXAMPLES: dict[TemplateLanguage, tuple[tuple[str, ...], ...]] = {
    "nl": (
        ("", "10001", "2026-10-05", "15:30", "45", "L01", "", "thuis", "gehouden"),
        ("G002", "10002", "2026-10-06", "", "", "L01", "", "thuis", "niet thuis"),
        (
            *("", "10003", "2026-12-01", "15:30", "45", "juf@example.org"),
            *("intern@example.org", "thuis", "gepland"),
        ),
        (
            *("", "10004", "2026-12-01", "15:30", "45", "juf@example.org"),
            *("intern@example.org", "thuis", "gepland"),
        ),
    ),
    "en": (
        ("", "10001", "2026-10-05", "15:30", "45", "L01", "", "home", "held"),
        ("G002", "10002", "2026-10-06", "", "", "L01", "", "home", "not at home"),
        (
            *("", "10003", "2026-12-01", "15:30", "45", "miss@example.org"),
            *("intern@example.org", "home", "planned"),
        ),
        (
            *("", "10004", "2026-12-01", "15:30", "45", "miss@example.org"),
            *("intern@example.org", "home", "planned"),
        ),
    ),
}
Choice = TypeVar("Choice")


@dataclass(frozen=True, slots=True)
class VisitFile:
    """A file of visits as read.

    :ivar rows: one per pupil on a visit, in the order of the file.
    :ivar notes: notices about the file: columns that were not read, encoding.
    """

    rows: tuple[VisitRecord, ...]
    notes: tuple[Note, ...] = ()


def read_visit_csv(stream: BinaryIO, max_bytes: int = MAX_CSV_BYTES) -> VisitFile:
    """Read earlier and planned visits (A6).

    :param stream: open for reading bytes, at its start.
    :param max_bytes: larger files are refused.
    :raises FileError: the file cannot be read; nothing of it may be imported.
    """
    rows, notes = read_rows(stream, max_bytes)
    header = rows[0].cells if rows else ()
    columns, column_notes = find_columns(header)
    if len(rows) < 2:
        raise FileError("csv_no_rows")
    records = tuple(_read_row(row, columns, len(header)) for row in rows[1:])
    return VisitFile(records, (*notes, *column_notes))


def visit_template_csv(language: TemplateLanguage) -> bytes:
    """Give a template to download, with visits to pupils who do not exist."""
    header = [header_of(column.field, language) for column in COLUMNS]
    return write_csv([header, *_EXAMPLES[language]])


def _read_row(row: CsvRow, columns: Mapping[int, str], width: int) -> VisitRecord:
    """Read one row; what is wrong with it stands in the record."""
    clean = Cleaner(row.line)
    if any(cell.strip() for cell in row.cells[width:]):
        clean.add("too_many_cells")
        return VisitRecord(row.line, "", problems=clean.problems)
    cells = {
        name: plain_cell(row.cells[number]) if number < len(row.cells) else ""
        for number, name in columns.items()
    }
    values = _values(clean, cells)
    return VisitRecord(row.line, **values, problems=clean.problems)


def _values(clean: Cleaner, cells: Mapping[str, str]) -> dict[str, Any]:
    """Give the fields of the record."""
    values: dict[str, Any] = {
        name: clean.text(cells.get(name), header_of(name), KEY_LENGTH)
        for name in ("household_key", "pupil_key", "teacher", "companion")
    }
    values["day"] = clean.date(cells.get("day"), header_of("day"))
    values["at"] = clean.time(cells.get("at"), header_of("at"))
    values["minutes"] = clean.minutes(cells.get("minutes"), header_of("minutes"))
    values["place"] = (
        _choice(clean, cells, "place", PLACES, "cell_unclear", _PLACES_SHOWN) or ""
    )
    values["state"], values["outcome"] = _choice(
        clean, cells, "state", STATES, "cell_unknown", _STATES_SHOWN
    ) or ("", "")
    needed = ["pupil_key", "day", "state"]
    if values["state"] == "planned":
        needed += ["at", "teacher"]
    for name in needed:
        if not cells.get(name, "").strip():
            clean.add("value_missing", header_of(name))
    return values


def _choice(
    clean: Cleaner,
    cells: Mapping[str, str],
    name: str,
    choices: Mapping[str, Choice],
    code: str,
    shown: str,
) -> Choice | None:
    """Give what the cell chooses, None when it is blank or unclear."""
    cell = comparison_key(cells.get(name, ""))
    if cell and cell not in choices:
        clean.add(code, header_of(name), choices=shown)
    return choices.get(cell)
