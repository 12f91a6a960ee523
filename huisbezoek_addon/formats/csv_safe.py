"""CSV to download: opens well in Excel, and nothing in it runs (A6, design §6).

A cell that starts with ``=``, ``+``, ``-`` or ``@`` is a formula to a spreadsheet,
so texts that start so get an apostrophe in front; our own reader takes it off
again. Excel reads accents right with a byte order mark, and Dutch Excel splits at
the semicolon.
"""

import csv
import io
from collections.abc import Iterable

DELIMITER = ";"
_FORMULA_STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
)
_MARK = "'"


def safe_cell(value: object) -> str:
    """Give a cell that a spreadsheet shows and never computes.

    :param value: a text, number, date or None; numbers stay numbers.
    """
    if value is None:
        return ""
    text = str(value)
    if isinstance(value, int | float) or not text.lstrip(" ").startswith(
        _FORMULA_STARTS
    ):
        return text
    return _MARK + text


def unsafe_cell(text: str) -> str:
    """Take off the apostrophe that :func:`safe_cell` put in front."""
    if text.startswith(_MARK) and text[1:].lstrip(" ").startswith(_FORMULA_STARTS):
        return text[1:]
    return text


def write_csv(rows: Iterable[Iterable[object]]) -> bytes:
    """Give rows as a CSV file to download, the first row its column names."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=DELIMITER, lineterminator="\r\n")
    for row in rows:
        writer.writerow([safe_cell(value) for value in row])
    return out.getvalue().encode("utf-8-sig")
