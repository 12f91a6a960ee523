from odoo import api, fields, models
from odoo.fields import Domain


class HuisbezoekHouseholdProtocol(models.AbstractModel):
    """What a family knows of the protocol under which it is visited (B4)."""

    _name = "huisbezoek.household.protocol"
    _description = "Knows the protocol"

    acknowledgement_ids = fields.One2many(
        "huisbezoek.acknowledgement", "household_id", string="Informed"
    )
    protocol_state = fields.Selection(
        [
            ("none", "Not informed yet"),
            ("older", "Informed of an older version"),
            ("informed", "Informed"),
            ("acknowledged", "Confirmed"),
        ],
        string="Protocol",
        compute="_compute_protocol_state",
        search="_search_protocol_state",
        help="Whether the family was informed of the active version of the protocol.",
    )

    @api.depends(
        "acknowledgement_ids.acknowledged_date",
        "acknowledgement_ids.protocol_id.state",
    )
    def _compute_protocol_state(self):
        rows = self.env["huisbezoek.acknowledgement"].search_fetch(
            [("household_id", "in", self._origin.ids)],
            ["household_id", "protocol_id", "acknowledged_date"],
        )
        by_household = rows.grouped(lambda row: row.household_id.id)
        for household in self:
            told = by_household.get(household._origin.id, rows.browse())
            current = told.filtered(lambda row: row.protocol_id.state == "active")
            if current.filtered("acknowledged_date"):
                household.protocol_state = "acknowledged"
            elif current:
                household.protocol_state = "informed"
            else:
                household.protocol_state = "older" if told else "none"

    @api.model
    def _search_protocol_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        current = Domain("protocol_id.state", "=", "active")
        confirmed = current & Domain("acknowledged_date", "!=", False)
        informed = Domain("acknowledgement_ids", "any", current)
        acknowledged = Domain("acknowledgement_ids", "any", confirmed)
        told = Domain("acknowledgement_ids", "!=", False)
        domains = {
            "none": ~told,
            "older": told & ~informed,
            "informed": informed & ~acknowledged,
            "acknowledged": acknowledged,
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    # === ACTIONS === #

    def action_inform(self):
        """Ask when and how these families were informed of the protocol."""
        return self.env["huisbezoek.inform"]._open(self)
