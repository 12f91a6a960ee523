"""Reading households and guardians, as Excel really saves them (A4, A5, A6)."""

import io
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from huisbezoek_addon.formats.family_columns import COLUMNS
from huisbezoek_addon.formats.family_csv import read_family_csv, template_csv
from huisbezoek_addon.logic.errors import FileError
from huisbezoek_addon.logic.import_family_matching import HEADERS
from huisbezoek_addon.logic.import_records import FamilyRecord

DATA = Path(__file__).parent.parent / "data"
LANGUAGES = {"turks": "tur", "turkish": "tur", "nederlands": "nld", "dutch": "nld"}
REQUIRED = {"gezin_sleutel": "G1", "leerling_sleutel": "1", "achternaam": "Linde"}


def read(source, **options):
    """Read an example by name, or text, or bytes."""
    if isinstance(source, str) and source.endswith(".csv"):
        source = (DATA / source).read_bytes()
    data = source.encode() if isinstance(source, str) else source
    return read_family_csv(io.BytesIO(data), LANGUAGES, **options)


def refusal(source, **options):
    """Give the error with which a file is refused."""
    with pytest.raises(FileError) as caught:
        read(source, **options)
    return caught.value


def row(**cells):
    """Read one row with the required cells and these."""
    cells = {
        **REQUIRED,
        **{name.replace("email", "e-mail"): c for name, c in cells.items()},
    }
    text = f"{';'.join(cells)}\n{';'.join(cells.values())}\n"
    return read(text).rows[0]


def codes(record):
    """Give the codes of what is wrong with a record."""
    return [problem.code for problem in record.problems]


def deep(record):
    """Give everything a record holds, also what repr leaves out."""
    return " ".join(repr(getattr(record, f.name)) for f in fields(record))


class TestFile:
    """Encodings, separators, quotes, lines."""

    def test_the_documented_file(self):
        first, second, third = read("families.csv").rows
        assert first == FamilyRecord(
            line=2,
            household_key="G1",
            pupil_key="00123",
            first_name="Elif",
            last_name="Aydemir",
            relation="mother",
            authority="yes",
            contact_restricted=False,
            street="Dorpsstraat",
            number="1",
            addition="A",
            postcode="9999 ZX",
            city="Voorbeeldstad",
            phone="000-0000001",
            email="elif@example.org",
            language="tur",
            needs_interpreter=True,
        )
        assert (second.line, second.relation) == (3, "father")
        assert (third.prefix, third.street) == ("van den", "Lange; Laan")
        assert (third.authority, third.contact_restricted) == ("unknown", None)
        assert third.start == date(2026, 8, 1)

    def test_windows_1252_is_read_with_a_notice(self):
        file = read("families_windows.csv")
        assert file.rows[0].last_name == "Müller"
        assert [told.code for told in file.notes] == ["read_as_windows"]

    def test_english_headers_in_any_case(self):
        (only,) = read("families_english.csv").rows
        assert (only.first_name, only.last_name) == ("Mary", "Example")

    @pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_separators_encodings_and_line_ends(self, delimiter, encoding, end):
        lines = [REQUIRED, dict(zip(REQUIRED, ("G1", "1", "Ýldız"), strict=True))]
        text = delimiter.join(lines[0]) + end + delimiter.join(lines[1].values()) + end
        assert read(text.encode(encoding)).rows[0].last_name == "Ýldız"

    def test_the_first_line_of_excel_names_the_separator(self):
        text = "sep=,\ngezin_sleutel,leerling_sleutel,achternaam\nG1,1,Linde;x\n"
        (only,) = read(text).rows
        assert (only.line, only.last_name) == (3, "Linde;x")

    def test_blank_rows_are_passed_over_and_lines_stay_right(self):
        text = "gezin_sleutel;leerling_sleutel;achternaam\n;;\n\n G1 ; 1 ; Linde \n"
        (only,) = read(text).rows
        assert (only.line, only.household_key, only.last_name) == (4, "G1", "Linde")

    def test_a_cell_over_two_lines(self):
        text = 'gezin_sleutel;leerling_sleutel;achternaam\nG1;1;"Lin\nde"\nG2;2;Dam\n'
        first, second = read(text).rows
        assert (first.last_name, first.line, second.line) == ("Lin de", 2, 4)

    @pytest.mark.parametrize(
        "source, code",
        [
            (b"", "file_empty"),
            ("naam;groep\nNoor;1\n", "csv_columns_missing"),
            ("gezin_sleutel;leerling_sleutel;achternaam\n", "csv_no_rows"),
            ("Gezin Sleutel;gezin-sleutel;x\n1;2;3\n", "csv_column_twice"),
            ('gezin_sleutel;leerling_sleutel;achternaam\nG;"1;x\n', "csv_unreadable"),
            ('gezin_sleutel;leerling_sleutel;achternaam\nG;"1"2;x\n', "csv_unreadable"),
            (b"PK\x03\x04 xl/workbook.xml", "file_is_xlsx"),
            ("<!DOCTYPE html><html></html>", "file_is_html"),
            ("<?xml version='1.0'?><EDEX/>", "file_is_xml"),
            (b"a;b\x00c\n", "file_is_binary"),
            (b"\xef\xbb\xbfa;b\xff\n", "file_encoding_wrong"),
            (b"a;\x81\n", "file_encoding_wrong"),
        ],
    )
    def test_a_wrong_file_is_refused_by_name(self, source, code):
        assert refusal(source).code == code

    def test_missing_columns_are_named_but_not_what_stands_there_instead(self):
        error = refusal("Noor;Linde\nSem;Dam\n")
        assert error.params == {
            "columns": "gezin_sleutel, leerling_sleutel, achternaam"
        }

    def test_a_stray_quotation_mark_is_told_at_its_line(self):
        text = 'gezin_sleutel;leerling_sleutel;achternaam\nG1;1;Linde\nG2;"2;Dam\n'
        assert refusal(text).params == {"line": 3}

    def test_the_size_is_limited(self):
        assert refusal(b"a" * 3_000_000, max_bytes=2**20).code == "file_too_large"

    def test_cells_beyond_the_columns_refuse_the_row(self):
        text = "gezin_sleutel;leerling_sleutel;achternaam\nG1;1;Linde;over\nG2;2;Dam;\n"
        first, second = read(text).rows
        assert codes(first) == ["too_many_cells"]
        assert "Linde" not in deep(first)
        assert codes(second) == []


