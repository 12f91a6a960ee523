from odoo import models

from .annual_task import QUIET_TASK


class ResCompany(models.Model):
    _inherit = "res.company"

    def _get_hours_context(self, employees=None):
        """Return the context in which hours of a board are written.

        :param employees: whose hours, also who changed to another board since.

        `hr_timesheet` looks for employees in the active companies, and among
        those who are not archived; also the hours of who left are hours.
        """
        self.ensure_one()
        return {
            **QUIET_TASK,
            "allowed_company_ids": [
                *self.ids,
                *((employees.company_id - self).ids if employees else ()),
            ],
            "active_test": False,
        }
