from contextlib import contextmanager

from odoo import api, fields, models


class HuisbezoekImportProgress(models.Model):
    """How far a running import is, for the form to show (A6).

    The import itself is one transaction, of which nothing can be seen until it
    is done. So this little row is written through a cursor of its own, and by
    nothing else: two transactions that write one row would stop each other.
    Nobody reads it directly; see ``huisbezoek.import``.
    """

    _name = "huisbezoek.import.progress"
    _description = "Progress of an import"
    _inherit = ["huisbezoek.school.mixin"]
    _rec_name = "import_id"

    import_id = fields.Many2one(
        "huisbezoek.import", required=True, index=True, ondelete="cascade"
    )
    school_id = fields.Many2one(
        related="import_id.school_id", store=True, precompute=True, default=None
    )
    done = fields.Integer()
    total = fields.Integer()

    _import_uniq = models.Constraint(
        "UNIQUE (import_id)", "An import has one record of its progress."
    )

    @api.model
    def _start(self, import_id, total):
        """Show how much work an import is, at once, whatever becomes of it."""
        with self._open_sudo(import_id) as progress_sudo:
            progress_sudo.write({"done": 0, "total": total})

    @api.model
    def _advance(self, import_id, count):
        """Show that so much more of the work is done."""
        with self._open_sudo(import_id) as progress_sudo:
            for row in progress_sudo:
                row.done = min(row.done + count, row.total)

    @contextmanager
    def _open_sudo(self, import_id):
        """Give the progress in a transaction of its own."""
        with self.env.registry.cursor() as cr:
            progress_sudo = self.with_env(self.env(cr=cr, su=True))
            yield progress_sudo.search([("import_id", "=", import_id)])
