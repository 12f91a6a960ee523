from datetime import datetime

from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from .common import NOW, HuisbezoekCase

WORDS = ("Defne", "Aydemir", "8011 AA", "Draaiorgel", "Kattenkruid")


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestLeaksHttp(HttpCase, HuisbezoekCase):
    """The same over the wire, with the sessions of real users (J1)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in (
            *(cls.anouk, cls.bram, cls.colleague, cls.admin),
            *(cls.planner, cls.manager, cls.care),
        ):
            user.password = user.login
        cls.visit = (
            cls.env["huisbezoek.visit"]
            .with_user(cls.planner)
            .create(
                {
                    "school_id": cls.school.id,
                    "household_id": cls.family_a.id,
                    "lead_id": cls.emp_anouk.id,
                    "start": datetime(2026, 11, 25, 14, 30),
                }
            )
        )
        cls.event = cls.visit.sudo().event_id
        records = cls._create_report(cls.visit.sudo())
        cls.report = records["huisbezoek.report"]
        cls.copy = records["huisbezoek.report.copy"]
        cls.signal = records["huisbezoek.care.signal"]
        cls.report._reopen("x")
        cls.report.told = "Draaiorgelmuziek"
        cls.report.action_finalize()
        cls.signal.text = "Kattenkruidzorg"
        cls.env.flush_all()

    def _call(self, model, method, *args, **kwargs):
        """Return the whole answer of the server, errors and all."""
        return self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            json={
                "jsonrpc": "2.0",
                "method": "call",
                "params": {
                    "model": model,
                    "method": method,
                    "args": args,
                    "kwargs": kwargs,
                },
            },
        ).text

    def assertTells(self, text):
        """Assert that an answer names nobody of the family."""
        for word in WORDS:
            self.assertNotIn(word, text)

    def test_those_who_may_know_are_told(self):
        """Else everything below would prove nothing."""
        self.authenticate("anouk", "anouk")
        answer = self._call("huisbezoek.pupil", "search_read", [], ["name"])
        self.assertIn("Defne Aydemir", answer)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_calls_of_those_who_may_not(self):
        calls = (
            ("huisbezoek.pupil", "read", [self.defne.id], ["name"]),
            ("huisbezoek.pupil", "name_search", "Defne"),
            ("huisbezoek.household", "read", [self.family_a.id], ["street"]),
            ("huisbezoek.visit", "web_read", [self.visit.id], {"place_label": {}}),
            (
                "huisbezoek.visit",
                "onchange",
                [],
                {"household_id": self.family_a.id, "school_id": self.school.id},
                ["household_id"],
                {
                    "family_label": {},
                    "place_label": {},
                    "household_id": {"fields": {"display_name": {}}},
                    "pupil_ids": {"fields": {"first_name": {}}},
                },
            ),
            (
                "huisbezoek.visit",
                "create",
                {
                    "household_id": self.family_a.id,
                    "school_id": self.school.id,
                    "lead_id": self.emp_bram.id,
                },
            ),
            ("calendar.event", "read", [self.event.id]),
            ("calendar.event", "search_read", [["name", "ilike", "Defne"]], ["name"]),
        )
        for login in ("bram", "colette", "admin_ict"):
            self.authenticate(login, login)
            self.url_open("/odoo?debug=1")
            for model, method, *args in calls:
                with self.subTest(login=login, model=model, method=method):
                    self.assertTells(self._call(model, method, *args))

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_addresses_of_files(self):
        for login in ("bram", "colette", "admin_ict"):
            self.authenticate(login, login)
            for kind in ("content", "image"):
                for record, field in (
                    (self.defne, "name"),
                    (self.family_a, "street"),
                    (self.visit, "family_label"),
                ):
                    answer = self.url_open(
                        f"/web/{kind}/{record._name}/{record.id}/{field}"
                    )
                    with self.subTest(login=login, url=answer.url):
                        self.assertTells(answer.text)
                        self.assertTells(str(answer.headers))

    def test_page_behind_the_link_of_an_attendee(self):
        """Each employee can read the links of all attendees."""
        attendee = self.event.attendee_ids
        answer = self.url_open(
            f"/calendar/meeting/view?token={attendee.access_token}&id={self.event.id}"
        )
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Home visit", answer.text)
        self.assertTells(answer.text)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_chatter_of_a_visit(self):
        self.visit.with_user(self.anouk).message_post(body="Defne Aydemir belt terug")
        for login in ("bram", "colette", "admin_ict"):
            self.authenticate(login, login)
            answer = self.url_open(
                "/mail/thread/messages",
                json={
                    "jsonrpc": "2.0",
                    "params": {
                        "thread_model": "huisbezoek.visit",
                        "thread_id": self.visit.id,
                    },
                },
            )
            with self.subTest(login=login):
                self.assertTells(answer.text)

    # === REPORTS === #

    def _get_addresses(self):
        """Return each address at which something of a report can be asked for."""
        files = self.report._get_all_files()
        self.assertGreater(len(files), 1)
        report, copy, signal = self.report, self.copy, self.signal
        return [
            *(f"/web/content/{file.id}" for file in files),
            *(f"/web/content/{file.id}?download=true" for file in files),
            *(f"/web/content/ir.attachment/{file.id}/datas" for file in files),
            *(f"/web/content/ir.attachment/{file.id}/index_content" for file in files),
            *(f"/web/image/{file.id}" for file in files),
            f"/web/content/huisbezoek.report/{report.id}/told",
            f"/web/content/huisbezoek.care.signal/{signal.id}/text",
            f"/report/html/huisbezoek_addon.report_document/{report.id}",
            f"/report/text/huisbezoek_addon.report_document/{report.id}",
            f"/report/html/huisbezoek_addon.report_copy_document/{copy.id}",
            f"/report/html/huisbezoek_addon.day_sheet_document/{self.visit.id}",
        ]

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_addresses_of_reports(self):
        """The PDF by its own address, and everything that prints one."""
        for login in ("bram", "colette", "admin_ict", "petra", "marga", None):
            self.authenticate(login, login)
            for url in self._get_addresses():
                answer = self.url_open(url)
                with self.subTest(login=login, url=url):
                    if login == "petra" and "day_sheet" in url:
                        self.assertIn("Defne", answer.text)
                        self.assertNotIn("Aydemir", answer.text)
                        continue
                    self.assertTells(answer.text)
                    self.assertTells(str(answer.headers))

    @mute_logger("odoo.http")  # as a replica would, the test begins read-only
    def test_reading_a_file_in_the_browser_is_remembered(self):
        self.env["huisbezoek.read.log"].search([]).unlink()
        self.authenticate("carla", "carla")
        answer = self.url_open(f"/web/content/{self.report.attachment_id.id}")
        self.assertIn("Draaiorgelmuziek", answer.text)
        log = self.env["huisbezoek.read.log"].search([])
        self.assertEqual((log.user_id, log.way), (self.care, "file"))
        self.assertEqual(log.res_id, self.report.id)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_nobody_adds_a_file_to_a_report_or_takes_one_away(self):
        file = self.report.attachment_id
        values = {
            "name": "photo.txt",
            "raw": "home",
            "res_model": self.report._name,
            "res_id": self.report.id,
        }
        self.report._reopen("x")
        self.env.flush_all()
        for login in ("anouk", "carla", "admin_ict"):
            self.authenticate(login, login)
            for method, *args in (
                ("create", values),
                ("write", file.ids, {"public": True}),
                ("write", file.ids, {"res_id": False, "res_model": False}),
                ("generate_access_token", file.ids),
                ("unlink", file.ids),
            ):
                with self.subTest(login=login, method=method):
                    self.assertIn("error", self._call("ir.attachment", method, *args))
        self.assertTrue(file.exists())
        self.assertFalse(file.access_token or file.public)
