from datetime import datetime

from odoo.tests import HttpCase, freeze_time, tagged
from odoo.tools import mute_logger

from .common import NOW, HuisbezoekCase

WORDS = ("Defne", "Aydemir", "8011 AA")


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestLeaksHttp(HttpCase, HuisbezoekCase):
    """The same over the wire, with the sessions of real users (J1)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in (cls.anouk, cls.bram, cls.colleague, cls.admin):
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
