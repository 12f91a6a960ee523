from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .common import NOW, HuisbezoekCase


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestWeeklyTimes(HuisbezoekCase):
    """Everybody keeps his own visit hours, and the office those of the school."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Time = cls.env["huisbezoek.weekly.time"]
        values = {
            "school_id": cls.school.id,
            "weekday": "2",
            "hour_from": 12.5,
            "hour_to": 17,
        }
        cls.of_school = Time.create(values)
        cls.of_anouk = Time.create({**values, "employee_id": cls.emp_anouk.id})
        cls.of_bram = Time.create({**values, "employee_id": cls.emp_bram.id})

    def _create(self, user, **values):
        return (
            self.env["huisbezoek.weekly.time"]
            .with_user(user)
            .create(
                {
                    "school_id": self.school.id,
                    "weekday": "1",
                    "hour_from": 16,
                    "hour_to": 18,
                    **values,
                }
            )
        )

    def test_a_teacher_reads_the_schools_and_his_own(self):
        Time = self.env["huisbezoek.weekly.time"].with_user(self.anouk)
        self.assertEqual(Time.search([]), self.of_school | self.of_anouk)
        for time in (self.of_school, self.of_bram):
            with self.assertRaises(AccessError):
                time.with_user(self.anouk).hour_to = 18
        with self.assertRaises(AccessError):
            self._create(self.anouk, employee_id=self.emp_bram.id)
        with self.assertRaises(AccessError):
            self._create(self.anouk)

    def test_a_teacher_keeps_his_own(self):
        time = self._create(self.anouk, employee_id=self.emp_anouk.id)
        time.hour_to = 18.5
        time.unlink()

    def test_a_companion_keeps_his_own(self):
        self._give_role(self.colleague, "companion")
        time = self._create(self.colleague, employee_id=self.emp_colleague.id)
        time.hour_to = 18.5

    def test_my_visit_hours_are_mine(self):
        """Also of a planner who teaches: the school's are not changed by mistake."""
        self._give_role(self.planner, "teacher")
        employee = self._create_employee(self.planner)
        Time = self.env["huisbezoek.weekly.time"].with_user(self.planner)
        with Form(Time.with_context(huisbezoek_my_hours=True)) as form:
            form.weekday = "3"
            form.hour_from = 16
            form.hour_to = 18
        self.assertEqual(form.record.employee_id, employee)
        self.assertFalse(form.record.of_school)
        self.assertTrue(self._create(self.planner).of_school)

    def test_what_follows_from_the_owner_is_not_for_stating(self):
        """Rules test it: a client would give a colleague hours, or the school."""
        stated = {"of_school": True, "user_id": self.anouk.id}
        with self.assertRaises(AccessError):
            self._create(self.anouk, employee_id=self.emp_bram.id, **stated)
        time = self._create(self.anouk, employee_id=self.emp_anouk.id, **stated)
        self.assertFalse(time.of_school)
        time.write({"of_school": True, "user_id": self.bram.id})
        self.assertEqual((time.of_school, time.user_id), (False, self.anouk))
        default = {"default_of_school": True, "default_user_id": self.anouk.id}
        Time = self.env["huisbezoek.weekly.time"].with_context(**default)
        with self.assertRaises(AccessError):
            Time.with_user(self.anouk).create(
                {
                    "school_id": self.school.id,
                    "employee_id": self.emp_bram.id,
                    "weekday": "1",
                    "hour_from": 16,
                    "hour_to": 18,
                }
            )

    def test_who_is_no_employee_yet_reads_whom_to_ask(self):
        saskia = self._create_user("saskia", "teacher")
        Time = self.env["huisbezoek.weekly.time"].with_context(huisbezoek_my_hours=True)
        with self.assertRaisesRegex(UserError, "link your account"):
            Time.with_user(saskia).create(
                {"weekday": "1", "hour_from": 16, "hour_to": 18}
            )

    def test_a_time_stays_with_whom_it_is_of(self):
        for user, other in ((self.anouk, self.emp_bram), (self.planner, None)):
            with self.assertRaises(UserError):
                self.of_anouk.with_user(user).employee_id = other
        with self.assertRaises(UserError):
            self.of_school.with_user(self.planner).employee_id = self.emp_bram
        self.of_anouk.with_user(self.anouk).write(
            {"employee_id": self.emp_anouk.id, "hour_to": 16}
        )

    def test_the_care_coordinator_reads_and_the_management_sees_the_schools(self):
        Time = self.env["huisbezoek.weekly.time"]
        every = self.of_school | self.of_anouk | self.of_bram
        self.assertEqual(Time.with_user(self.care).search([]), every)
        self.assertEqual(Time.with_user(self.manager).search([]), self.of_school)

    def test_the_administrator_keeps_the_schools_on_its_page(self):
        administrator = self._create_user("ada", "administrator")
        school = self.school.with_user(administrator)
        with Form(school) as form:
            with form.weekly_time_ids.new() as line:
                line.weekday = "4"
                line.hour_from = 13
                line.hour_to = 15
            with form.travel_time_ids.new() as line:
                line.area_from = "8011"
                line.area_to = "80 12"
                line.minutes = 25
        self.assertEqual(len(school.weekly_time_ids), 2)
        self.assertEqual(school.travel_time_ids.area_to, "8012")
        with self.assertRaises(AccessError):
            self._create(administrator, employee_id=self.emp_bram.id)

    def test_the_hours_of_a_teacher_from_his_page(self):
        teacher = self.group_1.teaching_ids.teacher_id.with_user(self.planner)
        action = teacher.action_open_weekly_times()
        Time = self.env["huisbezoek.weekly.time"].with_user(self.planner)
        self.assertEqual(Time.search(action["domain"]), self.of_anouk)
        made = Time.with_context(**action["context"]).create(
            {"weekday": "0", "hour_from": 8, "hour_to": 9, "kind": "lesson"}
        )
        self.assertEqual(made.employee_id, self.emp_anouk)

    def test_an_account_that_is_made_later_keeps_its_hours(self):
        walker = self.env["hr.employee"].create(
            {"name": "Wim", "company_id": self.company.id}
        )
        time = self._create(self.planner, employee_id=walker.id)
        user = self._create_user("wim", "teacher")
        walker.user_id = user
        time.with_user(user).hour_to = 19


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestTravelTimes(HuisbezoekCase):
    """The school says how long each way is, and asks nobody outside."""

    def _create(self, area_from, area_to, minutes=20):
        return (
            self.env["huisbezoek.travel.time"]
            .with_user(self.planner)
            .create(
                {
                    "school_id": self.school.id,
                    "area_from": area_from,
                    "area_to": area_to,
                    "minutes": minutes,
                }
            )
        )

    def test_a_postcode_has_one_spelling(self):
        way = self._create(" 8011 aa", "80")
        self.assertEqual((way.area_from, way.area_to), ("8011AA", "80"))
        way.area_to = "7701 b"
        travel = self.school._get_travel_times()
        self.assertEqual(travel.minutes("7701BX", "8011AA"), 20)
        self.assertEqual(travel.minutes("7702BX", "8011AA"), 15)

    def test_each_way_stands_there_once(self):
        self._create("8011", "80")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._create("80", "8011")

    def test_no_postcode(self):
        for area in ("   ", "80-11"):
            with self.subTest(area=area), self.assertRaises(ValidationError):
                self._create(area, "8011")

    def test_no_more_than_half_a_day(self):
        for minutes in (-1, 241):
            with (
                self.subTest(minutes=minutes),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
            ):
                self._create("8011", "8012", minutes)
