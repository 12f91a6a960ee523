from datetime import datetime, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .common import NOW, HuisbezoekCase
from .waiting_common import WaitingMixin

MIGRATION = (
    Path(__file__).parents[1] / "migrations" / "19.0.1.2.0" / "post-care-routes.py"
)


class CareCase(WaitingMixin, HuisbezoekCase):
    """The care structure of De Linde, and a visit by Anouk to Defne's family."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.routes = cls.env["huisbezoek.care.route"].search(
            [("school_id", "=", cls.school.id)]
        )
        cls.danger, cls.suspicion, cls.worry = cls.routes[:3]

    def setUp(self):
        super().setUp()
        self.visit = self._create_visit(start=NOW + timedelta(days=1))

    def _write_signal(self, route=None, user=None):
        Signal = self.env["huisbezoek.care.signal"].with_user(user or self.anouk)
        return Signal.create(
            {
                "visit_id": self.visit.id,
                "text": "He was alone at home",
                "route_id": route and route.id,
            }
        )

    def _get_tasks(self, signal, user=None):
        return (
            self.env["huisbezoek.care.task"]
            .with_user(user or self.care)
            .search([("signal_id", "=", signal.id)], order="sequence, id")
        )

    def _start(self, signal, route, user=None):
        """Start steps by the dialog, as the care coordinator does."""
        action = signal.with_user(user or self.care).action_start_steps()
        Start = self.env[action["res_model"]].with_user(user or self.care)
        form = Form(Start.with_context(action["context"]))
        form.route_id = route.with_user(user or self.care)
        self.assertEqual(len(form.step_ids), len(route.step_ids))
        form.save().action_start()


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestCareRoutes(CareCase):
    """What to do when…: a page that the school keeps (G3)."""

    def test_everybody_looks_it_up(self):
        for role in ("companion", "confidant", "board", "privacy_officer"):
            user = self._create_user(f"user_{role}", role)
            with self.subTest(role=role):
                routes = self.routes.with_user(user)
                self.assertTrue(routes.mapped("step_ids.what"))
                with self.assertRaises(AccessError):
                    routes[0].name = "Mine"
                with self.assertRaises(AccessError):
                    routes.step_ids[0].contact_phone = "0900"
        with self.assertRaises(AccessError):
            self.routes[0].with_user(self.colleague).read(["name"])

    def test_management_and_care_coordinator_keep_it(self):
        administrator = self._create_user("ada", "administrator")
        for user in (self.manager, self.care, administrator, self.admin):
            with self.subTest(user=user.login):
                form = Form(
                    self.env["huisbezoek.care.route"]
                    .with_user(user)
                    .with_context(default_school_id=self.school.id)
                )
                form.name = "A pet bites"
                with form.step_ids.new() as step:
                    step.who = "outside"
                    step.what = "Ask what to do"
                    step.contact_name = "Doctor"
                route = form.save()
                self.assertEqual(route.step_ids.within, "At once")
                route.step_ids.within_number = 2
                self.assertEqual(route.step_ids.within, "Within 2 working days")
                route.active = False
                route.unlink()

    def test_each_school_has_its_own(self):
        other = self.env["huisbezoek.care.route"].search(
            [("school_id", "=", self.second_school.id)]
        )
        self.assertEqual(len(other), len(self.routes))
        found = self.env["huisbezoek.care.route"].with_user(self.manager).search([])
        self.assertEqual(found, self.routes)
        with self.assertRaises(AccessError):
            other[0].with_user(self.manager).name = "Ours"
        with self.assertRaises(UserError):
            self.danger.step_ids[0].with_user(self.manager).route_id = other[0]

    def test_a_body_outside_has_a_name(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self.danger.step_ids[-1].who = "outside"
            self.env.flush_all()

    def test_within_what_time(self):
        step = self.danger.step_ids[0]
        for number, unit, words in (
            (0, "hours", "At once"),
            (1, "hours", "Within an hour"),
            (4, "hours", "Within 4 hours"),
            (1, "days", "Within a working day"),
        ):
            with self.subTest(words=words):
                step.write({"within_number": number, "within_unit": unit})
                self.assertEqual(step.within, words)

    # === STARTING SET === #

    def test_amk_is_veilig_thuis(self):
        """The brochure is older than Veilig Thuis; who looks for AMK finds it."""
        Route = self.env["huisbezoek.care.route"].with_user(self.anouk)
        found = dict(Route.name_search("AMK"))
        self.assertIn(self.suspicion.id, found)
        self.assertNotIn(self.worry.id, found)
        step = self.suspicion.step_ids.filtered("contact_name")[0]
        self.assertEqual(step.contact_phone, "0800-2000")
        self.assertIn("112", self.danger.step_ids.mapped("contact_phone"))

    def test_a_sound_set_to_begin_with(self):
        self.assertEqual(len(self.routes), 7)
        for route in self.routes:
            with self.subTest(route=route.name):
                self.assertTrue(route.description)
                self.assertIn(len(route.step_ids), range(2, 6))
                self.assertFalse(
                    route.step_ids.filtered(
                        lambda s: s.contact_phone and not s.contact_name
                    )
                )
                # What comes first stands first.
                times = route.step_ids.mapped("within_number")
                self.assertEqual(times, sorted(times))

    def test_a_new_school_begins_in_every_language(self):
        self.env["res.lang"]._activate_lang("nl_NL")
        school = self._create_school("De Wilg", self.company)
        route = self.env["huisbezoek.care.route"].search(
            [("school_id", "=", school.id)], limit=1
        )
        self.assertEqual(route.name, "A child or somebody else is in danger now")
        dutch = route.with_context(lang="nl_NL")
        self.assertEqual(dutch.name, "Een kind of iemand anders is nu in gevaar")
        names = dutch.step_ids.mapped("contact_name")
        self.assertIn("Veilig Thuis (voorheen AMK)", names)
        for record, fields in (
            (dutch.search([("school_id", "=", school.id)]), ("name", "description")),
            (dutch.search([("school_id", "=", school.id)]).step_ids, ("what",)),
        ):
            for each in record:
                for name in fields:
                    with self.subTest(text=each[name]):
                        self.assertNotEqual(
                            each[name], each.with_context(lang="en_US")[name]
                        )
        found = dutch.with_user(self.admin).name_search("AMK", [("id", "=", route.id)])
        self.assertTrue(found)

    def test_migration_is_safe_to_repeat(self):
        spec = spec_from_file_location("post_care_routes", MIGRATION)
        migration = module_from_spec(spec)
        spec.loader.exec_module(migration)
        everything = self.env["huisbezoek.care.route"].with_context(active_test=False)
        self.school.active = False
        self.routes.unlink()
        kept = everything.search([("school_id", "=", self.second_school.id)])
        kept[1:].unlink()
        kept[:1].write({"name": "Ours", "active": False})
        for _time in range(2):
            migration.migrate(self.env.cr, "19.0.1.1.0")
            self.env.invalidate_all()
            made = everything.search([("school_id", "=", self.school.id)])
            self.assertEqual(len(made), 7)
            self.assertEqual(
                everything.search([("school_id", "=", self.second_school.id)]).mapped(
                    "name"
                ),
                ["Ours"],
            )


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestCareTasks(CareCase):
    """A signal starts the right steps, each with its deadline (G3, G4)."""

    def test_a_teacher_chooses_and_the_steps_wait_for_the_coordinator(self):
        Signal = self.env["huisbezoek.care.signal"].with_user(self.anouk)
        form = Form(Signal.with_context(default_visit_id=self.visit.id))
        form.text = "He was alone at home"
        form.route_id = self.suspicion.with_user(self.anouk)
        # What is to be done is seen before anything is sent.
        self.assertEqual(len(form.route_step_ids), 5)
        self.assertIn("reporting code", form.route_description)
        signal = form.save()
        tasks = self._get_tasks(signal)
        self.assertEqual(tasks.mapped("what"), self.suspicion.step_ids.mapped("what"))
        self.assertEqual(set(tasks.mapped("situation")), {self.suspicion.name})
        self.assertEqual(tasks[2].contact_phone, "0800-2000")
        self.assertEqual(
            tasks.mapped("deadline"),
            [
                NOW,
                datetime(2026, 11, 24, 22, 59, 59),
                datetime(2026, 11, 26, 22, 59, 59),
                datetime(2026, 11, 30, 22, 59, 59),
                datetime(2026, 12, 7, 22, 59, 59),
            ],
        )
        self.assertFalse(any(tasks.mapped("done")))

    def test_without_a_situation_nothing_is_started(self):
        signal = self._write_signal()
        self.assertFalse(self._get_tasks(signal))
        self.assertEqual(
            self._get_waiting(self.care), {"huisbezoek.care.signal": (0, 1, 0)}
        )

    def test_what_waits_follows_what_is_done(self):
        carl = self._create_user("carl", "care_coordinator")
        signal = self._write_signal(self.suspicion)
        task = "huisbezoek.care.task"
        for user in (self.care, carl):
            self.assertEqual(
                self._get_waiting(user),
                {"huisbezoek.care.signal": (0, 1, 0), task: (0, 1, 4)},
            )
        signal.with_user(self.care).action_seen()
        self.assertEqual(self._get_waiting(carl), {task: (0, 1, 4)})
        tasks = self._get_tasks(signal)
        tasks[:2].with_user(carl).action_done()
        self.assertEqual(self._get_waiting(self.care), {task: (0, 0, 3)})
        self.assertEqual(tasks[0].done_user_id, carl)
        self.assertEqual(tasks[0].done_date, NOW)
        # Taken back, it is to be done again.
        tasks[1].action_done()
        self.assertFalse(tasks[1].done_user_id)
        self.assertEqual(self._get_waiting(self.care), {task: (0, 0, 4)})
        tasks.filtered(lambda task: not task.done).action_done()
        self.assertFalse(self._get_waiting(self.care))

    def test_what_is_late_shows_in_the_activity_menu(self):
        signal = self._write_signal(self.suspicion)
        signal.with_user(self.care).action_seen()
        self._get_tasks(signal)[0].action_done()
        with freeze_time(NOW + timedelta(days=2)):
            self.assertEqual(
                self._get_waiting(self.care), {"huisbezoek.care.task": (1, 0, 3)}
            )
            late = self._get_tasks(signal).filtered("is_late")
            self.assertEqual(late, self._get_tasks(signal)[1])

    def test_what_waits_follows_who_coordinates(self):
        self._write_signal(self.worry)
        for user in (self.anouk, self.bram, self.planner, self.manager, self.admin):
            with self.subTest(user=user.login):
                self.assertFalse(self._get_waiting(user))
        carl = self._create_user("carl", "care_coordinator")
        self.assertTrue(self._get_waiting(carl))
        self.env["huisbezoek.role"].search(
            [("user_id", "=", self.care.id)]
        ).action_end()
        self.assertFalse(self._get_waiting(self.care))
        self.assertTrue(self._get_waiting(carl))

    # === STARTING LATER, AND AGAIN === #

    def test_the_coordinator_starts_steps_later(self):
        signal = self._write_signal()
        signal.with_user(self.care).action_seen()
        with freeze_time(NOW + timedelta(days=4, hours=2)):
            self._start(signal, self.worry)
        tasks = self._get_tasks(signal)
        # From a Friday: the days after the weekend.
        self.assertEqual(tasks[0].deadline, datetime(2026, 11, 30, 22, 59, 59))
        self.assertEqual(signal.with_user(self.care).state, "seen")

    def test_starting_twice_makes_no_doubles_and_another_may_follow(self):
        signal = self._write_signal(self.worry)
        first = self._get_tasks(signal)
        self._start(signal, self.worry)
        self.assertEqual(self._get_tasks(signal), first)
        self._start(signal, self.suspicion)
        self.assertEqual(len(self._get_tasks(signal)), 4 + 5)
        self._start(signal, self.suspicion)
        self.assertEqual(len(self._get_tasks(signal)), 4 + 5)
        # The writer's own choice stays what it was.
        self.assertEqual(signal.route_id, self.worry)

    def test_starting_decides_nothing(self):
        signal = self._write_signal(self.danger)
        self.assertEqual(signal.state, "new")
        self._start(signal, self.suspicion)
        self.assertEqual(signal.state, "new")

    def test_a_situation_of_another_school_is_refused(self):
        other = self.env["huisbezoek.care.route"].search(
            [("school_id", "=", self.second_school.id)], limit=1
        )
        self.suspicion.active = False
        for route in (other, self.suspicion):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self._write_signal(route)
        self._give_role(self.care, "board", self.second_school)
        signal = self._write_signal().with_user(self.care)
        with self.assertRaises(UserError):
            signal._start_steps(other.with_user(self.care))

    def test_another_school_learns_nothing_by_the_dialog(self):
        cas = self._create_user("cas", "care_coordinator", self.second_school)
        signal, route = self._write_signal(self.worry), self.worry
        Start = self.env["huisbezoek.care.start"].with_user(cas)
        own = route.search([("school_id", "=", self.second_school.id)], limit=1)
        for values in (
            {"signal_id": signal.id, "route_id": own.id},
            {"signal_id": signal.id, "route_id": route.id},
        ):
            with self.assertRaises(AccessError):
                Start.create(values)
        spec = {"school_id": {"fields": {"display_name": {}}}, "description": {}}
        spec["step_ids"] = {"fields": {"what": {}}}
        for values in ({"signal_id": signal.id}, {"route_id": route.id}):
            self.env.invalidate_all()
            try:
                seen = Start.onchange(
                    values, list(values), {**spec, "signal_id": {}, "route_id": {}}
                )
            except AccessError:
                continue
            for word in ("Linde", route.description, route.step_ids[0].what):
                self.assertNotIn(word, str(seen))

    def test_a_teacher_reads_no_situation_of_another_board(self):
        foreign = self.routes.search(
            [("school_id", "=", self.other_school.id)], limit=1
        )
        Signal = self.env["huisbezoek.care.signal"].with_user(self.anouk)
        spec = {
            "visit_id": {},
            "route_id": {},
            "route_description": {},
            "route_step_ids": {"fields": {"what": {}}},
        }
        values = {"visit_id": self.visit.id, "route_id": foreign.id}
        self.env.invalidate_all()
        try:
            seen = str(Signal.onchange(values, ["route_id"], spec))
        except AccessError:
            seen = ""
        for word in (foreign.description, foreign.step_ids[0].what):
            self.assertNotIn(word, seen)

    def test_an_empty_situation_says_what_to_do(self):
        signal = self._write_signal().with_user(self.care)
        self.worry.step_ids.unlink()
        with self.assertRaisesRegex(UserError, "Care structure"):
            signal._start_steps(self.worry.with_user(self.care))

    def test_only_the_coordinator_starts_steps(self):
        signal = self._write_signal()
        for user in (self.anouk, self.bram, self.planner, self.manager, self.admin):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                signal.with_user(user).action_start_steps()
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                signal.with_user(user)._start_steps(self.worry.with_user(user))

    # === WHAT STAYS AS IT WAS === #

    def test_a_task_stays_as_it_was_asked(self):
        signal = self._write_signal(self.worry)
        tasks = self._get_tasks(signal)
        self.worry.with_user(self.manager).step_ids[0].what = "Something else"
        self.worry.with_user(self.manager).name = "Renamed"
        self.assertNotEqual(tasks[0].what, "Something else")
        self.assertNotEqual(tasks[0].situation, "Renamed")
        for values in (
            {"deadline": NOW},
            {"done": True},
            {"signal_id": self._write_signal().id},
            {"note": "A", "what": "B"},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                tasks[0].write(values)
        with self.assertRaises(AccessError):
            tasks[0].unlink()
        with self.assertRaises(AccessError):
            tasks[0].copy()

    def test_tasks_speak_the_language_of_the_school(self):
        self.env["res.lang"]._activate_lang("nl_NL")
        self.worry.with_context(lang="nl_NL").name = "Een zorg"
        self.company.partner_id.lang = "nl_NL"
        signal = self._write_signal(self.worry)
        self.assertEqual(self._get_tasks(signal)[0].situation, "Een zorg")

    def test_tasks_go_with_their_signal(self):
        signal = self._write_signal(self.worry)
        tasks = self._get_tasks(signal)
        signal.sudo()._erase()
        self.assertFalse(tasks.exists())

    # === CONFIDENTIAL === #

    def test_the_writer_sees_no_more_than_that_it_was_taken_on(self):
        signal = self._write_signal(self.worry)
        self._get_tasks(signal)[0].note = "Talked with mother"
        signal.with_user(self.care).action_seen()
        with self.assertRaises(AccessError):
            self._get_tasks(signal, self.anouk)
        self.assertNotIn("task_ids", signal.fields_get())
        with self.assertRaises(AccessError):
            signal.read(["task_ids"])
        with self.assertRaises(AccessError):
            signal.search([("task_ids.deadline", "!=", False)])
        self.assertFalse([name for name in signal._fields if "activity" in name])
        for record in (signal, self._get_tasks(signal).with_user(self.anouk)):
            with self.assertRaises(AccessError):
                record.unlink()
        form = Form(signal)
        self.assertEqual(form.state, "seen")
        self.assertNotIn("task_ids", form._view["fields"])

    def test_a_note_is_read_as_the_signal_is_and_never_searched(self):
        signal = self._write_signal(self.worry)
        task = self._get_tasks(signal)[0]
        task.note = "Talked with mother"
        self.env.flush_all()
        self.env.invalidate_all()
        Log = self.env["huisbezoek.read.log"]
        before = Log.search([])
        task.read(["what", "deadline"])
        self.assertFalse(Log.search([]) - before)
        task.read(["note"])
        log = Log.search([]) - before
        self.assertEqual((log.user_id, log.res_id), (self.care, signal.id))
        self.assertEqual(log.res_model, "huisbezoek.care.signal")
        with self.assertRaises(AccessError):
            task.search([("note", "ilike", "mother")])

    def test_nobody_notices_that_steps_were_started(self):
        people = (self.bram, self.planner, self.manager, self.admin)
        before = {user: self._look(user) for user in people}
        signal = self._write_signal(self.worry)
        self._start(signal, self.suspicion)
        self._get_tasks(signal)[0].action_done()
        for user, seen in before.items():
            with self.subTest(user=user.login):
                self.assertEqual(self._look(user), seen)

    def _look(self, user):
        """Return all that a user can tell of activities, messages and situations."""
        self.env.invalidate_all()
        routes = self.routes.with_user(user)
        return (
            self.env["mail.activity"].with_user(user).search_count([]),
            self.env["mail.message"].with_user(user).search_count([]),
            user.with_user(user)._get_activity_groups(),
            routes.web_read({name: {} for name in routes.fields_get()}),
            routes.step_ids.web_read(
                {name: {} for name in routes.step_ids.fields_get()}
            ),
            self.env["bus.bus"].search_count(
                [("channel", "ilike", user.partner_id.id)]
            ),
        )

    def test_deleting_a_situation_does_not_betray_its_use(self):
        """A used one goes as an unused one does, and what was started stays."""
        signal = self._write_signal(self.worry)
        tasks = self._get_tasks(signal)
        for route in (self.worry, self.suspicion):
            route.with_user(self.manager).unlink()
        self.env.invalidate_all()
        self.assertEqual(len(tasks.exists()), 4)
        self.assertFalse(tasks.route_id)
        self.assertIn("upbringing", tasks[0].situation)
        self.assertFalse(signal.route_id)
        tasks[0].action_done()

    def test_a_client_slips_nothing_in(self):
        Signal = self.env["huisbezoek.care.signal"].with_user(self.anouk)
        task = {"situation": "X", "who": "visitor", "what": "X", "deadline": NOW}
        signal = Signal.with_context(default_task_ids=[Command.create(task)]).create(
            {
                "visit_id": self.visit.id,
                "text": "A worry",
                "task_ids": [Command.create(task)],
            }
        )
        self.assertFalse(self._get_tasks(signal))

    # === MANY AT ONCE === #

    def test_many_signals_cost_as_few_queries_each(self):
        Signal = self.env["huisbezoek.care.signal"].sudo()

        def count(number):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            Signal.create(
                [
                    {
                        "visit_id": self.visit.id,
                        "text": "A worry",
                        "user_id": self.anouk.id,
                        "route_id": self.suspicion.id,
                    }
                    for _each in range(number)
                ]
            )
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(1)
        one, fifty = count(1), count(50)
        # Measured: 20 queries for one, 22 for fifty with 250 steps.
        self.assertLessEqual(fifty, one + 10)