class TestCells:
    """One cell: what Excel did to it, and what is wrong."""

    @pytest.mark.parametrize(
        "cells, field, expected, problems",
        [
            ({"telefoon": "0612345678"}, "phone", "0612345678", []),
            ({"telefoon": "612345678"}, "phone", "612345678", ["phone_lost_zero"]),
            ({"telefoon": "6,12E+08"}, "phone", "", ["phone_unreadable"]),
            ({"telefoon": "'+31 6 123"}, "phone", "+31 6 123", []),
            ({"telefoon": '="0101"'}, "phone", "0101", []),
            ({"email": "geen adres"}, "email", "", ["email_bad"]),
            ({"postcode": "9999zx"}, "postcode", "9999 ZX", []),
            ({"postcode": "B-2000"}, "postcode", "B-2000", ["postcode_unusual"]),
            ({"relatie": "Pleegouder"}, "relation", "foster_parent", []),
            ({"relatie": "buurvrouw"}, "relation", "", ["cell_unclear"]),
            ({"gezag": "JA"}, "authority", "yes", []),
            ({"gezag": ""}, "authority", "", []),
            ({"gezag": "deels"}, "authority", "", ["cell_must_be_clear"]),
            ({"contactbeperking": "ja"}, "contact_restricted", True, []),
            ({"contactbeperking": ""}, "contact_restricted", None, []),
            (
                {"contactbeperking": "soms"},
                "contact_restricted",
                None,
                ["cell_must_be_clear"],
            ),
            ({"tolk": "x"}, "needs_interpreter", True, []),
            ({"tolk": "misschien"}, "needs_interpreter", None, ["cell_unclear"]),
            ({"taal": "TURKS"}, "language", "tur", []),
            ({"taal": "Klingon"}, "language", "", ["language_unknown"]),
            ({"vanaf": "31-12-2026"}, "start", date(2026, 12, 31), []),
            ({"vanaf": "46000"}, "start", None, ["bad_date"]),
            ({"achternaam": "'t Hek"}, "last_name", "'t Hek", []),
            ({"achternaam": ""}, "last_name", "", ["name_missing"]),
            ({"gezin_sleutel": ""}, "household_key", "", ["value_missing"]),
            ({"straat": "x" * 200}, "street", "", ["text_too_long"]),
        ],
    )
    def test_cells(self, cells, field, expected, problems):
        record = row(**cells)
        assert getattr(record, field) == expected
        assert codes(record) == problems

    def test_a_period_the_wrong_way_round(self):
        assert codes(row(vanaf="2026-02-01", tot="2026-01-01")) == ["period_reversed"]

    def test_problems_name_line_and_column_and_never_the_content(self):
        record = row(taal="Klingon", relatie="buurvrouw", email="geen adres")
        shown = repr(record.problems)
        assert "'taal'" in shown and "'line': 2" in shown
        for content in ("Klingon", "buurvrouw", "geen adres"):
            assert content not in shown


