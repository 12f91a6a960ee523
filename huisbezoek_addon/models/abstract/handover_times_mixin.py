from odoo import models

from ...logic import planning
from ...logic.local_time import to_span


class HuisbezoekHandoverTimes(models.AbstractModel):
    """Tells which colleagues could come at the times that visits have (C7).

    By the rules of `huisbezoek.planning.check`, but of many visits and persons at
    once. Nothing leaves but who is free (design §5.8).
    """

    _name = "huisbezoek.handover.times"
    _description = "Knows who could come instead"

    def _map_free(self, employees):
        """Return ``{visit: employees who can come at its time}``.

        Who leads these visits is being chosen anew, so that they take no time from
        their present leads. Whoever was asked to come along and cannot is not free.

        :param employees: employees of the board of the visits.
        """
        free = {}
        # Fetched for all of them, which each is asked for afterwards.
        self.household_id.sudo().fetch(["zip", "has_secret_address"])
        for (school, _round), visits in self.grouped(
            lambda visit: (visit.school_id, visit.round_id)
        ).items():
            rules = school.sudo()._get_rules(**visits[0]._get_limits())
            days = [school._to_local(visit.start).date() for visit in visits]
            diaries = self.env["huisbezoek.availability"]._get_diaries(
                school, employees, min(days), max(days)
            )
            for visit in visits:
                free[visit] = employees.browse(
                    who.id
                    for who in employees - visit._get_declined()
                    if self._is_free(visit, diaries[who], who, rules)
                )
        return free

    def _get_declined(self):
        """Return who was asked to come along, and cannot."""
        places_sudo = self.sudo().visitor_ids
        return places_sudo.filtered(lambda v: v.state == "declined").employee_id

    def _is_free(self, visit, diary, employee, rules):
        led = self.filtered(lambda other: other.lead_id == employee) | visit
        return planning.is_free(
            to_span(visit.start, visit.stop),
            diary.without(set(led._ids)),
            rules,
            visit._get_travel_place(),
        )
