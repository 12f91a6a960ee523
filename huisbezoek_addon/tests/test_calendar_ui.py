from datetime import datetime, time, timedelta

from odoo import fields
from odoo.tests import tagged

from .common import HuisbezoekHttpCase


@tagged("post_install", "-at_install")
class TestCalendarUi(HuisbezoekHttpCase):
    """Feasts, closed days and the calendar of visits in a browser (C2, C5)."""

    browser_size = "1366x768"

    def test_planner_chooses_feasts_for_a_family(self):
        first = fields.Date.today() + timedelta(days=30)
        self.env["huisbezoek.feast"].create(
            {
                "school_id": self.school.id,
                "name": "Feast of lights",
                "date_from": first,
                "date_to": first + timedelta(days=1),
                "begins_evening_before": True,
            }
        )
        self.start_tour(
            "/odoo/home-visit-households", "huisbezoek_choose_feasts", login="petra"
        )
        evening, days = self.family_a.avoidance_ids.sorted("date_from")
        self.assertEqual(evening.date_from, first - timedelta(days=1))
        self.assertGreater(evening.hour_from, 0)
        self.assertEqual((days.date_from, days.hour_from), (first, 0))
        self.assertFalse(self.env["huisbezoek.feast.choice"].search([]))

    def test_planner_returns_the_visits_that_a_closed_day_hits(self):
        day = fields.Date.today() + timedelta(days=3)
        visit = self._create_visit(start=datetime.combine(day, time(14, 30)))
        self.env["huisbezoek.closed.day"].with_user(self.manager).create(
            {"school_id": self.school.id, "name": "Study day", "date_from": day}
        )
        self.start_tour(
            "/odoo/home-visit-closed-days", "huisbezoek_close_a_day", login="petra"
        )
        self.assertEqual(visit.state, "todo")

    def test_planner_drags_a_visit_into_the_calendar(self):
        visit = self._create_visit()
        self.start_tour("/odoo/home-visits", "huisbezoek_drag_to_plan", login="petra")
        self.assertEqual(visit.state, "planned")
        # The browser of a test has the clock of the server, which is UTC.
        self.assertEqual(visit.start.time(), time(10))
        self.assertEqual(visit.duration, 0.75)

    def test_management_adds_the_days_that_are_missing(self):
        days = self.env["huisbezoek.closed.day"].search(
            [("school_id", "=", self.school.id)]
        )
        count = len(days)
        days.unlink()
        self.school.calendar_keys = False
        self.start_tour(
            "/odoo/home-visit-closed-days", "huisbezoek_add_days", login="marga"
        )
        self.assertEqual(
            self.env["huisbezoek.closed.day"].search_count(
                [("school_id", "=", self.school.id)]
            ),
            count,
        )
