from odoo import api, fields, models


class HuisbezoekTextMove(models.TransientModel):
    """Asks which text is a worry, and gives it to the care coordinator (F4).

    The record goes at once, since a text that is moved should stand nowhere else.
    """

    _name = "huisbezoek.text.move"
    _description = "A worry in the wrong place"
    _transient_max_hours = 0.1

    visit_id = fields.Many2one("huisbezoek.visit", required=True, readonly=True)
    source_ids = fields.One2many("huisbezoek.text.move.source", "move_id")
    source_id = fields.Many2one(
        "huisbezoek.text.move.source",
        string="Where is it?",
        domain="[('move_id', '=', id)]",
    )
    moves = fields.Text(string="This goes to the care coordinator", prefetch=False)
    stays = fields.Text(string="This stays", prefetch=False)

    # Not a compute: what is stored would be computed with the rights of a superuser.
    @api.onchange("source_id")
    def _onchange_source(self):
        self.moves = self._get_text(self.source_id.key)
        self.stays = False

    def _get_text(self, key):
        """Return what stands in a text, if the user may move it."""
        visit = self.visit_id
        texts = visit._get_movable_texts() if visit and key else {}
        if key not in texts:
            return False
        _label, record, name = texts[key]
        return visit._read_text(record, name)

    @api.model
    def _open(self, visit):
        """Return the dialog about the texts of a visit."""
        own = self.sudo(False)
        texts = visit.sudo(False)._get_movable_texts()
        move = own.create({"visit_id": visit.id})
        sources = own.env["huisbezoek.text.move.source"].create(
            [
                {"move_id": move.id, "key": key, "name": text[0]}
                for key, text in texts.items()
            ]
        )
        first = sources[:1]
        move.write({"source_id": first.id, "moves": move._get_text(first.key)})
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "huisbezoek_addon.huisbezoek_text_move_action"
        )
        return {**action, "res_id": move.id}

    def action_move(self):
        """Move the text, and say that it is with the care coordinator."""
        self.ensure_one()
        visit, source = self.visit_id, self.source_id.key
        stays, moves = self.stays or "", self.moves or ""
        # Of other dialogs about it too, left behind by whomever.
        self.sudo().search([("visit_id", "=", visit.id)]).unlink()
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


class HuisbezoekTextMoveSource(models.TransientModel):
    """A text that may be the worry: where it stands, and not what it says."""

    _name = "huisbezoek.text.move.source"
    _description = "Where a worry may stand"

    move_id = fields.Many2one(
        "huisbezoek.text.move", required=True, index=True, ondelete="cascade"
    )
    key = fields.Char(required=True)
    name = fields.Char(required=True)
