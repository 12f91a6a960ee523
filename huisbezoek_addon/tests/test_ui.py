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

    def test_from_the_door_to_the_dossier(self):
        """Prepare, arrive, leave, a report in a minute, final, PDF, dossier, hours."""
        self.anouk.group_ids |= self.env.ref("hr_timesheet.group_hr_timesheet_user")
        self.env["huisbezoek.hours.consent"].with_user(self.manager).create(
            {"school_id": self.school.id}
        ).action_record()
        visit = self._create_visit(start=fields.Datetime.now())
        self.start_tour(
            "/odoo/my-home-visits", "huisbezoek_door_to_dossier", login="anouk"
        )
        self.assertEqual(visit.state, "reported")
        report = visit.sudo().report_ids
        self.assertEqual(report.told, "She likes to draw.")
        self.assertTrue(report.topic_ids)
        self.assertTrue(report.attachment_id)
        self.start_tour("/odoo/home-visit-pupils", "huisbezoek_dossier", login="anouk")
        self.start_tour(
            "/odoo/my-home-visit-hours", "huisbezoek_my_hours", login="anouk"
        )

    def test_a_worry_is_moved(self):
        visit = self._create_visit(start=fields.Datetime.now())
        visit.with_user(self.anouk).action_hold()
        report = visit.with_user(self.anouk)._get_or_create_report()
        report.write(
            {
                "expects": "Homework.",
                "told": "He likes football. Blue marks on his arm.",
            }
        )
        self.start_tour(
            "/odoo/home-visit-reports", "huisbezoek_move_a_worry", login="anouk"
        )
        signal = self.env["huisbezoek.care.signal"].search([])
        self.assertEqual(signal.text, "Blue marks on his arm.")
        self.assertEqual(report.told, "He likes football.")
