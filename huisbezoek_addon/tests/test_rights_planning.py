from datetime import datetime, timedelta
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..models.abstract import round_fit_mixin
from .common import NOW
from .test_interpreters import InterpreterCase

#: Thursday, 15:30 in Amsterdam.
THURSDAY = datetime(2026, 11, 26, 14, 30)
LENGTH = timedelta(minutes=45)
#: What the form of a visit sends, and what it hears.
SPEC = dict.fromkeys(
    (
        *("planning_warning", "interpreter_warning", "school_id", "state", "place"),
        *("start", "stop", "duration", "lead_id", "interpreter_id", "household_id"),
    ),
    {},
)


class PryingCase(InterpreterCase):
    """Bram teaches at De Linde; De Brug is of the same board, Het Baken is not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.brug_planner = cls._create_user("bea", "planner", cls.second_school)
        cls.brug_teacher = cls._create_user("bart", "teacher", cls.second_school)
        cls.emp_bart = cls._create_employee(cls.brug_teacher)
        group = cls._create_group("1B", "1", cls.emp_bart, cls.second_school)
        cls.family_brug = cls._create_family("Bo", "Brug", group)[1]

    def _ask(self, user, **vals):
        """Return what the form of a new visit tells a user who fills it in."""
        values = {
            **dict.fromkeys(SPEC, False),
            "school_id": self.school.id,
            "start": THURSDAY,
            "stop": THURSDAY + LENGTH,
            "duration": 0.75,
            "place": "home",
            "state": "todo",
            **vals,
        }
        Visit = self.env["huisbezoek.visit"].with_user(user)
        told = Visit.onchange(values, list({*vals, "start"}), SPEC)["value"]
        return [
            told.get(name) or "" for name in ("planning_warning", "interpreter_warning")
        ]


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestPryingAboutInterpreters(PryingCase):
    """Who interprets tells a language, so nobody hears of one whom he cannot read."""

    def test_a_teacher_tries_out_interpreters(self):
        visit = self._create_visit(start=THURSDAY, interpreter_id=self.selma.id)
        self.env.flush_all()
        for user in (self.bram, self.brug_teacher, self.brug_planner):
            with self.subTest(user=user.login):
                planning, talking = self._ask(
                    user,
                    interpreter_id=self.selma.id,
                    household_id=self.family_b.id,
                    lead_id=self.emp_bram.id,
                )
                self.assertNotIn("interpreter", planning)
                self.assertFalse(talking)
        # Who may choose one is told, and so is who leads the visit.
        planning, talking = self._ask(self.planner, interpreter_id=self.selma.id)
        self.assertIn("The interpreter is on another home visit", planning)
        visit.with_user(self.anouk).start = THURSDAY + timedelta(hours=-6)
        self.assertTrue(visit.with_user(self.anouk).planning_warning)

    def test_a_colleague_who_interprets_is_not_named_elsewhere(self):
        colette = self._create_interpreter(
            None, kind="colleague", employee_id=self.emp_colleague.id
        )
        for user in (self.brug_teacher, self.brug_planner):
            told = self._ask(user, interpreter_id=colette.id)
            self.assertNotIn("Colette", " ".join(told))

    def test_an_error_that_stands_in_the_log_names_nobody(self):
        partner = self.env["res.partner"].create({"name": "T. Tolk"})
        self.selma.sudo().partner_id = partner
        self._create_visit(start=THURSDAY, interpreter_id=self.selma.id)
        other = self._create_visit(
            self.family_b, self.emp_bram, interpreter_id=self.selma.id
        )
        with self.assertRaises(UserError) as refused:
            other.start = THURSDAY
        self.assertNotIn("Tolk", str(refused.exception))
        self.assertIn("The interpreter", str(refused.exception))

    def test_a_colleague_is_not_taken_as_a_professional(self):
        self.brug_planner.company_ids |= self.other_company
        nobody = self.env["hr.employee"].create(
            {"name": "Without account", "company_id": self.company.id}
        )
        for partner in (self.bram.partner_id, nobody.work_contact_id):
            with self.assertRaises(ValidationError):
                self._create_interpreter(
                    "Professional",
                    user=self.brug_planner,
                    school_id=self.second_school.id,
                    partner_id=partner.id,
                )

    def test_nobody_vouches_in_the_name_of_another(self):
        Interpreter = self.env["huisbezoek.interpreter"].with_user(self.planner)
        forged = Interpreter.with_context(
            default_is_confirmed_adult=True,
            default_adult_confirmed_by_id=self.care.id,
            default_adult_confirmed_on="2020-01-01 00:00:00",
        ).create({"school_id": self.school.id, "name": "Zus"})
        self.assertFalse(forged.is_confirmed_adult)
        self.assertFalse(forged.adult_confirmed_by_id)

    def test_a_pupil_is_known_however_his_name_is_written(self):
        pupils = (("Zoë", "Bakker"), ("Anne Marie", "Jansen"), ("Sam", "d'Arc"))
        for first, last in pupils:
            self._create_family(first, last, self.group_1)
        for name in (
            *("Aydemir, Defne", "aydemir  defne", "Defne Ayde\u200bmir"),
            *("Zoe Bakker", "Anne-Marie Jansen", "Sam dArc"),
        ):
            with self.subTest(name=name), self.assertRaises(ValidationError):
                self._create_interpreter(name, self.turkish)
        self._create_interpreter("Defne", self.turkish)

    def test_the_form_tells_no_mail_address_of_another_board(self):
        stranger = self.env["hr.employee"].create(
            {
                "name": "Stranger",
                "work_email": "stranger@example.org",
                "company_id": self.other_company.id,
            }
        )
        Interpreter = self.env["huisbezoek.interpreter"].with_user(self.planner)
        told = Interpreter.onchange(
            {
                "kind": "colleague",
                "employee_id": stranger.id,
                "school_id": self.school.id,
                "email": False,
            },
            ["employee_id"],
            {"email": {}, "kind": {}, "employee_id": {}, "school_id": {}},
        )["value"]
        self.assertFalse(told.get("email"))

    def test_visits_are_found_by_whether_there_is_one(self):
        Visit = self.env["huisbezoek.visit"].with_user(self.planner)
        with_one = self._create_visit(interpreter_id=self.selma.id)
        without = self._create_visit(self.family_b, self.emp_bram)
        for domain, found in (
            ([("interpreter_id", "=", False)], without),
            ([("interpreter_id", "!=", False)], with_one),
            ([("interpreter_id", "not in", self.selma.ids)], without),
            ([("interpreter_id", "in", [False, self.selma.id])], with_one | without),
            ([("interpreter_id", "ilike", "selma")], with_one),
        ):
            with self.subTest(domain=domain):
                self.assertEqual(Visit.search(domain), found)


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestPryingAboutColleagues(PryingCase):
    """Who plans learns that a colleague is not free, and not where he is."""

    def test_a_visit_of_another_school_is_an_appointment(self):
        self._create_visit(self.family_b, self.emp_bram, start=THURSDAY)
        told = self._ask(
            self.brug_teacher,
            school_id=self.second_school.id,
            lead_id=self.emp_bram.id,
        )[0]
        self.assertIn("Bram has another appointment then.", told)
        self.assertNotIn("home visit", told)
        near = self._ask(
            self.brug_teacher,
            school_id=self.second_school.id,
            lead_id=self.emp_bram.id,
            start=THURSDAY + LENGTH,
            stop=THURSDAY + LENGTH * 2,
        )[0]
        self.assertIn("from school or another appointment", near)
        # At the school itself it is called what it is.
        told = self._ask(self.planner, lead_id=self.emp_bram.id)[0]
        self.assertIn("Bram is on another home visit then.", told)

    def test_how_many_visits_another_school_makes_is_not_told(self):
        round_ = self.env["huisbezoek.round"].create(
            {"school_id": self.second_school.id, "week_limit": 1, "evening_limit": 0}
        )
        self._create_visit(self.family_b, self.emp_bram, start=THURSDAY)
        visit = self._create_visit(self.family_brug, self.emp_bram, self.brug_planner)
        visit.write({"round_id": round_.id, "start": THURSDAY + timedelta(days=1)})
        self.assertIn("Bram has no room left that week.", visit.planning_warning)
        self.assertNotIn("visits that week", visit.planning_warning)

    def test_a_refused_booking_tells_no_times_of_another_school(self):
        self._create_visit(self.family_b, self.emp_bram, start=THURSDAY)
        visit = self._create_visit(
            self.family_brug,
            self.emp_bart,
            self.brug_planner,
            companion_ids=[Command.set(self.emp_bram.ids)],
        )
        for start in (THURSDAY, THURSDAY + LENGTH):
            with self.assertRaises(UserError) as refused:
                visit.with_user(self.brug_teacher).action_book(start)
            reason = str(refused.exception).splitlines()[1]
            self.assertRegex(reason, "^Bram (has|needs)? ?.*appointment")
            self.assertNotIn("home visit", str(refused.exception))

    def test_nobody_takes_the_time_of_a_teacher_of_another_school(self):
        Time = self.env["huisbezoek.weekly.time"]
        lessons = {
            "school_id": self.second_school.id,
            "employee_id": self.emp_bram.id,
            "weekday": "3",
            "hour_from": 0,
            "hour_to": 24,
            "kind": "lesson",
        }
        with self.assertRaises(ValidationError):
            Time.with_user(self.brug_planner).create(lessons)
        # He teaches there too: the lessons count, and he sees why.
        self._create_group("2B", "2", self.emp_bram, self.second_school)
        time = Time.with_user(self.brug_planner).create(lessons)
        self.assertIn(time, Time.with_user(self.bram).search([]))
        self.assertNotIn(time, Time.with_user(self.anouk).search([]))


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestPryingAboutRounds(PryingCase):
    """A round tells of numbers, and begins where every round begins."""

    def _create_round(self, user=None, **vals):
        Round = self.env["huisbezoek.round"].with_user(user or self.planner)
        return Round.create(
            {
                "school_id": self.school.id,
                "group_ids": [Command.set(self.group_1.ids)],
                "date_from": "2026-11-30",
                "date_to": "2026-12-18",
                **vals,
            }
        )

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("huisbezoek_addon.ir_cron_round_fit").method_direct_trigger()

    def test_a_teacher_opens_the_round_of_his_visit(self):
        round_ = self._create_round()
        round_.action_make_visits()
        for user in (self.anouk, self.bram):
            spec = {"next_step": {}, "short_count": {}, "free_count": {}}
            [told] = round_.with_user(user).web_read(spec)
            self.assertEqual(told["next_step"], "open")
            self.assertGreater(told["free_count"], 0)

    def test_a_round_is_not_made_open(self):
        rounds = [
            self._create_round(state="open"),
            self._create_round(
                protocol_id=self.second_school.protocol_ids[:1].id, name="Two"
            ),
            self.env["huisbezoek.round"]
            .with_user(self.planner)
            .with_context(default_state="open")
            .create({"school_id": self.school.id, "name": "Three"}),
        ]
        for round_ in rounds:
            self.assertEqual(round_.state, "draft")
            self.assertEqual(round_.protocol_id, self.school.protocol_id)
        with self.assertRaises(UserError):
            rounds[0].protocol_id = self.second_school.protocol_ids[:1]

    def test_a_big_round_does_not_open_unseen(self):
        with patch.object(round_fit_mixin, "MOST_AT_ONCE", 0):
            round_ = self._create_round()
            round_.action_make_visits()
            self.assertEqual(round_.next_step, "look")
            with self.assertRaisesRegex(UserError, "in a minute"):
                round_.action_open()
            self._run_cron()
            self.assertTrue(round_.fit_ids)
            self.assertTrue(round_.fit_date)
            self.assertEqual(round_.next_step, "open")
            round_.action_open()
            self.assertEqual(round_.state, "open")

    def test_a_round_that_is_over_is_not_looked_at_for_ever(self):
        round_ = self._create_round(date_from="2026-11-02", date_to="2026-11-20")
        round_.action_make_visits()
        round_.action_look_again()
        self.env["huisbezoek.closed.day"].create(
            {"school_id": self.school.id, "name": "Storm", "date_from": "2026-11-18"}
        )
        self.assertTrue(round_.fit_date)

    def test_a_round_that_changes_meanwhile_is_looked_at_again(self):
        round_ = self._create_round()
        round_.action_make_visits()
        round_.sudo().fit_date = False
        Round = self.env.registry["huisbezoek.round"]
        busy = SerializationFailure("could not serialize access")
        with (
            patch.object(Round, "_sync_fit_rows", side_effect=busy),
            patch.object(Round, "_look_again_soon", autospec=True) as soon,
            self.assertNoLogs("odoo.addons.huisbezoek_addon", "ERROR"),
        ):
            self._run_cron()
        soon.assert_called_once()

    def test_one_round_that_fails_does_not_stop_the_others(self):
        first, second = self._create_round(), self._create_round(name="Two")
        first.action_make_visits()
        self._create_visit(self.family_b, self.emp_bram, round_id=second.id)
        (first | second).sudo().fit_date = False
        Round = self.env.registry["huisbezoek.round"]
        sync = Round._sync_fit_rows

        def fail(self):
            if self.id == first.id:
                raise ValueError("secret")
            return sync(self)

        with (
            patch.object(Round, "_sync_fit_rows", fail),
            self.assertLogs("odoo.addons.huisbezoek_addon", "ERROR") as logged,
        ):
            self._run_cron()
        self.assertTrue(second.fit_date)
        self.assertNotIn("secret", str(logged.output))

    @mute_logger("odoo.models.unlink")
    def test_a_consent_that_is_taken_back_leaves_no_trace(self):
        school = self.school.with_user(self.manager)
        school._record_hours_consent("2026-11-01", False, False, "real")
        round_ = self._create_round()
        round_.action_make_visits()
        task = round_.sudo().visit_ids.visitor_ids.annual_task_id
        task.write({"allotted_hours": 1, "is_allotted_by_hand": True})
        round_.action_look_again()
        fit = round_.sudo().fit_ids
        self.assertEqual(fit.state, "short")
        fit.with_user(self.manager).write({"decision": "hours"})
        school.action_take_back_hours_consent()
        self.assertEqual(fit.state, "fits")
        self.assertFalse(fit.decision or fit.agreed_date or fit.decided_by_id)
