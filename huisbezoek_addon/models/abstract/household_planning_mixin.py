from collections import defaultdict

from odoo import models
from odoo.fields import Domain

from ...logic.local_time import to_span
from ...logic.travel import place_of


class HuisbezoekHouseholdPlanning(models.AbstractModel):
    """Where a family is, and when it would rather not be visited (C4, A5).

    Read in sudo, since a visit is planned around those of other families; nothing of
    it is shown, but which times are free.
    """

    _name = "huisbezoek.household.planning"
    _description = "Is visited at a time"

    def _get_travel_place(self):
        """Return where ways to the family lead, for ``logic.travel``."""
        household_sudo = self._origin.sudo()
        household_sudo.fetch(["zip", "has_secret_address"])
        secret = household_sudo.has_secret_address
        return place_of("home", household_sudo.zip, secret, household_sudo.id)

    def _get_avoided(self):
        """Return ``{household: [logic.planning.Avoided]}``."""
        rows_sudo = self.env["huisbezoek.avoidance"].sudo()
        found_sudo = rows_sudo.search([("household_id", "in", self._origin.ids)])
        avoided = defaultdict(list)
        for household_sudo, of_one_sudo in found_sudo.grouped("household_id").items():
            avoided[household_sudo] = of_one_sudo._to_logic()
        return avoided

    def _get_visited(self, begin, end):
        """Return when the families are visited already.

        :param begin: from when on, a datetime in UTC.
        :param end: until when.
        :return: ``{household: {visit: span of logic.schedule}}``
        """
        visited = defaultdict(dict)
        visits_sudo = self.env["huisbezoek.visit"].sudo()
        for visit in visits_sudo.search_fetch(
            Domain("household_id", "in", self._origin.ids)
            & Domain("state", "=", "planned")
            & Domain("start", "<", end)
            & Domain("stop", ">", begin),
            ["household_id", "start", "stop"],
        ):
            visited[visit.household_id][visit] = to_span(visit.start, visit.stop)
        return visited
