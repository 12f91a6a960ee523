from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class HuisbezoekTeacher(models.Model):
    """Somebody who teaches at a school, and the employee that this is.

    A file names teachers that Odoo may not know yet: those wait here without
    an employee, and their groups work without them (A6).
    """

    _name = "huisbezoek.teacher"
    _description = "Teacher"
    _inherit = ["huisbezoek.school.mixin", "huisbezoek.teacher.handover"]
    _order = "name, id"
    _personal_data = ("name and work e-mail of a teacher", "leaving the school")

    name = fields.Char(required=True)
    work_email = fields.Char()
    employee_id = fields.Many2one(
        "hr.employee", index="btree_not_null", check_company=True, ondelete="set null"
    )
    user_id = fields.Many2one(
        related="employee_id.user_id", store=True, index="btree_not_null"
    )
    import_key = fields.Char(copy=False)
    teaching_ids = fields.One2many("huisbezoek.teaching", "teacher_id")

    _import_key_uniq = models.UniqueIndex(
        "(school_id, import_key) WHERE import_key IS NOT NULL",
        "Two teachers of one school cannot have the same key.",
    )
    _employee_uniq = models.UniqueIndex(
        "(school_id, employee_id) WHERE employee_id IS NOT NULL",
        "This employee already stands in the list of teachers of the school.",
    )

    @api.onchange("employee_id")
    def _onchange_employee(self):
        if self.employee_id:
            self.name = self.name or self.employee_id.name
            self.work_email = self.work_email or self.employee_id.work_email

    # === ACTIONS === #

    def action_open_weekly_times(self):
        """Open when the teacher can visit, and when he has lessons."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "huisbezoek_addon.huisbezoek_weekly_time_action"
        )
        action["domain"] = [
            ("employee_id", "=", self.employee_id.id),
            ("school_id", "=", self.school_id.id),
        ]
        action["context"] = {
            "default_employee_id": self.employee_id.id,
            "default_school_id": self.school_id.id,
        }
        return action

    def action_hand_over(self):
        """Ask who takes over the open visits that these teachers lead (C7)."""
        Visit = self.env["huisbezoek.visit"]
        # With the rights of the user, who hands over what he may.
        visits = Visit.search(
            Domain("lead_id", "in", self.employee_id.ids)
            & Domain("school_id", "in", self.school_id.ids)
            & Visit._get_unfinished_domain()
        )
        if not visits._filter_to_hand_over():
            raise UserError(
                self.env._(
                    "%(teachers)s: no open visits to hand over.",
                    teachers=", ".join(self.mapped("name")),
                )
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "huisbezoek_addon.huisbezoek_visit_handover_action"
        )
        action["context"] = {"default_visit_ids": visits.ids}
        return action
