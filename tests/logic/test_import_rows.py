"""An import as a whole: school, year, age of the file, who is absent (A2, A6)."""

from datetime import date, datetime
from pathlib import Path

import pytest

from huisbezoek_addon.formats.edexml import read_edexml
from huisbezoek_addon.logic.errors import FileError
from huisbezoek_addon.logic.import_plan import ExistingPupil, FileStamp
from huisbezoek_addon.logic.import_records import (
    HeaderRecord,
    LocationRecord,
    note,
)
from import_world import (
    REFERENCE,
    TODAY,
    World,
    file,
    group,
    header,
    outcome,
    outcomes,
    pupil,
    row_of,
    teacher,
)

DATA = Path(__file__).parent.parent / "data"


def example(name):
    """Read an example file."""
    with (DATA / name).open("rb") as stream:
        return list(read_edexml(stream))


def refusal(records, **options):
    """Give the code with which a file is refused as a whole."""
    with pytest.raises(FileError) as caught:
        World().plan(records, **options)
    return caught.value.code


class TestWholeFile:
    """What refuses a file, and what it says about itself."""

    def test_a_file_without_header_needs_a_school_year(self):
        assert refusal([pupil()]) == "header_missing"
        plan = World().plan([pupil()], school_year="2026-2027")
        assert (plan.school_year, plan.reference_date) == ("2026-2027", TODAY)

    def test_an_unreadable_school_year_can_be_chosen(self):
        records = [header(school_year="")]
        assert refusal(records) == "school_year_missing"
        assert World().plan(records, school_year="2026-2027").school_year == "2026-2027"

    def test_the_year_of_the_file_wins(self):
        assert World().plan([header()], school_year="2020-2021").school_year == (
            "2026-2027"
        )

    def test_the_file_of_another_school_is_refused(self):
        records = [header(brin="99XX")]
        assert refusal(records, brin="99YY") == "other_school"
        for own in ("99XX", "99xx", ""):
            assert World().plan(records, brin=own).rows == ()

    def test_without_a_reference_date_the_day_it_was_made_counts(self):
        made = HeaderRecord(1, "2026-2027", created_at=datetime(2026, 9, 3, 8))
        assert World().plan([made]).reference_date == date(2026, 9, 3)

    def test_notes_of_header_and_locations_are_told(self):
        told = note("version_unknown", line=1)
        location = LocationRecord(5, "HV", "Hoofd", (note("bad_date", line=5),))
        plan = World().plan([location, header(problems=(told,))])
        assert [n.code for n in plan.notes] == ["version_unknown", "bad_date"]
        assert plan.locations == (location,)

    def test_counts_per_kind_and_outcome(self):
        plan = World().plan(file(pupil(), pupil(21, "2", "Sem"), teacher()))
        assert plan.counts() == {
            ("group", "create"): 1,
            ("pupil", "create"): 2,
            ("teacher", "create"): 1,
        }


class TestCitizenServiceNumbers:
    """Keys that are citizen service numbers may not be stored (A3)."""

    #: Made up; they only pass the eleven test.
    PASSING = ("999990019", "999990020", "999990032", "999990044", "999990056")

    @staticmethod
    def passing(count):
        """Give numbers that pass the eleven test."""
        weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
        numbers = (str(number) for number in range(999990000, 999999999))
        good = (
            n
            for n in numbers
            if sum(w * int(d) for w, d in zip(weights, n, strict=True)) % 11 == 0
        )
        return [next(good) for _ in range(count)]

    def test_five_that_pass_and_none_that_fails_refuse_the_file(self):
        keys = self.passing(5)
        pupils = [pupil(20 + i, key, f"N{i}") for i, key in enumerate(keys)]
        assert refusal(file(*pupils)) == "keys_look_like_bsn"

    def test_ordinary_numbers_of_nine_digits_are_keys(self):
        keys = [*self.passing(4), "123456788"]
        pupils = [pupil(20 + i, key, f"N{i}") for i, key in enumerate(keys)]
        assert len(World().plan(file(*pupils)).rows) == 6


