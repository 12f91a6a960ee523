from odoo import api, fields, models
from odoo.fields import Domain

from ..logic.consultations import Consulted, band, counted_periods, tally

#: What is shown of each count: the field and its key of `tally`.
SHOWN = {"asked": "asked", "well": "yes", "partly": "partly", "not_well": "no"}


class HuisbezoekConsultationCount(models.TransientModel):
    """How often was consulted, for the management: no person, and never a single one.

    Both kinds are counted apart (G2). Only months that are over count, and numbers
    stand in bands of five: what is asked, answered or closed today changes nothing.
    """

    _name = "huisbezoek.consultation.count"
    _description = "How often was consulted"
    _order = "school_id, year desc, kind desc, id"
    _rec_name = "year"

    school_id = fields.Many2one(
        "huisbezoek.school", required=True, readonly=True, ondelete="cascade"
    )
    year = fields.Char(string="School year", readonly=True)
    kind = fields.Selection(
        [
            ("confidant", "Confidant"),
            ("care", "Care coordinator and back-up"),
        ],
        string="With whom",
        readonly=True,
    )
    asked = fields.Char(readonly=True)
    well = fields.Char(string="It helped", readonly=True)
    partly = fields.Char(string="Partly helped", readonly=True)
    not_well = fields.Char(string="Did not help", readonly=True)

    @api.model
    def action_open(self):
        """Make the list anew and open it, for the management of the schools."""
        self.check_access("read")
        School = self.env["huisbezoek.school"]
        schools = School.search(School._get_mine_domain("management"))
        counts_sudo = self.sudo().create(
            [values for school in schools for values in self._prepare_values(school)]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "huisbezoek_addon.huisbezoek_consultation_count_action"
        )
        action["domain"] = [("id", "in", counts_sudo.ids)]
        return action

    def _prepare_values(self, school):
        """Return the values of each year and kind; all of them, also without any."""
        today = school._get_today()
        periods = counted_periods(today)
        consulted = self._get_consulted_sudo(school, min(start for start, _ in periods))
        rows = []
        for first, end in periods:
            start_year = first.year
            for kind in ("confidant", "care"):
                counts = tally(consulted[kind], (first, end), today)
                rows.append(
                    {
                        "school_id": school.id,
                        "year": f"{start_year}-{start_year + 1}",
                        "kind": kind,
                        **{
                            name: self._format(counts[key])
                            for name, key in SHOWN.items()
                        },
                    }
                )
        return rows

    def _get_consulted_sudo(self, school, since):
        """Return {kind: what counts} without a person or a word."""
        consultations = (
            self.env["huisbezoek.consultation"]
            .sudo()
            .search_fetch(
                Domain("school_id", "=", school.id)
                & Domain("date", ">=", fields.Date.subtract(since, days=1)),
                ["kind", "date", "closed_date", "went_well"],
            )
        )
        consulted = {"confidant": [], "care": []}
        for one in consultations:
            kind = "confidant" if one.kind == "confidant" else "care"
            closed = one.closed_date and school._to_local(one.closed_date).date()
            consulted[kind].append(
                Consulted(
                    school._to_local(one.date).date(), closed or None, one.went_well
                )
            )
        return consulted

    def _format(self, count):
        first, last = band(count)
        if not first:
            return self.env._("fewer than %(number)s", number=last + 1)
        return self.env._("%(first)s to %(last)s", first=first, last=last)
