from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import NOW, HuisbezoekCase

START = datetime(2026, 11, 26, 14, 30)
STOP = START + timedelta(minutes=45)
MINUTE = timedelta(minutes=1)
ADDRESS = "Schuilplaatsweg 1, Deventer"


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestLeaksSecret(HuisbezoekCase):
    """A secret address is read by who must be there, when he must be there (A4)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._give_role(cls.colleague, "companion")
        cls.emp_planner = cls._create_employee(cls.planner)
        cls.family_a.with_user(cls.planner).has_secret_address = True
        cls.secret = (
            cls.env["huisbezoek.secret.address"]
            .with_user(cls.care)
            .create({"household_id": cls.family_a.id, "address": ADDRESS})
        )
        cls.duo = cls._create_user("duo", "teacher")
        employee = cls._create_employee(cls.duo)
        teacher = cls.env["huisbezoek.teacher"].create(
            {
                "school_id": cls.school.id,
                "name": "Duo",
                "employee_id": employee.id,
            }
        )
        cls.group_1.teaching_ids = [Command.create({"teacher_id": teacher.id})]

    def setUp(self):
        super().setUp()
        self.visit = self._create_visit(start=START)
        self.visit.companion_ids = self.visit.companion_ids.browse(
            self.emp_colleague.id
        )
        self.place = self.visit.visitor_ids.filtered(lambda v: v.kind == "companion")

    def _reads(self, user, at):
        """Tell whether the user reads the address at that moment."""
        self.env.invalidate_all()
        with freeze_time(at):
            record = self.visit if user != self.colleague else self.place
            label = record.with_user(user).place_label
        self.assertTrue(label is False or "Secret" in label or label == ADDRESS)
        return label == ADDRESS

    def test_flag_takes_the_ordinary_address_away(self):
        values = self.family_a.with_user(self.planner).read(["street", "zip", "city"])
        self.assertFalse(values[0]["street"] or values[0]["zip"] or values[0]["city"])
        with self.assertRaises(UserError):
            self.family_a.with_user(self.planner).street = "Aydemirstraat 12"

    def test_only_the_care_coordinator_takes_the_flag_back(self):
        for false in (False, 0, None, ""):
            with self.assertRaises(AccessError):
                self.family_a.with_user(self.planner).write(
                    {"has_secret_address": false}
                )
        self.family_a.with_user(self.care).has_secret_address = False

    def test_lead_reads_it_from_a_day_before_to_two_hours_after(self):
        for moment, reads in (
            (START - timedelta(hours=24) - MINUTE, False),
            (START - timedelta(hours=24), True),
            (START, True),
            (STOP + timedelta(hours=2), True),
            (STOP + timedelta(hours=2) + MINUTE, False),
        ):
            with self.subTest(moment=moment):
                self.assertEqual(self._reads(self.anouk, moment), reads)

    def test_companion_reads_it_once_confirmed(self):
        self.assertFalse(self._reads(self.colleague, START))
        self.place.with_user(self.colleague).action_confirm()
        for moment, reads in (
            (START - timedelta(hours=24) - MINUTE, False),
            (START - timedelta(hours=24), True),
            (STOP + timedelta(hours=2), True),
            (STOP + timedelta(hours=2) + MINUTE, False),
        ):
            with self.subTest(moment=moment):
                self.assertEqual(self._reads(self.colleague, moment), reads)
        self.place.with_user(self.colleague).action_decline()
        self.assertFalse(self._reads(self.colleague, START))

    def test_others_who_read_the_visit_do_not_read_it(self):
        for user in (self.planner, self.duo, self.care):
            with self.subTest(user=user.login):
                self.assertFalse(self._reads(user, START))
        self.assertEqual(self.secret.with_user(self.care).address, ADDRESS)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_the_record_is_for_the_care_coordinator_alone(self):
        second = self._create_user("cees", "care_coordinator", self.second_school)
        for user in (
            self.anouk,
            self.duo,
            self.colleague,
            self.planner,
            self.manager,
            self.admin,
            second,
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.secret.with_user(user).read(["address"])

    def test_nobody_opens_it_by_making_himself_a_visitor(self):
        """Not the planner by leading the visit, nor a teacher by making one."""
        self.visit.lead_id = self.emp_planner
        self.assertFalse(self._reads(self.planner, START))
        self.visit.action_back_to_planning()
        self.visit.unlink()
        self.visit = self._create_visit(user=self.anouk, start=START)
        self.assertFalse(self._reads(self.anouk, START))

    def test_lead_whom_somebody_else_asked_reads_it(self):
        visit = self._create_visit(user=self.anouk, lead=self.emp_anouk)
        visit.with_user(self.planner).lead_id = self.env["hr.employee"]
        visit.with_user(self.planner).write(
            {"lead_id": self.emp_anouk.id, "start": START + timedelta(hours=2)}
        )
        self.visit = visit
        self.assertTrue(self._reads(self.anouk, START))

    def test_visit_that_is_not_planned_any_more(self):
        with freeze_time(START - timedelta(hours=2)):
            self.visit.action_on_hold()
        self.assertFalse(self._reads(self.anouk, START))

    def test_held_visit_until_two_hours_after(self):
        with freeze_time(STOP):
            self.visit.with_user(self.anouk).action_hold()
        self.assertTrue(self._reads(self.anouk, STOP + timedelta(hours=2)))
        self.assertFalse(self._reads(self.anouk, STOP + timedelta(hours=3)))

    def test_it_stands_in_one_table_only(self):
        """No other stored text holds the address, whatever model it is of."""
        self.visit.write({"start": START + timedelta(days=1)})
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.cr.execute(
            """
            SELECT table_name, column_name FROM information_schema.columns
             WHERE table_schema = current_schema
               AND data_type IN ('text', 'character varying', 'jsonb')
            """
        )
        found = []
        for table, column in self.env.cr.fetchall():
            self.env.cr.execute(
                f'SELECT 1 FROM "{table}" WHERE "{column}"::text ILIKE %s LIMIT 1',
                ["%schuilplaatsweg%"],
            )
            if self.env.cr.rowcount:
                found.append(f"{table}.{column}")
        self.assertEqual(found, ["huisbezoek_secret_address.address"])
