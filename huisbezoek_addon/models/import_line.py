from odoo import api, fields, models
from odoo.tools.translate import get_translation

from ..logic.import_messages import MESSAGES

#: What was done with a row, or would be.
OUTCOMES = [
    ("create", "New"),
    ("update", "Changed"),
    ("leave", "Left"),
    ("unchanged", "Unchanged"),
    ("skip", "Left out"),
    ("absent", "Not in the file"),
    ("error", "Not imported"),
]


class HuisbezoekImportLine(models.Model):
    """What an import says about one row of the file (A6).

    There is no name here, only the line, the key and the sentence; who may
    read it follows the link to the pupil, the family or the visit.
    """

    _name = "huisbezoek.import.line"
    _description = "Row of an import"
    _inherit = ["huisbezoek.school.mixin"]
    _order = "import_id desc, severity_order, line, id"
    _rec_name = "key"
    _personal_data = (
        "keys of pupils and parents, and what an import did with them",
        "one year after the import",
    )

    import_id = fields.Many2one(
        "huisbezoek.import", required=True, index=True, ondelete="cascade"
    )
    school_id = fields.Many2one(
        related="import_id.school_id", store=True, precompute=True, default=None
    )
    kind = fields.Selection(
        [
            ("group", "Group"),
            ("pupil", "Pupil"),
            ("teacher", "Teacher"),
            ("household", "Household"),
            ("guardian", "Guardian"),
            ("guardianship", "Guardian of a pupil"),
            ("visit", "Visit"),
        ],
        required=True,
    )
    line = fields.Integer(aggregator=None)
    key = fields.Char()
    outcome = fields.Selection(OUTCOMES, required=True)
    severity = fields.Selection(
        [("error", "Problem"), ("warning", "To check"), ("notice", "Good to know")]
    )
    severity_order = fields.Integer(aggregator=None)
    notes = fields.Json(help="Codes of the sentences with their values.")
    message = fields.Text(compute="_compute_message")
    pupil_id = fields.Many2one(
        "huisbezoek.pupil", index="btree_not_null", ondelete="set null"
    )
    household_id = fields.Many2one(
        "huisbezoek.household", index="btree_not_null", ondelete="set null"
    )
    visit_id = fields.Many2one(
        "huisbezoek.visit", index="btree_not_null", ondelete="set null"
    )

    @api.depends("notes")
    @api.depends_context("lang")
    def _compute_message(self):
        for line in self:
            line.message = "\n".join(self._word(note) for note in line.notes or ())

    @api.model
    def _word(self, note):
        """Return the sentence of a stored note in the user's language."""
        code, params = note
        return get_translation(
            "huisbezoek_addon", self.env.lang or "en_US", MESSAGES[code], params
        )
