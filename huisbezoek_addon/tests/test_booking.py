from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import NOW, HuisbezoekCase

#: Wednesday, 15:30 in Amsterdam; a visit takes 45 minutes, and the way 15.
WEDNESDAY = datetime(2026, 11, 25, 14, 30)


def minutes(number):
    return timedelta(minutes=number)


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestBooking(HuisbezoekCase):
    """A visit gets a time that is free for all who go, or none at all (C6).

    What happens when many book at the same moment is seen from outside, with a
    real server: tests/e2e/test_booking_race.py.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")

    def setUp(self):
        super().setUp()
        self.visit = self._create_visit()
        self.school.write({"afternoon_from": 14, "travel_minutes_within": 15})

    def _book(self, visit=None, start=WEDNESDAY, user=None):
        visit = visit or self.visit
        return visit.with_user(user or self.planner).action_book(start)

    def _assert_untouched(self, visit):
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((visit.state, visit.start), ("todo", False))
        self.assertFalse(visit.sudo().event_id)
        Occupation = self.env["huisbezoek.occupation"]
        self.assertFalse(Occupation.search([("visit_id", "=", visit.id)]))

    def _assert_refused(self, visit, start, words, user=None):
        with self.assertRaisesRegex(UserError, words):
            self._book(visit, start, user)
        self._assert_untouched(visit)

    def test_planner_teacher_and_care_coordinator_book(self):
        for number, user in enumerate((self.planner, self.anouk, self.care)):
            visit = self._create_visit()
            start = WEDNESDAY + timedelta(days=number)
            self.assertTrue(self._book(visit, str(start), user))
            self.assertEqual((visit.state, visit.start), ("planned", start))
            self.assertEqual(visit.sudo().event_id.start, start)

    def test_nobody_books_what_he_may_not_plan(self):
        for user in (self.bram, self.manager, self.colleague):
            with self.assertRaises(AccessError):
                self._book(user=user)
        self._assert_untouched(self.visit)

    def test_what_is_no_time_is_refused_in_words(self):
        for start in (False, None, "soon", 12, "2026-11-31 12:00:00"):
            with self.subTest(start=start):
                self._assert_refused(self.visit, start, "Choose a time")
        self._assert_refused(self.visit, NOW - minutes(5), "time is over")

    def test_nobody_leads(self):
        visit = self._create_visit()
        visit.lead_id = False
        with self.assertRaisesRegex(UserError, "who leads"):
            self._book(visit)

    def test_a_taken_time_names_who_when_and_what_is_free(self):
        self._book()
        other = self._create_visit(self.family_b)
        with self.assertRaises(UserError) as caught:
            self._book(other, WEDNESDAY + minutes(30))
        booked, taken, free = str(caught.exception).splitlines()
        self.assertRegex(booked, rf"^{other.display_name} cannot .* 25, .* 4:00.PM\.$")
        self.assertRegex(taken, r"^Anouk is on another home visit from 3:30.* to 4:15")
        self.assertRegex(free, r"^Free .* 4:30.PM; .* 4:45.PM; .* 25, .* 6:30.PM\.$")
        self._assert_untouched(other)

    def test_the_way_from_one_to_the_next_is_kept(self):
        self._book()
        other = self._create_visit(self.family_b)
        for start in (minutes(59), minutes(-59), minutes(45), minutes(-45)):
            with self.subTest(start=start):
                self._assert_refused(
                    other, WEDNESDAY + start, "needs 15 minutes for the way"
                )
        self._book(other, WEDNESDAY + minutes(60))
        third = self._create_visit(self.family_b)
        self._book(third, WEDNESDAY - minutes(60))
        self.assertEqual(third.state, "planned")

    def test_the_way_depends_on_the_other_visit(self):
        self._book()
        other = self._create_visit(self.family_b)
        self.family_b.zip = "8012 BB"
        self.env["huisbezoek.travel.time"].create(
            {
                "school_id": self.school.id,
                "area_from": "8011",
                "area_to": "8012",
                "minutes": 30,
            }
        )
        self._assert_refused(other, WEDNESDAY + minutes(70), "30 minutes")
        self._book(other, WEDNESDAY + minutes(75))

    def test_a_companion_counts_as_much_as_the_lead(self):
        self.visit.companion_ids = [Command.set(self.emp_bram.ids)]
        self._book()
        other = self._create_visit(self.family_b, self.emp_bram)
        self._assert_refused(other, WEDNESDAY, "Bram is on another home visit")
        place = self.visit.visitor_ids.filtered(lambda v: v.kind == "companion")
        place.with_user(self.bram).action_decline()
        self._book(other, WEDNESDAY)

    def test_an_interpreter_is_told_of_without_a_name(self):
        interpreter = self.env["huisbezoek.interpreter"].create(
            {"school_id": self.school.id, "name": "Selma", "is_confirmed_adult": True}
        )
        self.visit.interpreter_id = interpreter
        self._book()
        other = self._create_visit(
            self.family_b, self.emp_bram, interpreter_id=interpreter.id
        )
        with self.assertRaises(UserError) as caught:
            self._book(other)
        self.assertIn("The interpreter is on another", str(caught.exception))
        self.assertNotIn("Selma", str(caught.exception))

    def test_an_interpreter_comes_at_his_own_times(self):
        interpreter = self.env["huisbezoek.interpreter"].create(
            {
                "school_id": self.school.id,
                "name": "Selma",
                "is_confirmed_adult": True,
                "time_ids": [
                    Command.create({"weekday": "3", "hour_from": 16, "hour_to": 17})
                ],
            }
        )
        visit = self._create_visit(interpreter_id=interpreter.id)
        self._assert_refused(visit, WEDNESDAY, "interpreter does not visit at that")
        self._assert_refused(
            visit, WEDNESDAY, "Free after that: [^;]* 26, 2026, 4:00.PM;"
        )
        self._book(visit, WEDNESDAY + timedelta(days=1, minutes=30))

    def test_a_planned_visit_moves_and_is_not_in_its_own_way(self):
        self._book()
        self._book(start=WEDNESDAY + minutes(15))
        self.assertEqual(self.visit.start, WEDNESDAY + minutes(15))
        occupied = self.env["huisbezoek.occupation"].search(
            [("visit_id", "=", self.visit.id)]
        )
        self.assertEqual(occupied.start, WEDNESDAY + minutes(15))

    def test_two_in_one_go_know_of_each_other(self):
        other = self._create_visit(self.family_b)
        self._book()
        self._assert_refused(other, WEDNESDAY, "another home visit")

    def test_held_visits_are_history(self):
        self._book()
        with freeze_time(WEDNESDAY + minutes(60)):
            self.visit.action_hold()
            with self.assertRaisesRegex(UserError, "buttons"):
                self._book(start=WEDNESDAY + timedelta(days=1))

    def test_alternatives_skip_closed_days_and_weekends(self):
        self.env["huisbezoek.closed.day"].create(
            {
                "school_id": self.school.id,
                "name": "Study days",
                "date_from": "2026-11-26",
                "date_to": "2026-11-27",
            }
        )
        evening = datetime(2026, 11, 25, 18, 45)  # 19:45 for 45 minutes: the last one
        self._book(start=evening)
        other = self._create_visit(self.family_b)
        self._assert_refused(
            other, evening, "Free after that: [^;]* 30, 2026, 2:15.PM;"
        )

    def test_nothing_free_says_so(self):
        self._book()
        other = self._create_visit(self.family_b)
        self.env["huisbezoek.closed.day"].create(
            {
                "school_id": self.school.id,
                "name": "Closed",
                "date_from": "2026-11-25",
                "date_to": "2027-02-24",
            }
        )
        self._assert_refused(other, WEDNESDAY, "No time is free in the weeks")

    def test_other_reasons_come_from_one_place(self):
        """What else forbids a time stands in one method, which may say more."""
        Visit = self.env.registry["huisbezoek.visit"]
        with patch.object(Visit, "_get_slot_findings", lambda *_: ["It is night."]):
            self._assert_refused(self.visit, WEDNESDAY, "It is night")
