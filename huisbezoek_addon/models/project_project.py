from odoo import api, fields, models
from odoo.exceptions import UserError

#: What opens the hours of teachers to others, or cuts them off from the visits.
FIXED = {
    "account_id",
    "allow_timesheets",
    "company_id",
    "is_home_visit_project",
    "privacy_visibility",
    "user_id",
}


class ProjectProject(models.Model):
    _inherit = "project.project"

    is_home_visit_project = fields.Boolean(
        string="Hours of home visits", readonly=True, copy=False
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `project`: only the addon makes such a project."""
        if not self.env.su:
            vals_list = [
                {**vals, "is_home_visit_project": False}
                if vals.get("is_home_visit_project")
                or self.env.context.get("default_is_home_visit_project")
                else vals
                for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        """Override of `project`: hours of teachers stay as closed as they are."""
        if not self.env.su and FIXED & vals.keys():
            is_ours = vals.get("is_home_visit_project") or any(
                self.sudo().mapped("is_home_visit_project")
            )
            if is_ours:
                raise UserError(
                    self.env._(
                        "This project holds the hours of home visits, which each"
                        " teacher sees of himself. Use a project of its own for"
                        " other work."
                    )
                )
        return super().write(vals)
