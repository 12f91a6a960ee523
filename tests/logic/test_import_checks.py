"""What the addon has no place for is left out of a row (A3, A4, A6)."""

from dataclasses import replace
from datetime import date

import pytest

from huisbezoek_addon.logic.import_checks import (
    absent_note,
    checked_family,
    checked_pupil,
    enters_before_birth,
    is_secret,
    leaver_notes,
    settled,
)
from huisbezoek_addon.logic.import_plan import ExistingPupil, PlanRow
from huisbezoek_addon.logic.import_records import FamilyRecord, PupilRecord, note

SEM = PupilRecord(line=3, key="1", location_key="HV", birth_date=date(2021, 5, 1))
ROW = FamilyRecord(line=2, household_key="G1", pupil_key="1", email="a@b.nl")


@pytest.mark.parametrize(
    "kept, expected", [(None, ""), (frozenset({"HV"}), ""), (frozenset({"NV"}), "HV")]
)
def test_the_location_is_only_kept_to_leave_a_pupil_out(kept, expected):
    assert checked_pupil(SEM, kept).location_key == expected


def test_an_entry_before_birth_is_left_out_and_told():
    checked = checked_pupil(replace(SEM, entry_date=date(2020, 1, 1)), None)
    assert checked.entry_date is None
    assert checked.problems == (note("entry_before_birth", line=3),)
    assert not enters_before_birth(SEM.birth_date, SEM.birth_date)


def test_an_address_stands_on_one_line():
    row = replace(ROW, street="Laan", number="12", addition="B")
    checked = checked_family(row, True)
    assert (checked.street, checked.number, checked.addition) == ("Laan 12 B", "", "")
    assert checked_family(ROW, True).street == ""


def test_an_email_address_that_cannot_be_used_is_left_out():
    checked = checked_family(ROW, False)
    assert checked.email == ""
    assert checked.problems == (note("email_bad", line=2, column="e-mail"),)


def test_a_secret_address_is_known_by_its_note():
    told = note("secret_address_refused", line=2)
    assert is_secret(replace(ROW, problems=(told,)))
    assert not is_secret(ROW)


@pytest.mark.parametrize(
    "values, group_id, expected",
    [
        ({"grade": "1"}, None, "unchanged"),
        ({"grade": "1"}, 5, "update"),
        ({"grade": "1", "key": "2"}, None, "update"),
    ],
)
def test_a_grade_without_a_place_is_no_news(values, group_id, expected):
    row = PlanRow("pupil", 3, "1", "update", 7, values)
    settled_row = settled(row, ExistingPupil(7, group_id=group_id))
    assert settled_row.outcome == expected
    assert bool(settled_row.values) == (expected == "update")


def test_a_new_row_is_not_settled():
    row = PlanRow("pupil", 3, "1", "create", None, {"grade": "1"})
    assert settled(row, None) is row


def test_notes_about_who_left_and_who_is_absent():
    assert leaver_notes(3, 0) == ()
    assert leaver_notes(3, 2) == (note("left_open_visits", line=3, count=2),)
    assert absent_note() == note("absent_pupil")
