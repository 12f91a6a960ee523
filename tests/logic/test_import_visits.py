"""Plan earlier and planned visits, and find them again (A6)."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huisbezoek_addon.formats.visit_columns import COLUMNS
from huisbezoek_addon.logic.import_messages import MESSAGES
from huisbezoek_addon.logic.import_records import note
from huisbezoek_addon.logic.import_visit_records import SchoolYear, find_year
from huisbezoek_addon.logic.import_visit_rows import HEADERS
from visit_world import ANOUK, BRAM, COLETTE, VisitWorld, planned, row


def codes(plan):
    """Give outcome and codes of each row."""
    return [(one.outcome, *(told.code for told in one.notes)) for one in plan.rows]


def test_sentences_name_the_columns_of_the_template():
    headers = {column.field: column.nl for column in COLUMNS}
    assert HEADERS.items() <= headers.items()


class TestNew:
    """What is made of rows that are new."""

    def test_a_held_visit_with_a_time(self):
        world = VisitWorld()
        world.load(row(at="15:30", minutes=75, outcome=""))
        facts = world.only().facts
        assert facts.began == facts.start == datetime(2026, 10, 5, 15, 30)
        assert (facts.state, facts.minutes, facts.lead_id) == ("done", 75, ANOUK)
        assert (facts.place, facts.pupil_ids) == ("home", {1})

    def test_a_held_visit_without_time_has_no_real_times(self):
        world = VisitWorld()
        world.load(row(minutes=75))
        facts = world.only().facts
        assert facts.start == datetime(2026, 10, 5, 15)
        assert facts.began is None
        assert facts.minutes == 60

    def test_siblings_in_rows_of_their_own_are_one_visit(self):
        world = VisitWorld()
        plan = world.load(
            planned(2, "2", companion="L2"), planned(3, "3", teacher="anouk@x.example")
        )
        assert codes(plan) == [("create",), ("create", "visit_part")]
        assert [one.part_of for one in plan.rows] == [0, 2]
        facts = world.only().facts
        assert facts.pupil_ids == {2, 3}
        assert facts.companion_ids == {BRAM}

    def test_a_row_without_teacher_goes_with_the_only_visit_of_that_day(self):
        world = VisitWorld()
        plan = world.load(row(2, "2"), row(3, "3", teacher=""))
        assert codes(plan) == [("create",), ("create", "visit_part")]
        plan = world.plan(
            row(2, "2", "2026-10-06"),
            row(3, "3", "2026-10-06", teacher="L2"),
            row(4, "3", "2026-10-06", teacher=""),
        )
        assert codes(plan)[2] == ("error", "visit_differs")

    def test_two_teachers_on_one_day_are_two_visits(self):
        world = VisitWorld()
        world.load(row(2, "2"), row(3, "3", teacher="L2"))
        assert {v.facts.lead_id for v in world.visits.values()} == {ANOUK, BRAM}

    def test_the_household_to_plan_is_planned(self):
        world = VisitWorld()
        todo = world.put("todo", pupil_ids=frozenset({1, 6}))
        plan = world.load(planned())
        assert codes(plan) == [("update", "visit_uses_open")]
        assert world.only().id == todo
        assert world.only().facts.state == "planned"
        assert world.only().facts.pupil_ids == {1, 6}

    def test_a_visit_to_plan_of_another_year_stays(self):
        world = VisitWorld()
        world.put("todo")
        plan = world.load(planned(day="2027-09-06"))
        assert codes(plan) == [("create",)]
        assert len(world.visits) == 2

    def test_a_held_visit_leaves_the_one_to_plan_and_says_so(self):
        world = VisitWorld()
        world.put("todo")
        assert codes(world.load(row())) == [("create", "visit_open_too")]
        assert codes(world.load(row())) == [("unchanged",)]


PROBLEMS = {
    "pupil_unknown": row(pupil="9"),
    "household_unknown": row(household_key="G9"),
    "household_missing": row(pupil="4"),
    "household_none": row(pupil="5"),
    "pupil_not_in_household": row(household_key="G2"),
    "visit_pupil_left": planned(pupil="6"),
    "visit_day_wrong": row(day="1926-10-05"),
    "visit_not_yet": row(day="2026-11-24"),
    "visit_too_long": planned(minutes=75),
    "visit_much_too_long": row(minutes=481),
    "colleague_unknown": row(teacher="L9"),
    "colleague_waits": row(teacher="L3"),
    "colleague_shared": row(teacher="Shared@x.example"),
    "colleague_no_calendar": planned(companion="colette@x.example"),
    "companion_leads": row(companion="L1"),
}


class TestProblems:
    """Each problem refuses its row, and says which."""

    @pytest.mark.parametrize("code", PROBLEMS)
    def test_the_row_is_refused(self, code):
        world = VisitWorld()
        plan = world.load(PROBLEMS[code], row(9, "2"))
        assert codes(plan) == [("error", code), ("create",)]
        assert len(world.visits) == 1

    def test_a_visit_with_the_wrong_year_is_also_far_ahead(self):
        plan = VisitWorld().plan(planned(day="2062-12-07"))
        assert codes(plan) == [("error", "visit_day_wrong")]

    @pytest.mark.parametrize(
        ("column", "values"),
        [
            ("tijd", {"at": "16:00"}),
            ("duur", {"minutes": 30}),
            ("plaats", {"place": "school"}),
            ("stand", {"state": "not_held", "outcome": "not_home"}),
        ],
    )
    def test_rows_of_one_visit_must_agree(self, column, values):
        first = row(2, "2", at="15:30", minutes=45, place="home")
        plan = VisitWorld().plan(first, row(3, "3", **values))
        assert codes(plan) == [("error", "visit_differs")] * 2
        assert plan.rows[0].notes[0].params["column"] == column
        assert plan.rows[0].notes[0].params["other_line"] == 3

    def test_warnings_import_the_row(self):
        world = VisitWorld()
        plan = world.load(
            row(2, teacher=""), planned(3, "2", "2026-11-20"), row(4, "3", "2026-09-07")
        )
        assert codes(plan)[:2] == [
            ("create", "visit_no_lead"),
            ("create", "visit_planned_past"),
        ]
        assert len(world.visits) == 3

    def test_nobody_is_planned_twice_by_one_file(self):
        world = VisitWorld()
        plan = world.load(
            planned(2, "1"),
            planned(3, "2", at="16:00", teacher="L2", companion="L1"),
            planned(4, "4", at="16:15", household_key="G3"),
        )
        assert codes(plan) == [
            ("error", "visit_overlaps"),
            ("error", "visit_overlaps"),
            ("error", "visit_overlaps"),
        ]
        assert plan.rows[1].notes[0].params["other_lines"] == "2, 4"

    def test_visits_back_to_back_are_fine(self):
        plan = VisitWorld().load(planned(2, "1"), planned(3, "2", at="16:15"))
        assert codes(plan) == [("create",), ("create",)]

    def test_nobody_is_planned_over_a_visit_of_the_school(self):
        world = VisitWorld()
        world.put("planned", "2026-12-07T15:00", household=2, lead_id=ANOUK)
        assert codes(world.load(planned())) == [("error", "visit_busy")]

    def test_two_visits_swap_places(self):
        world = VisitWorld()
        world.load(planned(2, "1"), planned(3, "2", "2026-12-08"))
        plan = world.load(planned(2, "1", "2026-12-08"), planned(3, "2"))
        assert codes(plan) == [("update", "visit_date_corrected")] * 2

    def test_a_refused_move_stays_in_the_way_of_others(self):
        world = VisitWorld()
        world.load(planned(2, "1"), planned(3, "2", "2026-12-08"))
        world.put("planned", "2026-12-09T15:30", household=3, lead_id=ANOUK)
        plan = world.load(planned(2, "1", "2026-12-09"), planned(3, "2"))
        assert codes(plan) == [("error", "visit_busy")] * 2


# What the school has · what the file says · what becomes of it.
HELD = {"state": "done", "start": "2026-10-05T15:00", "lead_id": ANOUK}
PLANNED = {"state": "planned", "start": "2026-12-07T15:30", "lead_id": ANOUK}
AGAIN = [
    ("the same held one", {**HELD, "mark": True}, {}, row(), "unchanged"),
    ("held, made by hand", HELD, {}, row(), "unchanged"),
    ("held, at school", HELD, {"place": "school"}, row(), "unchanged"),
    (
        "a time that the first file did not have",
        {**HELD, "mark": True},
        {},
        row(at="16:00"),
        "update",
    ),
    (
        "a time, after somebody filled in another one",
        {**HELD, "mark": True},
        {"began": datetime(2026, 10, 5, 15, 10)},
        row(at="16:00"),
        "visit_kept",
    ),
    ("a time, for one made by hand", HELD, {}, row(at="16:00"), "visit_kept"),
    ("another day nearby", {**HELD, "mark": True}, {}, row(day="2026-10-06"), "update"),
    ("another visit", {**HELD, "mark": True}, {}, row(day="2026-11-02"), "create"),
    (
        "another day nearby, of another teacher",
        {**HELD, "mark": True},
        {},
        row(day="2026-10-06", teacher="L2"),
        "create",
    ),
    (
        "nobody was home after all",
        {**HELD, "mark": True},
        {},
        row(state="not_held", outcome="not_home"),
        "update",
    ),
    (
        "cancelled, but held here",
        {**HELD, "mark": True},
        {},
        row(state="cancelled", outcome="by_school"),
        "visit_state_kept",
    ),
    ("the same planned one", {**PLANNED, "mark": True}, {}, planned(), "unchanged"),
    ("planned by hand at that time", PLANNED, {}, planned(), "unchanged"),
    ("planned by hand that day", PLANNED, {}, planned(at="16:00"), "visit_kept"),
    (
        "planned by hand on another day",
        PLANNED,
        {},
        planned(day="2027-01-11"),
        "visit_open_elsewhere",
    ),
    ("on hold", {"state": "on_hold"}, {}, planned(), "visit_open_elsewhere"),
    ("invited", {"state": "invited"}, {}, planned(), "update"),
    (
        "moved by the file",
        {**PLANNED, "mark": True},
        {},
        planned(day="2027-01-11"),
        "update",
    ),
    (
        "handed over by the file",
        {**PLANNED, "mark": True},
        {},
        planned(teacher="L2"),
        "update",
    ),
    (
        "held in the meantime, says the file",
        {**PLANNED, "start": "2026-11-20T15:30", "mark": True},
        {},
        row(day="2026-11-20"),
        "update",
    ),
    (
        "moved here",
        {**PLANNED, "mark": True},
        {"start": datetime(2026, 12, 9, 16)},
        planned(),
        "visit_kept",
    ),
    (
        "moved here and there",
        {**PLANNED, "mark": True},
        {"start": datetime(2026, 12, 9, 16)},
        planned(day="2026-12-08"),
        "visit_kept_near",
    ),
    (
        "moved here and there to the same time",
        {**PLANNED, "mark": True},
        {"start": datetime(2026, 12, 9, 15, 30)},
        planned(day="2026-12-09"),
        "unchanged",
    ),
    (
        "cancelled here",
        {**PLANNED, "mark": True},
        {"state": "cancelled", "outcome": "by_parents"},
        planned(),
        "visit_kept",
    ),
    (
        "cancelled here, and moved a little there",
        {**PLANNED, "mark": True},
        {"state": "cancelled", "outcome": "by_parents"},
        planned(day="2026-12-10"),
        "visit_kept_near",
    ),
    (
        "taken back to be planned here",
        {**PLANNED, "mark": True},
        {"state": "todo", "start": None},
        planned(),
        "visit_kept",
    ),
    (
        "handed over here",
        {**PLANNED, "mark": True},
        {"lead_id": BRAM},
        planned(),
        "visit_kept",
    ),
    (
        "held here",
        {**PLANNED, "start": "2026-11-20T15:30", "mark": True},
        {"state": "done", "began": datetime(2026, 11, 20, 15, 30)},
        planned(day="2026-11-20"),
        "visit_kept",
    ),
]


class TestAgain:
    """How a visit is found again, and whose word counts."""

    @pytest.mark.parametrize(
        ("there", "changed", "record", "expected"),
        [case[1:] for case in AGAIN],
        ids=[case[0] for case in AGAIN],
    )
    def test_table(self, there, changed, record, expected):
        world = VisitWorld()
        visit_id = world.put(**{"pupil_ids": frozenset({1}), **there})
        world.change(visit_id, **changed)
        before = world.visits[visit_id]
        (outcome, *told) = codes(world.load(record))[0]
        assert expected in (outcome, *told)
        assert len(world.visits) == (2 if expected == "create" else 1)
        if expected != "update":
            assert world.visits[visit_id] == before
        assert codes(world.load(record))[0][0] in ("unchanged", "skip")

    def test_a_visit_with_a_report_stays(self):
        world = VisitWorld()
        world.load(row())
        world.report(world.only().id)
        before = world.only()
        assert codes(world.load(row())) == [("unchanged",)]
        nobody = row(state="not_held", outcome="not_home")
        assert codes(world.load(nobody)) == [("skip", "visit_kept")]
        assert world.only() == before

    def test_who_leads_is_known_though_the_file_does_not_say(self):
        world = VisitWorld()
        world.load(row())
        assert codes(world.load(row(teacher=""))) == [("unchanged",)]

    def test_what_was_held_here_is_not_told_to_be_planned_still(self):
        world = VisitWorld()
        world.load(planned(day="2026-11-20"))
        world.change(world.only().id, state="done")
        plan = world.load(planned(day="2026-11-20"))
        assert codes(plan) == [("skip", "visit_kept")]

    def test_an_older_file_takes_nothing_back(self):
        world = VisitWorld()
        world.load(planned())
        world.load(planned(day="2026-12-14"))
        plan = world.load(planned())
        assert codes(plan) == [("skip", "visit_newer_file")]
        assert world.only().day == date(2026, 12, 14)
        assert world.only().days == (date(2026, 12, 7), date(2026, 12, 14))

    def test_a_list_that_goes_on_moves_nothing_of_the_past(self):
        world = VisitWorld()
        world.load(row(day="2026-09-07"))
        world.load(row(day="2026-11-09"), planned(3))
        assert len(world.visits) == 3

    def test_a_list_with_both_days_has_both_visits(self):
        world = VisitWorld()
        world.load(row(day="2026-10-05"))
        both = row(2, day="2026-10-05"), row(3, day="2026-10-12")
        assert codes(world.load(*both)) == [("unchanged",), ("create",)]

    def test_a_refused_row_keeps_its_visit_from_others(self):
        world = VisitWorld()
        world.load(planned())
        plan = world.load(planned(teacher="L9"), planned(3, day="2026-12-10"))
        assert codes(plan) == [("error", "colleague_unknown"), ("create",)]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-08-24", 2),
        ("2027-07-16", 2),
        ("2026-08-05", 2),
        ("2026-07-31", 1),
        ("2025-08-01", 1),
        ("2024-10-01", None),
    ],
)
def test_the_school_year_of_a_day(day, expected):
    years = (
        SchoolYear(1, date(2025, 8, 18), date(2026, 7, 17)),
        SchoolYear(2, date(2026, 8, 17), date(2027, 7, 16)),
    )
    found = find_year(date.fromisoformat(day), years)
    assert (found and found.id) == expected


# === What holds for every file === #

ROWS = st.builds(
    row,
    pupil=st.sampled_from(["1", "2", "3", "4", "5", "9"]),
    household_key=st.sampled_from(["", "", "", "G2", "G3"]),
    day=st.sampled_from(
        ["2026-10-05", "2026-10-06", "2026-11-20", "2026-12-07", "2026-12-08"]
        + ["2027-01-11", "2027-09-06", "2025-05-12", ""]
    ),
    at=st.sampled_from(["", "15:30", "16:00"]),
    minutes=st.sampled_from([None, 30, 60, 90]),
    teacher=st.sampled_from(["L1", "L1", "L2", "L3", ""]),
    companion=st.sampled_from(["", "", "L2", "colette@x.example"]),
    place=st.sampled_from(["", "home", "school"]),
    state=st.sampled_from(["planned", "planned", "done", "done", "cancelled"]),
)


@st.composite
def files(draw):
    """Give the rows of a file, as a reader would: a plan has a time and a teacher."""
    rows = draw(st.lists(ROWS, max_size=7))
    return [
        _numbered(2 + number, one)
        for number, one in enumerate(rows)
        if one.state != "planned" or (one.at and one.teacher)
    ]


def _numbered(line, record):
    """Give a row its line, and its problem where it has no day."""
    problem = note("bad_date", line=line, column="datum")
    problems = () if record.day else (problem,)
    return replace(record, line=line, problems=problems)


@st.composite
def worlds(draw):
    """Give a school with some visits by hand, and a file that was imported."""
    world = VisitWorld()
    for number in range(draw(st.integers(0, 2))):
        world.put(
            draw(st.sampled_from(["todo", "invited", "on_hold"])),
            household=number + 1,
            pupil_ids=frozenset({number + 1}),
        )
    if draw(st.booleans()):
        world.put(
            "planned",
            draw(st.sampled_from(["2026-12-07T15:30", "2026-12-08T15:00"])),
            household=2,
            lead_id=BRAM,
            pupil_ids=frozenset({2}),
        )
    world.load(*draw(files()))
    for visit in list(world.visits.values()):
        what = draw(st.sampled_from(["", "", "cancel", "place"]))
        if what == "cancel":
            world.change(visit.id, state="cancelled", outcome="by_school")
        elif what == "place":
            world.change(visit.id, place="elsewhere")
    return world


@given(worlds(), files())
def test_any_file_twice_changes_nothing_the_second_time(world, records):
    world.load(*records)
    before = dict(world.visits)
    again = world.load(*records)
    assert {one.outcome for one in again.rows} <= {"unchanged", "skip", "error"}
    assert world.visits == before


@given(worlds(), files(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(world, records, random):
    shuffled = list(records)
    random.shuffle(shuffled)
    assert world.plan(*shuffled) == world.plan(*records)


@given(worlds(), files())
def test_what_people_did_stays(world, records):
    touched = {
        visit.id: visit
        for visit in world.visits.values()
        if not visit.is_untouched and visit.facts.state not in ("todo", "invited")
    }
    world.load(*records)
    assert touched.items() <= world.visits.items()


@given(worlds(), files())
def test_every_row_has_one_outcome_and_no_visit_is_taken_twice(world, records):
    plan = world.plan(*records)
    assert [one.line for one in plan.rows] == sorted(r.line for r in records)
    taken = [one.record_id for one in plan.rows if one.record_id and not one.part_of]
    assert len(taken) == len(set(taken))
    for one in plan.rows:
        writes = one.outcome in ("create", "update") and not one.part_of
        assert bool(one.values) == writes
        assert (one.outcome == "error") == one.has_errors
        for told in one.notes:
            assert MESSAGES[told.code] % told.params


def test_colette_may_have_come_along():
    world = VisitWorld()
    world.load(row(companion="colette@x.example"))
    assert world.only().facts.companion_ids == {COLETTE}
