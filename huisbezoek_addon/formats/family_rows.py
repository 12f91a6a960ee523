"""From one row of the households' file to one record (A4, A5, A6).

A cell that decides who may be invited must be clear, so a doubtful authority or
contact restriction refuses the row; in any other cell it is left out with a
warning.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ..logic.import_records import FamilyRecord
from ..logic.person_names import comparison_key
from .cleaning import (
    CODE_LENGTH,
    EMAIL_LENGTH,
    KEY_LENGTH,
    NAME_LENGTH,
    PREFIX_LENGTH,
    Cleaner,
)
from .csv_safe import unsafe_cell
from .csv_source import CsvRow
from .family_columns import SECRET, header_of

#: What may stand in the cell → our key; Dutch and English.
RELATIONS = {
    "moeder": "mother",
    "mother": "mother",
    "vader": "father",
    "father": "father",
    "voogd": "guardian",
    "guardian": "guardian",
    "pleegouder": "foster_parent",
    "foster parent": "foster_parent",
    "overig": "other",
    "other": "other",
}
_YES = ("ja", "j", "yes", "y", "true", "waar", "1", "x")
_NO = ("nee", "n", "no", "false", "onwaar", "0")
YES_NO: dict[str, bool] = {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False)}
AUTHORITIES = {
    **dict.fromkeys(_YES, "yes"),
    **dict.fromkeys(_NO, "no"),
    **dict.fromkeys(("onbekend", "unknown"), "unknown"),
}

_TEXTS = {
    "household_key": KEY_LENGTH,
    "pupil_key": KEY_LENGTH,
    "guardian_key": KEY_LENGTH,
    "first_name": NAME_LENGTH,
    "prefix": PREFIX_LENGTH,
    "last_name": NAME_LENGTH,
    "street": NAME_LENGTH,
    "number": CODE_LENGTH,
    "addition": CODE_LENGTH,
    "city": NAME_LENGTH,
}
#: People write this instead of an address.
_SAYS_SECRET = frozenset({"geheim", "geheim adres", "secret", "secret address"})
_QUOTED_BY_EXCEL = re.compile(r'\s*="(.*)"\s*', re.DOTALL)
_SHORTENED = re.compile(r"\d+(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
_WITHOUT_ZERO = re.compile(r"[1-9]\d{8}")
_POSTCODE = re.compile(r"([1-9]\d{3})\s*([A-Za-z]{2})")


def plain_cell(cell: str) -> str:
    """Undo what spreadsheets do to a text: ``="00123"``, a guarding apostrophe."""
    found = _QUOTED_BY_EXCEL.fullmatch(cell)
    return unsafe_cell(found[1] if found else cell.strip())


@dataclass(slots=True)
class RowReader:
    """Turns rows into records, and remembers whose address is secret.

    :ivar columns: number of a cell → field, from the first row.
    :ivar width: cells in the first row.
    :ivar languages: name or code of a language as compared → ISO 639-3 code.
    :ivar secret: keys of households whose address is secret, filled by reading.
    """

    columns: Mapping[int, str]
    width: int
    languages: Mapping[str, str]
    secret: set[str] = field(default_factory=set)

    def read(self, row: CsvRow) -> FamilyRecord:
        """Read one row; what is wrong with it stands in the record."""
        clean = Cleaner(row.line)
        if any(cell.strip() for cell in row.cells[self.width :]):
            clean.add("too_many_cells")
            return FamilyRecord(row.line, "", "", problems=clean.problems)
        cells: dict[str, str] = {}
        is_secret = False
        for number, name in self.columns.items():
            cell = plain_cell(row.cells[number]) if number < len(row.cells) else ""
            if name == SECRET:
                is_secret |= YES_NO.get(comparison_key(cell), bool(cell))
            else:
                cells[name] = cell
                is_secret |= comparison_key(cell) in _SAYS_SECRET
        values = self._values(clean, cells)
        if is_secret:
            self.secret.add(values["household_key"])
        return FamilyRecord(row.line, **values, problems=clean.problems)

    def _values(self, clean: Cleaner, cells: Mapping[str, str]) -> dict[str, Any]:
        """Give the fields of the record."""
        values: dict[str, Any] = {
            name: clean.text(cells.get(name), header_of(name), limit)
            for name, limit in _TEXTS.items()
        }
        for name in ("household_key", "pupil_key"):
            if not values[name]:
                clean.add("value_missing", header_of(name))
        if not (values["first_name"] or values["last_name"]):
            clean.add("name_missing")
        return {
            **values,
            **_period(clean, cells),
            "relation": _choice(clean, cells, "relation", RELATIONS) or "",
            "authority": _choice(clean, cells, "authority", AUTHORITIES, True) or "",
            "contact_restricted": _choice(
                clean, cells, "contact_restricted", YES_NO, True
            ),
            "needs_interpreter": _choice(clean, cells, "needs_interpreter", YES_NO),
            "postcode": _postcode(clean, cells.get("postcode", "")),
            "phone": _phone(clean, cells.get("phone", "")),
            "email": clean.email(cells.get("email"), header_of("email")),
            "language": self._language(clean, cells.get("language", "")),
        }

    def _language(self, clean: Cleaner, cell: str) -> str:
        """Give the ISO 639-3 code of a language, by name or code."""
        code = self.languages.get(comparison_key(cell), "")
        if cell and not code:
            clean.add("language_unknown", header_of("language"))
        return code


def _choice(
    clean: Cleaner,
    cells: Mapping[str, str],
    name: str,
    choices: Mapping[str, Any],
    is_decisive: bool = False,
) -> Any:
    """Give what the cell chooses, None when it is blank or unclear."""
    cell = comparison_key(cells.get(name, ""))
    if cell and cell not in choices:
        code = "cell_must_be_clear" if is_decisive else "cell_unclear"
        clean.add(code, header_of(name), choices=_CHOICES_SHOWN[name])
    return choices.get(cell)


_CHOICES_SHOWN = {
    "relation": "moeder, vader, voogd, pleegouder, overig",
    "authority": "ja, nee, onbekend",
    "contact_restricted": "ja, nee",
    "needs_interpreter": "ja, nee",
}


def _period(clean: Cleaner, cells: Mapping[str, str]) -> dict[str, date | None]:
    """Give start and stop; the wrong way round is a problem."""
    start = clean.date(cells.get("start"), header_of("start"))
    stop = clean.date(cells.get("stop"), header_of("stop"))
    if start and stop and stop < start:
        clean.add("period_reversed")
    return {"start": start, "stop": stop}


def _postcode(clean: Cleaner, cell: str) -> str:
    """Give a Dutch postcode as ``1234 AB``; another one as it is, with a warning."""
    text = clean.text(cell, header_of("postcode"), CODE_LENGTH)
    found = _POSTCODE.fullmatch(text)
    if found:
        return f"{found[1]} {found[2].upper()}"
    if text:
        clean.add("postcode_unusual", header_of("postcode"))
    return text


def _phone(clean: Cleaner, cell: str) -> str:
    """Give a phone number as written, and tell what Excel did to it."""
    text = clean.text(cell, header_of("phone"), EMAIL_LENGTH)
    if _SHORTENED.fullmatch(text):
        clean.add("phone_unreadable", header_of("phone"))
        return ""
    if _WITHOUT_ZERO.fullmatch(text):
        clean.add("phone_lost_zero", header_of("phone"))
    return text
