"""CSV to download that a spreadsheet shows and never runs (A6, design §6)."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huisbezoek_addon.formats.csv_safe import safe_cell, unsafe_cell, write_csv
from huisbezoek_addon.formats.csv_source import read_rows


@pytest.mark.parametrize(
    "value, expected",
    [
        ("=1+1", "'=1+1"),
        ("+31612345678", "'+31612345678"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("  =1", "'  =1"),
        ("\uff1d1", "'\uff1d1"),
        ("'t Hart", "'t Hart"),
        ("Jansen-de Wit", "Jansen-de Wit"),
        (-2, "-2"),
        (2.5, "2.5"),
        (date(2026, 8, 1), "2026-08-01"),
        (None, ""),
        ("", ""),
    ],
)
def test_a_formula_is_guarded_and_nothing_else(value, expected):
    assert safe_cell(value) == expected


@given(st.text())
def test_guarding_can_be_undone(text):
    if unsafe_cell(text) == text:
        assert unsafe_cell(safe_cell(text)) == text


@given(st.text())
def test_no_text_starts_like_a_formula(text):
    assert not safe_cell(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


def test_excel_gets_a_mark_semicolons_and_its_own_line_ends():
    assert write_csv([["regel", "melding"], [2, 'a;"b"']]) == (
        b'\xef\xbb\xbfregel;melding\r\n2;"a;""b"""\r\n'
    )


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1
        ),
        max_size=5,
    )
)
def test_any_rows_make_a_readable_file(rows):
    text = write_csv(rows).decode("utf-8-sig")
    cells = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert len(cells) == len(rows)


def test_what_is_written_can_be_read():
    rows, notes = read_rows(io.BytesIO(write_csv([["a", "b"], ["é", "x;y"]])), 1000)
    assert [row.cells for row in rows] == [("a", "b"), ("é", "x;y")]
    assert notes == []
