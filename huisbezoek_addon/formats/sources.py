"""The bytes of an upload: not too many of them, and really of the kind asked for.

People choose the wrong file more often than a broken one, so a workbook, archive,
PDF or saved web page is named as such (design §6).
"""

from collections.abc import Iterator
from typing import BinaryIO

from ..logic.errors import FileError

MEGABYTE = 1024 * 1024
#: Default limit of an upload, in bytes (A6); a school of 20,000 pupils takes 12 MB.
MAX_BYTES = 50 * MEGABYTE
CHUNK_BYTES = 64 * 1024

_XLSX_MARKS = (b"[Content_Types].xml", b"xl/workbook", b"docProps/")
_OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BINARY_MARKS = (b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"7z\xbc\xaf", b"Rar!")
_UTF32_MARKS = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")


def read_chunks(stream: BinaryIO, max_bytes: int = MAX_BYTES) -> Iterator[bytes]:
    """Give the stream in pieces; the first says what it is (A6).

    :param stream: open for reading bytes, at its start.
    :param max_bytes: more than this is refused.
    :raises FileError: ``file_empty``, ``file_too_large``, or ``file_is_…`` for
        another kind of file.
    """
    head = _read_full(stream, CHUNK_BYTES)
    if not head.strip():
        raise FileError("file_empty")
    check_kind(head)
    chunk, total = head, 0
    while chunk:
        total += len(chunk)
        if total > max_bytes:
            raise FileError("file_too_large", max_mb=max_bytes // MEGABYTE)
        yield chunk
        chunk = stream.read(CHUNK_BYTES)


def check_kind(head: bytes) -> None:
    """Refuse what is plainly another kind of file, by its first bytes.

    :raises FileError: ``file_is_zip``, ``file_is_xlsx``, ``file_is_pdf``,
        ``file_is_binary`` or ``file_encoding_unsupported``.
    """
    if head.startswith(b"PK"):
        is_office = any(mark in head for mark in _XLSX_MARKS)
        raise FileError("file_is_xlsx" if is_office else "file_is_zip")
    if head.startswith(_OLE_MARK):
        raise FileError("file_is_xlsx")
    if head.lstrip().startswith(b"%PDF"):
        raise FileError("file_is_pdf")
    if head.startswith(_UTF32_MARKS):
        raise FileError("file_encoding_unsupported")
    if head.startswith(_BINARY_MARKS):
        raise FileError("file_is_binary")


def _read_full(stream: BinaryIO, size: int) -> bytes:
    """Read so many bytes, also from a stream that gives them in small pieces."""
    parts, missing = [], size
    while missing > 0 and (part := stream.read(missing)):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
