from odoo import api, fields, models
from odoo.exceptions import UserError

from ..logic.protocols import find_gaps


class HuisbezoekProtocolSection(models.Model):
    """One section of a protocol, in plain Dutch (B1, B2).

    Plain text, so that it can stand beside its translation, paragraph by paragraph,
    and go into the school guide as it is.
    """

    _name = "huisbezoek.protocol.section"
    _description = "Section of a protocol"
    _inherit = ["huisbezoek.protocol.part"]
    _order = "protocol_id, audience, sequence, id"

    audience = fields.Selection(
        [("parents", "Parents and pupils"), ("staff", "Staff")],
        string="For",
        required=True,
        default="parents",
    )
    key = fields.Char(
        readonly=True, help="Which section of the text to begin with this was."
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Heading", required=True)
    text = fields.Text(
        help="Short sentences and everyday words; an empty line begins a paragraph."
    )
    passage_ids = fields.One2many("huisbezoek.protocol.passage", "section_id")

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `orm`: each translation has a place for each section."""
        sections = super().create(vals_list)
        for protocol, parts in sections.grouped("protocol_id").items():
            translations_sudo = protocol.sudo().translation_ids
            translations_sudo._add_passages(parts)
            translations_sudo._unmark()
        return sections

    def write(self, vals):
        """Override of `orm`: a translation of another text lags behind."""
        if not self.env.su and any(
            name in vals and self.mapped(name) != [vals[name]] * len(self)
            for name in ("audience", "key")
        ):
            raise UserError(
                self.env._(
                    "A section stays for whom it was written. Make a new one for"
                    " others."
                )
            )
        changing = {"name", "text"} & vals.keys()
        old = {section: (section.name, section.text) for section in self}
        result = super().write(vals)
        if changing:
            self.filtered(
                lambda section: (section.name, section.text) != old[section]
            ).sudo().passage_ids._fall_behind()
        return result

    @api.ondelete(at_uninstall=False)
    def _unmark_translations(self):
        self.sudo().protocol_id.translation_ids._unmark()

    def _get_gaps(self):
        """Return what a school still has to fill in, with its square brackets."""
        self.ensure_one()
        return find_gaps(f"{self.name}\n{self.text or ''}")
