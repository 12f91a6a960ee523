from ast import literal_eval
from datetime import datetime, timedelta

from lxml import etree
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .common import NOW, HuisbezoekCase

#: Wednesday, 15:30 in Amsterdam.
WEDNESDAY = datetime(2026, 11, 25, 14, 30)
LENGTH = timedelta(minutes=45)


class InterpreterCase(HuisbezoekCase):
    """Defne's family speaks Turkish; Petra knows whom she can ask."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Language = cls.env["huisbezoek.language"]
        cls.turkish, cls.arabic = (
            Language.search([("code", "=", code)])
            or Language.create({"name": name, "code": code})
            for code, name in (("tur", "Turkish"), ("ara", "Arabic"))
        )
        cls.family_a.guardian_ids.write(
            {"language_id": cls.turkish.id, "needs_interpreter": True}
        )
        cls.selma = cls._create_interpreter("Selma", cls.turkish)

    @classmethod
    def _create_interpreter(cls, name, languages=(), user=None, **vals):
        values = {
            "school_id": cls.school.id,
            **({"name": name} if name else {}),
            "language_ids": [Command.set([language.id for language in languages])],
            "is_confirmed_adult": True,
            **vals,
        }
        return (
            cls.env["huisbezoek.interpreter"]
            .with_user(user or cls.planner)
            .create(values)
        )

    def _get_place(self, visit):
        return visit.visitor_ids.filtered("interpreter_id")

    def _get_occupied(self, visit):
        rows = self.env["huisbezoek.occupation"].search([("visit_id", "=", visit.id)])
        return {(row.partner_id, row.interpreter_id.sudo()) for row in rows}


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestInterpreter(InterpreterCase):
    """Somebody puts the words of the parents into Dutch, and comes along (D4)."""

    def test_planner_asks_one_and_notes_the_answer(self):
        visit = self._create_visit(start=WEDNESDAY, interpreter_id=self.selma.id)
        place = self._get_place(visit)
        self.assertEqual((place.kind, place.state), ("interpreter", "asked"))
        self.assertEqual(visit.interpreter_state, "asked")
        place.with_user(self.planner).action_confirm()
        self.assertEqual(visit.interpreter_state, "confirmed")
        with self.assertRaises(AccessError):
            place.with_user(self.bram).action_confirm()

    def test_who_leads_the_visit_notes_it_too(self):
        visit = self._create_visit(interpreter_id=self.selma.id)
        self._get_place(visit).with_user(self.anouk).action_decline()
        self.assertEqual(visit.interpreter_state, "declined")
        self.assertIn("cannot come", visit.interpreter_warning)

    def test_another_one_takes_the_place(self):
        visit = self._create_visit(start=WEDNESDAY, interpreter_id=self.selma.id)
        other = self._create_interpreter("Meryem", self.turkish)
        visit.interpreter_id = other
        self.assertEqual(self._get_place(visit).interpreter_id, other)
        visit.interpreter_id = False
        self.assertFalse(self._get_place(visit))
        self.assertEqual(len(visit.visitor_ids), 1)

    def test_who_speaks_the_language_comes_first(self):
        for name in ("Ahmed", "Bilal", "Cem"):
            self._create_interpreter(name, self.arabic)
        Interpreter = self.env["huisbezoek.interpreter"].with_user(self.planner)
        names = [name for _id, name in Interpreter.name_search()]
        self.assertEqual(names[0], "Ahmed (Arabic)")
        proposing = Interpreter.with_context(proposed_language_ids=self.turkish.ids)
        names = [name for _id, name in proposing.name_search(limit=2)]
        self.assertEqual(names, ["Selma (Turkish)", "Ahmed (Arabic)"])
        self.assertEqual(len(proposing.name_search()), 4)
        self.assertEqual(len(proposing.name_search(limit=1)), 1)
        self.assertEqual(
            [name for _id, name in Interpreter.name_search("turk")],
            ["Selma (Turkish)"],
        )

    def test_the_wrong_language_warns_and_is_the_planners_choice(self):
        ahmed = self._create_interpreter("Ahmed", self.arabic)
        with Form(self._create_visit()) as form:
            self.assertFalse(form.interpreter_warning)
            form.interpreter_id = ahmed
            self.assertEqual(
                form.interpreter_warning, "The interpreter does not speak Turkish."
            )
            form.interpreter_id = self.selma
            self.assertFalse(form.interpreter_warning)
            form.interpreter_id = ahmed
        self.assertEqual(form.record.interpreter_id, ahmed)

    def test_the_office_finds_who_has_no_interpreter_yet(self):
        visit = self._create_visit()
        self._create_visit(self.family_b)
        view = self.env.ref("huisbezoek_addon.huisbezoek_visit_view_search")
        node = etree.fromstring(view.arch).find(
            ".//filter[@name='filter_no_interpreter']"
        )
        domain = literal_eval(node.get("domain"))
        Visit = self.env["huisbezoek.visit"].with_user(self.planner)
        self.assertEqual(Visit.search(domain), visit)
        visit.interpreter_id = self.selma
        self.assertFalse(Visit.search(domain))
        self._get_place(visit).with_user(self.planner).action_decline()
        self.assertEqual(Visit.search(domain), visit)
        self.assertEqual(Visit.search([("interpreter_id", "=", self.selma.id)]), visit)

    def test_a_declined_interpreter_is_free_again(self):
        visit = self._create_visit(start=WEDNESDAY, interpreter_id=self.selma.id)
        self.assertIn((self.env["res.partner"], self.selma), self._get_occupied(visit))
        self._get_place(visit).with_user(self.planner).action_decline()
        self.assertEqual(len(self._get_occupied(visit)), 1)

    def test_the_report_begins_with_who_interpreted(self):
        visit = self._create_visit(start=WEDNESDAY, interpreter_id=self.selma.id)
        with freeze_time(WEDNESDAY + timedelta(hours=1)):
            visit.action_hold()
            visit.with_user(self.anouk).action_report()
        report = visit.sudo().report_ids
        self.assertEqual(report.interpreter, "professional")
        self.assertEqual(report.visitor_names, "Anouk")
        with self.assertRaises(UserError):
            report.told = "Well."
            report.sudo().action_finalize()
            visit.interpreter_id = False


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestInterpreterTime(InterpreterCase):
    """Whose time a visit takes, and whose it does not (C4, C6)."""

    def test_nobody_interprets_at_two_families_at_once(self):
        self._create_visit(start=WEDNESDAY, interpreter_id=self.selma.id)
        other = self._create_visit(
            self.family_b, self.emp_bram, interpreter_id=self.selma.id
        )
        other.start = WEDNESDAY + timedelta(days=1)
        self.assertFalse(
            other.interpreter_warning and "visit" in other.interpreter_warning
        )
        with self.assertRaisesRegex(UserError, "^The interpreter is on another"):
            other.start = WEDNESDAY

    def test_the_form_tells_it_before(self):
        self._create_visit(start=WEDNESDAY, interpreter_id=self.selma.id)
        other = self._create_visit(self.family_b, self.emp_bram)
        with Form(other) as form:
            form.start = WEDNESDAY + timedelta(hours=3)
            form.interpreter_id = self.selma
            self.assertFalse(form.interpreter_warning)
            form.start = WEDNESDAY
            self.assertIn("another home visit", form.planning_warning)
            form.interpreter_id = self.env["huisbezoek.interpreter"]

    def test_an_agency_by_phone_serves_many_at_once(self):
        agency = self._create_interpreter("Tolkcentrum", self.turkish, kind="phone")
        one = self._create_visit(start=WEDNESDAY, interpreter_id=agency.id)
        other = self._create_visit(
            self.family_b, self.emp_bram, start=WEDNESDAY, interpreter_id=agency.id
        )
        self.assertEqual(set((one | other).mapped("state")), {"planned"})
        self.assertEqual(
            self._get_occupied(one) | self._get_occupied(other),
            {
                (user.partner_id, self.env["huisbezoek.interpreter"])
                for user in (self.anouk, self.bram)
            },
        )

    def test_one_contact_is_one_person_for_two_schools(self):
        contact = self.env["res.partner"].create({"name": "S. Yildiz"})
        here = self._create_interpreter("", self.turkish, partner_id=contact.id)
        self.assertEqual(here.name, "S. Yildiz")
        piet = self._create_user("piet", "planner", self.second_school)
        there = self._create_interpreter(
            "Yildiz", user=piet, partner_id=contact.id, school_id=self.second_school.id
        )
        self._create_visit(start=WEDNESDAY, interpreter_id=here.id)
        group = self._create_group("1B", "1", self.emp_bram, self.second_school)
        _pupil, family = self._create_family("Femke", "Quispel", group)
        visit = self._create_visit(
            family, self.emp_bram, user=piet, interpreter_id=there.id
        )
        with self.assertRaises(UserError):
            visit.start = WEDNESDAY

    def test_neighbours_of_two_schools_are_two_persons(self):
        piet = self._create_user("piet", "planner", self.second_school)
        there = self._create_interpreter(
            "Selma", user=piet, school_id=self.second_school.id
        )
        self._create_visit(start=WEDNESDAY, interpreter_id=self.selma.id)
        group = self._create_group("1B", "1", self.emp_bram, self.second_school)
        _pupil, family = self._create_family("Femke", "Quispel", group)
        visit = self._create_visit(
            family, self.emp_bram, user=piet, interpreter_id=there.id, start=WEDNESDAY
        )
        self.assertEqual(visit.state, "planned")

    def test_a_contact_found_later_takes_over_the_planned_visits(self):
        visit = self._create_visit(start=WEDNESDAY, interpreter_id=self.selma.id)
        contact = self.env["res.partner"].create({"name": "Selma"})
        self.selma.partner_id = contact
        self.assertIn(
            (contact, self.env["huisbezoek.interpreter"]), self._get_occupied(visit)
        )

    def test_a_time_belongs_to_one_person(self):
        visit = self._create_visit(start=WEDNESDAY)
        Occupation = self.env["huisbezoek.occupation"]
        values = {"visit_id": visit.id, "start": NOW, "stop": NOW + LENGTH}
        both = {"partner_id": self.bram.partner_id.id, "interpreter_id": self.selma.id}
        for person in ({}, both):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                Occupation.create({**values, **person})

    def test_comes_at_the_own_weekly_times(self):
        visit = self._create_visit(start=WEDNESDAY, interpreter_id=self.selma.id)
        self.assertFalse(visit.planning_warning)
        self.selma.time_ids = [
            Command.create({"weekday": "2", "hour_from": 15, "hour_to": 16.25})
        ]
        visit.invalidate_recordset()
        self.assertFalse(visit.planning_warning)
        for other in (timedelta(minutes=15), timedelta(days=1)):
            with self.subTest(other=other):
                visit.start = WEDNESDAY + other
                self.assertEqual(
                    visit.planning_warning,
                    "The interpreter does not visit at that hour.",
                )


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestInterpreterColleague(InterpreterCase):
    """A colleague who interprets goes along as everybody who does (E3)."""

    def setUp(self):
        super().setUp()
        self.interpreter = self._create_interpreter(
            "", self.turkish, kind="colleague", employee_id=self.emp_bram.id
        )
        self.visit = self._create_visit(
            start=WEDNESDAY, interpreter_id=self.interpreter.id
        )
        self.place = self._get_place(self.visit)

    def test_is_asked_answers_himself_and_stands_in_the_calendar(self):
        self.assertEqual(self.interpreter.name, "Bram")
        self.assertEqual(self.place.user_id, self.bram)
        self.assertIn(self.bram.partner_id, self.visit.sudo().event_id.partner_ids)
        with self.assertRaises(AccessError):
            self.place.with_user(self.planner).action_confirm()
        place = self.place.with_user(self.bram)
        self.assertFalse(place.first_names)
        place.action_confirm()
        self.assertEqual(place.first_names, "Defne")
        self.assertFalse(self.interpreter.with_user(self.bram).has_access("read"))

    def test_costs_hours_and_has_one_place(self):
        place_sudo = self.place.sudo()
        self.assertEqual(place_sudo.counted_hours, self.visit.protocol_id.norm_hours)
        self.visit.companion_ids = [Command.set(self.emp_bram.ids)]
        self.assertFalse(self._get_place(self.visit))
        self.assertEqual(len(self.visit.visitor_ids), 2)
        self.visit.interpreter_id = self.interpreter
        self.assertFalse(self.visit.companion_ids)

    def test_leads_no_visit_that_he_interprets(self):
        with self.assertRaisesRegex(UserError, "Bram leads"):
            self._create_visit(
                self.family_b, self.emp_bram
            ).interpreter_id = self.interpreter

    def test_without_a_role_he_could_not_answer(self):
        helper = self._create_interpreter(
            "", self.turkish, kind="colleague", employee_id=self.emp_colleague.id
        )
        self.visit.interpreter_id = helper
        self.assertIn("Colette has no role", self.visit.planning_warning)

    def test_stays_the_same_person(self):
        with self.assertRaisesRegex(UserError, "same person"):
            self.interpreter.employee_id = self.emp_colleague
        with self.assertRaisesRegex(UserError, "same person"):
            self.interpreter.kind = "professional"

    def test_another_kind_lets_go_of_the_colleague(self):
        self.visit.interpreter_id = False
        with Form(self.interpreter) as form:
            form.kind = "relative"
        self.assertFalse(self.interpreter.employee_id)
        self.assertEqual(self.interpreter.name, "Bram")


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestInterpreterAdult(InterpreterCase):
    """No child ever interprets, in whatever way somebody tries (D4)."""

    def test_who_ticked_it_and_when_is_remembered(self):
        self.assertEqual(self.selma.adult_confirmed_by_id, self.planner)
        self.assertEqual(self.selma.adult_confirmed_on, NOW)
        with freeze_time(NOW + timedelta(days=1)):
            self.selma.with_user(self.care).name = "Selma Kaya"
        self.assertEqual(self.selma.adult_confirmed_by_id, self.care)
        self.selma.is_confirmed_adult = False
        self.assertFalse(self.selma.adult_confirmed_by_id)
        self.assertFalse(self.selma.adult_confirmed_on)

    def test_nobody_says_that_somebody_else_ticked_it(self):
        forged = {"adult_confirmed_by_id": self.care.id, "adult_confirmed_on": NOW}
        self.selma.write(forged)
        self.assertEqual(self.selma.adult_confirmed_by_id, self.planner)
        other = self._create_interpreter("Ali", is_confirmed_adult=False, **forged)
        self.assertFalse(other.adult_confirmed_by_id)

    def test_not_confirmed_goes_nowhere(self):
        """Not by the form, not as superuser, not by the place itself, not by import."""
        child = self._create_interpreter("Emre", is_confirmed_adult=False)
        visit = self._create_visit()
        ways = {
            "call": lambda: visit.write({"interpreter_id": child.id}),
            "superuser": lambda: visit.sudo().write({"interpreter_id": child.id}),
            "create": lambda: self._create_visit(interpreter_id=child.id),
            "place": lambda: self.env["huisbezoek.visitor"].create(
                {
                    "visit_id": visit.id,
                    "kind": "interpreter",
                    "interpreter_id": child.id,
                }
            ),
            "load": lambda: self._load(visit, child),
        }
        for way, go in ways.items():
            with (
                self.subTest(way=way),
                self.assertRaisesRegex(ValidationError, "adult"),
                self.env.cr.savepoint(),
            ):
                go()

    def _load(self, visit, interpreter):
        """Import a list in which the visit has the interpreter."""
        result = visit.load(
            [".id", "interpreter_id/.id"], [[str(visit.id), str(interpreter.id)]]
        )
        self.assertFalse(result["ids"])
        raise ValidationError(result["messages"][0]["message"])

    def test_a_pupil_is_none_even_when_somebody_ticks(self):
        with self.assertRaisesRegex(ValidationError, "pupil"):
            self._create_interpreter(" defne  AYDEMIR ", kind="relative")
        later = self._create_interpreter("Kim Later")
        self.env["huisbezoek.pupil"].create(
            {"school_id": self.school.id, "first_name": "Kim", "last_name": "Later"}
        )
        with self.assertRaisesRegex(ValidationError, "pupil"):
            self._create_visit(interpreter_id=later.id)
        self._create_interpreter("Defne Aydemir senior", kind="relative")

    def test_errors_tell_no_name(self):
        """They stand in the server's log."""
        with self.assertRaises(ValidationError) as caught:
            self._create_interpreter("Defne Aydemir", kind="relative")
        self.assertNotIn("Defne", str(caught.exception))

    def test_the_tick_stays_while_somebody_counts_on_it(self):
        visit = self._create_visit(start=WEDNESDAY, interpreter_id=self.selma.id)
        with self.assertRaisesRegex(ValidationError, visit.display_name):
            self.selma.is_confirmed_adult = False
        visit._close("by_school")
        self.selma.is_confirmed_adult = False
        visit.action_back_to_planning()
        with self.assertRaisesRegex(ValidationError, "adult"):
            visit.start = WEDNESDAY

    def test_another_school_has_its_own(self):
        piet = self._create_user("piet", "planner", self.second_school)
        there = self._create_interpreter(
            "Ali", user=piet, school_id=self.second_school.id
        )
        with self.assertRaises(AccessError):
            self._create_visit(interpreter_id=there.id)
        with self.assertRaisesRegex(ValidationError, "own school"):
            self._create_visit().sudo().interpreter_id = there


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestInterpreterPrivacy(InterpreterCase):
    """Who interprets tells what a family speaks, so that few people know it."""

    def test_an_outsider_is_in_no_calendar_and_costs_no_hours(self):
        contact = self.env["res.partner"].create({"name": "S. Yildiz"})
        self.selma.partner_id = contact
        self.school.hours_consent_date = NOW.date()
        visit = self._create_visit(start=WEDNESDAY, interpreter_id=self.selma.id)
        place = self._get_place(visit)
        place.with_user(self.planner).action_confirm()
        event = visit.sudo().event_id
        self.assertEqual(event.partner_ids, self.anouk.partner_id)
        self.assertEqual(event.attendee_ids.partner_id, self.anouk.partner_id)
        with freeze_time(WEDNESDAY + timedelta(hours=1)):
            visit.action_hold()
        place = self._get_place(visit)
        self.assertFalse(place.annual_task_id)
        self.assertFalse(place.sudo().counted_hours)
        self.assertFalse(place.realises_hours)
        lines = self.env["account.analytic.line"].search(
            [("home_visit_id", "=", visit.id)]
        )
        self.assertEqual(lines.employee_id, self.emp_anouk)
        self.assertFalse(place.with_user(self.manager).has_access("read"))

    def test_a_teacher_sees_whom_to_call_as_long_as_needed(self):
        self.selma.phone = "06-1"
        visit = self._create_visit(start=WEDNESDAY, interpreter_id=self.selma.id)
        own = visit.with_user(self.anouk)
        self.assertEqual(own.interpreter_id.display_name, "Selma (Turkish)")
        self.assertEqual(own.interpreter_phone, "06-1")
        self.assertFalse(self.selma.with_user(self.bram).has_access("read"))
        visit._close("by_parents")
        self.env.invalidate_all()
        self.assertFalse(own.interpreter_phone)
        self.assertEqual(
            own.interpreter_id.display_name, f"Interpreter {self.selma.id:05d}"
        )

    def test_a_teacher_gets_at_no_interpreter_by_pointing_at_one(self):
        visit = self._create_visit()
        with self.assertRaises(AccessError):
            visit.with_user(self.anouk).interpreter_id = self.selma
        visit.interpreter_id = self.selma
        second = self._create_visit(self.family_a)
        second.with_user(self.anouk).interpreter_id = self.selma
        self.assertEqual(second.interpreter_id, self.selma)

    def test_no_family_becomes_a_contact(self):
        before = self.env["res.partner"].search_count([])
        for kind in ("contact_parent", "relative"):
            self._create_interpreter("Mevrouw Kaya", self.turkish, kind=kind)
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
                self._create_interpreter(
                    "Ali", kind=kind, partner_id=self.bram.partner_id.id
                )
        self.assertEqual(self.env["res.partner"].search_count([]), before)

    def test_who_was_asked_is_archived_and_not_deleted(self):
        self._create_visit(start=WEDNESDAY, interpreter_id=self.selma.id)
        with self.assertRaisesRegex(UserError, "Archive"):
            self.selma.unlink()
        self.selma.action_archive()
        self._create_interpreter("Ali").unlink()

    def test_erasing_takes_the_interpreter_from_all_visits(self):
        colleague = self._create_interpreter(
            "", kind="colleague", employee_id=self.emp_bram.id
        )
        visit = self._create_visit(start=WEDNESDAY, interpreter_id=self.selma.id)
        other = self._create_visit(
            self.family_b,
            start=WEDNESDAY + timedelta(days=1),
            interpreter_id=colleague.id,
        )
        (self.selma | colleague).sudo()._erase()
        self.assertEqual(visit.visitor_ids.employee_id, self.emp_anouk)
        self.assertEqual(len(self._get_occupied(visit)), 1)
        self.assertEqual(other.companion_ids.ids, self.emp_bram.ids)
        self.assertEqual(len(self._get_occupied(other)), 2)
