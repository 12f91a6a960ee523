"""Reading earlier and planned visits, as Excel really saves them (A6)."""

import io
from dataclasses import fields
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huisbezoek_addon.formats.cleaning import parse_minutes, parse_time
from huisbezoek_addon.formats.visit_columns import COLUMNS
from huisbezoek_addon.formats.visit_csv import (
    PLACES,
    STATES,
    read_visit_csv,
    visit_template_csv,
)
from huisbezoek_addon.logic.errors import FileError
from huisbezoek_addon.logic.import_messages import MESSAGES
from huisbezoek_addon.logic.import_records import VisitRecord
from huisbezoek_addon.logic.visit_states import MOVES

REQUIRED = {"leerling_sleutel": "1", "datum": "2026-10-05", "stand": "gehouden"}


def read(text):
    """Read a file from text or bytes."""
    data = text.encode() if isinstance(text, str) else text
    return read_visit_csv(io.BytesIO(data))


def row(**cells):
    """Read one row with the required cells and these."""
    cells = {**REQUIRED, **cells}
    return read(f"{';'.join(cells)}\n{';'.join(cells.values())}\n").rows[0]


def told(record):
    """Give the code and column of what is wrong with a record."""
    return [(problem.code, problem.params.get("column")) for problem in record.problems]


def test_a_whole_row():
    record = row(
        gezin_sleutel="G1",
        tijd="15:30",
        duur="45",
        leraar="L1",
        begeleider="intern@example.org",
        plaats="Thuis",
        stand="Gepland",
    )
    assert record == VisitRecord(
        line=2,
        pupil_key="1",
        household_key="G1",
        day=date(2026, 10, 5),
        at=time(15, 30),
        minutes=45,
        teacher="L1",
        companion="intern@example.org",
        place="home",
        state="planned",
    )
    assert "intern@" not in repr(record)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_template_reads_without_a_word(language):
    file = read(visit_template_csv(language))
    assert not file.notes
    assert not any(record.problems for record in file.rows)
    assert [r.state for r in file.rows] == ["done", "not_held", "planned", "planned"]


def test_templates_say_the_same():
    dutch, english = (read(visit_template_csv(name)).rows for name in ("nl", "en"))
    skipped = {"teacher"}
    for one, other in zip(dutch, english, strict=True):
        for field in fields(VisitRecord):
            if field.name not in skipped:
                assert getattr(one, field.name) == getattr(other, field.name)


def test_there_is_no_column_for_text():
    names = {field.name for field in fields(VisitRecord)}
    assert {column.field for column in COLUMNS} <= names
    assert names == {
        *("line", "pupil_key", "household_key", "day", "at", "minutes", "teacher"),
        *("companion", "place", "state", "outcome", "problems"),
    }


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("Opmerkingen", "column_free_text"),
        ("verslag", "column_free_text"),
        ("Zorgsignaal", "column_free_text"),
        ("Reden afzegging", "column_free_text"),
        ("report", "column_free_text"),
        ("Concerns", "column_free_text"),
        ("BSN", "column_forbidden"),
        ("geheim adres", "column_forbidden"),
        ("nationaliteit", "column_forbidden"),
        ("straat", "column_unknown"),
        ("naam", "column_unknown"),
    ],
)
def test_what_is_not_read_is_named(header, code):
    cells = {**REQUIRED, header: "geheim"}
    file = read(f"{';'.join(cells)}\n{';'.join(cells.values())}\n")
    assert [(n.code, n.params["column"]) for n in file.notes] == [(code, header)]
    (record,) = file.rows
    for field in fields(record):
        assert "geheim" not in repr(getattr(record, field.name))


@pytest.mark.parametrize("word", STATES)
def test_each_state_is_one_of_a_visit(word):
    record = row(stand=word.upper(), tijd="15:30", leraar="L1")
    assert not record.problems
    assert record.state in MOVES
    assert bool(record.outcome) == (record.state not in ("planned", "done"))


