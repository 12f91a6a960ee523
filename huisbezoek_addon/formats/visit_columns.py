"""The columns of the file of earlier and planned visits (A6).

One row is one pupil on one visit; siblings who were visited together stand in rows of
their own that agree on the rest, as in most lists of a school. A list of keys in one
cell would not survive: a Dutch spreadsheet takes ``10001,10010`` for a number.

| Dutch | English | content |
|---|---|---|
| gezin_sleutel | household_key | only where the pupil has more than one household |
| leerling_sleutel * | pupil_key | the pupil's key, as in EDEXML |
| datum * | date | 2026-08-31 or 31-08-2026 |
| tijd | time | 15:30; a planned visit needs one |
| duur | duration | minutes; else the length of the protocol |
| leraar | teacher | key as in EDEXML, or work e-mail; a planned visit needs one |
| begeleider | companion | work e-mail, or the key of a teacher |
| plaats | place | thuis, school, elders |
| stand * | state | gepland, gehouden, niet thuis, geen tolk, afgezegd door ouders, afgezegd door leraar, afgezegd door school, afgewezen |

There is no column for text: reports and worries do not come in this way.
"""  # noqa: E501 - a table

from collections.abc import Sequence

from ..logic.import_records import Note
from .csv_columns import Column, ColumnSet, TemplateLanguage
from .family_columns import SECRET_STEMS

COLUMNS = (
    Column("household_key", "gezin_sleutel", "household_key", ("gezinssleutel",)),
    Column(
        "pupil_key",
        "leerling_sleutel",
        "pupil_key",
        ("leerlingsleutel", "leerlingnummer"),
        True,
    ),
    Column("day", "datum", "date", ("datum bezoek", "day"), True),
    Column("at", "tijd", "time", ("tijdstip", "begintijd", "start time")),
    Column("minutes", "duur", "duration", ("minuten", "minutes", "duur in minuten")),
    Column("teacher", "leraar", "teacher", ("leerkracht", "docent", "bezoeker")),
    Column("companion", "begeleider", "companion", ("collega", "colleague")),
    Column("place", "plaats", "place", ("locatie", "waar", "location", "where")),
    Column("state", "stand", "state", ("status", "uitkomst", "outcome"), True),
)

_FREE_TEXT = (
    "verslag opmerk notitie aantek toelicht bijzonder zorg signaal reden verhaal "
    "afspraken bevinding indruk omschrijving tekst "
    "report remark note comment worr concern signal reason finding impression text"
)
_VISITS = ColumnSet(
    COLUMNS,
    told=(
        ("column_free_text", tuple(_FREE_TEXT.split())),
        ("column_forbidden", SECRET_STEMS),
    ),
)


def find_columns(headers: Sequence[str]) -> tuple[dict[int, str], list[Note]]:
    """Tell which cell of a row is which field.

    :raises FileError: ``csv_columns_missing`` or ``csv_column_twice``.
    """
    return _VISITS.find(headers)


def header_of(field: str, language: TemplateLanguage = "nl") -> str:
    """Give the header of a field, for the template and for messages."""
    return _VISITS.header(field, language)
