from odoo import models

from ...logic.import_messages import MESSAGES


class HuisbezoekImportJob(models.AbstractModel):
    """What the job of an import does; how, see ``huisbezoek.job.mixin`` (A6)."""

    _name = "huisbezoek.import.job"
    _description = "Job of an import"
    _job_cron = "huisbezoek_addon.huisbezoek_import_cron"

    def _explain(self, code, params):
        """Override of the job mixin: a file that cannot be read has its words."""
        if code in MESSAGES:
            return self.env["huisbezoek.import.line"]._word((code, params))
        return super()._explain(code, params)

    def _carry_out(self):
        """Read the file, write the school, and keep the report."""
        self.ensure_one()
        if self.kind == "edexml":
            plan, known = self._plan_edexml()
            self._start_progress(self._count_work(plan))
            ids = self._apply_edexml(plan, known)
        elif self.kind == "visits":
            plan, _notes = self._plan_visits()
            self._start_progress(self._count_work(plan))
            ids = self._apply_visits(plan)
        else:
            plan, _notes = self._plan_households()
            self._start_progress(self._count_work(plan))
            ids = self._apply_households(plan)
        import_sudo = self.sudo()
        import_sudo._keep_report(plan, ids)
        import_sudo._forget_file()
        import_sudo.teacher_ids.unlink()
        import_sudo.location_ids.unlink()

    def _count_work(self, plan):
        """Return how much there is to do: writing the rows, then the report."""
        return sum(bool(row.values) for row in plan.rows) + len(plan.rows)

    # === UPKEEP === #

    def _forget_file(self):
        self.write({"file": False})

    def _forget_rows(self):
        self.line_ids.unlink()
        self.teacher_ids.unlink()
        self.location_ids.unlink()
