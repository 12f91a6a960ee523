from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import HuisbezoekHttpCase


@tagged("post_install", "-at_install")
class TestUi(HuisbezoekHttpCase):
    """What a teacher does in a browser."""

    browser_size = "1366x768"

    def test_teacher_plans_drags_and_holds_a_visit(self):
        visit = self._create_visit()
        self.start_tour(
            "/odoo/my-home-visits", "huisbezoek_plan_and_move", login="anouk"
        )
        event = visit.sudo().event_id
        self.assertEqual(visit.state, "planned")
        self.assertEqual(visit.start.day, 20)
        self.assertEqual(visit.start, event.start)
        self.assertEqual(event.name, "Home visit")
        # The day comes, and the visit is over.
        visit.start = fields.Datetime.now() - timedelta(hours=1)
        self.start_tour("/odoo/my-home-visits", "huisbezoek_hold", login="anouk")
        self.assertEqual(visit.state, "done")

    def test_teacher_plans_a_visit_from_her_calendar(self):
        visit = self._create_visit()
        self.start_tour(
            "/odoo/calendar", "huisbezoek_plan_from_calendar", login="anouk"
        )
        self.assertEqual(visit.state, "planned")
        self.assertEqual(visit.duration, 0.75)
        self.assertEqual(visit.sudo().event_id.name, "Home visit")


@tagged("post_install", "-at_install")
class TestUiPhone(HuisbezoekHttpCase):
    """What a teacher does on a doorstep."""

    browser_size = "390x844"
    touch_enabled = True

    def test_teacher_holds_a_visit(self):
        visit = self._create_visit()
        visit.start = fields.Datetime.now() - timedelta(hours=1)
        self.start_tour("/odoo/my-home-visits", "huisbezoek_hold", login="anouk")
        self.assertEqual(visit.state, "done")
