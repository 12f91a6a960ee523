from contextlib import contextmanager

from odoo import api, fields, models


class HuisbezoekJobProgress(models.Model):
    """How far a job in the background is, for its form to show (A2, A6).

    The job itself is one transaction, of which nothing can be seen until it is
    done. So this little row is written through a cursor of its own, and by
    nothing else: two transactions that write one row would stop each other.
    Nobody reads it directly; see ``huisbezoek.job.mixin``.
    """

    _name = "huisbezoek.job.progress"
    _description = "Progress of a job"
    _inherit = ["huisbezoek.school.mixin"]
    _rec_name = "model"

    model = fields.Char(required=True)
    res_id = fields.Many2oneReference(model_field="model", required=True)
    done = fields.Integer()
    total = fields.Integer()

    _job_uniq = models.UniqueIndex(
        "(model, res_id)", "A job has one record of its progress."
    )

    @api.model
    def _reset_sudo(self, job):
        """Begin anew, in the transaction that puts the job in the queue."""
        Progress_sudo = self.sudo()
        Progress_sudo._find(job._name, job.ids).unlink()
        Progress_sudo.create(
            {"model": job._name, "res_id": job.id, "school_id": job.school_id.id}
        )

    @api.model
    def _find(self, model, job_ids):
        return self.search([("model", "=", model), ("res_id", "in", job_ids)])

    @api.model
    def _start(self, job, total):
        """Show how much work a job is, at once, whatever becomes of it."""
        with self._open_sudo(job) as progress_sudo:
            progress_sudo.write({"done": 0, "total": total})

    @api.model
    def _advance(self, job, count):
        """Show that so much more of the work is done."""
        with self._open_sudo(job) as progress_sudo:
            for row in progress_sudo:
                row.done = min(row.done + count, row.total)

    @contextmanager
    def _open_sudo(self, job):
        """Give the progress in a transaction of its own."""
        with self.env.registry.cursor() as cr:
            progress_sudo = self.with_env(self.env(cr=cr, su=True))
            yield progress_sudo._find(job._name, job.ids)
