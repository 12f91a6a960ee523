from odoo import models
from odoo.exceptions import UserError

from ...logic import feasts as feast_rules


class HuisbezoekHouseholdFeasts(models.AbstractModel):
    """Lets a family avoid days that the school has in its list of feasts (C2, A5).

    What stays is dates, as if they had been typed in: which feasts were chosen is
    stored nowhere, not even while choosing.
    """

    _name = "huisbezoek.household.feasts"
    _description = "Avoids days of feasts"

    def action_choose_feasts(self):
        """Ask which feasts of the school the family would rather keep to itself."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Dates to avoid"),
            "res_model": "huisbezoek.feast.choice",
            "view_mode": "form",
            "target": "new",
            "context": {"default_household_id": self.id},
        }

    def _avoid_feasts(self, feasts):
        """Add the days of feasts to what the family avoids, where they are missing.

        :param feasts: of the family's own school.
        """
        self.ensure_one()
        self.check_access("read")
        feasts.check_access("read")
        if feasts.school_id - self.school_id:
            raise UserError(
                self.env._("Choose feasts from the list of the family's own school.")
            )
        Avoidance = self.env["huisbezoek.avoidance"]
        Avoidance.create(
            [
                Avoidance._prepare_values(self, time)
                for time in feast_rules.days_to_avoid(
                    feasts._to_logic(), self._get_avoided()[self]
                )
            ]
        )
