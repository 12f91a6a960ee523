import logging
from datetime import timedelta

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import NOW
from .handover_common import THURSDAY, WEDNESDAY, HandoverCase

_logger = logging.getLogger(__name__)


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestHandoverDialog(HandoverCase):
    """The dialog shows what will happen before it does."""

    def test_who_shares_the_group_is_proposed_and_no_teacher_of_a_sister(self):
        sister = self._create_family("Ela", "Aydemir", self.group_2)[0]
        sister.household_ids = self.family_a
        visit = self._create_visit(pupil_ids=(self.defne | sister).ids)
        form = self._open_dialog(visit)
        self.assertEqual(form.employee_ids.ids, self.emp_saskia.ids)

    def test_nobody_without_an_account_is_proposed(self):
        self.emp_saskia.user_id = False
        form = self._open_dialog(self._create_visit())
        self.assertFalse(form.employee_ids)
        self.assertIn(self.emp_saskia.id, form.possible_ids.ids)

    def test_preview_per_colleague(self):
        self._create_visit(self.family_b, self.emp_bram, start=WEDNESDAY)
        visits = self._create_more(4) | self._create_visit(start=WEDNESDAY)
        dialog = self._open_dialog(visits)
        dialog.employee_ids = self.env["hr.employee.public"].browse(
            (self.emp_bram | self.emp_colleague).ids
        )
        preview = visits.with_user(self.planner)._preview_hand_over(
            self.emp_bram | self.emp_colleague
        )
        rows = {row["name"]: (row["now"], row["more"]) for row in preview["rows"]}
        self.assertEqual(rows, {"Bram": (1, 2), "Colette": (0, 3)})
        # Who can come at the time gets the visit.
        self.assertEqual((preview["keep"], preview["to_plan"]), (1, 0))
        self.assertIn("Has no role as teacher", dialog.summary)

    def test_hours_for_who_may_know_them(self):
        visits = self._create_more(2)
        self._create_visit(self.family_b, self.emp_bram)

        def hours(user):
            preview = visits.with_user(user)._preview_hand_over(self.emp_bram)
            return preview["rows"][0]["hours"]

        norm = visits[0].protocol_id.norm_hours
        self.assertIs(hours(self.planner), False)
        self.school.hours_consent_date = NOW.date()
        self.env.flush_all()
        self.assertEqual(hours(self.planner), 3 * norm)
        self.assertIs(hours(self.care), False)

    def test_possible_are_the_teachers_of_the_school(self):
        self._give_role(self._create_user("bo", "teacher", self.second_school), "board")
        dialog = self._open_dialog(self._create_visit())
        self.assertEqual(
            set(dialog.possible_ids.ids), {self.emp_bram.id, self.emp_saskia.id}
        )

    def _ask_of(self, user, visit_ids):
        """Return what a dialog tells that names visits by their numbers."""
        people = {"fields": {"display_name": {}}}
        spec = {
            "visit_ids": {"fields": {}},
            **dict.fromkeys(("summary", "has_planned", "is_own"), {}),
            **dict.fromkeys(("possible_ids", "employee_ids"), people),
        }
        Dialog = self.env["huisbezoek.visit.handover"].with_user(user)
        self.env.invalidate_all()
        found = Dialog.onchange(
            {"visit_ids": [Command.set(visit_ids)], "times": "keep"},
            ["visit_ids"],
            spec,
        )["value"]
        return {name: found.get(name) for name in spec.keys() - {"visit_ids"}}

    def test_of_visits_of_others_it_tells_nothing(self):
        held = self._create_more(1, start=WEDNESDAY)
        planned = self._create_visit(start=THURSDAY)
        held.sudo()._update_state("done")
        self.env.flush_all()
        nothing = self._ask_of(self.bram, [])
        for visit_ids in (held.ids, planned.ids, [10**8]):
            with self.subTest(visit_ids=visit_ids):
                self.assertEqual(self._ask_of(self.bram, visit_ids), nothing)
        self.assertIn(
            "Held already: 1", self._ask_of(self.planner, held.ids)["summary"]
        )

    def test_only_who_is_in_the_list_takes_over(self):
        visit = self._create_visit()
        dialog = self.env["huisbezoek.visit.handover"].with_user(self.planner)
        dialog = dialog.create(
            {"visit_ids": visit.ids, "employee_ids": self.emp_colleague.ids}
        )
        with self.assertRaisesRegex(UserError, "Choose from the list"):
            dialog.action_hand_over()
        self.assertEqual(visit.lead_id, self.emp_anouk)

    def test_a_problem_shows_before_the_button_does(self):
        visits = self._create_more(1)
        dialog = self._open_dialog(visits)
        dialog.employee_ids = self.env["hr.employee.public"]
        self.assertIn("Choose at least one colleague", dialog.summary)


@freeze_time(NOW)
@tagged("post_install", "-at_install", "huisbezoek_performance")
class TestHandoverCost(HandoverCase):
    """Fifty visits cost a few queries more than five, and none for each (C7, K4)."""

    def _measure(self, visits, user, *employees):
        """Return the queries that a hand-over takes, its history counted in."""
        visits = visits.with_context(tracking_disable=False)
        self.env.flush_all()
        self.env.cr.flush()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._hand_over(visits, *employees, user=user)
        self.env.flush_all()
        self.env.cr.flush()
        return self.env.cr.sql_log_count - before

    def _plan(self, visits, first):
        starts = {
            visit: first + timedelta(days=number // 5, hours=number % 5)
            for number, visit in enumerate(visits)
        }
        visits.with_user(self.planner)._plan(starts)

    def test_cost_grows_little(self):
        for user, employees in (
            (self.planner, (self.emp_bram, self.emp_saskia)),
            (self.anouk, (self.emp_saskia,)),
        ):
            with self.subTest(user=user.login):
                visits = self._create_more(57)
                for visit in visits:
                    visit.with_user(self.anouk).message_post(
                        body="A note", message_type="comment"
                    )
                self._plan(visits, NOW + timedelta(days=user.id))
                self._measure(visits[:2], user, *employees)  # what a worker keeps
                few = self._measure(visits[2:7], user, *employees)
                many = self._measure(visits[7:], user, *employees)
                _logger.info("Hand-over: %s queries for 5, %s for 50", few, many)
                # None for each visit: others are a person or a batch more.
                self.assertLess(many - few, 30)
                visits.with_user(self.planner).action_back_to_planning()
