from odoo import api, fields, models


class HuisbezoekTextMove(models.TransientModel):
    """Asks which text is a worry, and gives it to the care coordinator (F4).

    The record goes at once, since a text that is moved should stand nowhere else.
    """

    _name = "huisbezoek.text.move"
    _description = "A worry in the wrong place"
    _transient_max_hours = 0.1

    visit_id = fields.Many2one("huisbezoek.visit", required=True)
    source = fields.Selection(
        selection="_get_sources",
        string="Where is it?",
        required=True,
        default=lambda self: next(iter(self._get_texts()), False),
    )
    stays = fields.Text(
        string="This stays",
        compute="_compute_texts",
        store=True,
        readonly=False,
        prefetch=False,
    )
    moves = fields.Text(
        string="This goes to the care coordinator",
        compute="_compute_texts",
        store=True,
        readonly=False,
        prefetch=False,
    )

    @api.model
    def _get_texts(self):
        visit = self.env["huisbezoek.visit"].browse(
            self.env.context.get("default_visit_id")
        )
        return visit._get_movable_texts() if visit else {}

    @api.model
    def _get_sources(self):
        return [(key, text[0]) for key, text in self._get_texts().items()]

    @api.depends("source")
    def _compute_texts(self):
        for move in self:
            texts = move.visit_id._get_movable_texts() if move.visit_id else {}
            _label, record, name = texts.get(move.source) or (None, None, None)
            move.moves = record is not None and move.visit_id._read_text(record, name)
            move.stays = False

    def action_move(self):
        """Move the text, and say that it is with the care coordinator."""
        self.ensure_one()
        visit, source = self.visit_id, self.source
        stays, moves = self.stays or "", self.moves or ""
        self.unlink()
        visit._move_to_signal(source, stays, moves)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "The care coordinator has it now; it stands nowhere else."
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
