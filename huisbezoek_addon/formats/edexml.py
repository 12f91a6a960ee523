"""Read EDEXML 2.1, 2.0 and 1.03 as a stream of records (A6).

Lenient: the order of sections and elements does not matter, unknown elements and a
namespace are ignored, and nothing is checked against the XSD, whose list of school
years ended in 2025. Safe: no DOCTYPE, no entities, no network, limits on size,
depth and records. Flat: each record is dropped from memory once it is read.

What may not be stored is not read: :mod:`.edexml_records` asks for elements by
name, and sensitive ones are not among those names.
"""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from lxml import etree

from ..logic.errors import FileError
from ..logic.import_records import Record
from .edexml_records import READERS, line_of, local_name
from .sources import MAX_BYTES
from .xml_source import read_utf8

#: EDEXML nests 8 deep; this leaves room for additions of suppliers.
MAX_DEPTH = 32
#: Elements in one record; a teacher of a hundred groups takes some 400.
MAX_ELEMENTS = 5_000

#: A named entity that XML does not know, such as ``&eacute;`` of HTML. At one of
#: these libxml2 stops without a word, and only the end of the file tells.
_UNKNOWN_ENTITY = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z]")


def read_edexml(stream: BinaryIO, max_bytes: int = MAX_BYTES) -> Iterator[Record]:
    """Give the records of an EDEXML file in the order of the file (A6).

    :param stream: open for reading bytes, at its start.
    :param max_bytes: larger files are refused.
    :raises FileError: while iterating; the file cannot be read and nothing of it
        may be imported. Problems of one record stand in the record.
    """
    path: list[str] = []
    reader, reader_depth, elements = None, 0, 0
    for event, element in _parse(read_utf8(stream, max_bytes)):
        if event == "start":
            path.append(local_name(element))
            elements += 1
            if not reader:
                reader, reader_depth = READERS.get(tuple(path[1:])), len(path)
                elements = 0
            _check_limits(element, len(path), elements)
            continue
        if reader and len(path) == reader_depth:
            yield reader(element)
            reader = None
        if not reader:
            _forget(element)
        path.pop()


def _parse(chunks: Iterator[bytes]) -> Iterator[tuple[str, Any]]:
    """Feed the chunks to lxml and give its start and end events.

    Errors of the parser quote the file, so only their line goes on.
    """
    parser = etree.XMLPullParser(
        events=("start", "end"),
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    lines, entity_line = 1, 0
    for chunk in chunks:
        found = None if entity_line else _UNKNOWN_ENTITY.search(chunk)
        if found:
            entity_line = lines + chunk.count(b"\n", 0, found.start())
        lines += chunk.count(b"\n")
        line = _feed(parser, chunk)
        yield from parser.read_events()
        if line is not None:
            raise FileError("file_not_well_formed", line=entity_line or line)
    try:
        parser.close()
    except etree.XMLSyntaxError:
        code = "file_not_well_formed" if entity_line else "file_truncated"
        raise FileError(code, line=entity_line or lines) from None


def _feed(parser: etree.XMLPullParser, chunk: bytes) -> int | None:
    """Feed one chunk; give the line of an error, after which parsing must stop."""
    try:
        parser.feed(chunk)
    except etree.XMLSyntaxError as error:
        return error.lineno or 1
    return None


def _check_limits(element: etree._Element, depth: int, elements: int) -> None:
    """Refuse a file that nests too deep or has a record without end."""
    if depth > MAX_DEPTH:
        raise FileError("file_too_deep", line=line_of(element), max=MAX_DEPTH)
    if elements > MAX_ELEMENTS:
        line = line_of(element)
        raise FileError("file_record_too_large", line=line, max=MAX_ELEMENTS)


def _forget(element: etree._Element) -> None:
    """Free the element and all before it, so that memory stays flat."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
