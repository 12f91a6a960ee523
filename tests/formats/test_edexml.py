"""Reading EDEXML: all three versions, leniently (A6)."""

import io
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path

import pytest

from huisbezoek_addon.formats.edexml import read_edexml
from huisbezoek_addon.logic import import_records
from huisbezoek_addon.logic.import_records import (
    GroupRecord,
    HeaderRecord,
    LocationRecord,
    PupilRecord,
    TeacherGroup,
    TeacherRecord,
)

DATA = Path(__file__).parent.parent / "data"


def read(name):
    """Read an example file."""
    with (DATA / name).open("rb") as stream:
        return list(read_edexml(stream))


def read_text(text):
    """Read a text as a file."""
    return list(read_edexml(io.BytesIO(text.encode())))


def only(records, kind):
    """Give the records of one kind."""
    return [record for record in records if isinstance(record, kind)]


def document(body):
    """Put a section into a minimal file."""
    return f"<EDEX><school><schooljaar>2026-2027</schooljaar></school>{body}</EDEX>"


def pupil(body, key="1"):
    """Read one pupil with this content."""
    text = document(f'<leerlingen><leerling key="{key}">{body}</leerling></leerlingen>')
    return only(read_text(text), PupilRecord)[0]


def codes(record):
    """Give the codes of what is wrong with a record."""
    return [problem.code for problem in record.problems]


def deep(value):
    """Give everything a record holds as text, also what repr leaves out."""
    if hasattr(value, "__dataclass_fields__"):
        return " ".join(deep(getattr(value, f.name)) for f in fields(value))
    if isinstance(value, tuple | list):
        return " ".join(deep(item) for item in value)
    return repr(value)


class TestVersion21:
    """A full 2.1 file."""

    def test_reads_the_header(self):
        assert read("edexml_2_1.xml")[0] == HeaderRecord(
            line=4,
            school_year="2026-2027",
            reference_date=date(2026, 10, 1),
            created_at=datetime(2026, 10, 2, 8, 15),
            brin="99XX",
            location_code="00",
            school_key="school-1",
            version="2.1",
        )

    def test_reads_locations_and_groups(self):
        records = read("edexml_2_1.xml")
        assert only(records, LocationRecord) == [
            LocationRecord(16, "HV", "Hoofdgebouw"),
            LocationRecord(17, "NV", "Havenkade"),
        ]
        assert only(records, GroupRecord) == [
            GroupRecord(20, "g1", "1A Egels", "1"),
            GroupRecord(21, "g34", "3/4 Uilen", "C"),
            GroupRecord(22, "nt2", "NT2", "", composite=True),
        ]

    def test_reads_pupils(self):
        first, second, third, fourth = only(read("edexml_2_1.xml"), PupilRecord)
        assert first == PupilRecord(
            line=25,
            key="10001",
            first_name="Defne",
            last_name="Aydemir",
            birth_date=date(2022, 4, 17),
            grade="1",
            group_key="g1",
            composite_group_keys=("nt2",),
            location_key="NV",
            entry_date=date(2026, 4, 18),
        )
        assert (second.first_name, second.prefix) == ("Tijn", "van den")
        assert (third.first_name, third.last_name) == ("Selam", "")
        assert (fourth.key, fourth.leave_date) == ("#004", date(2026, 9, 25))

    def test_reads_teachers_with_roles_as_information(self):
        first, second = only(read("edexml_2_1.xml"), TeacherRecord)
        assert first == TeacherRecord(
            line=82,
            key="L01",
            first_name="Anouk",
            last_name="Visser",
            initials="A",
            email="a.visser@school.example.org",
            role_codes=("LRK",),
            groups=(
                TeacherGroup("g1", False, ("LRK",)),
                TeacherGroup("nt2", True),
            ),
        )
        assert second.role_descriptions == ("Oudercontactpersoon",)