class TestSecretAddress:
    """A secret address never enters through a file (A4)."""

    def test_no_address_of_the_household_comes_out_of_any_row(self):
        first, second, other = read("families_secret.csv").rows
        for record in (first, second):
            assert codes(record) == ["secret_address_refused"]
            assert "geheim" not in deep(record).replace("secret_address_refused", "")
            assert record.last_name == "Linde"
        assert other.street == "Dorpsstraat"

    @pytest.mark.parametrize("cell", ["ja", "x", "1", "misschien", "JA!", "Blijf"])
    def test_anything_but_a_clear_no_counts_as_secret(self, cell):
        assert row(straat="Laan", **{"geheim_adres": cell}).street == ""

    @pytest.mark.parametrize("cell", ["nee", "", "0", "No"])
    def test_a_clear_no_is_no(self, cell):
        assert row(straat="Laan", **{"Secret address": cell}).street == "Laan"

    def test_the_word_instead_of_an_address_counts_too(self):
        record = row(straat="GEHEIM", plaats="Voorbeeldstad")
        assert (record.street, record.city) == ("", "")
        assert codes(record) == ["secret_address_refused"]


class TestColumnsThatAreNotRead:
    """A3: what may not be stored is not read, and named by column only."""

    @pytest.mark.parametrize(
        "header",
        [
            "BSN",
            "bsn leerling",
            "Burgerservicenummer",
            "ECK-iD",
            "Geloof",
            "Religie",
            "religion",
            "Kerk",
            "Nationaliteit",
            "geboorte_land",
            "Geboorteland",
            "Land",
            "Etniciteit",
            "Herkomst",
            "Foto",
            "Geslacht",
            "Gender",
        ],
    )
    def test_forbidden_columns(self, header):
        file = read(
            f"gezin_sleutel;leerling_sleutel;achternaam;{header}\nG1;1;Linde;geheim-x\n"
        )
        assert [told.code for told in file.notes] == ["column_forbidden"]
        assert file.notes[0].params == {"column": header}
        assert "geheim-x" not in deep(file.rows[0]) + repr(file)

    def test_unknown_columns(self):
        file = read("families_secret.csv")
        assert [told.code for told in file.notes] == [
            "column_forbidden",
            "column_forbidden",
            "column_unknown",
        ]
        assert "geheim-" not in "".join(map(deep, file.rows))

    @pytest.mark.parametrize("header", ["landelijk", "kerkstraat", "rasterpunt"])
    def test_words_that_only_start_alike_are_merely_unknown(self, header):
        file = read(f"gezin_sleutel;leerling_sleutel;achternaam;{header}\nG;1;L;x\n")
        assert [told.code for told in file.notes] == ["column_unknown"]

    def test_no_column_of_ours_is_forbidden(self):
        assert read(template_csv("nl")).notes == ()


class TestTemplate:
    """The template to download can be imported as it is."""

    @pytest.mark.parametrize("language", ["nl", "en"])
    def test_reads_back_without_any_problem(self, language):
        file = read(template_csv(language))
        assert [codes(record) for record in file.rows] == [[], []]
        assert [record.relation for record in file.rows] == ["mother", "father"]
        assert [record.language for record in file.rows] == ["tur", "nld"]

    @pytest.mark.parametrize("language", ["nl", "en"])
    def test_opens_well_in_excel(self, language):
        data = template_csv(language)
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.count(b"\r\n") == 3
        assert data.split(b"\r\n")[0].count(b";") == len(COLUMNS) - 1

    def test_has_no_column_for_a_secret_address(self):
        assert b"geheim" not in template_csv("nl").lower()

    def test_every_column_is_a_field_and_rules_know_its_header(self):
        names = {column.field: column.nl for column in COLUMNS}
        assert set(names) == {f.name for f in fields(FamilyRecord)} - {
            "line",
            "problems",
        }
        assert HEADERS.items() <= names.items()
