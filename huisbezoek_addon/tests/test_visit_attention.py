from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import NOW
from .test_pupil_leaves import TODAY, MovingCase

REASONS = ("pupil_left", "lead_gone", "closed_day")


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestAttention(MovingCase):
    """The planner finds visits that do not fit the school any more (A2)."""

    def _find(self, *reasons, user=None):
        """Return what the planner finds, after checking each visit says the same."""
        Visit = self.env["huisbezoek.visit"].with_user(user or self.planner)
        self.env.invalidate_all()
        found = Visit.search([("attention", "in", reasons or REASONS)])
        for visit in Visit.search([]):
            self.assertEqual(visit in found, visit.attention in (reasons or REASONS))
        if not reasons:
            self.assertEqual(Visit.search([("attention", "!=", False)]), found)
            rest = Visit.search([("attention", "=", False)])
            self.assertEqual(rest, Visit.search([]) - found)
        return found

    def _end_teaching(self, group):
        group.teaching_ids.date_to = TODAY - timedelta(days=1)

    def test_a_visit_that_fits_needs_nothing(self):
        self._create_visit()
        self._plan(4, household=self.family_b, lead=self.emp_bram)
        self.assertFalse(self._find())

    # === A PUPIL LEFT === #

    def test_a_pupil_whom_an_import_archived(self):
        visit = self._create_visit()
        self.defne.active = False
        self.assertEqual(self._find("pupil_left"), visit)
        visit.with_user(self.planner).action_put_right()
        self.assertEqual(visit.with_context(active_test=False).pupil_ids, self.kerem)
        self.assertFalse(self._find())

    def test_a_visit_to_nobody_is_cancelled(self):
        visit = self._plan(4)
        (self.defne | self.kerem).active = False
        self.assertEqual(self._find("pupil_left"), visit)
        visit.with_user(self.planner).action_put_right()
        self.assertEqual((visit.state, visit.outcome), ("cancelled", "by_school"))

    def test_by_the_day_of_leaving(self):
        before, after = self._plan(4), self._plan(6)
        self.defne.leave_date = TODAY + timedelta(days=5)
        self.assertEqual(self._find(), after)
        self.kerem.active = False
        self.assertEqual(self._find(), before | after)
        (before | after).with_user(self.planner).action_put_right()
        self.assertEqual(before.pupil_ids, self.defne)
        self.assertEqual((before.state, after.state), ("planned", "cancelled"))

    def test_what_is_past_waits_for_something_else(self):
        past, held = self._plan(-2), self._plan(-3)
        held.action_hold()
        self.defne.active = False
        self.assertFalse(self._find())
        self.assertTrue(past)

    # === THE LEAD === #

    def test_a_lead_who_teaches_the_pupils_no_more(self):
        visit = self._create_visit(pupil_ids=[Command.set(self.defne.ids)])
        self._end_teaching(self.group_1)
        # The year is not ready: nobody teaches them.
        self.assertFalse(self._find())
        self.group_1.teaching_ids = [
            Command.create({"teacher_id": self.group_2.teaching_ids.teacher_id.id})
        ]
        self.assertEqual(self._find("lead_gone"), visit)
        visit.with_user(self.planner).action_put_right()
        self.assertEqual(visit.lead_id, self.emp_bram)
        self.assertFalse(self._find())

    def test_looked_at_on_the_day_of_the_visit(self):
        before, after = self._plan(4), self._plan(12)
        self._create_visit()
        teaching = self.group_1.teaching_ids
        teaching.date_to = TODAY + timedelta(days=7)
        teaching.copy(
            {
                "teacher_id": self.group_2.teaching_ids.teacher_id.id,
                "date_from": TODAY + timedelta(days=8),
                "date_to": "2027-07-31",
            }
        )
        self.assertEqual(self._find(), after)
        self.assertTrue(before)

    def test_a_colleague_who_was_asked_is_nothing_to_mind(self):
        self._create_visit(lead=self.emp_colleague)
        self.assertFalse(self._find())

    def test_an_employee_who_left(self):
        visit = self._create_visit(lead=self.emp_colleague)
        self.emp_colleague.active = False
        self.assertEqual(self._find("lead_gone"), visit)
        # The youngest is in Anouk's group.
        visit.with_user(self.planner).action_put_right()
        self.assertEqual(visit.lead_id, self.emp_anouk)

    def test_an_employee_who_left_and_still_stands_as_the_teacher(self):
        visit = self._create_visit(pupil_ids=[Command.set(self.defne.ids)])
        self.emp_anouk.active = False
        self.assertEqual(self._find("lead_gone"), visit)
        with self.assertRaisesRegex(UserError, "Choose who leads"):
            visit.with_user(self.planner).action_put_right()
        self.group_1.teaching_ids = [
            Command.create({"teacher_id": self.group_2.teaching_ids.teacher_id.id})
        ]
        visit.with_user(self.planner).action_put_right()
        self.assertEqual(visit.lead_id, self.emp_bram)
        self.assertFalse(self._find())

    def test_without_a_teacher_the_office_is_told_what_to_do(self):
        visit = self._create_visit(pupil_ids=[Command.set(self.defne.ids)])
        teaching = self.group_1.teaching_ids
        teaching.copy(
            {
                "teacher_id": self.group_2.teaching_ids.teacher_id.id,
                "kind": "subject",
                "date_from": TODAY,
            }
        )
        teaching.date_to = TODAY - timedelta(days=1)
        self.assertEqual(self._find("lead_gone"), visit)
        with self.assertRaisesRegex(UserError, "Choose who leads"):
            visit.with_user(self.planner).action_put_right()

    # === CLOSED DAYS === #

    def test_a_day_on_which_the_school_is_closed(self):
        visit = self._plan(4)
        self._plan(5, household=self.family_b, lead=self.emp_bram)
        self.env["huisbezoek.closed.day"].create(
            {
                "school_id": self.school.id,
                "name": "Study day",
                "date_from": TODAY + timedelta(days=4),
            }
        )
        self.env["huisbezoek.closed.day"].create(
            {
                "school_id": self.second_school.id,
                "name": "Study day",
                "date_from": TODAY + timedelta(days=5),
            }
        )
        self.assertEqual(self._find("closed_day"), visit)
        visit.with_user(self.planner).action_put_right()
        self.assertEqual((visit.state, visit.start), ("todo", False))

    def test_a_feast_on_which_the_school_makes_no_visits(self):
        visit = self._plan(4)
        feast = self.env["huisbezoek.feast"].create(
            {
                "school_id": self.school.id,
                "name": "Feast",
                "date_from": TODAY + timedelta(days=4),
            }
        )
        self.assertFalse(self._find())
        feast.is_closed = True
        self.assertEqual(self._find("closed_day"), visit)
        visit.with_user(self.planner).action_put_right()
        self.assertFalse(self._find())

    def test_the_most_pressing_comes_first_and_one_press_is_enough(self):
        visits = self._plan(4) | self._create_visit(self.family_b, self.emp_colleague)
        self.defne.active = False
        self.emp_colleague.active = False
        self.env["huisbezoek.closed.day"].create(
            {
                "school_id": self.school.id,
                "name": "Study day",
                "date_from": TODAY + timedelta(days=4),
            }
        )
        self.assertEqual(self._find("pupil_left"), visits[0])
        self.assertFalse(self._find("closed_day"))
        visits.with_user(self.planner).action_put_right()
        self.assertEqual(self._find(), visits[0])
        visits.with_user(self.planner).action_put_right()
        self.assertFalse(self._find())
        self.assertEqual(visits[1].lead_id, self.emp_bram)

    # === WHO, AND AT WHAT COST === #

    def test_who_may_not_change_a_visit_puts_nothing_right(self):
        visit = self._create_visit()
        self.defne.active = False
        for user in (self.bram, self.manager, self.colleague):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                visit.with_user(user).action_put_right()
        second = self._create_user("paul", "planner", school=self.second_school)
        Visit = self.env["huisbezoek.visit"].with_user(second)
        self.assertFalse(Visit.search([("attention", "!=", False)]))

    def test_cost_does_not_grow_with_the_visits(self):
        self._make_visits(0, 3)
        few = self._count_queries()
        self._make_visits(3, 30)
        self.assertEqual(self._count_queries(), few)

    def _make_visits(self, first, last):
        for number in range(first, last):
            pupil, family = self._create_family(f"Kind{number}", "Los", self.group_1)
            self._create_visit(family)
            pupil.active = number % 3

    def _count_queries(self):
        Visit = self.env["huisbezoek.visit"].with_user(self.planner)
        domain = [("attention", "!=", False)]
        Visit.search_read(domain, ["attention"])
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        found = Visit.search_read(domain, ["attention"])
        self.assertTrue(found)
        return self.env.cr.sql_log_count - before
