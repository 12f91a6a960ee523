"""One element or cell: blanks, lengths, dates, addresses, and what is wrong (A6).

A :class:`Cleaner` belongs to one row and gathers its problems. They name the line
and the column; the value itself is never in them.
"""

import re
import unicodedata
from datetime import date, datetime, time

from ..logic.import_records import Note, note

#: Longest texts that are taken, in characters; EDEXML itself allows 256 for keys.
KEY_LENGTH = 256
NAME_LENGTH = 128
PREFIX_LENGTH = 32
CODE_LENGTH = 32
EMAIL_LENGTH = 254

_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*|Z|[+-]\d\d:\d\d)?")
_DUTCH_DATE = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?: 0?0:00(?::00)?)?")
_TIME = re.compile(
    r"(\d{1,2})[:.uh](\d\d)(?:[:.]00)?(?: ?(?:(uur|u|h)|(am|pm|a\.m\.|p\.m\.)))?",
    re.IGNORECASE,
)
_MINUTES = re.compile(r"(\d{1,3})(?:[.,]0+)? ?(?:m|min|minuten|minutes)?\.?", re.I)
_HOURS = re.compile(r"(\d):(\d\d)(?::00)?")
_SCHOOL_YEAR = re.compile(r"(\d{4})\s*[-/]\s*(\d\d)?(\d\d)")
_EMAIL = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s<>,;.\"]+")
_INVISIBLE = {"Cc", "Cf", "Co", "Cs"}
#: Zero width joiners shape letters in some scripts; other format signs mislead.
_JOINERS = "\u200c\u200d"


def clean_text(raw: str | None) -> str:
    """Give a text on one line, without outer blanks or invisible signs.

    Signs that turn the direction of writing are dropped too: they could make a
    report show something else than is stored.
    """
    if not raw:
        return ""
    if raw.isascii() and raw.isprintable():
        return " ".join(raw.split())
    kept = "".join(
        char
        for char in " ".join(raw.split())
        if char in _JOINERS or unicodedata.category(char) not in _INVISIBLE
    )
    return unicodedata.normalize("NFC", " ".join(kept.split()))


def parse_date(text: str) -> date | None:
    """Read ``2026-08-31`` (also with a time or zone) or ``31-08-2026``.

    :return: the day, None when it is no such date.
    """
    iso, dutch = _ISO_DATE.fullmatch(text), _DUTCH_DATE.fullmatch(text)
    if iso:
        parts = iso[1], iso[2], iso[3]
    elif dutch:
        parts = dutch[3], dutch[2], dutch[1]
    else:
        return None
    try:
        return date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        return None


def parse_time(text: str) -> time | None:
    """Read ``15:30``, ``15.30``, ``15u30`` or ``3:30 PM``; None when it is no time."""
    found = _TIME.fullmatch(text)
    if not found:
        return None
    hour, half = int(found[1]), (found[4] or "").lower()[:1]
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, int(found[2]))
    except ValueError:
        return None


def parse_minutes(text: str) -> int | None:
    """Read ``45``, ``45 min`` or ``0:45``; None when it is no number of minutes."""
    if found := _MINUTES.fullmatch(text):
        return int(found[1]) or None
    if found := _HOURS.fullmatch(text):
        return int(found[1]) * 60 + int(found[2]) or None
    return None


def parse_moment(text: str) -> datetime | None:
    """Read ``2026-10-02T08:15:00``, zone dropped; None when it is no moment."""
    try:
        return datetime.fromisoformat(text[:19])
    except ValueError:
        return None


def parse_school_year(text: str) -> str:
    """Read ``2026-2027``, ``2026/2027`` or ``2026-27``; ``""`` when it is none."""
    found = _SCHOOL_YEAR.fullmatch(text)
    if not found:
        return ""
    start, stop = int(found[1]), int(found[3])
    century = found[2] or str(start + 1)[:2]
    return f"{start}-{start + 1}" if f"{century}{stop:02}" == str(start + 1) else ""


class Cleaner:
    """Cleans the values of one row and gathers what is wrong with them."""

    def __init__(self, line: int) -> None:
        """Start without problems at a line of the file."""
        self.line = line
        self._problems: list[Note] = []

    @property
    def problems(self) -> tuple[Note, ...]:
        """What was found wrong so far."""
        return tuple(self._problems)

    def add(self, code: str, column: str = "", **params: str | int) -> None:
        """Keep a problem of this line, and of a column where one is at fault."""
        if column:
            params["column"] = column
        self._problems.append(note(code, line=self.line, **params))

    def text(self, raw: str | None, column: str, limit: int = NAME_LENGTH) -> str:
        """Give a clean text; one that is too long is a problem and left out."""
        text = clean_text(raw)
        if len(text) <= limit:
            return text
        self.add("text_too_long", column, max=limit)
        return ""

    def date(self, raw: str | None, column: str) -> date | None:
        """Give a date, None when blank; anything else is a problem."""
        text = clean_text(raw)
        day = parse_date(text)
        if text and not day:
            self.add("bad_date", column)
        return day

    def time(self, raw: str | None, column: str) -> time | None:
        """Give a time of day, None when blank; anything else is a problem."""
        text = clean_text(raw)
        moment = parse_time(text)
        if text and moment is None:
            self.add("bad_time", column)
        return moment

    def minutes(self, raw: str | None, column: str) -> int | None:
        """Give a length in minutes, None when blank; anything else is a problem."""
        text = clean_text(raw)
        length = parse_minutes(text)
        if text and not length:
            self.add("bad_minutes", column)
        return length

    def email(self, raw: str | None, column: str) -> str:
        """Give an e-mail address; what is none is a problem and left out."""
        text = self.text(raw, column, EMAIL_LENGTH)
        if text and not _EMAIL.fullmatch(text):
            self.add("email_bad", column)
            return ""
        return text
