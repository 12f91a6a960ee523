"""Files that are wrong, broken or meant to harm are refused by name (A6)."""

import io
import time
import zipfile
from pathlib import Path

import pytest

from huisbezoek_addon.formats.edexml import MAX_DEPTH, MAX_ELEMENTS, read_edexml
from huisbezoek_addon.logic.errors import FileError
from huisbezoek_addon.logic.import_messages import MESSAGES
from huisbezoek_addon.logic.import_records import PupilRecord

DATA = Path(__file__).parent.parent / "data"


def read(source, **options):
    """Read an example file by name, or bytes."""
    data = (DATA / source).read_bytes() if isinstance(source, str) else source
    return list(read_edexml(io.BytesIO(data), **options))


def refusal(source, **options):
    """Give the error with which a file is refused."""
    with pytest.raises(FileError) as caught:
        read(source, **options)
    return caught.value


def zipped(*names):
    """Make a ZIP archive with empty files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "")
    return out.getvalue()


@pytest.mark.parametrize(
    "source, code",
    [
        ("attack_billion_laughs.xml", "file_has_doctype"),
        ("attack_quadratic.xml", "file_has_doctype"),
        ("attack_external_entity.xml", "file_has_doctype"),
        ("attack_external_dtd.xml", "file_has_doctype"),
        ("wrong_file.html", "file_is_html"),
        ("wrong_file_other.xml", "file_not_edexml"),
        ("edexml_truncated.xml", "file_truncated"),
        ("edexml_wrong_encoding.xml", "file_encoding_wrong"),
        (b"", "file_empty"),
        (b" \r\n ", "file_empty"),
        (b"\xef\xbb\xbf", "file_not_xml"),
        (b"naam;groep\n", "file_not_xml"),
        (b"<html><body/></html>", "file_is_html"),
        (b"%PDF-1.7 ...", "file_is_pdf"),
        (b"\x1f\x8b\x08", "file_is_binary"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file_is_xlsx"),
        (b"\xff\xfe\x00\x00<\x00\x00\x00", "file_encoding_unsupported"),
        (zipped("EDEX.XML"), "file_is_zip"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "file_is_xlsx"),
        (b'<?xml version="1.0" encoding="UTF-7"?><EDEX/>', "file_encoding_unsupported"),
        (b'<?xml version="1.0" encoding="rot13"?><EDEX/>', "file_encoding_unsupported"),
        (b'<?xml version="1.0" encoding="niets"?><EDEX/>', "file_encoding_unsupported"),
        (b"<EDEX><school></EDEX>", "file_not_well_formed"),
        (b"<EDEX>&eacute;</EDEX>", "file_not_well_formed"),
        (b"<EDEX>\x00</EDEX>", "file_not_well_formed"),
        (b"<EDEX/><EDEX/>", "file_not_well_formed"),
        (b"<EDEX><!DOCTYPE x></EDEX>", "file_not_well_formed"),
        (b"<!-- no end <EDEX/>", "file_not_xml"),
    ],
)
def test_a_wrong_file_is_refused_by_name(source, code):
    assert refusal(source).code == code


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE EDEX>",
        '<!doctype edex SYSTEM "x">',
        '<!-- <EDEX> --><?x ?>\n<!DOCTYPE EDEX [<!ENTITY % p SYSTEM "http://127.0.0.1:9/">%p;]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_a_doctype_is_refused_in_any_disguise(doctype, encoding):
    assert refusal(f"{doctype}<EDEX/>".encode(encoding)).code == "file_has_doctype"


def test_xinclude_is_not_followed():
    assert "root:" not in repr([r.problems for r in read("attack_xinclude.xml")])
    assert len(read("attack_xinclude.xml")) == 3


def test_errors_say_where_and_how_but_never_what():
    error = refusal("edexml_wrong_encoding.xml")
    assert error.params == {"encoding": "UTF-8", "line": 26}
    assert "UTF-8" in MESSAGES[error.code] % error.params
    assert "ller" not in str(error)


@pytest.mark.parametrize(
    "text",
    [
        "<EDEX><leerlingen><leerling key='1'><geheim></leerling></EDEX>",
        "<EDEX><leerlingen><leerling key='1'><bsn>geheim</leerling></EDEX>",
        "<EDEX><leerlingen><leerling key=geheim></EDEX>",
        "<EDEX><leerlingen>&geheim;</leerlingen></EDEX>",
    ],
)
def test_an_error_of_the_parser_does_not_quote_the_file(text):
    error = refusal(text.encode())
    assert set(error.params) == {"line"}
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None


def test_an_error_names_its_line():
    text = b"<EDEX>\n<leerlingen>\n<leerling>\n</leerlingen>\n</EDEX>"
    assert refusal(text).params == {"line": 4}


def test_an_entity_of_html_is_told_at_its_own_line():
    text = b"<EDEX>\n<a>x</a>\n<b>caf&eacute; &amp; &#233;</b>\n" + b"<c/>\n" * 50_000
    assert refusal(text + b"</EDEX>").params == {"line": 3}
    assert refusal(text + b"</EDEX>").code == "file_not_well_formed"


@pytest.mark.parametrize("name", ["edexml_latin1.xml", "edexml_utf16.xml"])
def test_the_declared_encoding_is_obeyed(name):
    child = next(r for r in read(name) if isinstance(r, PupilRecord))
    assert (child.first_name, child.last_name) in [
        ("Zoë", "Müller"),
        ("Defne", "Öztürk"),
    ]


@pytest.mark.parametrize(
    "declared, encoding",
    [
        ("UTF-8", "utf-8"),
        ("UTF-8", "utf-8-sig"),
        ("utf-8", "utf-16"),
        ("UTF-16", "utf-16-be"),
        ("UTF-16", "utf-8"),
        ("ISO-8859-1", "cp1252"),
        ("windows-1252", "cp1252"),
        ("ISO-8859-15", "iso8859-15"),
    ],
)
def test_encodings(declared, encoding):
    text = (
        f'<?xml version="1.0"\n encoding="{declared}"?>\n<EDEX><leerlingen>\n'
        "<leerling key='1'><roepnaam>Zoë €</roepnaam></leerling></leerlingen></EDEX>"
    )
    (child,) = read(text.encode(encoding))
    assert (child.first_name, child.line) == ("Zoë €", 4)


def test_the_size_is_limited():
    data = b"<EDEX>" + b" " * 2_000_000 + b"</EDEX>"
    assert refusal(data, max_bytes=1024 * 1024).params == {"max_mb": 1}
    assert read(data, max_bytes=3_000_000) == []


@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 300, 100_000])
def test_the_depth_is_limited(depth):
    data = b"<EDEX>" + b"<a>" * depth + b"</a>" * depth + b"</EDEX>"
    assert refusal(data).code == "file_too_deep"


def test_a_record_without_end_is_refused():
    data = (
        b"<EDEX><leerlingen><leerling>"
        + b"<a/>" * (MAX_ELEMENTS + 1)
        + b"</leerling></leerlingen></EDEX>"
    )
    assert refusal(data).code == "file_record_too_large"


def test_a_harmful_file_costs_no_time():
    start = time.perf_counter()
    for name in ("attack_billion_laughs.xml", "attack_quadratic.xml"):
        refusal(name)
    refusal(b"<EDEX>" + b"<a" * 200_000)
    refusal(b"<!--" * 200_000)
    refusal(b"<?xml " + b"x" * 500_000)
    assert time.perf_counter() - start < 1
