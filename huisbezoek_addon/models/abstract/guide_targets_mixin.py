from odoo import api, fields, models

#: Items with a page behind them: what one must be able to do with which model, and
#: the action that opens it. Without an action a method ``_open_<key>`` does.
TARGETS = {
    "hours_task": ("huisbezoek.annual.task", "write", "huisbezoek_annual_task_action"),
    "hours_consent": ("huisbezoek.hours.consent", "create", None),
    "care_structure": ("huisbezoek.care.route", "read", "huisbezoek_care_route_action"),
    "backup": ("huisbezoek.school", "read", None),
    "roles": ("huisbezoek.role", "read", None),
    "protocol": ("huisbezoek.protocol", "read", None),
    "working_document": ("huisbezoek.protocol", "read", None),
    "mr_consent": ("huisbezoek.protocol", "read", None),
    "dossier": ("huisbezoek.school", "read", None),
    "confidant": ("huisbezoek.confidant", "read", "huisbezoek_confidant_action"),
    "round": ("huisbezoek.round", "write", "huisbezoek_round_action"),
    "calendar": ("huisbezoek.closed.day", "write", "huisbezoek_closed_day_action"),
}


class HuisbezoekGuideTargets(models.AbstractModel):
    """Where an item of the guide is really done: a page, and the way to it (B6)."""

    _name = "huisbezoek.guide.targets"
    _description = "Pages behind the guide"

    can_open = fields.Boolean(compute="_compute_can_open")

    @api.depends("key", "can_lead")
    @api.depends_context("uid")
    def _compute_can_open(self):
        opened = {
            key
            for key, (model, operation, _action) in TARGETS.items()
            if self.env[model].has_access(operation)
        }
        for item in self:
            item.can_open = item.can_lead and item.key in opened

    def action_open_target(self):
        """Open the page on which the item is really done."""
        self.ensure_one()
        _model, _operation, action = TARGETS[self.key]
        if action:
            return self.env["ir.actions.act_window"]._for_xml_id(
                f"huisbezoek_addon.{action}"
            )
        return getattr(self, f"_open_{self.key}")()

    def _open_hours_consent(self):
        return self.school_id.action_record_hours_consent()

    def _open_roles(self):
        return self.school_id.action_open_roles()

    def _open_backup(self):
        return self.school_id._get_dialog("reports", self.env._("Reports and back-up"))

    def _open_dossier(self):
        return self._open_backup()

    def _open_protocol(self):
        """Open the protocol that is in the making, else the active one."""
        protocol = self.env["huisbezoek.protocol"].search(
            [("school_id", "=", self.school_id.id), ("state", "!=", "archived")],
            order="version desc",
            limit=1,
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Protocol"),
            "res_model": protocol._name,
            "res_id": protocol.id,
            "view_mode": "form",
        }

    def _open_working_document(self):
        return self._open_protocol()

    def _open_mr_consent(self):
        return self._open_protocol()
