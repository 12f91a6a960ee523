"""The lists of vacations, public holidays and feasts that come with the addon (C2).

Compiled by ourselves for the school years 2025-2026 to 2029-2030. Vacations: the
regulation on school vacations 2025-2030 (Stcrt. 2024, 19237), equal in independently
published copies. Public holidays: computed from Easter and the calendar. Feasts:
computed from the calendars that they follow; those that follow the moon may fall a day
earlier or later, which is their margin. Schools correct them in their own list.
"""

import csv
from collections.abc import Iterable
from datetime import date

from ..logic.school_calendar import Entry


def read_calendar_csv(lines: Iterable[str], kind: str) -> list[Entry]:
    """Read one list; the kind is that of all its rows.

    :param lines: the file, which begins with its header. Columns that a list has
        no use for are missing.
    :raises ValueError: for a row with an impossible date, flag or margin.
    """
    return [_read_row(row, kind) for row in csv.DictReader(lines)]


def _read_row(row: dict[str, str], kind: str) -> Entry:
    first, last = (date.fromisoformat(row[name]) for name in ("first_day", "last_day"))
    if first > last:
        raise ValueError(f"{row['key']} ends before it begins")
    return Entry(
        key=f"{kind}/{row['key']}",
        kind=kind,
        first=first,
        last=last,
        name_nl=row["name_nl"],
        name_en=row["name_en"],
        region=row.get("region"),
        is_advisory=_read_flag(row.get("is_advisory", "no")),
        evening_before=_read_flag(row.get("begins_evening_before", "no")),
        margin=int(row.get("margin_days", 0)),
    )


def _read_flag(text: str) -> bool:
    return ("no", "yes").index(text) == 1
