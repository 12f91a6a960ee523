from odoo.fields import Command
from odoo.tests import HttpCase, freeze_time, tagged

from .common import NOW, HuisbezoekCase


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestYearTours(HuisbezoekCase, HttpCase):
    """The office in the browser: the next year, and what changes in this one (A2)."""

    def test_roll_over(self):
        url = "/odoo/home-visit-next-year"
        self.start_tour(url, "huisbezoek_rollover_prepare", login="petra")
        rollover = self.env["huisbezoek.rollover"].search([])
        self.assertEqual(rollover.state, "queued")
        cron = self.env.ref("huisbezoek_addon.huisbezoek_rollover_cron")
        cron.method_direct_trigger()
        self.assertEqual(rollover.state, "done")
        self.start_tour(url, "huisbezoek_rollover_done", login="petra")

    def test_a_pupil_leaves(self):
        visit = self._create_visit()
        self.start_tour(
            "/odoo/home-visit-pupils", "huisbezoek_pupil_leaves", login="petra"
        )
        self.assertEqual(visit.state, "cancelled")

    def test_a_visit_is_put_right(self):
        visit = self._create_visit()
        self.group_1.teaching_ids.date_to = "2026-11-01"
        self.group_1.teaching_ids = [
            Command.create({"teacher_id": self.group_2.teaching_ids.teacher_id.id})
        ]
        self.start_tour(
            f"/odoo/home-visits/{visit.id}", "huisbezoek_visit_put_right", login="petra"
        )
        self.assertEqual(visit.lead_id, self.emp_bram)
