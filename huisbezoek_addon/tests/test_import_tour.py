from odoo.tests import HttpCase, freeze_time, tagged

from .common import NOW, HuisbezoekCase


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestImportTour(HuisbezoekCase, HttpCase):
    """A planner imports a file in the browser (A6)."""

    def test_import(self):
        url = "/odoo/home-visit-imports"
        self.start_tour(url, "huisbezoek_import_upload", login="petra")
        job = self.env["huisbezoek.import"].search([])
        self.assertEqual(job.state, "queued")
        self.env.ref("huisbezoek_addon.huisbezoek_import_cron").method_direct_trigger()
        self.assertEqual(job.state, "done")
        self.start_tour(url, "huisbezoek_import_report", login="petra")

    def test_downloads(self):
        job = self.env["huisbezoek.import"].with_user(self.planner).create({})
        self.authenticate("petra", "petra")
        answer = self.url_open(job.action_download_template_nl()["url"])
        self.assertIn("gezin_sleutel;leerling_sleutel", answer.text)
        self.assertIn("gezinnen.csv", answer.headers["Content-Disposition"])
        self.authenticate("colette", "colette")
        answer = self.url_open(job.action_download_template_nl()["url"])
        self.assertEqual(answer.status_code, 404)
