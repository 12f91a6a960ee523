from odoo import api, models


class HuisbezoekDiscreet(models.AbstractModel):
    """A record that tells its name to those alone who may read it.

    Whatever points to a record shows its name: the ORM computes the name of a
    Many2one's target in sudo, for lists, groups, dialogs and errors. So the
    name itself asks who is looking, as `calendar` does for private events.
    Code that must name a family to others, such as a letter, reads the fields.
    """

    _name = "huisbezoek.discreet.mixin"
    _description = "Tells its name to its readers"

    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_display_name(self):
        """Override of `orm` to name a record by number to all others."""
        readable = self._filter_readable()
        for record in self - readable:
            record.display_name = f"{self._description} {record._origin.id:05d}"
        return super(HuisbezoekDiscreet, readable)._compute_display_name()

    def _filter_readable(self):
        """Return the records that the user may read, also where asked in sudo."""
        origin = self._origin.sudo(False)
        hidden = origin - origin._filtered_access("read")
        return self.filtered(lambda record: record._origin.id not in hidden._ids)
