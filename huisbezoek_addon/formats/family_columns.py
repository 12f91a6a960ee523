"""The columns of the households' file (A4, A5, A6).

One row is one guardian of one pupil. Headers may be Dutch or English, in any case,
with blanks, hyphens or underscores.

| Dutch | English | content |
|---|---|---|
| gezin_sleutel * | household_key | the school's own key of the household |
| leerling_sleutel * | pupil_key | the pupil's key, as in EDEXML |
| ouder_sleutel | guardian_key | where two guardians share a name |
| roepnaam, voorvoegsel, achternaam * | first_name, prefix, last_name | |
| relatie | relation | moeder, vader, voogd, pleegouder, overig |
| gezag | authority | ja, nee, onbekend |
| contactbeperking | contact_restriction | ja, nee |
| vanaf, tot | from, until | 2026-08-31 or 31-08-2026 |
| straat, huisnummer, toevoeging, postcode, plaats | street, house_number, addition, postcode, city | |
| telefoon, e-mail | phone, email | |
| taal | language | name, or ISO 639 code |
| tolk | interpreter | ja, nee |

There is no column for a secret address, and none for what may not be stored.
"""  # noqa: E501 - a table

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ..logic.errors import FileError
from ..logic.import_records import Note, note
from ..logic.person_names import comparison_key
from .cleaning import clean_text

TemplateLanguage = Literal["nl", "en"]
#: Marks the column that says an address is secret.
SECRET = "secret"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the field of the record, its two headers, and other spellings."""

    field: str
    nl: str
    en: str
    aliases: tuple[str, ...] = ()
    required: bool = False


COLUMNS = (
    Column("household_key", "gezin_sleutel", "household_key", ("gezinssleutel",), True),
    Column(
        "pupil_key",
        "leerling_sleutel",
        "pupil_key",
        ("leerlingsleutel", "leerlingnummer"),
        True,
    ),
    Column("guardian_key", "ouder_sleutel", "guardian_key", ("oudersleutel",)),
    Column("first_name", "roepnaam", "first_name", ("voornaam",)),
    Column("prefix", "voorvoegsel", "prefix", ("tussenvoegsel",)),
    Column("last_name", "achternaam", "last_name", ("surname",), True),
    Column("relation", "relatie", "relation"),
    Column("authority", "gezag", "authority", ("ouderlijk gezag",)),
    Column(
        "contact_restricted",
        "contactbeperking",
        "contact_restriction",
        ("contactverbod",),
    ),
    Column("start", "vanaf", "from"),
    Column("stop", "tot", "until", ("tot en met",)),
    Column("street", "straat", "street", ("straatnaam",)),
    Column("number", "huisnummer", "house_number", ("nummer",)),
    Column("addition", "toevoeging", "addition", ("huisnummertoevoeging",)),
    Column("postcode", "postcode", "postcode", ("postal code", "zip")),
    Column("city", "plaats", "city", ("woonplaats",)),
    Column("phone", "telefoon", "phone", ("telefoonnummer", "mobiel")),
    Column("email", "e-mail", "email", ("e-mailadres", "emailadres")),
    Column("language", "taal", "language", ("gesprekstaal",)),
    Column("needs_interpreter", "tolk", "interpreter", ("tolk nodig",)),
)

_COLUMNS = {column.field: column for column in COLUMNS}
_FIELDS = {
    comparison_key(header): column.field
    for column in COLUMNS
    for header in (column.nl, column.en, *column.aliases)
}
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
_SECRET_STEMS = ("geheim", "secret", "afgeschermd")
_SHOWN_LENGTH = 40


def find_columns(headers: Sequence[str]) -> tuple[dict[int, str], list[Note]]:
    """Tell which cell of a row is which field.

    :return: number of the cell → field, or :data:`SECRET`; and notices that name
        the columns which are not read.
    :raises FileError: ``csv_columns_missing`` or ``csv_column_twice``.
    """
    fields: dict[int, str] = {}
    notes: list[Note] = []
    for number, header in enumerate(headers):
        name = comparison_key(header)
        field = _FIELDS.get(name, SECRET if _has_stem(name, _SECRET_STEMS) else "")
        if field and field != SECRET and field in fields.values():
            raise FileError("csv_column_twice", column=header_of(field))
        if field:
            fields[number] = field
        elif name:
            is_forbidden = _has_stem(name, _FORBIDDEN)
            code = "column_forbidden" if is_forbidden else "column_unknown"
            notes.append(note(code, column=clean_text(header)[:_SHOWN_LENGTH]))
    missing = [c.nl for c in COLUMNS if c.required and c.field not in fields.values()]
    if missing:
        raise FileError("csv_columns_missing", columns=", ".join(missing))
    return fields, notes


def header_of(field: str, language: TemplateLanguage = "nl") -> str:
    """Give the header of a field, for the template and for messages."""
    column = _COLUMNS[field]
    return column.nl if language == "nl" else column.en


def _has_stem(name: str, stems: Sequence[str]) -> bool:
    """Tell whether a word of the header is or starts with one of the stems."""
    return any(
        word == stem or (stem not in _WHOLE_WORDS and word.startswith(stem))
        for word in name.split()
        for stem in stems
    )
