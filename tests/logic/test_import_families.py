"""Plan households, guardians and guardianships (A4, A6)."""

from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huisbezoek_addon.logic.import_families import (
    ExistingFamilies,
    ExistingGuardian,
    ExistingGuardianship,
    ExistingHousehold,
    plan_families,
)
from huisbezoek_addon.logic.import_messages import MESSAGES
from huisbezoek_addon.logic.import_records import FamilyRecord, note

PUPILS = {"1": 1, "2": 2, "3": 3}


@dataclass
class Families:
    """The families of a school in memory: carries out plans, for the tests."""

    households: dict[int, ExistingHousehold] = field(default_factory=dict)
    guardians: dict[int, ExistingGuardian] = field(default_factory=dict)
    ties: dict[int, ExistingGuardianship] = field(default_factory=dict)
    last_id: int = 100

    def plan(self, *records):
        """Plan without carrying out."""
        existing = ExistingFamilies(
            PUPILS,
            tuple(self.households.values()),
            tuple(self.guardians.values()),
            tuple(self.ties.values()),
        )
        return plan_families(records, existing)

    def load(self, *records):
        """Plan and carry out."""
        plan = self.plan(*records)
        names = {}
        for row in plan.rows:
            record_id = row.record_id or self._next_id()
            if row.kind == "guardian":
                names[row.key] = record_id
            if row.outcome in ("create", "update"):
                getattr(self, f"_write_{row.kind}")(record_id, dict(row.values), names)
        return plan

    def _next_id(self):
        """Give a new id."""
        self.last_id += 1
        return self.last_id

    def _write_household(self, record_id, values, names):
        """Make or change a household; pupils are only added."""
        home = self.households.get(record_id, ExistingHousehold(record_id, ""))
        pupils = home.pupil_ids | set(values.pop("pupil_ids", ()))
        self.households[record_id] = replace(home, pupil_ids=pupils, **values)

    def _write_guardian(self, record_id, values, names):
        """Make or change a guardian."""
        if "household" in values:
            key = values.pop("household")
            values["household_id"] = next(
                home.id for home in self.households.values() if home.key == key
            )
        person = self.guardians.get(record_id, ExistingGuardian(record_id, 0))
        self.guardians[record_id] = replace(person, **values)

    def _write_guardianship(self, record_id, values, names):
        """Make or change a guardianship."""
        if "guardian" in values:
            values["guardian_id"] = names[values.pop("guardian")]
        tie = self.ties.get(record_id, ExistingGuardianship(record_id, 0, 0))
        self.ties[record_id] = replace(tie, **values)


def row(line=2, household="G1", pupil="1", first="Elif", last="Linde", **values):
    """Give a row of the file."""
    return FamilyRecord(
        line, household, pupil, values.pop("key", ""), first, "", last, **values
    )


def outcomes(plan, kind):
    """Give the outcomes of all rows of a kind."""
    return [one.outcome for one in plan.rows if one.kind == kind]


def changes(plan):
    """Give what would be written to records that exist."""
    return [(one.kind, one.values) for one in plan.rows if one.outcome == "update"]


def codes(plan, line, kind="guardianship"):
    """Give the codes of the row of a line."""
    return [
        told.code
        for one in plan.rows
        if (one.kind, one.line) == (kind, line)
        for told in one.notes
    ]


HOME = {"street": "Laan", "number": "1", "postcode": "9999 ZX", "city": "Voorbeeldstad"}


class TestNew:
    """What a first import makes."""

    def test_two_guardians_and_two_children_of_one_household(self):
        families = Families()
        plan = families.load(
            row(2, **HOME, relation="mother", authority="yes"),
            row(3, first="Can", relation="father"),
            row(4, pupil="2", relation="mother", authority="yes"),
            row(5, pupil="2", first="Can", relation="father"),
        )
        assert outcomes(plan, "household") == ["create"]
        assert outcomes(plan, "guardian") == ["create"] * 2
        assert outcomes(plan, "guardianship") == ["create"] * 4
        (home,) = families.households.values()
        assert home.pupil_ids == {1, 2}
        assert (home.key, home.street) == ("G1", "Laan")
        assert {tie.pupil_id for tie in families.ties.values()} == {1, 2}

    def test_a_pupil_may_have_two_households(self):
        families = Families()
        families.load(row(2), row(3, household="G2", first="Jan"))
        assert [home.pupil_ids for home in families.households.values()] == [{1}, {1}]

    def test_households_come_first_and_guardianships_last(self):
        kinds = [one.kind for one in Families().plan(row(2), row(3, first="C")).rows]
        assert kinds == ["household", *["guardian"] * 2, *["guardianship"] * 2]


