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
        for school, visits in self.grouped("school_id").items():
            days = [school._to_local(visit.start).date() for visit in visits]
            diaries = self.env["huisbezoek.availability"]._get_diaries(
                school, employees, min(days), max(days)
            )
            for visit in visits:
                away = visit.sudo().visitor_ids.filtered(
                    lambda visitor: visitor.state == "declined"
                )
                free[visit] = employees.filtered(
                    lambda who, visit=visit, away=away, diaries=diaries: (
                        who not in away.employee_id
                        and self._is_free(visit, who, diaries[who])
                    )
                )
        return free

    def _is_free(self, visit, employee, diary):
        led = self.filtered(lambda other: other.lead_id == employee) | visit
        return planning.is_free(
            to_span(visit.start, visit.stop),
            diary.without(set(led.ids)),
            visit.school_id.sudo()._get_rules(**visit._get_limits()),
            visit._get_travel_place(),
        )
