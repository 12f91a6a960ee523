"""XML as clean UTF-8 text, before any parser sees it (A6).

Decoding here, strictly and from a short list of encodings, gives three things that
a parser alone does not: an error that names the remedy instead of mangled names; a
look at the very same characters that the parser will get; and a DOCTYPE, the
carrier of entity bombs and external entities, refused before it is parsed.
"""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from ..logic.errors import FileError
from .sources import MAX_BYTES, read_chunks

#: Python's name of an encoding → what we read it as. Files that say ISO-8859-1
#: hold Windows-1252 in practice, of which it is a part, so browsers do the same.
_ENCODINGS = {
    "utf-8": "utf-8",
    "ascii": "utf-8",
    "iso8859-1": "cp1252",
    "cp1252": "cp1252",
    "iso8859-15": "iso8859-15",
    "utf-16": "utf-8",  # It cannot be: the declaration was readable as ASCII.
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_DECLARED = re.compile(rb"\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
_DECLARATION = re.compile(r"\ufeff?\s*(?:<\?xml\s[^>]{0,300}\?>)?")
_PROLOG = re.compile(r"(?:\s|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_ROOT = re.compile(r"<(?:[\w.-]{1,64}:)?([\w.-]{1,64})")


def read_utf8(stream: BinaryIO, max_bytes: int = MAX_BYTES) -> Iterator[bytes]:
    """Give an EDEXML file as UTF-8 without declaration, line numbers kept.

    :raises FileError: for what :func:`.sources.read_chunks` refuses, a wrong or
        unsupported encoding, a DOCTYPE, HTML, or XML that is not EDEXML.
    """
    is_head = True
    for text in _decode(read_chunks(stream, max_bytes)):
        if is_head:
            text = _DECLARATION.sub(_only_line_ends, text, count=1)
            _check_prolog(text)
            is_head = False
        yield text.encode()


def _decode(chunks: Iterator[bytes]) -> Iterator[str]:
    """Decode strictly, and know the line of the first wrong byte."""
    head = next(chunks)
    encoding = _find_encoding(head)
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    line, chunk, final = 1, head, False
    while True:
        try:
            text = decoder.decode(chunk, final)
        except UnicodeDecodeError as error:
            line += error.object[: error.start].count(b"\n")
            raise FileError(
                "file_encoding_wrong", encoding=_shown(encoding), line=line
            ) from None
        line += text.count("\n")
        yield text
        if final:
            return
        chunk = next(chunks, b"")
        final = not chunk


def _find_encoding(head: bytes) -> str:
    """Find the encoding: byte order mark, then declaration, then UTF-8."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    declared = _DECLARED.match(head)
    if not declared:
        return "utf-8"
    try:
        name = codecs.lookup(declared[1].decode("ascii", "replace")).name
        return _ENCODINGS[name]
    except LookupError:
        raise FileError("file_encoding_unsupported") from None


def _shown(encoding: str) -> str:
    """Name an encoding as people know it."""
    return {"cp1252": "Windows-1252"}.get(encoding, encoding.upper())


def _only_line_ends(found: re.Match[str]) -> str:
    """Keep the line ends of what is removed, so that lines stay right."""
    return "\n" * found[0].count("\n")


def _check_prolog(text: str) -> None:
    """Look at what stands before the first element, and at its name.

    :raises FileError: ``file_has_doctype``, ``file_is_html``, ``file_not_xml`` or
        ``file_not_edexml``.
    """
    prolog = _PROLOG.match(text)
    rest = text[prolog.end() :] if prolog else text
    start = rest[:20].casefold()
    if start.startswith("<!doctype"):
        is_html = start.startswith("<!doctype html")
        raise FileError("file_is_html" if is_html else "file_has_doctype")
    root = _ROOT.match(rest)
    if not root:
        raise FileError("file_not_xml")
    if root[1].casefold() == "html":
        raise FileError("file_is_html")
    if root[1].casefold() != "edex":
        raise FileError("file_not_edexml")
