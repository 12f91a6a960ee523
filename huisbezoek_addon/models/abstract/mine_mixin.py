from odoo import api, fields, models
from odoo.fields import Domain


class HuisbezoekMine(models.AbstractModel):
    """Knows which records are of the user's own pupils and visits.

    The rules of teachers ask for ``is_mine``. What it means is said once for
    each model in ``_get_mine_sql``, as one question to the database.
    """

    _name = "huisbezoek.mine.mixin"
    _description = "Is of one's own pupils"

    is_mine = fields.Boolean(compute="_compute_is_mine", search="_search_is_mine")

    @api.depends_context("uid")
    def _compute_is_mine(self):
        mine = self.sudo().search([("id", "in", self.ids), ("is_mine", "=", True)])
        for record in self:
            record.is_mine = record._origin.id in mine._ids

    @api.model
    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("id", "in", self._get_mine_sql(fields.Date.context_today(self)))

    @api.model
    def _get_mine_sql(self, day):
        """Return SQL that selects the ids of the records that are the user's.

        :param day: the date on which the user teaches.
        """
        raise NotImplementedError
