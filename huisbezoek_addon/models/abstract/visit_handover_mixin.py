from odoo import models
from odoo.exceptions import UserError

from ...logic import visit_states


class HuisbezoekVisitHandover(models.AbstractModel):
    """Hands open visits over to colleagues, all in one step (C7)."""

    _name = "huisbezoek.visit.handover.mixin"
    _description = "Is handed over"

    def _hand_over(self, employees, reason=None, *, keep_times=True, tell_former=False):
        """Let colleagues lead these visits, spread over them family by family."""
        visits = self._filter_to_hand_over()
        employees = self.env["hr.employee"].browse(employees.ids)
        if not visits or not employees:
            raise UserError(self.env._("None of these visits can be handed over."))
        wanted = {}
        families = visits.sorted("id").grouped("household_id")
        for number, of_family in enumerate(families.values()):
            lead = employees[number % len(employees)]
            wanted |= {visit: lead for visit in of_family if visit.lead_id != lead}
        visits._set_visitors("lead", wanted)
        moved = self.browse().union(*wanted)
        return {"handed_over": moved, "kept": moved, "to_plan": self.browse()}

    def _filter_to_hand_over(self):
        """Return the visits that can go to somebody else."""
        return self.filtered(lambda visit: visit.state in visit_states.OPEN)
