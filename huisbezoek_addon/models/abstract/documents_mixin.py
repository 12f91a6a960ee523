from odoo import api, fields, models
from odoo.exceptions import UserError


class HuisbezoekDocuments(models.AbstractModel):
    """Documents that are read by exactly those who read the record (B1, B6)."""

    _name = "huisbezoek.documents"
    _description = "Has documents"

    document_ids = fields.Many2many(
        "ir.attachment",
        string="Documents",
        copy=False,
        bypass_search_access=True,
        help="Whoever reads this reads its documents.",
    )
    document_count = fields.Integer(compute="_compute_document_count")

    @api.depends("document_ids")
    def _compute_document_count(self):
        for record in self:
            record.document_count = len(record.document_ids)

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `orm`: a document becomes the record's own."""
        records = super().create(vals_list)
        records._adopt_documents()
        return records

    def write(self, vals):
        """Override of `orm`: so does one that is added, and one taken off is gone."""
        if "document_ids" not in vals:
            return super().write(vals)
        before = self.document_ids
        result = super().write(vals)
        (before - self.document_ids).unlink()
        self._adopt_documents()
        return result

    def _adopt_documents(self):
        """Let a document be read by who reads the record, and by nobody else.

        :raises UserError: if it lies somewhere else: it would be shown here to
            others than there.
        """
        for record in self:
            for document in record.document_ids:
                if (document.res_model, document.res_id) == (self._name, record.id):
                    continue
                is_new = not document.res_id and document.create_uid == self.env.user
                if not is_new or document.res_model not in (False, self._name):
                    raise UserError(
                        self.env._(
                            "This file belongs to something else. Upload it here"
                            " itself."
                        )
                    )
                document.write(
                    {"res_model": self._name, "res_id": record.id, "public": False}
                )
