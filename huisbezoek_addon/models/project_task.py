from odoo import models
from odoo.exceptions import UserError

#: What of a task follows from the annual task.
FIXED = {
    "active",
    "allocated_hours",
    "company_id",
    "name",
    "parent_id",
    "partner_id",
    "project_id",
    "user_ids",
}


class ProjectTask(models.Model):
    _inherit = "project.task"

    def write(self, vals):
        """Override of `project`: a teacher's task follows his annual task."""
        if not self.env.su and FIXED & vals.keys():
            projects = self.sudo().project_id
            if any(project.is_home_visit_project for project in projects):
                raise UserError(
                    self.env._(
                        "This task follows from the home visits. Change the allotted"
                        " hours under Home Visits / Hours."
                    )
                )
        return super().write(vals)
