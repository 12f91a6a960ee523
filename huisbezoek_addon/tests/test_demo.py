import csv
from datetime import date, timedelta
from pathlib import Path

from odoo.modules import Manifest
from odoo.tests import TransactionCase, freeze_time, tagged
from odoo.tools import convert_file, file_open, file_path

MODULE = "huisbezoek_addon"
#: The first demo file whose content depends on the day.
FIRST_DATED = "demo/huisbezoek_school_demo.xml"


class DemoMixin:
    """Loads the demo board: Odoo only warns when a demo file fails."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        files = Manifest.for_addon(MODULE)["demo"]
        undated = files.index(FIRST_DATED)
        cls.dated_files = files[undated:]
        for name in files[:undated]:
            cls._load_file(name)

    @classmethod
    def _load_file(cls, name):
        convert_file(cls.env, MODULE, name, idref={}, mode="init", noupdate=True)

    def _load_board(self):
        for name in self.dated_files:
            self._load_file(name)
        schools = self.env.ref(f"{MODULE}.school_linde_demo")
        schools |= self.env.ref(f"{MODULE}.school_vonder_demo")
        schools |= self.env.ref(f"{MODULE}.school_zonnewijzer_demo")
        visits = self.env["huisbezoek.visit"].search([("school_id", "in", schools.ids)])
        return schools, visits


@tagged("post_install", "-at_install")
class TestDemo(DemoMixin, TransactionCase):
    """The demo board loads, and is alive, on any day of the year."""

    def _check_board(self):
        schools, visits = self._load_board()
        admin = self.env.ref("base.user_admin")
        self.assertFalse(admin.has_group(f"{MODULE}.group_user"), "reads no files")
        states = set(dict(visits._fields["state"].selection))
        self.assertEqual(set(visits.mapped("state")), states)
        teacher = self.env.ref(f"{MODULE}.user_teacher_demo")
        hers = visits.filtered(lambda visit: visit.lead_user_id == teacher)
        self.assertEqual(set(hers.mapped("state")), states)
        self._check_families(schools)
        self._check_days(visits)
        self._check_wall(visits)
        return visits

    def _check_families(self, schools):
        pupils = self.env["huisbezoek.pupil"].search([("school_id", "in", schools.ids)])
        self.assertGreaterEqual(len(pupils), 150)
        self.assertTrue(pupils.filtered(lambda pupil: len(pupil.household_ids) > 1))
        households = pupils.household_ids
        self.assertTrue(households.filtered(lambda home: len(home.pupil_ids) > 1))
        self.assertGreaterEqual(len(households.language_ids), 8)
        teachers = self.env["huisbezoek.teacher"].search(
            [("school_id", "in", schools.ids)]
        )
        self.assertEqual(len(teachers.employee_id), 14)
        # Grade 3 is where Dutch children are six or turn six in September.
        third = pupils.filtered(lambda pupil: pupil.grade == "3")
        start = third.group_id.year_id.date_start
        ages = {(start - pupil.birth_date) // timedelta(days=365.25) for pupil in third}
        self.assertLessEqual(ages, {5, 6})

    def _check_days(self, visits):
        """No visit is at a time that anything speaks against."""
        for visit in visits.filtered("start"):
            with self.subTest(visit=visit.id):
                self.assertEqual(visit._get_planning_warnings(), [])
            rivals = visits.filtered(
                lambda other, visit=visit: (
                    other != visit
                    and other.lead_id == visit.lead_id
                    and other.start
                    and other.start < visit.stop
                    and visit.start < other.stop
                )
            )
            self.assertFalse(rivals)

    def _check_wall(self, visits):
        """Each planned visit stands in the calendar, and tells of nobody."""
        events = visits.filtered(lambda visit: visit.state == "planned").event_id
        self.assertEqual(len(events), visits.mapped("state").count("planned"))
        self.assertEqual(set(events.mapped("privacy")), {"private"})
        self.assertFalse(events.filtered("description"))
        self.assertFalse(events.filtered("location"))
        self.assertLessEqual(events.partner_ids, visits.visitor_ids.partner_id)

    # === ONE DAY AFTER THE OTHER === #

    @freeze_time("2026-12-31 12:00:00")
    def test_christmas_holidays_and_loading_it_again(self):
        visits = self._check_board()
        told = visits.mapped(lambda visit: (visit.id, visit.state, visit.start))
        again = self._load_board()[1]
        self.assertEqual(
            again.mapped(lambda visit: (visit.id, visit.state, visit.start)), told
        )

    @freeze_time("2027-07-31 12:00:00")
    def test_last_day_of_the_school_year(self):
        self._check_board()

    @freeze_time("2028-02-29 12:00:00")
    def test_leap_day_of_another_year(self):
        self._check_board()
        pupil = self.env.ref(f"{MODULE}.pupil_defne_aydemir_demo")
        self.assertEqual(pupil.birth_date, date(2022, 11, 30))

    # === FILES === #

    def test_every_file_of_the_demo_is_loaded(self):
        present = {path.name for path in Path(file_path(f"{MODULE}/demo")).iterdir()}
        listed = {Path(name).name for name in Manifest.for_addon(MODULE)["demo"]}
        self.assertEqual(present - {"logins.csv"}, listed)

    def test_logins_are_those_of_the_users(self):
        def read(name):
            with file_open(f"{MODULE}/demo/{name}") as lines:
                return {row["login"]: row for row in csv.DictReader(lines)}

        logins, users = read("logins.csv"), read("res.users.csv")
        self.assertEqual(logins.keys() - users.keys(), {"admin"})
        self.assertFalse(users.keys() - logins.keys())
        for login, user in users.items():
            self.assertEqual(user["password"], logins[login]["password"])
