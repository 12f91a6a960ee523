"""A CSV file as people really save it: encoding, separator, quotes, lines (A6)."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from ..logic.errors import FileError
from ..logic.import_records import Note, note
from .sources import read_chunks

_DELIMITERS = ";,\t|"
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


@dataclass(frozen=True, slots=True)
class CsvRow:
    """A row that is not blank, and the line where it starts."""

    line: int
    cells: tuple[str, ...]


def read_rows(stream: BinaryIO, max_bytes: int) -> tuple[list[CsvRow], list[Note]]:
    """Give the rows that are not blank, and notices about the file.

    :raises FileError: not CSV, too large, or a quotation mark gone astray.
    """
    text, notes = _decode(b"".join(read_chunks(stream, max_bytes)))
    start = text.lstrip()[:20].casefold()
    if start.startswith(("<!doctype html", "<html")):
        raise FileError("file_is_html")
    if start.startswith(("<?xml", "<edex")):
        raise FileError("file_is_xml")
    if "\0" in text:
        raise FileError("file_is_binary")
    return list(_rows(text)), notes


def _decode(data: bytes) -> tuple[str, list[Note]]:
    """Decode by byte order mark, as UTF-8, or as Windows-1252 with a notice."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
    try:
        if encoding == "utf-8":
            return data.decode("cp1252"), [note("read_as_windows")]
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
    shown = encoding.removesuffix("-sig").upper()
    raise FileError("file_encoding_wrong", encoding=shown, line=line)


def _rows(text: str) -> Iterator[CsvRow]:
    """Split the text into rows and cells."""
    first, _, rest = text.partition("\n")
    skipped = 0
    delimiter = _named_delimiter(first)
    if delimiter:
        text, skipped = rest, 1
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter or _find_delimiter(text),
        strict=True,
    )
    while True:
        line = reader.line_num + 1 + skipped
        try:
            cells = next(reader, None)
        except csv.Error:
            raise FileError("csv_unreadable", line=line) from None
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield CsvRow(line, tuple(cells))


def _named_delimiter(line: str) -> str:
    """Give the separator that Excel's own first line ``sep=;`` names, if any."""
    line = line.strip('\ufeff\r\n "')
    return line[4] if len(line) == 5 and line.lower().startswith("sep=") else ""


def _find_delimiter(text: str) -> str:
    """Give the separator that the first row has most, outside quotation marks."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = "".join(first.split('"')[::2])
    return max(_DELIMITERS, key=bare.count)
