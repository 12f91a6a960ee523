from odoo import models

from ...logic import schedule
from ...logic.travel import TravelTimes


class HuisbezoekVisitProblem(models.AbstractModel):
    _name = "huisbezoek.visit.problem"
    _description = "Visits that want a time"

    def _to_problem(
        self, school, first, last, *, evening_limit=0, week_limit=0, employees=None
    ):
        return schedule.Problem(visits=(), persons={}, travel=TravelTimes())
