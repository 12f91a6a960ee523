"""A protocol as a Word document, to take over into the school guide (B5)."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn


@dataclass(frozen=True, slots=True)
class Column:
    """One language of the document: its title and how it is written."""

    title: str
    lang: str
    is_rtl: bool = False


#: What no XML can hold, such as the line ends of a text pasted from Word.
_UNSAFE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

#: Heading and paragraphs, one text per column; None where there is none.
Row = tuple[Sequence[str | None], Sequence[Sequence[str | None]]]


def write_protocol_docx(
    columns: Sequence[Column],
    rows: Sequence[Row],
    notes: Sequence[str],
    moment: datetime,
) -> bytes:
    """Return the document: headings and paragraphs, languages side by side.

    :param columns: one language, or two side by side.
    :param rows: sections, each (headings per column, paragraphs per column).
    :param notes: small sentences at the end, such as the version.
    :param moment: when the document says that it was made.
    """
    document = Document()
    document.core_properties.author = ""
    document.core_properties.title = _clean(columns[0].title)
    document.core_properties.created = moment
    document.core_properties.modified = moment
    if len(columns) == 1:
        _write_running(document, columns[0], rows)
    else:
        _write_table(document, columns, rows)
    for note in notes:
        document.add_paragraph(_clean(note)).runs[0].italic = True
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _write_running(document, column, rows):
    _turn(document.add_heading(_clean(column.title), 1), column)
    for headings, paragraphs in rows:
        _turn(document.add_heading(_clean(headings[0]), 2), column)
        for texts in paragraphs:
            _turn(document.add_paragraph(_clean(texts[0])), column)


def _write_table(document, columns, rows):
    table = document.add_table(rows=0, cols=len(columns))
    _add_row(table, columns, [column.title for column in columns], bold=True)
    for headings, paragraphs in rows:
        _add_row(table, columns, headings, bold=True)
        for texts in paragraphs:
            _add_row(table, columns, texts)


def _add_row(table, columns, texts, bold=False):
    for cell, column, text in zip(table.add_row().cells, columns, texts, strict=True):
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(_clean(text))
        run.bold = bold
        _turn(paragraph, column)


def _clean(text):
    return _UNSAFE.sub(" ", re.sub("[\x0b\x0c]", "\n", text or ""))


def _turn(paragraph, column):
    """Say in which language a paragraph is, and from which side it is read."""
    for run in paragraph.runs:
        properties = run._r.get_or_add_rPr()
        language = OxmlElement("w:lang")
        name = "w:bidi" if column.is_rtl else "w:val"
        language.set(qn(name), column.lang)
        if column.is_rtl:
            properties.append(OxmlElement("w:rtl"))
        properties.append(language)
    if column.is_rtl:
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        # In a paragraph from right to left, "left" is where its lines begin.
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
