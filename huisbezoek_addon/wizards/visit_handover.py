from odoo import api, fields, models
from odoo.exceptions import UserError


class HuisbezoekVisitHandover(models.TransientModel):
    """Asks to whom visits are handed over, and shows what that does (C7)."""

    _name = "huisbezoek.visit.handover"
    _description = "Hand visits over"

    visit_ids = fields.Many2many(
        "huisbezoek.visit",
        required=True,
        default=lambda self: self._default_visits(),
    )
    # Everybody's public face: planners and teachers do not read the other one.
    possible_ids = fields.Many2many("hr.employee.public", compute="_compute_possible")
    employee_ids = fields.Many2many(
        "hr.employee.public",
        string="To whom",
        compute="_compute_employees",
        store=True,
        readonly=False,
        domain="[('id', 'in', possible_ids)]",
        help="The visits are spread evenly. Brothers and sisters, and where possible a"
        " group, go to one colleague.",
    )
    times = fields.Selection(
        [
            ("keep", "Keep the times where the colleague is free"),
            ("again", "Plan all of them again"),
        ],
        string="Planned visits",
        required=True,
        default="keep",
    )
    tell_former = fields.Boolean(
        string="Tell who led them too",
        help="The new leads are always told how many visits they get. Somebody who is"
        " ill may rather not hear of it.",
    )
    has_planned = fields.Boolean(compute="_compute_summary")
    is_own = fields.Boolean(compute="_compute_summary")
    summary = fields.Html(compute="_compute_summary", sanitize=False)

    @api.model
    def _default_visits(self):
        return self.env["huisbezoek.visit"].browse(
            self.env.context.get("active_ids", [])
        )

    def _get_visits(self):
        """Return the visits, as far as the user reads them: a form may name any."""
        # Never in sudo, as what is stored is computed.
        visits = self.sudo(False).visit_ids._origin
        return visits.exists()._filtered_access("read")

    @api.depends("visit_ids")
    def _compute_possible(self):
        Public = self.env["hr.employee.public"]
        for dialog in self:
            possible = dialog._get_visits()._get_possible_leads()
            dialog.possible_ids = Public.browse(possible.ids)

    @api.depends("visit_ids")
    def _compute_employees(self):
        Public = self.env["hr.employee.public"]
        for dialog in self:
            proposed = dialog._get_visits()._propose_leads()
            dialog.employee_ids = Public.browse(proposed.ids)

    @api.depends("visit_ids", "employee_ids", "times")
    @api.depends_context("lang", "uid")
    def _compute_summary(self):
        for dialog in self:
            visits = dialog._get_visits()
            dialog.has_planned = "planned" in visits.mapped("state")
            dialog.is_own = visits.lead_id.sudo().user_id == self.env.user
            dialog.summary = self.env["ir.qweb"]._render(
                "huisbezoek_addon.visit_handover_summary",
                {
                    "preview": visits._preview_hand_over(
                        dialog.employee_ids._origin, dialog.times == "keep"
                    ),
                    "staying": visits._get_staying_notes(),
                },
            )

    def action_hand_over(self):
        """Hand the visits over, and say how many are to be planned again."""
        self.ensure_one()
        if self.employee_ids - self.possible_ids:
            raise UserError(
                self.env._(
                    "These visits cannot go to one of these colleagues. Choose from"
                    " the list."
                )
            )
        done = self._get_visits()._hand_over(
            self.employee_ids,
            keep_times=self.times == "keep",
            tell_former=self.tell_former,
        )
        message = self.env._(
            "Visits handed over: %(count)s.", count=len(done["handed_over"])
        )
        if done["kept"] or done["to_plan"]:
            message += " " + self.env._(
                "With the same time: %(kept)s; to be planned again: %(to_plan)s.",
                kept=len(done["kept"]),
                to_plan=len(done["to_plan"]),
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if done["to_plan"] else "success",
                "message": message,
                "sticky": bool(done["to_plan"]),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
