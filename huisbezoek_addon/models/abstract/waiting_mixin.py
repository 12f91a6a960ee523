from odoo import api, fields, models
from odoo.modules.module import get_module_icon


class HuisbezoekWaiting(models.AbstractModel):
    """Says in its reader's activity menu that something waits, and leaves no row (G2).

    An activity of the ERP is a row: its number is skipped for others, errors tell
    whether it is there, and name it. What waits here is asked of the records, with the
    user's own rights, each time that he looks.
    """

    _name = "huisbezoek.waiting"
    _description = "Waits for somebody"

    #: XML id of the action that opens what waits.
    _waiting_action = None

    @api.model
    def _get_waiting_days(self):
        """Return the days, at school, by which each thing that waits is due."""
        raise NotImplementedError

    @api.model
    def _get_waiting_group(self):
        """Return the line in the activity menu of the user; None if nothing waits."""
        days = self._get_waiting_days() if self.has_access("read") else []
        if not days:
            return None
        today = fields.Date.context_today(self)
        late, due = (
            sum(day < today for day in days),
            sum(day == today for day in days),
        )
        return {
            "id": self.env["ir.model"]._get_id(self._name),
            # A glance over a shoulder tells nothing.
            "name": self.env._("Something waits for you"),
            "model": self._name,
            "type": "activity",
            "icon": get_module_icon(self._original_module),
            "domain": [],
            "total_count": late + due,
            "today_count": due,
            "overdue_count": late,
            "planned_count": len(days) - late - due,
            "view_type": "list",
            "home_visit_action": self._waiting_action,
        }