class TestAgain:
    """The same or a corrected file again."""

    def test_the_same_file_changes_nothing(self):
        families = Families()
        records = row(2, **HOME, phone="000"), row(3, first="Can", key="O2")
        families.load(*records)
        again = families.plan(*records)
        assert {one.outcome for one in again.rows} == {"unchanged"}

    @pytest.mark.parametrize(
        "said, kind, values",
        [
            ({"phone": "111"}, "guardian", {"phone": "111"}),
            ({"needs_interpreter": False}, "guardian", {"needs_interpreter": False}),
            ({"language": "tur"}, "guardian", {"language": "tur"}),
            ({"key": "O1"}, "guardian", {"key": "O1"}),
            ({"authority": "no"}, "guardianship", {"authority": "no"}),
            ({"stop": date(2027, 1, 1)}, "guardianship", {"stop": date(2027, 1, 1)}),
            (
                {"contact_restricted": True},
                "guardianship",
                {"contact_restricted": True},
            ),
        ],
    )
    def test_only_what_differs_is_changed(self, said, kind, values):
        families = Families()
        families.load(row(phone="000", needs_interpreter=True, authority="yes"))
        assert changes(families.plan(row(**said))) == [(kind, values)]

    def test_blank_cells_empty_nothing(self):
        families = Families()
        families.load(
            row(**HOME, phone="000", language="tur", relation="mother", authority="yes")
        )
        assert changes(families.plan(row())) == []

    def test_an_address_goes_as_a_whole(self):
        families = Families()
        families.load(row(**HOME, addition="A"))
        ((_, values),) = changes(families.plan(row(street="Weg", number="5")))
        assert values == {
            "street": "Weg",
            "number": "5",
            "addition": "",
            "postcode": "",
            "city": "",
        }

    def test_a_guardian_is_known_by_key_though_the_name_changes(self):
        families = Families()
        families.load(row(key="O1"))
        assert changes(families.plan(row(key="O1", first="Elif-Su"))) == [
            ("guardian", {"first_name": "Elif-Su"})
        ]

    def test_a_guardian_with_a_key_may_move(self):
        families = Families()
        families.load(row(key="O1"))
        plan = families.load(row(key="O1", household="G2"))
        assert changes(plan) == [("guardian", {"household": "G2"})]
        homes = {home.key: home.id for home in families.households.values()}
        (person,) = families.guardians.values()
        assert person.household_id == homes["G2"]

    def test_a_name_that_nearly_fits_is_refused_rather_than_doubled(self):
        families = Families()
        families.load(row())
        assert codes(families.plan(row(last="Lindt")), 2) == ["guardian_near"]

    def test_a_new_child_of_a_known_household(self):
        families = Families()
        families.load(row())
        plan = families.load(row(), row(3, pupil="2"))
        assert changes(plan) == [("household", {"pupil_ids": (2,)})]
        assert outcomes(plan, "guardianship") == ["unchanged", "create"]


class TestSafety:
    """What an import may never do."""

    def test_a_contact_restriction_is_never_lifted(self):
        families = Families()
        families.load(row(contact_restricted=True))
        plan = families.plan(row(contact_restricted=False))
        assert changes(plan) == []
        assert codes(plan, 2) == ["restriction_kept"]

    def test_a_secret_address_is_never_touched(self):
        home = ExistingHousehold(7, "G1", has_secret_address=True)
        families = Families({7: home})
        plan = families.load(row(**HOME))
        assert families.households[7].street == ""
        assert codes(plan, 2, "household") == ["address_kept_secret"]

    def test_an_address_that_stands_open_though_it_is_secret_is_told(self):
        families = Families()
        families.load(row(**HOME))
        told = note("secret_address_refused", line=2)
        plan = families.plan(row(problems=(told,)))
        assert codes(plan, 2, "household") == ["address_stands_open"]

    def test_no_address_in_the_file_is_nothing_to_tell(self):
        families = Families({7: ExistingHousehold(7, "G1", has_secret_address=True)})
        assert codes(families.plan(row()), 2, "household") == []


