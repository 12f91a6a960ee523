from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..logic.planning import ClosedDays
from ..logic.school_calendar import Kept


class HuisbezoekClosedDay(models.Model):
    """Days on which the school makes no visits (C2, design §5.9).

    A model of our own: nothing is ever written to the ERP's own leaves.
    """

    _name = "huisbezoek.closed.day"
    _description = "Closed days"
    _inherit = ["huisbezoek.school.days"]
    _order = "date_from, id"

    kind = fields.Selection(
        [
            ("vacation", "Vacation"),
            ("holiday", "Public holiday"),
            ("own", "Own closed day"),
        ],
        required=True,
        default="own",
    )
    is_advisory = fields.Boolean(
        string="School decides",
        readonly=True,
        help="Each school decides itself: the autumn and spring vacation are advised,"
        " and not every school is closed on Good Friday and Liberation Day.",
    )
    source_region = fields.Char(
        readonly=True, copy=False, help="The region whose vacation it is."
    )

    @api.model
    def _get_closed(self, schools, first, last):
        """Return when schools make no visits: closed days, and feasts that close.

        Read in sudo: whoever plans or goes along is told, also without the list of
        feasts. It tells of no family.

        :param schools: one school, or several that are looked at together.
        :param first: date.
        :param last: date.
        :return: list of `logic.planning.ClosedDays`, the first to come first.
        """
        touching = self._get_overlap_domain(schools, first, last)
        days = SQL("%s ORDER BY date_from", self._select_closing(touching))
        return [ClosedDays(*row[1:]) for row in self.env.execute_query(days)]

    @api.model
    def _select_closing(self, domain=Domain.TRUE):
        """Return SQL that selects school, name, first and last day of what closes.

        In one question: whoever looks for a free time asks it each time.
        """
        return SQL(
            "%s UNION ALL %s",
            self._select_days(domain),
            self.env["huisbezoek.feast"]._select_days(
                domain & Domain("is_closed", "=", True)
            ),
        )

    def _to_kept(self):
        """Return a vacation that came from a list, as it stands now."""
        self.ensure_one()
        return Kept(self.source_key, self.source_region, self.date_from, self.date_to)
