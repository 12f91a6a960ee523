from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import NOW, HuisbezoekCase

WEDNESDAY = datetime(2026, 11, 25, 14, 30)


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestVisitCalendar(HuisbezoekCase):
    """A visit stands in its visitors' own calendar, and follows it (E1)."""

    def setUp(self):
        super().setUp()
        self.visit = self._create_visit()
        self.visit.start = WEDNESDAY
        self.event = self.visit.sudo().event_id

    def test_planning_makes_a_neutral_private_event(self):
        self.assertEqual(self.visit.state, "planned")
        self.assertEqual(self.visit.stop, WEDNESDAY + timedelta(minutes=45))
        self.assertEqual(self.event.name, "Home visit")
        self.assertEqual(self.event.privacy, "private")
        self.assertEqual(self.event.user_id, self.anouk)
        self.assertEqual(self.event.partner_ids, self.anouk.partner_id)
        self.assertEqual(
            (self.event.start, self.event.stop), (self.visit.start, self.visit.stop)
        )
        self.assertFalse(self.event.description)
        self.assertFalse(self.event.location)

    def test_title_names_the_pupil_to_the_visitor_alone(self):
        def title(user):
            self.env.invalidate_all()
            return self.event.with_user(user).display_name

        self.assertEqual(title(self.anouk), "Home visit Defne")
        self.assertEqual(title(self.bram), "Busy")
        self.assertEqual(title(self.planner), "Busy")

    def test_visitor_moves_the_event_and_the_visit_follows(self):
        event = self.event.with_user(self.anouk)
        event.write(
            {
                "start": WEDNESDAY + timedelta(days=1),
                "stop": WEDNESDAY + timedelta(days=1, minutes=30),
            }
        )
        self.assertEqual(self.visit.start, WEDNESDAY + timedelta(days=1))
        self.assertEqual(self.visit.duration, 0.5)
        occupied = self.env["huisbezoek.occupation"].search(
            [("visit_id", "=", self.visit.id)]
        )
        self.assertEqual(occupied.start, self.visit.start)

    def test_planner_moves_the_visit_and_the_event_follows(self):
        self.visit.start = WEDNESDAY + timedelta(days=7)
        self.assertEqual(self.event.start, WEDNESDAY + timedelta(days=7))
        self.assertEqual(self.visit.duration, 0.75)

    def test_deleted_event_returns_the_visit_to_planning(self):
        self.event.with_user(self.anouk).unlink()
        self.assertEqual(self.visit.state, "todo")
        self.assertFalse(self.visit.start)
        activity = self.visit.sudo().activity_ids
        self.assertEqual(activity.user_id, self.planner)
        self.assertEqual(activity.summary, "Plan this visit again")

    def test_archived_event_returns_the_visit_and_planning_brings_it_back(self):
        self.event.with_user(self.anouk).action_archive()
        self.assertEqual(self.visit.state, "todo")
        self.visit.start = WEDNESDAY
        self.assertTrue(self.event.active)

    def test_the_wall_stays_neutral(self):
        event = self.event.with_user(self.anouk)
        for name, value in {
            "name": "Bezoek Aydemir",
            "location": "Aydemirstraat 12",
            "description": "gescheiden",
            "privacy": "public",
        }.items():
            with self.assertRaises(UserError):
                event.write({name: value})
        event.with_context(dont_notify=True).write({"name": "Bezoek Aydemir"})
        self.assertEqual(self.event.name, "Home visit")

    def test_cancelling_frees_the_time(self):
        self.visit._close("by_school")
        self.assertFalse(self.event.active)
        other = self._create_visit(self.family_b)
        other.start = WEDNESDAY
        self.assertEqual(other.state, "planned")

    def test_nobody_is_in_two_homes_at_once(self):
        other = self._create_visit(self.family_b)
        with self.assertRaises(UserError):
            other.start = WEDNESDAY + timedelta(minutes=15)

    def test_colleague_cannot_move_it(self):
        with self.assertRaises(AccessError):
            self.event.with_user(self.bram).write(
                {"start": WEDNESDAY + timedelta(hours=1)}
            )

    def test_teacher_plans_from_her_own_calendar(self):
        visit = self._create_visit(self.family_b, self.emp_bram)
        event = (
            self.env["calendar.event"]
            .with_user(self.bram)
            .create(
                {
                    "name": "Bezoek Zandstra",
                    "start": WEDNESDAY,
                    "stop": WEDNESDAY + timedelta(minutes=45),
                    "plan_visit_id": visit.id,
                }
            )
        )
        self.assertEqual(visit.state, "planned")
        self.assertEqual(event.sudo().name, "Home visit")
        self.assertFalse(event.sudo().description)

    def test_teacher_holds_the_visit(self):
        visit = self.visit.with_user(self.anouk)
        with self.assertRaises(UserError):
            visit.action_hold()
        with freeze_time(WEDNESDAY + timedelta(hours=1)):
            visit.action_hold()
        self.assertEqual(visit.state, "done")
        self.assertEqual(visit.real_start, WEDNESDAY)
        with self.assertRaises(AccessError):
            self.visit.with_user(self.bram).action_hold()
