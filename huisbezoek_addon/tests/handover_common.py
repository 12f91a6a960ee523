from datetime import datetime, timedelta

from odoo.fields import Command
from odoo.tests import Form

from .common import HuisbezoekCase

#: Wednesday, 15:30 in Amsterdam.
WEDNESDAY = datetime(2026, 11, 25, 14, 30)
THURSDAY = WEDNESDAY + timedelta(days=1)
HOUR = timedelta(hours=1)


class HandoverCase(HuisbezoekCase):
    """Anouk cannot come; Saskia, who teaches her group too, and Bram can."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.saskia = cls._create_user("saskia", "teacher")
        cls.emp_saskia = cls._create_employee(cls.saskia)
        cls.teacher_anouk = cls.group_1.teaching_ids.teacher_id
        teacher = cls.env["huisbezoek.teacher"].create(
            {
                "school_id": cls.school.id,
                "name": "Saskia",
                "employee_id": cls.emp_saskia.id,
            }
        )
        cls.group_1.teaching_ids = [Command.create({"teacher_id": teacher.id})]

    def _create_more(self, count, group=None, **values):
        """Return visits that Anouk leads, each to a family of its own."""
        visits = self.env["huisbezoek.visit"]
        for number in range(count):
            name = f"Kind{number}-{len(self.school.year_ids.group_ids)}{group or ''}"
            _pupil, family = self._create_family(
                name, f"Eigen{number}", group or self.group_1
            )
            visits |= self._create_visit(family, **values)
        return visits

    def _hand_over(self, visits, *employees, user=None, **options):
        employees = self.env["hr.employee"].union(*employees)
        visits = visits.with_user(user or self.planner)
        return visits._hand_over(employees, **options)

    def _open_dialog(self, visits, user=None):
        return Form(
            self.env["huisbezoek.visit.handover"]
            .with_user(user or self.planner)
            .with_context(active_model="huisbezoek.visit", active_ids=visits.ids)
        )

    def _occupied(self, employee):
        rows = self.env["huisbezoek.occupation"].search(
            [("partner_id", "=", employee.user_id.partner_id.id)]
        )
        return set(rows.mapped("start"))
