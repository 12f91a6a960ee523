"""Which column of a CSV file is which field, whatever it is a list of (A3, A6).

Headers may be Dutch or English, in any case, with blanks, hyphens or underscores.
A column that is none of the template's is named as not read; one that may not be
stored is named as that.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from ..logic.errors import FileError
from ..logic.import_records import Note, note
from ..logic.person_names import comparison_key
from .cleaning import clean_text

TemplateLanguage = Literal["nl", "en"]

#: Words in a header that mean: never read this column (A3).
_FORBIDDEN_STEMS = (
    "bsn burgerservice sofi onderwijsnummer persoonsgebonden pgn eck geloof "
    "godsdienst religi kerk levensovertuiging nationali geboorteland geboorteplaats "
    "land country etnic ethnic afkomst herkomst origin ras race foto photo gewicht "
    "geslacht gender sex verblijf inkomen income medisch medical diagnos gezondheid "
    "paspoort passport"
)
_FORBIDDEN = tuple(_FORBIDDEN_STEMS.split())
#: Short stems that are also the start of harmless words count as whole words only.
_WHOLE_WORDS = frozenset({"ras", "race", "land", "eck", "sex", "kerk"})
_SHOWN_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the field of the record, its two headers, and other spellings."""

    field: str
    nl: str
    en: str
    aliases: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class ColumnSet:
    """The columns of one kind of file.

    :ivar told: code of a note → stems of the headers that it is about, before the
        ones that may not be stored.
    :ivar marks: stems of headers that are a field without being in the template.
    """

    columns: tuple[Column, ...]
    told: tuple[tuple[str, tuple[str, ...]], ...] = ()
    marks: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def find(self, headers: Sequence[str]) -> tuple[dict[int, str], list[Note]]:
        """Tell which cell of a row is which field.

        :return: number of the cell → field or mark; and notices that name the
            columns which are not read.
        :raises FileError: ``csv_columns_missing`` or ``csv_column_twice``.
        """
        known = self._fields()
        fields: dict[int, str] = {}
        notes: list[Note] = []
        for number, header in enumerate(headers):
            name = comparison_key(header)
            found = known.get(name, "")
            if found and found in fields.values():
                raise FileError("csv_column_twice", column=self.header(found))
            if found := found or self._mark(name):
                fields[number] = found
            elif name:
                shown = clean_text(header)[:_SHOWN_LENGTH]
                notes.append(note(self._why_not(name), column=shown))
        missing = [
            c.nl for c in self.columns if c.required and c.field not in fields.values()
        ]
        if missing:
            raise FileError("csv_columns_missing", columns=", ".join(missing))
        return fields, notes

    def header(self, name: str, language: TemplateLanguage = "nl") -> str:
        """Give the header of a field, for the template and for messages."""
        column = next(c for c in self.columns if c.field == name)
        return column.nl if language == "nl" else column.en

    def _fields(self) -> dict[str, str]:
        """Give header as compared → field."""
        return {
            comparison_key(header): column.field
            for column in self.columns
            for header in (column.nl, column.en, *column.aliases)
        }

    def _mark(self, name: str) -> str:
        """Give the mark of a header, if any."""
        return next((m for m, stems in self.marks.items() if has_stem(name, stems)), "")

    def _why_not(self, name: str) -> str:
        """Give the code that tells why a column is not read."""
        for code, stems in (*self.told, ("column_forbidden", _FORBIDDEN)):
            if has_stem(name, stems):
                return code
        return "column_unknown"


def has_stem(name: str, stems: Sequence[str]) -> bool:
    """Tell whether a word of the header is or starts with one of the stems."""
    return any(
        word == stem or (stem not in _WHOLE_WORDS and word.startswith(stem))
        for word in name.split()
        for stem in stems
    )
