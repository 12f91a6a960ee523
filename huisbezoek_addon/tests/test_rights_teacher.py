from datetime import datetime

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import NOW, HuisbezoekCase

WEDNESDAY = datetime(2026, 11, 25, 14, 30)


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestRightsTeacher(HuisbezoekCase):
    """What a teacher, or a planner, cannot reach by calling the server directly."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.emp_planner = cls._create_employee(cls.planner)
        cls.saskia = cls._create_user("saskia", "teacher")
        cls.emp_saskia = cls._create_employee(cls.saskia)
        teacher = cls.env["huisbezoek.teacher"].create(
            {
                "school_id": cls.school.id,
                "name": "Saskia",
                "employee_id": cls.emp_saskia.id,
            }
        )
        cls.group_1.teaching_ids = [
            Command.create({"teacher_id": teacher.id, "kind": "subject"})
        ]
        group = cls._create_group("1B", "1", school=cls.second_school)
        cls.femke, cls.family_second = cls._create_family("Femke", "Quispel", group)

    # === REACHING FOR A FAMILY === #

    def test_visit_to_somebody_elses_family(self):
        """A link asks for no right of its own, so making the visit does."""
        with self.assertRaises(AccessError):
            self._create_visit(self.family_b, self.emp_anouk, self.anouk)
        with self.assertRaises(AccessError):
            self._create_visit(self.family_second, user=self.planner)

    def test_visit_of_one_school_to_a_family_of_another(self):
        self._give_role(self.planner, "planner", self.second_school)
        with self.assertRaises(ValidationError):
            self._create_visit(self.family_second, school_id=self.school.id)

    def test_visit_with_somebody_elses_pupil(self):
        visit = self._create_visit(user=self.anouk)
        for extra in ({}, {"start": WEDNESDAY}):
            with self.assertRaises(AccessError):
                visit.write({"pupil_ids": [Command.link(self.tijn.id)], **extra})

    def test_visit_stays_with_its_household_and_school(self):
        visit = self._create_visit()
        for values in (
            {"household_id": self.family_b.id},
            {"household_id": self.family_b.id, "start": WEDNESDAY},
            {"school_id": self.second_school.id},
        ):
            with self.assertRaises(UserError):
                visit.write(values)
        visit.company_id = self.other_company
        self.assertEqual(visit.company_id, self.company)

    def test_taking_a_visit_by_taking_a_place_on_it(self):
        visit = self._create_visit(self.family_b, self.emp_bram)
        visit.lead_id = False
        Visitor = self.env["huisbezoek.visitor"].with_user(self.anouk)
        with self.assertRaises(AccessError):
            Visitor.create(
                {
                    "visit_id": visit.id,
                    "employee_id": self.emp_anouk.id,
                    "kind": "lead",
                }
            )
        own = self._create_visit(user=self.anouk)
        with self.assertRaises(AccessError):
            own.visitor_ids.write({"visit_id": visit.id})
        with self.assertRaises(AccessError):
            visit.with_user(self.anouk).write({"lead_id": self.emp_anouk.id})

    def test_form_for_a_family_that_one_may_not_read(self):
        """Computed fields of a form run before anything is checked or saved."""
        spec = {
            "household_id": {"fields": {"display_name": {}}},
            "family_label": {},
            "place_label": {},
            "wishes": {},
            "planning_warning": {},
            "pupil_ids": {"fields": {"display_name": {}, "first_name": {}}},
            "guardian_ids": {"fields": {"name": {}}},
            "language_ids": {"fields": {"display_name": {}}},
            "lead_id": {"fields": {"display_name": {}}},
        }
        Visit = self.env["huisbezoek.visit"].with_user(self.anouk)
        self.env.invalidate_all()
        by_default = Visit.with_context(
            default_household_id=self.family_b.id, default_school_id=self.school.id
        ).onchange({}, [], spec)
        by_change = Visit.onchange(
            {"school_id": self.school.id, "household_id": self.family_b.id},
            ["household_id"],
            spec,
        )
        for result in (by_default, by_change):
            for word in ("Tijn", "Zandstra", "8011"):
                self.assertNotIn(word, str(result))

    def test_stated_values_that_follow_from_others(self):
        """A planner cannot claim another school's family by stating a school."""
        for model, values in (
            ("guardian", {"household_id": self.family_second.id, "last_name": "X"}),
            ("avoidance", {"household_id": self.family_second.id, "weekday": "1"}),
            (
                "membership",
                {
                    "pupil_id": self.femke.id,
                    "group_id": self.femke.group_id.id,
                    "date_from": "2028-08-01",
                    "date_to": "2029-07-31",
                },
            ),
        ):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[f"huisbezoek.{model}"].with_user(self.planner).create(
                    {
                        **values,
                        "school_id": self.school.id,
                        "company_id": self.company.id,
                    }
                )
        guardian = self.family_a.guardian_ids.with_user(self.planner)
        with self.assertRaises(UserError):
            guardian.school_id = self.second_school

    # === WHAT IS WHOSE === #

    def test_subject_teacher_reads_and_does_not_move_a_colleagues_visit(self):
        visit = self._create_visit().with_user(self.saskia)
        self.assertEqual(visit.lead_id.sudo(), self.emp_anouk)
        for action in (
            lambda: visit.write({"start": WEDNESDAY}),
            lambda: visit.write({"lead_id": self.emp_saskia.id}),
            lambda: visit.action_on_hold(),
            lambda: visit._close("by_teacher"),
            lambda: visit.unlink(),
        ):
            with self.assertRaises(AccessError):
                action()

    def test_teacher_takes_a_visit_that_nobody_leads(self):
        visit = self._create_visit()
        visit.lead_id = False
        visit.with_user(self.saskia).write(
            {"lead_id": self.emp_saskia.id, "start": WEDNESDAY}
        )
        self.assertEqual(visit.state, "planned")
        self.assertEqual(visit.lead_id, self.emp_saskia.with_env(visit.env))

    def test_teacher_hands_over_to_whoever_teaches_the_pupil(self):
        visit = self._create_visit().with_user(self.anouk)
        with self.assertRaises(AccessError):
            visit.lead_id = self.emp_bram
        visit.lead_id = self.emp_saskia
        self.assertEqual(visit.sudo().lead_user_id, self.saskia)

    def test_teacher_hands_over_while_planning(self):
        visit = self._create_visit().with_user(self.anouk)
        visit.write({"lead_id": self.emp_saskia.id, "start": WEDNESDAY})
        self.assertEqual(visit.sudo().state, "planned")
        self.assertEqual(visit.sudo().event_id.user_id, self.saskia)

    def test_planner_chooses_any_lead(self):
        visit = self._create_visit(lead=self.emp_bram)
        self.assertEqual(visit.lead_id, self.emp_bram.with_env(visit.env))
        self.assertEqual(visit.with_user(self.bram).family_label, "Aydemir · Defne")

    def test_only_the_visitor_answers(self):
        self._give_role(self.colleague, "companion")
        visit = self._create_visit(user=self.anouk)
        visit.companion_ids = visit.companion_ids.browse(self.emp_colleague.id)
        place = visit.visitor_ids.filtered(lambda v: v.kind == "companion")
        for user in (self.anouk, self.planner, self.care, self.colleague):
            with self.assertRaises(AccessError):
                place.with_user(user).write({"state": "confirmed"})
        with self.assertRaises(AccessError):
            place.with_user(self.anouk).action_confirm()
        place.with_user(self.colleague).action_confirm()
        self.assertEqual(place.state, "confirmed")

    def test_state_moves_by_the_buttons_alone(self):
        visit = self._create_visit(user=self.anouk, state="done", outcome="declined")
        self.assertEqual(visit.state, "todo")
        self.assertFalse(visit.outcome)
        with self.assertRaises(UserError):
            visit.state = "done"

    def test_planner_makes_himself_no_administrator(self):
        with self.assertRaises(AccessError):
            self._give_role_as(self.planner, self.planner, "care_coordinator")
        with self.assertRaises(AccessError):
            self._give_role_as(self.admin, self.admin, "care_coordinator")

    def _give_role_as(self, giver, user, role):
        return (
            self.env["huisbezoek.role"]
            .with_user(giver)
            .create({"user_id": user.id, "role": role, "school_id": self.school.id})
        )

    # === LOG AND ERRORS === #

    def test_refused_row_is_not_in_the_log(self):
        Pupil = self.env["huisbezoek.pupil"].with_user(self.planner)
        values = {"school_id": self.school.id, "import_key": "7"}
        Pupil.create({**values, "first_name": "Ybeltje"})
        with (
            self.assertLogs("odoo.sql_db", "ERROR") as log,
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            Pupil.create({**values, "first_name": "Ybeltje", "last_name": "Quist"})
        self.assertIn("import_key_uniq", str(log.output))
        for word in ("Ybeltje", "Quist"):
            self.assertNotIn(word, str(log.output))

    def test_secret_address_is_refused_before_the_database_does(self):
        self.family_a.with_user(self.planner).has_secret_address = True
        with self.assertRaises(UserError):
            self.family_a.with_user(self.planner).street = "Schuilweg 1"

    def test_errors_name_nobody_in_debug_mode_either(self):
        debug = self.env.ref("base.group_no_one")
        for user in (self.bram, self.admin, self.colleague):
            user.group_ids |= debug
        visit = self._create_visit()
        records = (
            self.defne,
            self.family_a,
            self.family_a.guardian_ids,
            self.family_a.guardian_ids.guardianship_ids,
            visit,
            visit.visitor_ids,
        )
        for user in (self.bram, self.admin, self.colleague):
            for record in records:
                self.env.invalidate_all()
                with (
                    self.subTest(user=user.login, model=record._name),
                    mute_logger("odoo.addons.base.models.ir_rule"),
                    self.assertRaises(AccessError) as error,
                ):
                    record.with_user(user).read(["create_date"])
                for word in ("Defne", "Aydemir"):
                    self.assertNotIn(word, str(error.exception))