@pytest.mark.parametrize("word", PLACES)
def test_each_place(word):
    assert row(plaats=word).place in ("home", "school", "elsewhere")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"datum": "5 oktober"}, [("bad_date", "datum")]),
        ({"datum": "10/31/2026"}, [("bad_date", "datum")]),
        ({"datum": ""}, [("value_missing", "datum")]),
        ({"leerling_sleutel": " "}, [("value_missing", "leerling_sleutel")]),
        ({"tijd": "half vier"}, [("bad_time", "tijd")]),
        ({"tijd": "0,645833"}, [("bad_time", "tijd")]),
        ({"duur": "lang"}, [("bad_minutes", "duur")]),
        ({"plaats": "Zwolle"}, [("cell_unclear", "plaats")]),
        ({"stand": "afgezegd"}, [("cell_unknown", "stand")]),
        ({"stand": ""}, [("value_missing", "stand")]),
        (
            {"stand": "gepland"},
            [("value_missing", "tijd"), ("value_missing", "leraar")],
        ),
        ({"leraar": "x" * 300}, [("text_too_long", "leraar")]),
    ],
)
def test_what_is_wrong_names_the_column(cells, expected):
    record = row(**cells)
    assert told(record) == expected
    for problem in record.problems:
        assert MESSAGES[problem.code] % problem.params


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15:30", time(15, 30)),
        ("15.30 uur", time(15, 30)),
        ("15u30", time(15, 30)),
        ("15h30", time(15, 30)),
        ("9:05:00", time(9, 5)),
        ("3:30 PM", time(15, 30)),
        ("12:00 am", time(0)),
        ("12:15 p.m.", time(12, 15)),
        ("13:00 pm", None),
        ("24:00", None),
        ("15", None),
        ("15:60", None),
        ("", None),
    ],
)
def test_times(text, expected):
    assert parse_time(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("45", 45),
        ("45 min", 45),
        ("45 minuten", 45),
        ("45,0", 45),
        ("0:45", 45),
        ("1:15", 75),
        ("1:15:00", 75),
        ("0", None),
        ("0:00", None),
        ("-45", None),
        ("4500", None),
        ("uur", None),
    ],
)
def test_minutes(text, expected):
    assert parse_minutes(text) == expected


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_as_people_save_it(separator, encoding):
    lines = separator.join(REQUIRED), separator.join(["é1", "05-10-2026", "gehouden"])
    record = read("\r\n".join(lines).encode(encoding)).rows[0]
    assert (record.pupil_key, record.day) == ("é1", date(2026, 10, 5))


def test_what_excel_does_to_keys_is_undone():
    assert row(leerling_sleutel='="00123"').pupil_key == "00123"
    assert row(leerling_sleutel="'=1").pupil_key == "=1"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("datum;stand\n2026-10-05;gehouden", "csv_columns_missing"),
        (";".join(REQUIRED), "csv_no_rows"),
        (f"{';'.join(REQUIRED)};Date\n1;2;3;4", "csv_column_twice"),
        ("<EDEX></EDEX>", "file_is_xml"),
        ("PK\x03\x04 [Content_Types].xml", "file_is_xlsx"),
        ("", "file_empty"),
    ],
)
def test_a_file_that_cannot_be_read(text, code):
    with pytest.raises(FileError) as caught:
        read(text)
    assert caught.value.code == code


@given(st.lists(st.lists(st.text(max_size=12), max_size=11), max_size=4))
def test_no_cells_break_the_reader(rows):
    header = ";".join(column.nl for column in COLUMNS)
    body = "\n".join(";".join(cells) for cells in rows)
    try:
        file = read(f"{header}\n{body}")
    except FileError:
        return
    for record in file.rows:
        assert record.problems or (record.day and record.state and record.pupil_key)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(data):
    header = ";".join(column.nl for column in COLUMNS).encode()
    try:
        read(header + b"\n" + data)
    except FileError:
        pass
