from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .common import NOW, HuisbezoekCase


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestRound(HuisbezoekCase):
    """A planner makes a round: whom, when, and the visits of it (C1)."""

    def _create_round(self, **vals):
        Round = self.env["huisbezoek.round"].with_user(self.planner)
        return Round.create(
            {
                "school_id": self.school.id,
                "group_ids": [Command.set(self.group_1.ids)],
                "date_from": "2026-11-30",
                "date_to": "2026-12-18",
                **vals,
            }
        )

    # === WHAT IS PROPOSED === #

    def test_group_1_and_eight_weeks_are_proposed(self):
        form = Form(
            self.env["huisbezoek.round"]
            .with_user(self.planner)
            .with_context(default_school_id=self.school.id)
        )
        self.assertEqual(form.group_ids.ids, self.group_1.ids)
        self.assertEqual((form.visit_minutes, form.norm_hours), (45, 2.0))
        self.assertEqual(form.date_from, date(2026, 12, 7))
        self.assertEqual(form.date_to, date(2027, 1, 29))
        self.assertEqual(form.family_count, 1)
        self.assertEqual(form.name, "Home visits 2026-2027")

    def test_first_class_is_proposed_in_secondary_education(self):
        self.second_school.school_type = "vo"
        first = self._create_group("1V", "11", school=self.second_school)
        self._create_group("2V", "12", school=self.second_school)
        round_ = self.env["huisbezoek.round"].create(
            {"school_id": self.second_school.id}
        )
        self.assertEqual(round_.group_ids, first)

    def test_unusual_norm_warns_and_too_long_visits_are_refused(self):
        round_ = self._create_round(norm_hours=3.0)
        self.assertIn("1.5 to 2.5", round_.norm_warning)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            round_.visit_minutes = 75
            self.env.flush_all()

    def test_the_window_lies_within_the_school_year(self):
        with self.assertRaisesRegex(ValidationError, "07/31/2027"):
            self._create_round(date_to="2027-09-01")

    # === WHOM === #

    def test_one_visit_a_household_and_siblings_together(self):
        mila = self._create_family("Mila", "Aydemir", self.group_2)[0]
        mila.household_ids = self.family_a
        round_ = self._create_round()
        round_.action_make_visits()
        self.assertEqual(round_.visit_ids.pupil_ids, self.defne | mila)
        self.assertEqual(len(round_.visit_ids), 1)
        self.assertEqual(round_.visit_ids.lead_id, self.emp_anouk)

    def test_siblings_apart_each_with_the_own_teacher(self):
        mila = self._create_family("Mila", "Aydemir", self.group_2)[0]
        mila.household_ids = self.family_a
        round_ = self._create_round(
            siblings="apart", group_ids=(self.group_1 | self.group_2).ids
        )
        round_.action_make_visits()
        of_family = round_.visit_ids.filtered(
            lambda visit: visit.household_id == self.family_a
        )
        self.assertEqual(
            {visit.pupil_ids: visit.lead_id for visit in of_family},
            {self.defne: self.emp_anouk, mila: self.emp_bram},
        )

    def test_a_sibling_who_left_is_not_visited(self):
        mila = self._create_family("Mila", "Aydemir", self.group_2)[0]
        mila.household_ids = self.family_a
        mila.leave_date = date(2026, 11, 20)
        round_ = self._create_round(include_new=True)
        round_.action_make_visits()
        self.assertEqual(round_.visit_ids.pupil_ids, self.defne)

    def test_who_left_and_stands_in_the_group_still_is_not_visited(self):
        self.defne.leave_date = date(2026, 11, 20)
        self.assertEqual(self._create_round().family_count, 0)

    def test_an_archived_employee_leads_no_new_visit(self):
        self.emp_anouk.active = False
        round_ = self._create_round()
        round_.action_make_visits()
        self.assertTrue(round_.visit_ids)
        self.assertFalse(round_.visit_ids.lead_id)

    def test_both_households_of_a_pupil_are_visited(self):
        other = self._create_family("Nils", "Aydemir", self.group_2)[1]
        other.pupil_ids = self.defne
        round_ = self._create_round()
        round_.action_make_visits()
        self.assertEqual(round_.visit_ids.household_id, self.family_a | other)

    def test_again_makes_nothing_twice(self):
        round_ = self._create_round()
        round_.action_make_visits()
        first = round_.visit_ids
        first._close("declined")
        round_.action_make_visits()
        self.assertEqual(round_.visit_ids, first)

    def test_an_open_visit_joins_the_round(self):
        visit = self._create_visit()
        round_ = self._create_round()
        round_.action_make_visits()
        self.assertEqual(round_.visit_ids, visit)

    def test_families_that_have_a_visit_already_are_counted_and_left(self):
        first = self._create_round()
        self.assertEqual((first.family_count, first.known_count), (1, 0))
        first.action_make_visits()
        second = self._create_round(name="Two")
        self.assertEqual((second.family_count, second.known_count), (1, 1))
        with self.assertRaisesRegex(UserError, "another round"):
            second.action_make_visits()
        # Nothing lacks in the first one: that is said, and the planner stays there.
        self.assertEqual(first.action_make_visits()["tag"], "display_notification")
        self._create_family("Noor", "Nieuw", self.group_1)
        self.assertEqual(first.action_make_visits()["res_model"], "huisbezoek.visit")

    def test_a_family_that_declined_this_year_is_not_asked_again(self):
        visit = self._create_visit()
        visit._close("declined")
        round_ = self._create_round()
        with self.assertRaisesRegex(UserError, "said no"):
            round_.action_make_visits()
        self.assertFalse(round_.visit_ids)

    def test_who_was_visited_lately_is_left_out(self):
        visit = self._create_visit(start="2026-10-05 14:00:00")
        visit.action_hold()
        self.assertEqual(self._create_round().family_count, 0)
        self.assertEqual(self._create_round(interval_years=0).family_count, 1)
        visit.write({"real_start": False, "real_stop": False})
        visit.sudo().write({"start": "2025-10-05 14:00:00"})
        self.assertEqual(self._create_round().family_count, 1)
        self.assertEqual(self._create_round(interval_years=2).family_count, 0)

    def test_new_pupils_of_other_groups_come_along(self):
        self.tijn.entry_date = "2026-09-14"
        self.assertEqual(self._create_round().family_count, 2)
        self.assertEqual(self._create_round(include_new=False).family_count, 1)

    def test_a_pilot_has_its_own_teachers(self):
        bram = self.group_2.teaching_ids.teacher_id
        round_ = self._create_round(
            is_pilot=True,
            teacher_ids=bram.ids,
            group_ids=(self.group_1 | self.group_2).ids,
        )
        round_.action_make_visits()
        self.assertEqual(round_.visit_ids.lead_id, self.emp_bram)

    def test_part_time_duos_share_the_families(self):
        other = self._create_user("dunya", "teacher")
        employee = self._create_employee(other)
        teacher = self.env["huisbezoek.teacher"].create(
            {"school_id": self.school.id, "name": "D", "employee_id": employee.id}
        )
        self.group_1.teaching_ids = [Command.create({"teacher_id": teacher.id})]
        for name in ("Aa", "Bee", "Cee", "Dee", "Eef"):
            self._create_family(name, name, self.group_1)
        round_ = self._create_round()
        round_.action_make_visits()
        leads = round_.visit_ids.mapped(lambda visit: visit.lead_id.name)
        self.assertEqual(sorted(leads), ["Anouk"] * 3 + ["Dunya"] * 3)

    def test_the_round_says_how_long_and_what_it_costs(self):
        round_ = self._create_round(visit_minutes=30, norm_hours=1.5)
        round_.action_make_visits()
        self.assertEqual(round_.visit_ids.duration, 0.5)
        self.assertEqual(round_.needed_hours, 1.5)
        round_.visit_minutes = 60
        self.assertEqual(round_.visit_ids.duration, 1.0)
        round_.norm_hours = 2.5
        self.assertEqual(round_.needed_hours, 2.5)

    def test_visits_that_nobody_dealt_with_can_be_taken_back(self):
        round_ = self._create_round()
        round_.action_make_visits()
        round_.action_take_back_visits()
        self.assertFalse(round_.visit_ids)
        round_.unlink()

    def test_a_visit_that_was_there_before_leaves_the_round_and_stays(self):
        by_hand = self._create_visit()
        self._create_family("Mila", "Bos", self.group_1)
        round_ = self._create_round()
        round_.action_make_visits()
        self.assertEqual(len(round_.visit_ids), 2)
        round_.action_take_back_visits()
        self.assertFalse(round_.visit_ids)
        self.assertEqual(
            (by_hand.exists(), by_hand.round_id.id, by_hand.state),
            (by_hand, False, "todo"),
        )

    def test_what_somebody_dealt_with_is_not_taken_back(self):
        for name in ("Aa", "Bee", "Cee", "Dee"):
            self._create_family(name, name, self.group_1)
        round_ = self._create_round()
        round_.action_make_visits()
        asked, written, todo, begun, _untouched = round_.visit_ids
        asked.companion_ids = self.emp_colleague.ids
        written.message_post(body="Ring first.", message_type="comment")
        todo.activity_schedule(summary="Ask", user_id=self.planner.id)
        begun.start = "2026-12-02 14:30:00"
        begun.with_user(self.anouk)._get_or_create_report()
        begun.action_back_to_planning()
        round_.action_take_back_visits()
        self.assertEqual(round_.visit_ids, asked | written | todo | begun)

    def test_a_closed_round_stays_as_it_was(self):
        round_ = self._create_round()
        round_.action_make_visits()
        visits = round_.visit_ids
        self._create_family("Dee", "Dee", self.group_1)
        round_.action_close()
        for call in (round_.action_make_visits, round_.action_take_back_visits):
            with self.assertRaisesRegex(UserError, "Open it again first"):
                call()
        self.assertEqual(round_.visit_ids, visits)

    # === WHO MAY === #

    def test_a_teacher_reads_when_it_is_and_makes_none(self):
        round_ = self._create_round()
        own = round_.with_user(self.anouk)
        self.assertEqual(own.date_from, date(2026, 11, 30))
        with self.assertRaises(AccessError):
            own.action_make_visits()
        with self.assertRaises(AccessError):
            own.name = "Mine"
        with self.assertRaises(AccessError):
            own.read(["board"])

    def test_management_opens_and_sees_no_family(self):
        round_ = self._create_round()
        round_.action_make_visits()
        own = round_.with_user(self.manager)
        self.assertEqual(own.visit_count, 1)
        own.action_open()
        self.assertEqual(own.state, "open")
        with self.assertRaises(AccessError):
            own.visit_ids.mapped("state")
        with self.assertRaises(AccessError):
            own.action_propose()

    def _count_families(self, user, **values):
        """Return how many families a form tells of that was never saved."""
        Round = self.env["huisbezoek.round"].with_user(user)
        names = ("include_new", "interval_years", "siblings", "is_pilot")
        values = {
            "school_id": self.school.id,
            "year_id": self.year.id,
            "group_ids": [Command.set(self.group_1.ids)],
            "siblings": "together",
            **dict.fromkeys(names[:2] + names[3:], False),
            **values,
        }
        spec = dict.fromkeys((*values, "family_count"), {})
        return Round.onchange(values, ["group_ids"], spec)["value"].get(
            "family_count", 0
        )

    def test_how_many_families_is_told_to_the_office_of_the_school_alone(self):
        paul = self._create_user("paul", "planner", self.second_school)
        zoe = self._create_user("zoe", "planner", self.other_school)
        users = (self.planner, self.manager, paul, zoe)
        self.assertEqual(list(map(self._count_families, users)), [1, 1, 0, 0])
        round_ = self._create_round()
        self.assertEqual(round_.with_user(self.care).family_count, 1)
        self.assertEqual(round_.with_user(self.anouk).family_count, 0)
        # Nor by a school of one's own and groups of another.
        for other in ({}, {"year_id": self.second_school.year_ids.id}):
            with self.subTest(other=other):
                own = {"school_id": self.second_school.id, **other}
                self.assertEqual(self._count_families(paul, **own), 0)

    def test_the_state_moves_by_buttons(self):
        round_ = self._create_round()
        with self.assertRaises(UserError):
            round_.state = "done"
        with self.assertRaisesRegex(UserError, "no visits yet"):
            round_.action_open()

    def test_many_families_cost_no_query_each(self):
        def make(count):
            for number in range(count):
                self._create_family(f"K{number}", f"N{number}", self.group_1)
            round_ = self._create_round()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            round_.mapped("family_count")
            return self.env.cr.sql_log_count - before

        few = make(3)
        self.assertLessEqual(make(30), few + 2)
