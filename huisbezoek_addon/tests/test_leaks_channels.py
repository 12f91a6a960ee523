import logging
from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import NOW, HuisbezoekCase

TOMORROW = datetime(2026, 11, 24, 14, 30)

#: Words that nobody else uses, so that a hit is a hit.
WORDS = (
    "Ybeltje",  # pupil
    "Zwaluwhof",  # surname
    "Oudenwater",  # guardian
    "Kwikstaartpad",  # street
    "9999 QX",  # postcode
    "Grutterswegje",  # pupil of the secret address
    "Schuilplaatsweg",  # the secret address
    "Voorheenlaan",  # the address before it was secret
    "kwikstaart@example.org",
    "0687654321",
    "Draaiorgelmuziek",  # told on the visit
    "Kattenkruidzorg",  # a worry
    "Vergissinkje",  # why the report was corrected
)
#: Where the ERP keeps text that people search in, and what of it is text.
WALLS = {
    "calendar.event": ("name", "display_name", "description", "location", "notes"),
    "calendar.attendee": ("common_name", "email", "display_name"),
    "mail.activity": ("summary", "note", "res_name"),
    "mail.message": ("body", "subject", "email_from"),
    "mail.mail": ("body_html", "subject", "email_to"),
    "mail.notification": ("mail_email_address",),
    "mail.tracking.value": ("old_value_char", "new_value_char", "new_value_text"),
    "ir.attachment": ("name", "index_content", "description"),
    "res.partner": ("name", "street", "email", "phone", "comment", "display_name"),
    "hr.employee.public": ("name", "work_email"),
    "ir.logging": ("message",),
    "discuss.channel": ("name", "description"),
    "project.project": ("name", "display_name", "description"),
    "project.task": ("name", "display_name", "description", "email_cc"),
    "account.analytic.line": ("name", "display_name"),
    "account.analytic.account": ("name", "display_name", "code"),
}


