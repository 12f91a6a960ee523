from odoo import api, fields, models

#: What is shown of each count: the field, and its name in the tally.
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
        Tally_sudo = self.env["huisbezoek.consultation.tally"].sudo()
        return [
            {
                "school_id": school.id,
                "year": f"{year}-{year + 1}",
                "kind": kind,
                **{name: self._format(*bands[key]) for name, key in SHOWN.items()},
            }
            for year, kind, bands in Tally_sudo._get_bands(school.sudo())
        ]

    def _format(self, first, last):
        if not first:
            return self.env._("fewer than %(number)s", number=last + 1)
        return self.env._("%(first)s to %(last)s", first=first, last=last)
