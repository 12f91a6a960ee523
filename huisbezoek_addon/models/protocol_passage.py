from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

TEXTS = {"name", "text"}


class HuisbezoekProtocolPassage(models.Model):
    """One section in another language, beside the Dutch that it renders (B3)."""

    _name = "huisbezoek.protocol.passage"
    _description = "Translated section of a protocol"
    _inherit = ["huisbezoek.school.mixin"]
    _order = "translation_id, section_id, id"

    translation_id = fields.Many2one(
        "huisbezoek.protocol.translation",
        required=True,
        index=True,
        ondelete="cascade",
    )
    school_id = fields.Many2one(
        related="translation_id.school_id", store=True, precompute=True, default=None
    )
    section_id = fields.Many2one(
        "huisbezoek.protocol.section", required=True, index=True, ondelete="cascade"
    )
    source_name = fields.Char(string="Dutch heading", related="section_id.name")
    source_text = fields.Text(string="Dutch text", related="section_id.text")
    name = fields.Char(string="Heading")
    text = fields.Text(string="Translated text")
    is_behind = fields.Boolean(
        string="Dutch was changed",
        readonly=True,
        help="The Dutch was changed after this was written, so it is not printed.",
    )
    is_rtl = fields.Boolean(related="translation_id.language_id.is_rtl")

    _section_uniq = models.Constraint(
        "UNIQUE (translation_id, section_id)",
        "This section is already translated there.",
    )

    @api.depends("section_id.name")
    def _compute_display_name(self):
        for passage in self:
            passage.display_name = passage.name or passage.section_id.name

    @api.constrains("translation_id", "section_id")
    def _check_section(self):
        for passage in self:
            if passage.section_id.protocol_id != passage.translation_id.protocol_id:
                raise ValidationError(
                    self.env._("A translation renders the sections of its own version.")
                )

    def write(self, vals):
        """Override of `orm`: what is written anew is in step with the Dutch."""
        if not self.env.su:
            if vals.keys() - TEXTS:
                raise UserError(
                    self.env._("Only the heading and the text are translated.")
                )
            self.translation_id._check_open()
        if "text" in vals:
            vals = {"is_behind": False, **vals}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_section(self):
        if not self.env.su:
            raise UserError(
                self.env._("A translation has a place for each section of the Dutch.")
            )

    def action_still_right(self):
        """Say that the text still renders the Dutch, such as after a typing error."""
        self.check_access("write")
        self.translation_id._check_open()
        self.sudo().is_behind = False

    def _is_filled(self):
        return bool((self.name or "").strip() and (self.text or "").strip())

    def _fall_behind(self):
        """The Dutch says something else now: what was translated has to follow.

        In a draft a mark of somebody who checked the former text goes as well.
        """
        self.filtered("text").write({"is_behind": True})
        self.translation_id._unmark()
