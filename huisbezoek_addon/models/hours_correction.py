from odoo import api, fields, models


class HuisbezoekHoursCorrection(models.Model):
    """Hours of a visit that differ from what would follow from it, and why (H2).

    The reason may tell anything, so that it is read by the visitor himself and
    the management alone. A later correction puts the one before aside: who
    changed what, and when, stays to be seen.
    """

    _name = "huisbezoek.hours.correction"
    _description = "Correction of hours"
    _inherit = ["huisbezoek.school.mixin"]
    _order = "id desc"
    _rec_name = "kind"
    _personal_data = (
        "how long an employee was busy with a visit, and why that differs",
        "two years after the visit",
    )

    visit_id = fields.Many2one(
        "huisbezoek.visit", required=True, index=True, ondelete="cascade"
    )
    visit_label = fields.Char(compute="_compute_visit_label")
    school_id = fields.Many2one(
        related="visit_id.school_id", store=True, precompute=True, default=None
    )
    employee_id = fields.Many2one(
        "hr.employee", required=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        related="employee_id.user_id", store=True, precompute=True, index=True
    )
    kind = fields.Selection(
        selection=lambda self: (
            self.env["account.analytic.line"]
            ._fields["home_visit_kind"]
            ._description_selection(self.env)
        ),
        string="Kind of hours",
        required=True,
    )
    hours = fields.Float(required=True)
    reason = fields.Char(required=True, prefetch=False)
    is_in_force = fields.Boolean(
        string="In force", default=True, help="The last one holds; earlier ones stay."
    )

    _in_force_uniq = models.UniqueIndex(
        "(visit_id, employee_id, kind) WHERE is_in_force",
        "These hours have just been corrected. Open them again.",
    )
    _hours_check = models.Constraint(
        "CHECK (hours >= 0 AND hours <= 24)",
        "Give hours between 0:00 and 24:00.",
    )

    @api.depends("visit_id")
    def _compute_visit_label(self):
        """Name the visit, by number, also to who may not open it."""
        for correction in self:
            correction.visit_label = correction.sudo().visit_id.display_name

    @api.model
    def _correct(self, visitor, hours, reason):
        """Put corrected hours in force, and let the hour lines follow (in sudo).

        :param visitor: whose hours of which visit.
        :param hours: ``{kind: hours}`` of the kinds that differ.
        """
        visit, employee = visitor.visit_id, visitor.employee_id
        visit._claim_hours()
        former = self.search(
            [
                ("visit_id", "=", visit.id),
                ("employee_id", "=", employee.id),
                ("kind", "in", list(hours)),
                ("is_in_force", "=", True),
            ]
        )
        former.is_in_force = False
        former.flush_recordset()
        corrections = self.create(
            [
                {
                    "visit_id": visit.id,
                    "employee_id": employee.id,
                    "kind": kind,
                    "hours": value,
                    "reason": reason,
                }
                for kind, value in hours.items()
            ]
        )
        visit._sync_hours()
        return corrections
