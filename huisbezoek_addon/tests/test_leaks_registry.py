import re
from datetime import datetime

from lxml import etree

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import NOW, HuisbezoekCase

#: Models that hold the name, address or story of a family.
FAMILY = {
    "huisbezoek.pupil",
    "huisbezoek.guardian",
    "huisbezoek.guardianship",
    "huisbezoek.household",
    "huisbezoek.secret.address",
    "huisbezoek.avoidance",
    "huisbezoek.membership",
    "huisbezoek.acknowledgement",
}
#: Models that hold nothing of a person, and why.
NOTHING_PERSONAL = {
    "huisbezoek.school": "the school itself",
    "huisbezoek.school.year": "dates of a year",
    "huisbezoek.group": "a class has a name and no person",
    "huisbezoek.closed.day": "days of the school",
    "huisbezoek.feast": "days in the list of the school; no family points to them",
    "huisbezoek.travel.time": "minutes between areas of postcodes",
    "huisbezoek.round": "days and groups of a school, and numbers",
    "huisbezoek.language": "a list of languages",
    "huisbezoek.protocol": "what the school agreed on",
    "huisbezoek.goal": "what visits are for",
    "huisbezoek.topic": "what visits are to be about",
    "huisbezoek.protocol.section": "what the school agreed on",
    "huisbezoek.protocol.translation": "what the school agreed on",
    "huisbezoek.protocol.passage": "what the school agreed on",
    "huisbezoek.guide.item": "what the school arranges; its owner is work, no file",
    "huisbezoek.care.route": "what a school does in a situation",
    "huisbezoek.care.step": "a step of it, and the number of a body outside",
    "huisbezoek.consultation.tally": "numbers of a month, and no person",
    "huisbezoek.import.location": "a location of the school in a file",
    "huisbezoek.job.progress": "how far a job is",
    "huisbezoek.rollover": "a step of the school; who took it is work, no file",
}
#: What may not be stored of anybody (A3): in names and in labels.
FORBIDDEN = re.compile(
    r"\b(bsn|eck|burgerservice|religion|belief|church|faith|nationalit|ethnic|"
    r"country|countries|birth_place|race|photo|picture|image|avatar|gender|sex)",
    re.IGNORECASE,
)
#: A field that is forbidden by its name, and why it is none.
ALLOWED = {
    "huisbezoek.school.letterhead": "the school's own letterhead",
}


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestLeaksRegistry(HuisbezoekCase):
    """What holds for each model there is, and for each that comes."""

    def _get_models(self, transient=None):
        return {
            name: self.env[name]
            for name, model in self.env.registry.items()
            if name.startswith("huisbezoek.")
            and not model._abstract
            and transient in (None, model._transient)
        }

    def test_no_link_from_outside_to_a_family(self):
        """Whatever points to a family can be searched by those who read it."""
        links = [
            f"{name}.{field.name}"
            for name, model in self.env.registry.items()
            if not name.startswith("huisbezoek.") and not model._abstract
            for field in model._fields.values()
            if field.relational and field.comodel_name in FAMILY
        ]
        self.assertEqual(links, [])

    def test_links_of_the_calendar_to_visits_are_not_stored(self):
        links = [
            f"{name}.{field.name}"
            for name, model in self.env.registry.items()
            if not name.startswith("huisbezoek.") and not model._abstract
            for field in model._fields.values()
            if field.relational
            and (field.comodel_name or "").startswith("huisbezoek.")
            and (field.store or not field.groups)
        ]
        # One2many of the roles of a user: for the system administrator alone. Hour
        # lines are read by many, their visit by those with a role, under its rules.
        known = {
            "res.users.huisbezoek_role_ids": "base.group_system",
            "account.analytic.line.home_visit_id": "huisbezoek_addon.group_user",
        }
        self.assertEqual([link for link in links if link not in known], [])
        for link, groups in known.items():
            model, _dot, name = link.rpartition(".")
            self.assertEqual(self.env[model]._fields[name].groups, groups)

    def test_a_place_on_a_visit_holds_no_family(self):
        """Companions read visitors: names there are computed for each reader."""
        for field in self.env["huisbezoek.visitor"]._fields.values():
            with self.subTest(field=field.name):
                self.assertNotIn(field.comodel_name, FAMILY)

    def test_nothing_is_stored_that_may_not_be(self):
        for name, model in self._get_models().items():
            for field in model._fields.values():
                full = f"{name}.{field.name}"
                with self.subTest(field=full):
                    if full not in ALLOWED and not field.name.startswith("image_"):
                        words = f"{field.name} {field.string}".replace("_", " ")
                        self.assertIsNone(FORBIDDEN.search(words))
                    if name in FAMILY or name == "huisbezoek.visit":
                        self.assertNotIn(field.type, ("binary", "image"))

    def test_names_of_families_ask_who_is_looking(self):
        for name in ("pupil", "guardian", "household"):
            model = self.env.registry[f"huisbezoek.{name}"]
            self.assertTrue(hasattr(model, "_filter_readable"))

    def test_no_chatter_where_families_are_kept(self):
        """A chatter would keep what was erased; the visit's own is quiet."""
        for name in FAMILY:
            self.assertNotIn("message_ids", self.env[name]._fields)
        self.assertTrue(
            hasattr(self.env["huisbezoek.visit"], "_check_nobody_mentioned")
        )

    def test_no_number_offers_to_send_a_text_message(self):
        """Odoo would log whom it was sent to, and what it said."""
        views = self.env["ir.ui.view"].search([("model", "=like", "huisbezoek.%")])
        for view in views:
            for node in etree.fromstring(view.arch_db).iter("field"):
                if node.get("widget") == "phone":
                    with self.subTest(view=view.name, field=node.get("name")):
                        options = node.get("options", "").lower()
                        self.assertIn("'enable_sms': false", options)

    def test_each_model_says_what_it_holds_of_a_person(self):
        silent = {
            name
            for name, model in self._get_models(transient=False).items()
            if not getattr(model, "_personal_data", None)
        }
        self.assertEqual(silent, set(NOTHING_PERSONAL))

    def test_each_model_with_personal_data_erases_it(self):
        self.env["huisbezoek.secret.address"].create(
            {"household_id": self.family_a.id, "address": "Schuilweg 1"}
        )
        self.env["huisbezoek.avoidance"].create(
            {"household_id": self.family_a.id, "weekday": "4"}
        )
        self.env["huisbezoek.acknowledgement"]._record(
            self.family_a, NOW.date(), "letter", False
        )
        self.env["huisbezoek.weekly.time"].create(
            {
                "school_id": self.school.id,
                "employee_id": self.emp_anouk.id,
                "weekday": "2",
                "hour_from": 16,
                "hour_to": 18,
            }
        )
        self._create_import(self.school)
        self._create_rollover(self.school)
        held = self._create_visit(start=datetime(2026, 11, 20, 14, 30))
        held.action_hold()
        event = held.sudo().event_id
        self.env["huisbezoek.hours.correction"].create(
            {
                "visit_id": held.id,
                "employee_id": self.emp_anouk.id,
                "kind": "report",
                "hours": 1,
                "reason": "Long report",
            }
        )
        planned = self._create_visit(
            self.family_b, start=datetime(2026, 11, 25, 14, 30)
        )
        planned.sudo().interpreter_id = self.env["huisbezoek.interpreter"].create(
            {
                "school_id": self.school.id,
                "name": "Selma",
                "is_confirmed_adult": True,
                "time_ids": [Command.create({"weekday": "2"})],
            }
        )
        self._create_round(planned.sudo())
        self._create_report(planned.sudo())
        self._create_consultation(
            planned.sudo(), self._create_user("vera", "confidant")
        )
        models = {
            name
            for name, model in self._get_models(transient=False).items()
            if getattr(model, "_personal_data", None)
        }
        for name in models:
            with self.subTest(model=name), self.env.cr.savepoint() as savepoint:
                record = self.env[name].search([], limit=1, order="id")
                self.assertTrue(record)
                record.with_user(self.env.ref("base.user_root"))._erase()
                self.env.flush_all()
                self.assertFalse(record.exists())
                if name == "huisbezoek.visit":
                    self.assertFalse(event.exists())
                savepoint.rollback()
                self.env.invalidate_all()
