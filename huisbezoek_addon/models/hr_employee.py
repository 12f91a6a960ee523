from odoo import models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    def write(self, vals):
        """Override of `hr`: planned visits go along to another calendar.

        A school imports first and makes accounts later; an employee's visits
        then move from the work contact to the user.
        """
        result = super().write(vals)
        if {"user_id", "work_contact_id"} & vals.keys():
            self.env["huisbezoek.visit"].sudo().search(
                [
                    ("state", "=", "planned"),
                    ("visitor_ids.employee_id", "in", self.ids),
                ]
            )._sync_planning()
        if "user_id" in vals:
            self.env["huisbezoek.annual.task"].sudo().search(
                [("employee_id", "in", self.ids), ("task_id", "!=", False)]
            )._sync_followers()
        return result
