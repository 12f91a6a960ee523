import logging
import traceback

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...logic.errors import FileError

_logger = logging.getLogger(__name__)

#: A job that was broken off so often will not succeed by itself.
MAX_ATTEMPTS = 3
_BUSY = (psycopg2.errors.SerializationFailure, psycopg2.errors.DeadlockDetected)


class HuisbezoekImportJob(models.AbstractModel):
    """Carries out imports in the background: one at a time, all or nothing (A6).

    A waiting import is taken by the scheduled action, which first lets the
    world see that it is running. All the rest is one savepoint: when anything
    goes wrong, or the server is stopped, the school is as it was. An import
    found running at the start of the scheduled action was broken off, since
    Odoo runs a scheduled action once at a time; it is simply done again.
    """

    _name = "huisbezoek.import.job"
    _description = "Job of an import"

    state = fields.Selection(
        [
            ("draft", "Choose a file"),
            ("preview", "Preview"),
            ("queued", "Waiting"),
            ("running", "Importing"),
            ("done", "Done"),
            ("failed", "Failed"),
        ],
        required=True,
        readonly=True,
        default="draft",
    )
    attempt_count = fields.Integer(readonly=True, copy=False)
    date_done = fields.Datetime(string="Done on", readonly=True, copy=False)
    error = fields.Json(readonly=True, copy=False)
    error_text = fields.Char(compute="_compute_error_text")
    progress = fields.Integer(compute="_compute_progress", aggregator=None)

    @api.depends("error")
    @api.depends_context("lang")
    def _compute_error_text(self):
        for job in self:
            code, params = job.error or ("", {})
            text = self._get_job_errors().get(code)
            if code and not text:
                text = self.env["huisbezoek.import.line"]._word((code, params))
            job.error_text = text

    @api.model
    def _get_job_errors(self):
        """Return the sentences about a job that failed, by code."""
        return {
            "job_no_access": self.env._(
                "Nothing was imported: you may not do this any more. Ask the"
                " administrator of home visits for the role of planner."
            ),
            "job_broken_off": self.env._(
                "Nothing was imported: the server was stopped in the middle, three"
                " times. Try again at a quiet moment, or in smaller parts."
            ),
            "job_busy": self.env._(
                "Nothing was imported: colleagues were changing the same pupils."
                " Try again in a moment."
            ),
            "job_failed": self.env._(
                "Nothing was imported: something unexpected went wrong. Make the"
                " preview again; if it fails once more, tell your administrator the"
                " number of this import."
            ),
        }

    def _compute_progress(self):
        # Written by another transaction; nobody may read the model itself.
        rows_sudo = (
            self.env["huisbezoek.import.progress"]
            .sudo()
            .search([("import_id", "in", self.ids)])
        )
        shares = {
            row.import_id.id: row.total and 100 * row.done // row.total
            for row in rows_sudo
        }
        for job in self:
            job.progress = 100 if job.state == "done" else shares.get(job.id, 0)

    # === QUEUE === #

    def _enqueue_sudo(self):
        """Put the import in the queue, in the name of the current user."""
        self.ensure_one()
        if self.sudo().search_count(
            [
                ("school_id", "=", self.school_id.id),
                ("state", "in", ("queued", "running")),
            ],
            limit=1,
        ):
            raise UserError(
                self.env._(
                    "Another import of this school is still going on. Wait until it is"
                    " done."
                )
            )
        Progress_sudo = self.env["huisbezoek.import.progress"].sudo()
        Progress_sudo.search([("import_id", "=", self.id)]).unlink()
        Progress_sudo.create({"import_id": self.id})
        self.sudo().write(
            {
                "state": "queued",
                "user_id": self.env.uid,
                "attempt_count": 0,
                "error": False,
            }
        )
        self._trigger_sudo()

    @api.model
    def _trigger_sudo(self):
        """Wake the scheduled action; a planner may not touch it otherwise."""
        self.env.ref("huisbezoek_addon.huisbezoek_import_cron").sudo()._trigger()

    @api.model
    def _cron_run(self):
        """Carry out what waits. Nothing to do: one query."""
        waiting = self.search([("state", "in", ("queued", "running"))], order="id")
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=len(waiting))
        for job in waiting:
            job._run()
            Cron._commit_progress(1)

    # === THE JOB === #

    def _run(self):
        """Carry out one import, or say why not. Runs as superuser."""
        self.ensure_one()
        if not self.try_lock_for_update() or self.state not in ("queued", "running"):
            return
        if self.attempt_count >= MAX_ATTEMPTS:
            self._fail("job_broken_off")
            return
        self.write({"state": "running", "attempt_count": self.attempt_count + 1})
        # From here on the form shows that it runs, and a server that is stopped
        # leaves a trace of the attempt.
        self.env["ir.cron"]._commit_progress()
        try:
            with self.env.cr.savepoint():
                self._as_importer()._carry_out()
        except FileError as error:
            self._fail(error.code, **error.params)
        except AccessError:
            self._fail("job_no_access")
        except _BUSY:
            self._try_again()
        except Exception as error:  # Whatever it is, the planner must hear of it.
            _logger.error("Import %s failed: %s", self.id, _describe(error))
            self._fail("job_failed")

    def _as_importer(self):
        """Return the import as the planner who started it, at this school's board."""
        user = self.user_id
        return self.with_user(user).with_context(
            lang=user.lang,
            tz=user.tz,
            allowed_company_ids=self.company_id.ids,
            tracking_disable=True,
        )

    def _carry_out(self):
        """Read the file, write the school, and keep the report."""
        self.ensure_one()
        if not self.env.user.active:
            raise AccessError(self._get_job_errors()["job_no_access"])
        self.check_access("write")
        if self.kind == "edexml":
            plan, known = self._plan_edexml()
            self._start_progress(plan)
            ids = self._apply_edexml(plan, known)
        elif self.kind == "visits":
            plan, _notes = self._plan_visits()
            self._start_progress(plan)
            ids = self._apply_visits(plan)
        else:
            plan, _notes = self._plan_households()
            self._start_progress(plan)
            ids = self._apply_households(plan)
        import_sudo = self.sudo()
        import_sudo._keep_report(plan, ids)
        import_sudo.write({"state": "done", "date_done": fields.Datetime.now()})
        import_sudo._forget_file()
        import_sudo.teacher_ids.unlink()
        import_sudo.location_ids.unlink()
        self.env.flush_all()

    def _fail(self, code, **params):
        self.write({"state": "failed", "error": [code, params]})

    def _try_again(self):
        """Wait for the next run, which sees what the colleagues wrote."""
        if self.attempt_count >= MAX_ATTEMPTS:
            self._fail("job_busy")
            return
        self.write({"state": "queued"})
        self._trigger_sudo()

    # === PROGRESS === #

    def _start_progress(self, plan):
        """Show how much there is to do: writing the rows, then the report."""
        work = sum(bool(row.values) for row in plan.rows) + len(plan.rows)
        self.env["huisbezoek.import.progress"]._start(self.id, work)

    def _tell_progress(self, count):
        """Show that so many more rows are done."""
        self.env["huisbezoek.import.progress"]._advance(self.id, count)

    # === UPKEEP === #

    def _forget_file(self):
        self.write({"file": False})

    def _forget_rows(self):
        self.line_ids.unlink()
        self.teacher_ids.unlink()
        self.location_ids.unlink()


def _describe(error):
    """Return what went wrong without the values, which may be names."""
    constraint = getattr(getattr(error, "diag", None), "constraint_name", None)
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if "huisbezoek_addon" in frame.filename
    ]
    where = f"in {frames[-1].name}, line {frames[-1].lineno}"
    return " ".join(filter(None, (type(error).__name__, where, constraint)))
