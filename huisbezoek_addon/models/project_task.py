from odoo import api, models
from odoo.exceptions import UserError

#: What of a task follows from the annual task.
FIXED = {
    "active",
    "allocated_hours",
    "effective_hours",
    "is_template",
    "recurring_task",
    "company_id",
    "name",
    "parent_id",
    "partner_id",
    "project_id",
    "user_ids",
}


class ProjectTask(models.Model):
    _inherit = "project.task"

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `project`: other work has a project of its own."""
        tasks = super().create(vals_list)
        if not self.env.su:
            tasks._check_no_home_visits()
        return tasks

    def write(self, vals):
        """Override of `project`: a teacher's task follows his annual task."""
        guarded = not self.env.su and FIXED & vals.keys()
        if guarded:
            self._check_no_home_visits()
        result = super().write(vals)
        if guarded and "project_id" in vals:
            self._check_no_home_visits()
        return result

    def _check_no_home_visits(self):
        if any(self.sudo().project_id.mapped("is_home_visit_project")):
            raise UserError(
                self.env._(
                    "This task follows from the home visits. Change the allotted"
                    " hours under Home Visits / Hours."
                )
            )
