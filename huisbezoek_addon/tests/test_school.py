from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .common import NOW, HuisbezoekCase


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestSchool(HuisbezoekCase):
    """A school is a record of its own, and begins with what it needs (A1)."""

    def test_new_school_has_a_year_and_the_draft_of_a_protocol(self):
        school = (
            self.env["huisbezoek.school"]
            .with_user(self.admin)
            .create({"name": "De Wilg", "company_id": self.company.id})
        )
        self.assertEqual(school.year_ids.name, "2026-2027")
        self.assertEqual(
            (school.year_ids.date_start, school.year_ids.date_end),
            (date(2026, 8, 1), date(2027, 7, 31)),
        )
        self.assertFalse(school.protocol_id)
        self.assertEqual(school.protocol_ids.state, "draft")

    def test_place_proposes_the_vacation_region(self):
        with Form(self.env["huisbezoek.school"].with_user(self.admin)) as form:
            form.name = "De Wilg"
            form.city = "Eindhoven"
            self.assertEqual(form.holiday_region, "south")
            form.holiday_region = "middle"
        self.assertEqual(form.record.holiday_region, "middle")

    def test_unknown_place_leaves_the_region_to_the_school(self):
        self.school.write({"holiday_region": "south", "city": "Nergenshuizen"})
        self.assertEqual(self.school.holiday_region, "south")
        self.school.city = "Utrecht"
        self.assertEqual(self.school.holiday_region, "middle")

    def test_visit_hours_must_make_sense(self):
        for vals in (
            {"afternoon_from": 18.0},
            {"evening_from": 16.0},
            {"evening_to": 25.0},
        ):
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
                self.school.write(vals)
                self.school.flush_recordset()

    def test_sender_must_be_an_address(self):
        for name in ("sender_email", "reply_to"):
            with self.assertRaises(ValidationError):
                self.school.write({name: "the office"})
        self.school.sender_email = "De Linde <office@linde.example>"
        self.assertEqual(
            self.school._prepare_mail_values()["email_from"],
            '"De Linde" <office@linde.example>',
        )

    def test_school_with_years_stays_in_its_board(self):
        with self.assertRaises(UserError):
            self.school.company_id = self.other_company

    def test_staff_read_the_school_and_do_not_change_it(self):
        school = self.school.with_user(self.anouk)
        self.assertEqual(school.name, "De Linde")
        with self.assertRaises(AccessError):
            school.write({"name": "De Es"})
        with self.assertRaises(AccessError):
            self.second_school.with_user(self.anouk).read(["name"])


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestYearsGroupsTeachers(HuisbezoekCase):
    """School years, groups with their teachers, and days that are closed (A2)."""

    def test_years_of_one_school_do_not_overlap(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["huisbezoek.school.year"].create(
                {"school_id": self.school.id, "date_start": date(2027, 7, 1)}
            )
        next_year = self.env["huisbezoek.school.year"]._get_or_create(self.school, 2027)
        self.assertEqual(next_year.name, "2027-2028")
        self.assertEqual(
            self.env["huisbezoek.school.year"]._get_or_create(self.school, 2027),
            next_year,
        )

    def test_new_group_stands_in_the_year_of_its_school(self):
        with Form(self.env["huisbezoek.group"].with_user(self.planner)) as form:
            form.name = "3A"
            self.assertEqual(form.school_id, self.school)
            self.assertEqual(form.year_id, self.year)

    def test_group_and_year_are_of_one_school(self):
        with self.assertRaises(ValidationError):
            self.env["huisbezoek.group"].create(
                {
                    "name": "3A",
                    "school_id": self.school.id,
                    "year_id": self.second_school.year_ids.id,
                }
            )

    def test_group_shows_who_teaches_it_today(self):
        teaching = self.group_1.teaching_ids
        bram = self.group_2.teaching_ids.teacher_id
        self.assertEqual(self.group_1.teacher_ids, teaching.teacher_id)
        self.group_1.write(
            {
                "teaching_ids": [
                    (1, teaching.id, {"date_to": date(2026, 10, 1)}),
                    (0, 0, {"teacher_id": bram.id, "date_from": date(2026, 10, 2)}),
                ]
            }
        )
        self.assertEqual(self.group_1.teacher_ids, bram)

    def test_planner_matches_a_teacher_who_waits(self):
        Teacher = self.env["huisbezoek.teacher"].with_user(self.planner)
        waiting = Teacher.create({"school_id": self.school.id, "name": "C. Colette"})
        self.assertIn(waiting, Teacher.search([("employee_id", "=", False)]))
        waiting.employee_id = self.emp_colleague
        self.assertEqual(waiting.user_id, self.colleague)

    def test_teacher_of_another_board_is_refused(self):
        stranger = self._create_user("stefan", school=self.other_school)
        with self.assertRaises(UserError):
            self.group_1.teaching_ids.teacher_id.employee_id = self._create_employee(
                stranger
            )

    def test_closed_day_is_one_day_unless_said_otherwise(self):
        with Form(self.env["huisbezoek.closed.day"].with_user(self.manager)) as form:
            form.name = "Study day"
            form.date_from = date(2026, 12, 3)
        self.assertEqual(form.record.date_to, date(2026, 12, 3))
        self.assertEqual(form.record.kind, "own")

    def test_languages_know_their_direction(self):
        dari = self.env.ref("huisbezoek_addon.language_prs")
        self.assertTrue(dari.is_rtl)
        tarifit = self.env.ref("huisbezoek_addon.language_rif")
        self.assertFalse(tarifit.is_written)
        found = self.env["huisbezoek.language"].with_user(self.planner)
        self.assertEqual(found.name_search("Türkçe")[0][1], "Turkish")