class TestRefused:
    """Rows that contradict each other or cannot be told."""

    def test_an_unknown_pupil(self):
        plan = Families().plan(row(pupil="9"))
        assert codes(plan, 2) == ["pupil_unknown"]
        assert [one.kind for one in plan.rows] == ["guardianship"]

    def test_a_row_with_an_error_refuses_itself_alone(self):
        broken = row(2, problems=(note("bad_date", line=2, column="tot"),))
        plan = Families().plan(broken, row(3, pupil="2"))
        assert outcomes(plan, "guardianship") == ["error", "create"]

    @pytest.mark.parametrize(
        "one, other, code",
        [
            ({"street": "Laan"}, {"street": "Weg"}, "household_differs"),
            ({"phone": "000"}, {"phone": "111"}, "guardian_differs"),
            ({"key": "O1"}, {"key": "O1", "household": "G2"}, "guardian_differs"),
        ],
    )
    def test_rows_that_contradict_each_other(self, one, other, code):
        plan = Families().plan(row(2, **one), row(3, pupil="2", **other))
        assert codes(plan, 2) == [code]
        assert codes(plan, 3) == [code]

    def test_contradictions_name_column_and_line_but_no_content(self):
        plan = Families().plan(row(2, street="Laan"), row(3, pupil="2", street="Weg"))
        told = plan.rows[0].notes[0]
        assert told.params == {"line": 2, "column": "straat", "other_line": 3}

    def test_case_and_accents_are_no_contradiction(self):
        plan = Families().plan(row(2, street="Laan"), row(3, pupil="2", street="LAAN"))
        assert outcomes(plan, "guardianship") == ["create", "create"]

    def test_the_same_guardian_and_pupil_twice(self):
        plan = Families().plan(row(2), row(3))
        assert codes(plan, 2) == codes(plan, 3) == ["same_record_twice"]

    def test_two_guardians_of_one_name_need_keys(self):
        with_keys = Families().plan(row(2, key="A"), row(3, key="B"))
        assert outcomes(with_keys, "guardian") == ["create", "create"]
        without = Families().plan(row(2, key="A"), row(3, key="B"), row(4, pupil="2"))
        assert codes(without, 4) == ["guardian_ambiguous"]

    def test_two_keys_for_one_nameless_record(self):
        families = Families()
        families.load(row())
        plan = families.plan(row(2, key="A"), row(3, key="B"))
        assert codes(plan, 2) == codes(plan, 3) == ["guardian_ambiguous"]

    def test_a_name_that_fits_two_guardians_of_the_household(self):
        people = {8: ExistingGuardian(8, 7, "", "Elif", last_name="Linde")}
        people[9] = replace(people[8], id=9)
        families = Families({7: ExistingHousehold(7, "G1")}, people)
        assert codes(families.plan(row()), 2) == ["guardian_ambiguous"]

    def test_a_row_without_key_joins_the_one_with_key(self):
        plan = Families().plan(row(2, key="A"), row(3, pupil="2"))
        assert outcomes(plan, "guardian") == ["create"]


ROWS = st.builds(
    row,
    household=st.sampled_from(["G1", "G2"]),
    pupil=st.sampled_from(["1", "2", "9"]),
    first=st.sampled_from(["Elif", "Can", ""]),
    last=st.sampled_from(["Linde", "Dam"]),
    key=st.sampled_from(["", "", "O1", "O2"]),
    street=st.sampled_from(["", "", "Laan"]),
    phone=st.sampled_from(["", "000"]),
    authority=st.sampled_from(["", "yes", "no"]),
    contact_restricted=st.sampled_from([None, True, False]),
)
FILES = st.lists(ROWS, max_size=6).map(
    lambda rows: [replace(one, line=2 + n) for n, one in enumerate(rows)]
)


@given(FILES, FILES)
def test_any_file_after_any_other_can_be_repeated(first, second):
    families = Families()
    families.load(*first)
    families.load(*second)
    before = dict(families.households), dict(families.guardians), dict(families.ties)
    again = families.load(*second)
    assert {one.outcome for one in again.rows} <= {"unchanged", "error"}
    assert before == (families.households, families.guardians, families.ties)


@given(FILES, FILES, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(first, second, random):
    families = Families()
    families.load(*first)
    shuffled = list(second)
    random.shuffle(shuffled)
    assert families.plan(*shuffled) == families.plan(*second)


@given(FILES, FILES)
def test_notes_have_a_sentence_and_no_names(first, second):
    families = Families()
    families.load(*first)
    for one in families.plan(*second).rows:
        assert (one.outcome == "error") == one.has_errors
        for told in one.notes:
            assert MESSAGES[told.code] % told.params
            assert not {"Elif", "Linde", "Laan"} & {*map(str, told.params.values())}
