import inspect
import logging
import re
from datetime import datetime, timedelta

from odoo.exceptions import AccessError
from odoo.service.model import get_public_method
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tools.discuss import Store

from .common import NOW
from .consultation_common import ANSWER, QUESTION, ConsultationCase
from .test_leaks_channels import Ear

MODEL = "huisbezoek.consultation"
#: Where something could be left behind that others read or count.
WALLS = (
    "mail.message",
    "mail.mail",
    "mail.activity",
    "bus.bus",
    "mail.followers",
    "mail.notification",
    "mail.tracking.value",
    "mail.scheduled.message",
    "discuss.channel",
    "discuss.channel.member",
    "ir.attachment",
    "ir.logging",
    "ir.cron.progress",
    "ir.cron.trigger",
    "ir.model.data",
    "calendar.event",
    "project.task",
    "account.analytic.line",
    "res.partner",
    "res.users",
    "huisbezoek.read.log",
    "huisbezoek.annual.task",
    "huisbezoek.visitor",
    "huisbezoek.care.task",
    "huisbezoek.consultation.tally",
)
#: Of which administrators see the number of rows.
COUNTED = (
    MODEL,
    "mail.activity",
    "mail.message",
    "bus.bus",
    "mail.mail",
    "huisbezoek.care.task",
    "huisbezoek.consultation.tally",
)
#: Which those who may read them see in full: nothing points back from there.
POINTED_AT = ("visit", "visitor", "school", "asker", "asked", "employee", "card")
DAY = timedelta(days=1)


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestConsultationUnnoticed(ConsultationCase):
    """Does anyone notice that it exists? (G2)

    The same days are lived twice, once without and once with a consultation: asked,
    passed on to a deputy, late, answered, closed and counted. After each step
    everybody looks everywhere, and has to see the same in both worlds.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.school.sender_email = "office@linde.example"
        cls.visit.companion_ids = cls.visit.companion_ids.browse(cls.emp_ben.id)
        cls.wanda = cls._create_user("wanda", "confidant")
        cls.officer = cls._create_user("olga", "privacy_officer")
        cls.others = {
            "colleague without a role": cls.colleague,
            "teacher": cls.bram,
            "companion": cls.ben,
            "planner": cls.planner,
            "management": cls.manager,
            "privacy officer": cls.officer,
            "board": cls._create_user("boris", "board"),
            "administrator": cls._create_user("ada", "administrator"),
            "system": cls.admin,
            "other school": cls._create_user("piet", "planner", cls.second_school),
            "other company": cls._create_user("pia", "planner", cls.other_school),
            "portal": cls._create_user("ouder", groups="base.group_portal"),
            "other confidant": cls.wanda,
        }
        export = cls.env.ref("base.group_allow_export")
        # Made when first looked at, with the next id.
        cls.env["res.users.settings"]._find_or_create_for_user(cls.others["portal"])
        for user in cls.others.values():
            if not user.share:
                user.group_ids |= export
        cls.others["system"].group_ids |= cls.env.ref(
            "hr_timesheet.group_timesheet_manager"
        )
        cls.records = {
            "visit": cls.visit,
            "visitor": cls.visit.visitor_ids,
            "school": cls.school,
            "asker": cls.anouk,
            "asked": cls.vera | cls.care,
            "employee": cls.emp_anouk | cls.emp_ben,
            "card": cls.card,
        }

    # === LOOKING === #

    def _look(self, user):
        """Return {channel: what a user sees there}, each as a request of its own."""
        env = self.env(user=user, context={"allowed_company_ids": user.company_ids.ids})
        channels = {
            "search_count": lambda: env[MODEL].search_count([]),
            "search": lambda: env[MODEL].search_read([], ["state"]),
            "groups": lambda: self._group(env[MODEL]),
            "web groups": lambda: env[MODEL].web_read_group([], ["kind"], ["__count"]),
            "names": lambda: env[MODEL].name_search(""),
            "export": lambda: env[MODEL].search([]).export_data(["display_name"]),
            "activities": lambda: self._see_activities(env),
            "systray": lambda: env.user._get_activity_groups(),
            "store": lambda: self._init_store(env),
            "rows": lambda: env["ir.model"].search_read(
                [("model", "in", COUNTED)], ["model", "count"]
            ),
            "counts": lambda: self._see_counts(env),
            "bus": lambda: env["bus.bus"].search_count([]),
        }
        for model in WALLS:
            channels[model] = lambda model=model: env[model].search_count([])
        for name in POINTED_AT:
            channels[name] = lambda name=name: self._see_all(
                self.records[name].with_env(env)
            )
        return {name: self._try(channel) for name, channel in channels.items()}

    def _try(self, channel, *args):
        self.env.invalidate_all()
        try:
            return repr(channel(*args))
        except Exception as error:
            # Whatever it is: the client would get to see it.
            return f"{type(error).__name__}: {error}"

    def _get_next_ids(self, env):
        """Return what id a row of the ERP would get next, as gaps would tell it."""
        tables = ("mail_activity", "mail_message", "bus_bus", "mail_mail")
        ids = []
        for table in tables:
            env.cr.execute(f"SELECT last_value FROM {table}_id_seq")
            ids.append(env.cr.fetchone()[0])
        return ids

    def _get_skipped_ids(self, env):
        """Return how many ids were given out since the first day."""
        ids = zip(self._get_next_ids(env), self.first_ids, strict=True)
        return [last - first for last, first in ids]

    def _group(self, Model):
        kinds = ("many2one", "selection", "datetime", "date")
        return [
            Model.formatted_read_group(
                [], [f"{name}:day" if "date" in field.type else name], ["__count"]
            )
            for name, field in Model._fields.items()
            if field.store and field.type in kinds
        ]

    def _see_activities(self, env):
        Activity = env["mail.activity"].with_context(active_test=False)
        names = ["summary", "res_model", "res_name", "res_id", "user_id"]
        return (
            Activity.search_read([], names, order="id"),
            self._get_skipped_ids(env),
            Activity.formatted_read_group([], ["res_model"], ["__count"]),
            [name for _id, name in Activity.name_search("")],
            Activity.get_activity_data(MODEL, [])["activity_res_ids"],
        )

    def _init_store(self, env):
        store = Store()
        env.user._init_messaging(store)
        env["res.users"]._init_store_data(store)
        return str(store.get_result())

    def _see_counts(self, env):
        Count = env["huisbezoek.consultation.count"]
        rows = Count.search(Count.action_open()["domain"])
        return [(row.year, row.kind, row.asked, row.well, row.partly) for row in rows]

    def _see_all(self, records):
        names = [
            name
            for name, description in records.fields_get().items()
            if description["type"] != "binary"
        ]
        return records.web_read({name: {} for name in names})

    # === LIVING === #

    def _live(self, kind, asks, looks):
        """Return what each sees after the steps, in a world with or without it."""
        addressee = self.vera if kind == "confidant" else self.care
        deputy = self.victor if kind == "confidant" else self.cora
        people = {**self.others, "asker": self.anouk}
        people.update({"addressee": addressee, "deputy": deputy})
        people["other kind"] = self.care if kind == "confidant" else self.vera

        def ask():
            self.asked = self._ask(
                visit_id=self.visit.id, kind=kind, addressee_id=addressee.id
            )

        def answer():
            received = self.asked.with_user(deputy)
            received.answer = ANSWER
            received.action_answer()

        steps = (
            ("asked", NOW, ask),
            ("passed on", NOW + DAY, None),
            ("late", NOW + 4 * DAY, None),
            ("answered", NOW + 4 * DAY, answer),
            ("closed", NOW + 5 * DAY, lambda: self.asked.action_close("yes")),
            ("counted", datetime(2027, 1, 5, 12), None),
        )
        seen = {}
        with self.env.cr.savepoint() as savepoint:
            self.first_ids = self._get_next_ids(self.env)
            self._replace(addressee, deputy, kind, start=1, days=10)
            for name, moment, step in steps:
                with freeze_time(moment):
                    with Ear() as ear:
                        if asks and step:
                            step()
                        self.env[MODEL]._cron_pass_on()
                        self.env["huisbezoek.school"]._cron_in_confidence()
                        self.env.flush_all()
                        self.env.cr.precommit.run()
                        logging.getLogger(__name__).info("The ear hears.")
                    self.assertEqual(self._get_telling(ear.heard), [], name)
                    if name not in looks:
                        continue
                    seen[name] = {who: self._look(user) for who, user in people.items()}
                    seen[name]["superuser"] = {
                        model: self.env[model].sudo().search_count([])
                        for model in WALLS
                    }
            savepoint.rollback()
            self.env.invalidate_all()
        return seen

    def _get_telling(self, lines):
        """Return the lines of the log that tell of a consultation."""
        self.assertIn("The ear hears.", lines)
        words = ("consultation ", MODEL, QUESTION, ANSWER)
        return [line for line in lines if any(word in line for word in words)]

    def _compare(self, kind, *looks):
        with mute_logger("odoo.addons.base.models.ir_rule"):
            without = self._live(kind, False, looks)
            within = self._live(kind, True, looks)
        for step, seen in within.items():
            for who in seen:
                differing = {
                    channel
                    for channel, value in seen[who].items()
                    if value != without[step][who][channel]
                }
                with self.subTest(kind=kind, step=step, who=who):
                    if who in ("asker", "addressee") or (
                        who == "deputy" and step != "asked"
                    ):
                        # Else all of this would prove nothing.
                        self.assertLess({"search_count", "groups", "names"}, differing)
                        self.assertLess(
                            differing,
                            {
                                *("search_count", "search", "groups", "web groups"),
                                *("names", "export", "activities", "systray", "store"),
                            },
                        )
                    else:
                        self.assertEqual(differing, set())

    def test_nobody_notices_what_is_asked_of_the_confidant(self):
        self._compare(
            "confidant", "asked", "passed on", "late", "answered", "closed", "counted"
        )

    def test_nobody_notices_what_is_asked_of_the_care_coordinator(self):
        self._compare("care_coordinator", "asked", "late", "counted")

    # === BY ITS ID === #

    def test_an_id_that_is_there_answers_as_one_that_is_not(self):
        asked = self._ask(visit_id=self.visit.id)
        missing = asked.id + 1
        model_id = self.env["ir.model"]._get_id(MODEL)
        self.assertFalse(asked.sudo().browse(missing).exists())
        ways = {
            "read": lambda record: record.read(["state", "question"]),
            "read the id": lambda record: record.read(["id"]),
            "read a computed": lambda record: record.read(["display_name", "is_late"]),
            "web_read": lambda record: record.web_read({"question": {}, "state": {}}),
            "write": lambda record: record.write({"answer": "x"}),
            "answer": lambda record: record.action_answer(),
            "close": lambda record: record.action_close("yes"),
            "delete": lambda record: record.unlink(),
            "copy": lambda record: record.copy(),
            "metadata": lambda record: record.get_metadata(),
            "access": lambda record: record.has_access("write"),
            "export": lambda record: record.export_data(["state"]),
            "search": lambda record: record.search([("id", "=", record.id)]).ids,
            "name": lambda record: record.display_name,
            "post": lambda record: record.env["mail.message"].create(
                {"body": "x", "model": MODEL, "res_id": record.id}
            ),
            "subscribe": lambda record: bool(
                record.env["mail.followers"].create(
                    {"res_model": MODEL, "res_id": record.id, "partner_id": 1}
                )
            ),
            "activity": lambda record: record.env["mail.activity"].create(
                {"res_model_id": model_id, "res_id": record.id}
            ),
            "new activity": lambda record: self._look_by_activity(record),
            "new message": lambda record: self._look_by_message(record),
            "both": lambda record: (record | record.browse(missing + 1)).read(["kind"]),
            "file": lambda record: record.env["ir.attachment"].create(
                {"name": "x", "res_model": MODEL, "res_id": record.id}
            ),
            "thread": lambda record: record.env["mail.activity"].search_count(
                [("res_model", "=", MODEL), ("res_id", "=", record.id)]
            ),
        }
        for who in ("teacher", "system", "other confidant", "other school", "portal"):
            user = self.others[who]
            ways |= self._get_public_methods(self.env[MODEL])
            for way, look in ways.items():
                answers = []
                for number in (asked.id, missing):
                    self.env.invalidate_all()
                    record = self.env[MODEL].with_user(user).browse(number)
                    with Ear() as ear, self.env.cr.savepoint() as savepoint:
                        answer = self._try(
                            lambda look=look, record=record: look(record)
                        )
                        savepoint.rollback()
                    answer = re.sub(rf"{number}|Records: \d+", "N", answer)
                    answers.append((answer, len(ear.heard)))
                with self.subTest(who=who, way=way):
                    self.assertEqual(*answers)
                    self.assertNotIn(QUESTION, answers[0][0])

    def _look_by_activity(self, record):
        """Return what a new activity says of the record that it would belong to."""
        fields = {
            name: {"fields": {"display_name": {}}}
            for name in ("user_id", "addressee_id")
        }
        spec = {
            "res_name": {},
            "can_write": {},
            "res_model": {},
            "res_id": {"fields": {**fields, "state": {}, "display_name": {}}},
        }
        model_id = self.env["ir.model"]._get_id(MODEL)
        Activity = record.env["mail.activity"].with_context(
            default_res_model=MODEL,
            default_res_model_id=model_id,
            default_res_id=record.id,
        )
        return Activity.onchange({}, [], spec)["value"]

    def _look_by_message(self, record):
        """Return what a new message says of the record that it would belong to."""
        spec = {
            "record_name": {},
            "res_id": {"fields": {"display_name": {}, "state": {}}},
        }
        Message = record.env["mail.message"].with_context(
            default_model=MODEL, default_res_id=record.id
        )
        return Message.onchange({}, [], spec)["value"]

    def test_what_is_in_the_cache_is_not_there_either(self):
        """A request of another reads after code that read as superuser."""
        asked = self._ask(visit_id=self.visit.id)
        names = ["question", "user_id", "addressee_id", "state"]
        others = (
            *(self.care, self.others["other confidant"], self.bram, self.admin),
            *(self.colleague, self.manager),
        )
        for user in others:
            user.group_ids |= self.env.ref("base.group_allow_export")
            ways = {
                "read": lambda record: record.read(names),
                "web_read": lambda record: record.web_read(dict.fromkeys(names, {})),
                "export": lambda record: record.export_data(names),
                "activity": self._look_by_activity,
                "message": self._look_by_message,
            }
            for way, look in ways.items():
                self.env.invalidate_all()
                asked.sudo().read(list(self.env[MODEL]._fields))
                try:
                    seen = look(asked.with_user(user))
                except AccessError:
                    # Who has no role at all reaches no consultation whatsoever.
                    self.assertFalse(self.env[MODEL].with_user(user).has_access("read"))
                    continue
                with self.subTest(user=user.login, way=way):
                    if way in ("read", "web_read"):
                        self.assertEqual(seen, [])
                    elif way == "export":
                        self.assertEqual(seen, {"datas": []})
                    else:
                        self.assertFalse(seen.get("res_name"))
                        self.assertFalse(seen.get("record_name"))
                        for word in ("Vera", "Anouk", QUESTION, "open", "onsult"):
                            self.assertNotIn(word, str(seen).replace(MODEL, ""))

    def _get_public_methods(self, Model):
        """Return all that a client can call on a record without an argument."""
        methods = {}
        for name in set(dir(type(Model))) - {"toggle_active"}:  # deprecated
            try:
                get_public_method(Model, name)
                signature = inspect.signature(getattr(Model, name))
                signature.bind()
            except (AccessError, AttributeError, TypeError, ValueError):
                continue
            methods[f"{name}()"] = lambda record, name=name: getattr(record, name)()
        self.assertIn("action_answer()", methods)
        return methods

    def test_the_asker_himself_reads_by_id(self):
        """Else the test above would prove nothing."""
        asked = self._ask()
        self.assertEqual(asked.read(["question"])[0]["question"], QUESTION)
        self.assertTrue(asked.exists())

    # === THE DEPUTY === #

    def test_a_deputy_notices_from_his_first_day_to_his_last(self):
        asked = self._ask()
        self._replace(self.vera, self.victor, start=3, days=2)
        own = self.env[MODEL].with_user(self.victor)
        for days, reads in ((0, False), (2, False), (3, True), (5, True), (6, False)):
            with freeze_time(NOW + days * DAY), self.subTest(days=days):
                self.env[MODEL]._cron_pass_on()
                self.env.invalidate_all()
                self.assertEqual(own.search([]), asked if reads else own)
                self.assertEqual(bool(self._get_waiting(self.victor)), reads)
                self.assertEqual(asked.with_user(self.vera).question, QUESTION)

    def test_a_change_of_the_deputy_counts_at_once(self):
        asked = self._ask()
        own = self.env[MODEL].with_user(self.victor)
        deputy = self._replace(self.vera, self.victor)
        self.assertEqual(own.search([]), asked)
        later = self._ask(self.bram)
        self.assertEqual(own.search([]), asked | later)
        deputy.deputy_id = self.wanda
        self.env.invalidate_all()
        self.assertFalse(own.search([]))
        self.assertEqual(own.with_user(self.wanda).search_count([]), 2)
        deputy.unlink()
        self.env.invalidate_all()
        self.assertFalse(own.with_user(self.wanda).search([]))

    def test_what_a_deputy_answered_stays_with_him(self):
        asked, unanswered = self._ask(), self._ask()
        deputy = self._replace(self.vera, self.victor, start=-1)
        received = asked.with_user(self.victor)
        received.answer = ANSWER
        received.action_answer()
        deputy.action_end()
        self.env.invalidate_all()
        own = self.env[MODEL].with_user(self.victor)
        self.assertEqual(own.search([]), asked)
        self.assertFalse(unanswered.sudo().deputy_id)

    def test_who_asks_never_answers_himself(self):
        self._replace(self.vera, self.victor)
        asked = self._ask(self.victor)
        self.assertFalse(asked.sudo().deputy_id)

    def test_the_asker_knows_beforehand_who_reads(self):
        self._replace(self.vera, self.victor, days=8)
        draft = Form(self.env[MODEL].with_user(self.anouk))
        self.assertEqual(
            draft.reader_note,
            "Vera is away until 12/01/2026; Victor reads it too. Nobody else sees that"
            " it exists.",
        )

    # === NOTHING IS REFUSED BECAUSE OF IT === #

    def test_what_it_points_to_is_deleted_as_ever(self):
        asked = self._ask(visit_id=self.visit.id)
        self.visit.with_user(self.planner).unlink()
        self.card.with_user(self.manager).unlink()
        self.assertFalse(asked.visit_id)
        self._replace(self.vera, self.victor)
        self.victor.unlink()
        self.vera.unlink()
        self.env.invalidate_all()
        self.assertFalse(asked.addressee_id or asked.deputy_id)
        self.assertTrue(asked.is_unread)

    def test_an_asker_who_leaves_takes_it_along(self):
        asker = self._create_user("tessa", "teacher")
        self._ask(asker)
        with Ear() as ear:
            asker.unlink()
        self.assertNotIn("consult", str(ear.heard))
        self.env.invalidate_all()
        self.assertFalse(self.env[MODEL].search([]))
        self.assertFalse(self._get_waiting(self.vera))

    def test_it_leaves_no_row_and_no_line(self):
        """However it is asked, answered, closed and erased."""
        models = ("mail.activity", "mail.message", "bus.bus", "mail.mail")

        def count():
            self.env.flush_all()
            self.env.cr.precommit.run()
            return [self.env[model].search_count([]) for model in models]

        before, ids = count(), self._get_next_ids(self.env)
        with Ear() as ear:
            for well in ("yes", "no"):
                asked = self._ask(visit_id=self.visit.id)
                if well == "yes":
                    asked.with_user(self.vera).answer = ANSWER
                    asked.with_user(self.vera).action_answer()
                asked.action_close(well)
            asked.sudo()._erase()
            self.assertEqual(count(), before)
            self.assertEqual(self._get_next_ids(self.env), ids)
        told = str(ear.heard)
        for word in ("huisbezoek.", "mail.activity", "consult", QUESTION):
            self.assertNotIn(word, told)

    def test_scheduled_actions_report_nothing(self):
        crons = self.env.ref("huisbezoek_addon.ir_cron_deputies") | self.env.ref(
            "huisbezoek_addon.ir_cron_in_confidence"
        )
        reports = []
        for asks in (False, True):
            if asks:
                self._ask()
                self.env.flush_all()
            with freeze_time(NOW + 4 * DAY), self.enter_registry_test_mode():
                for cron in crons:
                    cron.method_direct_trigger()
            progress = self.env["ir.cron.progress"].search(
                [("cron_id", "in", crons.ids)]
            )
            reports.append(set(progress.mapped(lambda p: (p.done, p.remaining))))
        self.assertEqual(*reports)

    # === THE SERVER'S LOG === #

    def _log(self, name, message, *args):
        """Return how the server would print a record."""
        heard = []
        logger = logging.getLogger(name)
        propagate, logger.propagate = logger.propagate, False
        handler = logging.Handler(logging.INFO)
        handler.emit = lambda record: heard.append(record.getMessage())
        level = logger.level
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        try:
            logger.info(message, *args)
        finally:
            logger.removeHandler(handler)
            logger.setLevel(level)
            logger.propagate = propagate
        return heard

    def test_request_lines_name_no_page_and_no_model(self):
        for path, shown in (
            (
                "/web/dataset/call_kw/huisbezoek.consultation/web_save",
                "/web/dataset/call_kw/huisbezoek",
            ),
            (
                "/web/dataset/call_button/huisbezoek.consultation/action_answer",
                "/web/dataset/call_button/huisbezoek",
            ),
            ("/odoo/home-visit-consultations/9481", "/odoo/home-visits"),
            ("/odoo/my-home-visits/5/home-visit-consultations/9", "/odoo/home-visits"),
            ("/json/1/home-visit-consultations", "/json/1/home-visits"),
            ("/web/image?model=huisbezoek.pupil&id=1", "/web/image?model=huisbezoek"),
            ("/web/assets/1/web.assets.js", "/web/assets/1/web.assets.js"),
            ("/huisbezoek_addon/static/x.png", "/huisbezoek_addon/static/x.png"),
        ):
            with self.subTest(path=path):
                line = self._log(
                    "werkzeug",
                    '127.0.0.1 - - [23/Nov/2026] "%s" %s %s',
                    f"POST {path} HTTP/1.1",
                    "200",
                    "-",
                )
                self.assertEqual(
                    line,
                    [f'127.0.0.1 - - [23/Nov/2026] "POST {shown} HTTP/1.1" 200 -'],
                )

    def test_lines_on_refused_and_deleted_records_name_no_id(self):
        rule = "odoo.addons.base.models.ir_rule"
        message = "Access Denied: %s on record ids: %r, uid: %s, model: %s"
        self.assertEqual(
            self._log(rule, message, "read", [4711], 7, "huisbezoek.care.signal"),
            [message % ("read", "(not shown)", 7, "huisbezoek.care.signal")],
        )
        self.assertEqual(
            self._log(rule, message, "read", [4711], 7, "res.partner"),
            [message % ("read", [4711], 7, "res.partner")],
        )
        deleted = ("User #%s deleted %s records with IDs: %r", 2)
        self.assertEqual(self._log("odoo.models.unlink", *deleted, MODEL, [1]), [])
        self.assertTrue(self._log("odoo.models.unlink", *deleted, "res.partner", [1]))