class TestLeniency:
    """Older versions, other orders, other names."""

    def test_reads_2_0_in_another_order_with_namespace_and_variants(self):
        records = read("edexml_2_0.xml")
        child = only(records, PupilRecord)[0]
        assert (child.first_name, child.prefix, child.last_name) == (
            "Jip",
            "de",
            "Vries",
        )
        assert child.birth_date == date(2016, 2, 3)
        assert only(records, GroupRecord) == [GroupRecord(23, "g5", "Groep 5", "5")]
        header = only(records, HeaderRecord)[0]
        assert (header.school_year, header.version) == ("2025-2026", "2.0")
        assert header.created_at == datetime(2025, 10, 6, 10, 0)

    def test_reads_1_03_where_a_pupil_has_a_group_or_a_grade(self):
        first, second = only(read("edexml_1_03.xml"), PupilRecord)
        assert (first.group_key, first.grade) == ("001", "")
        assert (second.group_key, second.grade) == ("", "4")

    def test_initials_stand_in_for_a_first_name_with_a_warning(self):
        second = only(read("edexml_1_03.xml"), PupilRecord)[1]
        assert second.first_name == "IM"
        assert codes(second) == ["first_name_missing"]

    @pytest.mark.parametrize(
        "version, expected",
        [("2.1", []), ("1.03", []), ("3.0", ["version_unknown"])],
    )
    def test_an_unknown_version_is_read_with_a_warning(self, version, expected):
        text = f"<EDEX><school><xsdversie>{version}</xsdversie></school></EDEX>"
        assert codes(read_text(text)[0]) == expected

    @pytest.mark.parametrize(
        "written, expected",
        [
            ("2026-2027", "2026-2027"),
            ("2026/2027", "2026-2027"),
            ("2026-27", "2026-2027"),
            ("1999-2000", "1999-2000"),
            ("2026-2028", ""),
            ("2026-26", ""),
            ("2026", ""),
            ("", ""),
        ],
    )
    def test_school_years(self, written, expected):
        text = f"<EDEX><school><schooljaar>{written}</schooljaar></school></EDEX>"
        assert read_text(text)[0].school_year == expected

    def test_unknown_sections_and_empty_files_give_nothing(self):
        assert read_text("<EDEX><iets><meer>x</meer></iets></EDEX>") == []
        assert read_text("<edex/>") == []

    def test_a_groep_element_elsewhere_is_no_group(self):
        assert only(read("edexml_2_1.xml"), GroupRecord)[-1].key == "nt2"
        assert read_text('<EDEX><x><groep key="a"/></x></EDEX>') == []


class TestProblems:
    """What is wrong with one record stands in that record."""

    @pytest.mark.parametrize("written", ["2020-02-30", "gisteren", "20200203", "0"])
    def test_a_date_that_is_none(self, written):
        record = pupil(
            f"<roepnaam>Noor</roepnaam><geboortedatum>{written}</geboortedatum>"
        )
        assert record.birth_date is None
        assert codes(record) == ["bad_date"]
        assert record.problems[0].params == {"line": 1, "column": "geboortedatum"}

    @pytest.mark.parametrize(
        "written", ["2020-02-03", "2020-02-03Z", "2020-02-03+01:00", "3-2-2020"]
    )
    def test_a_date_in_its_variants(self, written):
        record = pupil(
            f"<roepnaam>N</roepnaam><geboortedatum> {written} </geboortedatum>"
        )
        assert record.birth_date == date(2020, 2, 3)

    def test_a_text_that_is_too_long(self):
        record = pupil(f"<roepnaam>N</roepnaam><achternaam>{'x' * 129}</achternaam>")
        assert record.last_name == ""
        assert codes(record) == ["text_too_long"]

    def test_a_key_that_is_too_long(self):
        record = pupil("<roepnaam>N</roepnaam>", key="k" * 257)
        assert (record.key, codes(record)) == ("", ["text_too_long"])

    def test_a_grade_that_does_not_exist(self):
        record = pupil("<roepnaam>N</roepnaam><jaargroep>9</jaargroep>")
        assert (record.grade, codes(record)) == ("", ["grade_unknown"])

    def test_a_pupil_without_any_name(self):
        assert "name_missing" in codes(pupil("<jaargroep>3</jaargroep>"))

    def test_blanks_and_invisible_signs_go_and_accents_are_composed(self):
        record = pupil("<roepnaam>\u202e Zo\u0065\u0308 \n Marie\u200b </roepnaam>")
        assert record.first_name == "Zoë Marie"

    def test_an_email_that_is_none_is_left_out(self):
        text = document(
            "<leerkrachten><leerkracht key='1'><roepnaam>A</roepnaam>"
            "<emailadres>geen adres</emailadres></leerkracht></leerkrachten>"
        )
        record = only(read_text(text), TeacherRecord)[0]
        assert (record.email, codes(record)) == ("", ["email_bad"])


class TestDataThatMayNotBeStored:
    """A3: sensitive elements have no field, and never come out in any way."""

    FORBIDDEN = (
        *("bsn", "sofi", "onderwijs", "rijks", "eckid", "etnic", "land", "country"),
        *("origin", "gewicht", "weight", "foto", "photo", "geslacht", "sex", "gender"),
        *("postcode", "user", "gebruikersnaam"),
    )

    def test_no_value_of_a_sensitive_element_comes_out(self):
        assert "geheim" in (DATA / "edexml_2_1.xml").read_text()
        assert "geheim" not in deep(read("edexml_2_1.xml"))

    @pytest.mark.parametrize(
        "record",
        [HeaderRecord, LocationRecord, GroupRecord, PupilRecord, TeacherRecord],
    )
    def test_no_record_has_a_field_for_it(self, record):
        names = [f.name for f in fields(record)]
        assert not [n for n in names for word in self.FORBIDDEN if word in n]

    def test_a_pupil_has_no_email(self):
        assert "email" not in [f.name for f in fields(PupilRecord)]

    def test_repr_tells_no_names_or_dates_of_birth(self):
        shown = repr(read("edexml_2_1.xml"))
        for personal in ("Defne", "Aydemir", "2022", "Anouk", "visser@"):
            assert personal not in shown

    def test_records_cannot_be_changed_or_extended(self):
        record = import_records.PupilRecord(1, "k")
        with pytest.raises((AttributeError, TypeError)):
            record.bsn = "1"