class TestAge:
    """An older file adds, and overwrites nothing."""

    OLDER = date(2026, 9, 1)

    def test_an_older_file_changes_nothing_that_exists(self):
        world = World()
        world.load(file(pupil(), teacher()))
        records = [
            header(self.OLDER),
            group(name="old"),
            pupil(first="Old"),
            pupil(21, "2", "Sem"),
            teacher(last="Old"),
        ]
        plan = world.load(records)
        assert plan.is_older
        assert outcome(plan, 10) == ("skip", ["older_row_skipped"])
        assert outcome(plan, 20) == ("skip", ["older_row_skipped"])
        assert outcome(plan, 21) == ("create", [])
        assert outcome(plan, 30)[0] == "skip"
        assert plan.notes[0].params == {
            "file_date": "2026-09-01",
            "last_date": "2026-10-01",
        }
        assert plan.absent_ids == ()
        assert world.last_file == FileStamp(REFERENCE, None)

    def test_an_older_file_lets_nobody_leave(self):
        world = World()
        world.load(file(pupil()))
        gone = pupil(leave_date=date(2026, 8, 1))
        plan = world.plan(file(gone, reference=self.OLDER))
        assert outcome(plan, 20) == ("skip", ["older_row_skipped"])

    def test_what_is_the_same_in_an_older_file_is_unchanged(self):
        world = World()
        world.load(file(pupil()))
        plan = world.plan(file(pupil(), reference=self.OLDER))
        assert outcomes(plan, "pupil") == ["unchanged"]

    @pytest.mark.parametrize(
        "mine, other, expected",
        [
            ((1, None), (2, None), True),
            ((2, None), (1, None), False),
            ((1, None), (1, None), False),
            ((1, 5), (1, 6), True),
            ((1, 6), (1, 5), False),
            ((2, 5), (1, 6), False),
            ((None, 3), (4, None), True),
            ((None, None), (4, 4), False),
            ((4, 4), (None, None), False),
        ],
    )
    def test_which_file_is_older(self, mine, other, expected):
        def stamp(days):
            day = date(2026, 10, days[0]) if days[0] else None
            made = datetime(2026, 10, days[1]) if days[1] else None
            return FileStamp(day, made)

        assert stamp(mine).is_older_than(stamp(other)) is expected


class TestAbsent:
    """Who is not in the file is listed, never removed."""

    def test_absent_pupils_are_listed_by_key(self):
        world = World()
        pupils = [pupil(20 + i, str(i), f"N{i}") for i in range(4)]
        world.load(file(*pupils))
        plan = world.load(file(pupils[1]))
        assert plan.absent_keys == ("0", "2", "3")
        assert plan.notes[0].params == {"count": 3}
        assert len(world.pupils) == 4

    def test_who_has_left_is_not_missed(self):
        world = World()
        world.pupils[5] = ExistingPupil(5, "x", "Bo", leave_date=date(2026, 6, 1))
        assert world.plan(file()).absent_ids == ()

    def test_absent_pupils_without_a_key_are_counted(self):
        world = World()
        world.pupils[5] = ExistingPupil(5, "", "Bo")
        plan = world.plan(file())
        assert (plan.absent_ids, plan.absent_keys) == ((5,), ())


class TestLocations:
    """A file of a board with several locations."""

    RECORDS = (
        group(11, "g2", "2A"),
        pupil(20, "1", location_key="HV"),
        pupil(21, "2", "Sem", location_key="NV", group_key="g2"),
        pupil(22, "3", "Bo"),
        teacher(30, groups=("g2",)),
        teacher(31, "L2", "Bo"),
    )

    def test_all_by_default(self):
        assert outcomes(World().plan(file(*self.RECORDS)), "pupil") == ["create"] * 3

    def test_only_the_chosen_location(self):
        plan = World().plan(file(*self.RECORDS), location_keys=frozenset({"HV"}))
        assert outcomes(plan, "pupil") == ["create", "skip", "create"]
        assert outcomes(plan, "group") == ["create", "skip"]
        assert outcomes(plan, "teacher") == ["skip", "create"]
        assert row_of(plan, 21).values == {}


class TestExamples:
    """The example files, from bytes to plan."""

    @pytest.mark.parametrize(
        "name, expected",
        [
            ("edexml_2_1.xml", {"create": 8, "skip": 1}),
            ("edexml_2_0.xml", {"create": 2}),
            ("edexml_1_03.xml", {"create": 5}),
            ("edexml_missing_groups.xml", {"create": 4}),
            ("edexml_composite_groups.xml", {"create": 5}),
            ("edexml_duplicate_keys.xml", {"create": 2, "error": 2}),
            ("edexml_twins.xml", {"create": 3}),
            ("edexml_parent_as_teacher.xml", {"create": 4, "skip": 2}),
        ],
    )
    def test_first_import_and_the_same_again(self, name, expected):
        world = World()
        totals = {}
        for row in world.load(example(name)).rows:
            totals[row.outcome] = totals.get(row.outcome, 0) + 1
        assert totals == expected
        again = {row.outcome for row in world.plan(example(name)).rows}
        assert again <= {"unchanged", "skip", "error"}

    def test_three_years_in_a_row(self):
        world = World()
        for name in ("edexml_1_03.xml", "edexml_2_0.xml", "edexml_2_1.xml"):
            assert not world.load(example(name)).is_older
        assert world.plan(example("edexml_1_03.xml")).is_older
