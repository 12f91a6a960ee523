from odoo import api, fields, models
from odoo.fields import Domain

from ...logic.regions import propose_region
from ...logic.school_calendar import VACATION, moved_entries


class HuisbezoekSchoolRegion(models.AbstractModel):
    """The vacation region of a school, and its vacations when that changes (A1, C2)."""

    _name = "huisbezoek.school.region"
    _description = "Lies in a vacation region"
    _inherit = ["huisbezoek.school.calendar"]

    holiday_region = fields.Selection(
        [("north", "North"), ("middle", "Middle"), ("south", "South")],
        string="Vacation region",
        compute="_compute_holiday_region",
        store=True,
        readonly=False,
        precompute=True,
        help="The region of the school vacations. It follows the place of the"
        " school; a school near a border may follow the other region.",
    )
    has_other_vacations = fields.Boolean(compute="_compute_has_other_vacations")

    @api.depends("city")
    def _compute_holiday_region(self):
        for school in self:
            school.holiday_region = (
                propose_region(school.city or "") or school.holiday_region
            )

    @api.depends("holiday_region")
    def _compute_has_other_vacations(self):
        """Tell whether vacations of the region are missing, or are of another one."""
        schools = self.filtered("holiday_region")
        moving = schools._get_moving_vacations()
        (self - schools).has_other_vacations = False
        for school in schools:
            given = school.sudo().calendar_keys or ()  # only whether any is missing
            wanted = school._get_entries(school._get_years_to_come(), VACATION)
            school.has_other_vacations = any(
                days.school_id == school._origin for days in moving
            ) or any(entry.key not in given for entry in wanted)

    def write(self, vals):
        """Override of `orm`: with its first region a school gets its vacations.

        Nothing is there then that they could replace.
        """
        without_region = self.filtered(lambda school: not school.holiday_region)
        result = super().write(vals)
        found_sudo = without_region.filtered("holiday_region").sudo()  # as at creation
        if found_sudo:
            found_sudo._add_calendar(found_sudo._get_years_to_come())
        return result

    # === ANOTHER REGION === #

    def action_take_over_vacations(self):
        """Let the vacations follow the region of the school."""
        self._check_keeps_calendar()
        self._take_over_vacations()

    def _take_over_vacations(self):
        """Let the vacations follow the region of the school.

        What the school moved or deleted itself stays as it is.
        """
        for days, entry in self._get_moving_vacations().items():
            days.write(
                {
                    "date_from": entry.first,
                    "date_to": entry.last,
                    "source_region": entry.region,
                }
            )
        self._add_calendar(self._get_years_to_come())

    def _get_moving_vacations(self):
        """Return ``{vacation: row of the school's region}`` of what would move.

        That is what stands as the list of another region gave it, and is not of a
        school year that is over.
        """
        years = self._get_years_to_come()
        if not years:
            return {}
        vacations = self.env["huisbezoek.closed.day"].search(
            Domain("school_id", "in", self._origin.ids)
            & Domain("source_region", "!=", False)
            & Domain("date_to", ">=", min(years.mapped("date_start")))
        )
        moving = {}
        for school in self:
            kept = {
                days: days._to_kept()
                for days in vacations
                if days.school_id == school._origin
            }
            moved = moved_entries(
                kept.values(), self._get_lists(VACATION), school.holiday_region
            )
            moving |= {days: moved[one] for days, one in kept.items() if one in moved}
        return moving
