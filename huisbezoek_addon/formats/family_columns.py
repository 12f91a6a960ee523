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

from ..logic.import_records import Note
from .csv_columns import Column, ColumnSet, TemplateLanguage

#: Marks the column that says an address is secret.
SECRET = "secret"
SECRET_STEMS = ("geheim", "secret", "afgeschermd")

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

_FAMILY = ColumnSet(COLUMNS, marks={SECRET: SECRET_STEMS})


def find_columns(headers: Sequence[str]) -> tuple[dict[int, str], list[Note]]:
    """Tell which cell of a row is which field, or :data:`SECRET`.

    :raises FileError: ``csv_columns_missing`` or ``csv_column_twice``.
    """
    return _FAMILY.find(headers)


def header_of(field: str, language: TemplateLanguage = "nl") -> str:
    """Give the header of a field, for the template and for messages."""
    return _FAMILY.header(field, language)