class Ear(logging.Handler):
    """Remembers what the log says from INFO on, at whatever level it is printed."""

    def __init__(self):
        """Begin with nothing heard."""
        super().__init__(logging.INFO)
        self.heard = []

    def __enter__(self):
        """Listen."""
        self.logger = logging.getLogger("odoo")
        self.former = self.logger.level
        self.logger.setLevel(logging.INFO)
        self.logger.addHandler(self)
        self.logger.propagate = False
        return self

    def __exit__(self, *args):
        """Listen no more."""
        self.logger.removeHandler(self)
        self.logger.setLevel(self.former)
        self.logger.propagate = True

    def emit(self, record):
        """Override of `logging` to keep the message as it would be printed."""
        self.heard.append(record.getMessage())
        if record.levelno >= logging.WARNING:
            logging.getLogger().handle(record)


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestLeaksChannels(HuisbezoekCase):
    """Who may not know a family finds nothing of it, by no way (J1, design §5).

    First a month in the life of a school passes: families come, visits are
    planned, moved, deleted in the calendar, planned again and held, and one
    address becomes secret. Then everybody else looks everywhere.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.people = {
            "colleague": cls.colleague,
            "other_teacher": cls.bram,
            "other_school": cls._create_user("cees", "planner", cls.second_school),
            "other_company": cls._create_user("pia", "planner", cls.other_school),
            "system": cls.admin,
            "management": cls.manager,
            "companion_elsewhere": cls._create_user("coen", "companion"),
            "portal": cls._create_user("ouder", groups="base.group_portal"),
        }
        for user in cls.people.values():
            if not user.share:
                user.group_ids |= cls.env.ref("base.group_allow_export")
        # Hours are written too, and read by project managers and approvers.
        cls.people["boss"] = cls._create_user(
            "boss",
            groups="base.group_user,project.group_project_manager,"
            "base.group_allow_export",
        )
        cls.school.hours_consent_date = NOW.date()
        cls.before = cls._count()
        with Ear() as cls.ear:
            cls._live_a_month()
            cls._end_request()
            logging.getLogger(__name__).info("The ear hears.")

    @classmethod
    def _count(cls):
        return {
            model: cls.env[model]
            .sudo()
            .with_context(active_test=False)
            .search_count([])
            for model in ("res.partner", "mail.mail", "mail.notification", "res.users")
        }

    @classmethod
    def _live_a_month(cls):
        """Run the whole flow, each step as the humblest who takes it."""
        planner = cls.planner
        cls.pupil, cls.family = cls._import_family(
            planner, "Ybeltje", "Zwaluwhof", street="Kwikstaartpad 7", zip="9999 QX"
        )
        cls.hidden_pupil, cls.hidden = cls._import_family(
            planner, "Grutterswegje", "Zwaluwhof", street="Voorheenlaan 3"
        )
        cls.hidden.with_user(planner).has_secret_address = True
        cls.env["huisbezoek.secret.address"].with_user(cls.care).create(
            {"household_id": cls.hidden.id, "address": "Schuilplaatsweg 1"}
        )
        pupils = (cls.pupil | cls.hidden_pupil).with_user(planner)
        visits = cls.env["huisbezoek.visit"].browse(
            pupils.action_create_visits()["domain"][0][2]
        )
        cls.visit = visits.filtered(lambda v: v.household_id == cls.family)
        cls.hidden_visit = visits - cls.visit
        cls._end_request()
        cls._plan(cls.visit.with_user(cls.anouk))
        hidden = cls.hidden_visit.with_user(planner)
        hidden.write({"start": TOMORROW + timedelta(hours=2), "place": "home"})
        hidden.companion_ids = hidden.companion_ids.browse(cls.emp_bram.id)
        cls.event = cls.visit.sudo().event_id

    @classmethod
    def _end_request(cls):
        """Do what follows at the end of each request, such as tracking."""
        cls.env.flush_all()
        cls.env.cr.precommit.run()
        cls.env.invalidate_all()

    @classmethod
    def _plan(cls, visit):
        """Plan, ask a companion, move in the calendar, delete there, plan, hold."""
        visit.start = TOMORROW + timedelta(days=3)
        visit.companion_ids = visit.companion_ids.browse(cls.emp_colleague.id)
        event = visit.sudo().event_id.with_user(cls.anouk)
        event.write(
            {
                "start": TOMORROW + timedelta(days=4),
                "stop": TOMORROW + timedelta(days=4, minutes=45),
            }
        )
        event.unlink()
        cls.env["calendar.event"].with_user(cls.anouk).create(
            {
                "name": "Naar Ybeltje Zwaluwhof",
                "location": "Kwikstaartpad 7",
                "description": "Kwikstaartpad 7",
                "start": NOW - timedelta(hours=2),
                "stop": NOW - timedelta(hours=1, minutes=15),
                "plan_visit_id": visit.id,
            }
        )
        visit.message_post(body="Moeder Oudenwater belt terug", message_type="comment")
        visit.action_hold()
        cls._report(visit)

    @classmethod
    def _report(cls, visit):
        """Write, finish, correct and hand out a report, and move a worry out of it."""
        report = visit._get_or_create_report()
        report.told = "Draaiorgelmuziek"
        worry = "Kattenkruidzorg is wat ik zag"
        report.part_ids.text = f"Ybeltje houdt van Draaiorgelmuziek. {worry}"
        report.action_finalize()
        visit._move_to_signal(
            f"huisbezoek.report.part,{report.part_ids.id},text",
            "Ybeltje houdt van Draaiorgelmuziek.",
            worry,
        )
        report._reopen("Vergissinkje")
        report.action_finalize()
        report.action_copy()
        cls.report = report.with_env(cls.env)

    @classmethod
    def _import_family(cls, user, first_name, last_name, **address):
        env = cls.env(user=user)
        pupil = env["huisbezoek.pupil"].create(
            {
                "school_id": cls.school.id,
                "first_name": first_name,
                "last_name": last_name,
                "birth_date": date(2021, 4, 17),
                "membership_ids": [Command.create({"group_id": cls.group_1.id})],
            }
        )
        household = env["huisbezoek.household"].create(
            {
                "school_id": cls.school.id,
                "pupil_ids": pupil.ids,
                "guardian_ids": [
                    Command.create(
                        {
                            "first_name": "Oudenwater",
                            "last_name": last_name,
                            "phone": "0687654321",
                            "email": "kwikstaart@example.org",
                            "guardianship_ids": [
                                Command.create({"pupil_id": pupil.id})
                            ],
                        }
                    )
                ],
                **address,
            }
        )
        return pupil.with_env(cls.env), household.with_env(cls.env)

    def assertTells(self, nothing, where=""):
        """Assert that what came back holds none of the words."""
        for word in WORDS:
            self.assertNotIn(word.lower(), str(nothing).lower(), where)

    # === WHAT THE FLOW LEFT BEHIND === #

    def test_the_flow_really_took_place(self):
        self.assertEqual(self.visit.state, "reported")
        self.assertEqual(self.report.version, 2)
        self.assertTrue(self.report.copy_ids)
        self.assertTrue(self.env["huisbezoek.care.signal"].search([]))
        self.assertEqual(self.hidden_visit.state, "planned")
        self.assertEqual(len(self.visit.visitor_ids), 2)
        self.assertIn(self.planner, self.visit.activity_ids.user_id)
        self.assertTrue(self.event)

    def test_no_contact_no_mail_no_notification(self):
        self.assertEqual(self._count(), self.before)

    def test_nobody_follows(self):
        followers = self.env["mail.followers"].search(
            [
                "|",
                ("res_model", "=", "huisbezoek.visit"),
                "&",
                ("res_model", "=", "calendar.event"),
                ("res_id", "=", self.event.id),
            ]
        )
        self.assertFalse(followers)

    def test_log_names_nobody(self):
        self.assertIn("The ear hears.", self.ear.heard)
        for line in self.ear.heard:
            self.assertTells(line)

    def test_tracked_values_tell_no_more_than_state_and_time(self):
        tracked = self.env["mail.tracking.value"].search(
            [("mail_message_id.model", "=", "huisbezoek.visit")]
        )
        self.assertTrue(tracked)
        self.assertEqual(set(tracked.field_id.mapped("name")), {"state", "start"})

    def test_nothing_in_what_everybody_searches(self):
        """In sudo: it is not hidden there, it is not there."""
        for model, names in WALLS.items():
            Model = self.env[model].sudo().with_context(active_test=False)
            for name in names:
                for word in WORDS:
                    domain = [(name, "ilike", word)]
                    if model == "mail.message":
                        # The log of a visit; see test_log_of_a_visit.
                        domain += [("model", "not like", "huisbezoek.")]
                    with self.subTest(model=model, field=name, word=word):
                        self.assertFalse(Model.search(domain))

    # === WAYS TO LOOK === #

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_reading_the_walls(self):
        for who, user in self.people.items():
            for model, names in WALLS.items():
                Model = self.env[model].with_user(user)
                if not Model.has_access("read"):
                    continue
                names = [
                    n
                    for n in names
                    if Model._has_field_access(Model._fields[n], "read")
                ]
                with self.subTest(who=who, model=model):
                    self.env.invalidate_all()
                    self.assertTells(Model.web_search_read([], {n: {} for n in names}))
                    self.assertTells(Model.name_search(""))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_paths_into_our_models(self):
        """A domain may walk along relations, each under its own rules."""
        for who, user in self.people.items():
            for model, path in (
                ("huisbezoek.visitor", "visit_id.household_id.name"),
                ("huisbezoek.visitor", "visit_id.household_id.street"),
                ("huisbezoek.visitor", "visit_id.pupil_ids.first_name"),
                ("huisbezoek.visitor", "visit_id.household_id"),
                ("huisbezoek.group", "membership_ids.pupil_id.first_name"),
                ("huisbezoek.school.year", "group_ids.membership_ids.pupil_id.name"),
                ("calendar.event", "activity_ids.res_name"),
            ):
                Model = self.env[model].with_user(user)
                for word in ("Ybeltje", "Zwaluwhof", "Kwikstaartpad"):
                    with self.subTest(who=who, path=path, word=word):
                        try:
                            found = Model.search([(path, "ilike", word)])
                        except AccessError as error:
                            self.assertTells(error)
                        else:
                            self.assertFalse(found)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_every_way_into_our_own_models(self):
        """Search, groups, export, names and dialogs, as those who may not know."""
        for who, user in self.people.items():
            for model in self._get_models():
                Model = self.env[model].with_user(user)
                for way in (
                    lambda m: m.search_read([]),
                    lambda m: m.name_search(""),
                    self._group_by_each_field,
                    lambda m: m.search([]).export_data(["display_name"]),
                    lambda m: m.web_search_read([], {"display_name": {}}),
                    lambda m: m.default_get(list(m._fields)),
                    lambda m: m.search([]).copy_data(),
                    self._read_each_by_id,
                ):
                    with self.subTest(who=who, model=model):
                        self.env.invalidate_all()
                        try:
                            self.assertTells(way(Model))
                        except AccessError as error:
                            self.assertTells(error)

    def _read_each_by_id(self, Model):
        every = Model.sudo().with_context(active_test=False).search([])
        return every.with_env(Model.env).web_read({"display_name": {}})

    def _group_by_each_field(self, Model):
        kinds = ("char", "many2one", "selection", "many2many")
        return [
            Model.formatted_read_group([], [name], ["__count"])
            for name, field in Model._fields.items()
            if field.store
            and field.type in kinds
            and Model._has_field_access(field, "read")
        ]

    def _get_models(self):
        return sorted(
            name
            for name, model in self.env.registry.items()
            if name.startswith("huisbezoek.")
            and not model._abstract
            and not model._transient
        )

    def test_names_behind_a_relation(self):
        """Whoever reads the pointing record reads a number, not the name."""
        companion = self.visit.visitor_ids.filtered(lambda v: v.kind == "companion")
        self._give_role(self.colleague, "companion")
        place = companion.with_user(self.colleague)
        self.env.invalidate_all()
        self.assertTells(place.web_read({"visit_id": {"fields": {"display_name": {}}}}))
        for nested in (
            {"household_id": {"fields": {"display_name": {}}}},
            {"pupil_ids": {"fields": {"display_name": {}}}},
            {"place_label": {}},
        ):
            with (
                mute_logger("odoo.addons.base.models.ir_rule"),
                self.assertRaises(AccessError) as error,
            ):
                place.web_read({"visit_id": {"fields": nested}})
            self.assertTells(error.exception)
        Visitor = place.browse()
        for path in ("visit_id.household_id", "visit_id.household_id.street"):
            with mute_logger("odoo.addons.base.models.ir_rule"):
                try:
                    self.assertTells(
                        Visitor.formatted_read_group([], [path], ["__count"])
                    )
                except AccessError as error:
                    self.assertTells(error)

    def test_names_ask_who_is_looking(self):
        """The ORM computes the name of a target in sudo; the name still asks."""
        for record in (
            self.pupil,
            self.family,
            self.family.guardian_ids,
        ):
            for who, user in self.people.items():
                with self.subTest(who=who, model=record._name):
                    self.assertTells(record.with_user(user).sudo().display_name)
            self.assertIn("Zwaluwhof", record.with_user(self.anouk).sudo().display_name)

    # === THE CALENDAR === #

    def test_colleague_reads_every_field_of_the_event(self):
        for who in ("colleague", "other_teacher", "other_company", "system"):
            with self.subTest(who=who):
                self.env.invalidate_all()
                event = self.hidden_visit.sudo().event_id | self.event
                own = event.with_user(self.people[who])
                fields_of_event = set(own.fields_get()) - {"activity_ids"}
                self.assertTells(own.read(sorted(fields_of_event)))

    def test_title_names_the_pupil_to_confirmed_visitors_alone(self):
        # After the report is final it names nobody any more.
        self.assertEqual(self.event.with_user(self.anouk).display_name, "Home visit")
        self.report.with_user(self.anouk)._reopen("x")
        titles = {}
        for who, user in {
            **self.people,
            "lead": self.anouk,
            "planner": self.planner,
            "care": self.care,
        }.items():
            if who != "portal":
                self.env.invalidate_all()
                titles[who] = self.event.with_user(user).display_name
        self.assertEqual(titles.pop("lead"), "Home visit Ybeltje")
        # Asked, and not answered yet: he goes along without a name.
        self.assertEqual(titles.pop("colleague"), "Home visit")
        self.assertEqual(set(titles.values()), {"Busy"})

    def test_title_in_mails_and_behind_relations_is_neutral(self):
        event = self.event.with_user(self.anouk)
        self.assertEqual(event._message_compute_subject(), "Home visit")
        self.assertEqual(event.sudo().display_name, "Home visit")

    def test_moving_the_visit_in_the_calendar_mails_nobody(self):
        before = self._count()
        event = self.hidden_visit.sudo().event_id
        event.with_user(self.anouk).write(
            {
                "start": TOMORROW + timedelta(days=7),
                "stop": TOMORROW + timedelta(days=7, minutes=45),
            }
        )
        self.assertEqual(self.hidden_visit.start, TOMORROW + timedelta(days=7))
        self.assertEqual(self._count(), before)
        self.assertFalse(event.message_ids.filtered("tracking_value_ids"))

    def test_calendar_outside_writes_no_more_than_times(self):
        event = self.event.with_user(self.anouk).with_context(dont_notify=True)
        event.write({"name": "Ybeltje", "notes": "Zwaluwhof", "location": "Q"})
        self.assertEqual(self.event.name, "Home visit")
        self.assertFalse(self.event.notes)
        self.assertFalse(self.event.location)

    # === THE LOG OF A VISIT === #

    def test_log_of_a_visit_is_for_those_who_may_change_it(self):
        messages = self.visit.sudo().message_ids
        self.assertIn("Oudenwater", str(messages.mapped("body")))
        for user in (self.anouk, self.planner, self.care):
            self.assertTrue(messages.with_user(user)._filtered_access("read"))
        for who, user in self.people.items():
            with self.subTest(who=who):
                self.assertFalse(messages.with_user(user)._filtered_access("read"))
                Message = self.env["mail.message"].with_user(user)
                self.assertFalse(Message.search([("body", "ilike", "Oudenwater")]))

    def test_log_mails_nobody_and_mentions_nobody(self):
        visit = self.visit.with_user(self.anouk)
        before = self._count()
        visit.message_subscribe(self.colleague.partner_id.ids)
        visit.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.care.id, summary="Call"
        )
        visit.message_post(body="Ybeltje", message_type="comment")
        self.assertFalse(visit.message_follower_ids)
        self.assertEqual(self._count(), before)
        with self.assertRaisesRegex(Exception, "mails nobody"):
            visit.message_post(body="x", partner_ids=self.colleague.partner_id.ids)

    def test_activity_for_somebody_outside_names_the_visit_by_number(self):
        activity = self.visit.with_user(self.anouk).activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.admin.id
        )
        values = activity.with_user(self.admin).read()
        self.assertIn(f"Visit {self.visit.id:05d}", str(values))
        self.assertTells(values)
