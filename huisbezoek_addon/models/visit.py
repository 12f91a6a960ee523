from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, ormcache
from odoo.tools.misc import clean_context

from ..logic import visit_states
from .abstract.visit_hours_mixin import DECIDING

#: What only the buttons of a visit, and what follows from them, change.
BY_BUTTON = {
    *("state", "outcome", "protocol_id", "event_id", "lead_user_id"),
    *("report_due", "report_ids", "report_reminded", "is_from_before"),
}
#: What a held visit was; a final report says the same.
HISTORY = {
    *("year_id", "place", "pupil_ids", "companion_ids"),
    *("real_start", "real_stop"),
}
#: What plans a visit, written with its state.
PLANNING = {"start", "stop", "duration"}


class HuisbezoekVisit(models.Model):
    _name = "huisbezoek.visit"
    _description = "Home visit"
    _inherit = [
        "huisbezoek.school.mixin",
        "huisbezoek.mine.mixin",
        "huisbezoek.calendar.shadow",
        "huisbezoek.planning.check",
        "huisbezoek.visit.slots",
