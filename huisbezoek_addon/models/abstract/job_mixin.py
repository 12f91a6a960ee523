import logging
import traceback

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import clean_context

from ...logic.errors import RuleError

_logger = logging.getLogger(__name__)

#: A job that was broken off so often will not succeed by itself.
MAX_ATTEMPTS = 3
#: States of a job that the scheduled action takes up.
WAITING = ("queued", "running")
BUSY = (psycopg2.errors.SerializationFailure, psycopg2.errors.DeadlockDetected)


class HuisbezoekJobMixin(models.AbstractModel):
    """Long work in the background: one at a time for a school, all or nothing.

    A waiting job is taken by the scheduled action of its model, which first lets
    the world see that it is running. All the rest is one savepoint: when anything
    goes wrong, or the server is stopped, the school is as it was. A job found
    running at the start of the scheduled action was broken off, since Odoo runs a
    scheduled action once at a time; it is simply done again.

    A model that is such a job names its scheduled action in ``_job_cron``, does
    the work in ``_carry_out`` and lets a button call ``_enqueue_sudo`` (A2, A6,
    C5, design §5.13).
    """

    _name = "huisbezoek.job.mixin"
    _description = "Job in the background"

    #: External id of the scheduled action, which calls ``model._cron_run()``.
    _job_cron = None
    #: What only the job itself writes; a client neither gives nor changes it.
    _job_fields = frozenset({"state", "user_id", "attempt_count", "date_done", "error"})

    state = fields.Selection(
        [
            ("draft", "Being prepared"),
            ("queued", "Waiting"),
            ("running", "Under way"),
            ("done", "Done"),
            ("failed", "Failed"),
        ],
        required=True,
        readonly=True,
        default="draft",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Started by",
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
    )
    attempt_count = fields.Integer(readonly=True, copy=False)
    date_done = fields.Datetime(string="Done on", readonly=True, copy=False)
    error = fields.Json(readonly=True, copy=False)
    error_text = fields.Char(compute="_compute_error_text")
    progress = fields.Integer(compute="_compute_progress", aggregator=None)

    _one_at_a_time = models.UniqueIndex(
        "(school_id) WHERE state IN ('queued', 'running')",
        "Another one of this school is still going on. Wait until it is done.",
    )

    @api.depends("error")
    @api.depends_context("lang")
    def _compute_error_text(self):
        for job in self:
            code, params = job.error or ("", {})
            job.error_text = code and (
                job._explain(code, params) or self._get_job_errors()["job_failed"]
            )

    def _explain(self, code, params):
        """Return the sentence about a job that failed, in the user's language.

        A job whose ``_carry_out`` raises errors of the rules overrides this.
        """
        return self._get_job_errors().get(code, "") % params

    @api.model
    def _get_job_errors(self):
        """Return the sentences about a job that failed, by code."""
        return {
            "job_no_access": self.env._(
                "Nothing was changed: who started this may not do it any more. Ask"
                " the administrator of home visits for the role that it needs."
            ),
            "job_broken_off": self.env._(
                "Nothing was changed: the server was stopped in the middle, three"
                " times. Try again at a quiet moment."
            ),
            "job_busy": self.env._(
                "Nothing was changed: colleagues were changing the same records."
                " Try again in a moment."
            ),
            # Worded already, in the language of who started it.
            "job_refused": self.env._("Nothing was changed: %(reason)s"),
            "job_failed": self.env._(
                "Nothing was changed: something unexpected went wrong. Try again; if"
                " it fails once more, tell your administrator when that was."
            ),
        }

    def _compute_progress(self):
        # Written by another transaction; nobody may read the model itself.
        rows_sudo = (
            self.env["huisbezoek.job.progress"].sudo()._find(self._name, self.ids)
        )
        shares = {
            row.res_id: row.total and 100 * row.done // row.total for row in rows_sudo
        }
        for job in self:
            job.progress = 100 if job.state == "done" else shares.get(job.id, 0)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `orm`: nobody says from outside whose rights a job has.

        Neither by a value nor by a default of the context.
        """
        if self.env.su:
            return super().create(vals_list)
        vals_list = [
            {name: vals[name] for name in vals.keys() - self._job_fields}
            for vals in vals_list
        ]
        # A dictionary as it is, since keywords would only add to the context.
        context = clean_context(self.env.context)
        plain = self.with_context(context)
        return super(HuisbezoekJobMixin, plain).create(vals_list)

    def write(self, vals):
        """Override of `orm`: the outcome of a job is not for anybody to write."""
        if not self.env.su and vals.keys() & self._job_fields:
            raise AccessError(
                self.env._("What became of this job cannot be changed by hand.")
            )
        return super().write(vals)

    def unlink(self):
        """Override of `orm`: how far it was goes along."""
        self.env["huisbezoek.job.progress"].sudo()._find(self._name, self.ids).unlink()
        return super().unlink()

    # === QUEUE === #

    def _enqueue_sudo(self):
        """Put the job in the queue, in the name of the current user.

        The caller checks that the user may do so, and that the job is ready.

        :raises UserError: if another one of the school is still going on.
        """
        self.ensure_one()
        if self.sudo().search_count(
            [("school_id", "=", self.school_id.id), ("state", "in", WAITING)], limit=1
        ):
            raise UserError(
                self.env._(
                    "Another one of this school is still going on. Wait until it is"
                    " done."
                )
            )
        self.env["huisbezoek.job.progress"]._reset_sudo(self)
        self.sudo().write(
            {
                "state": "queued",
                "user_id": self.env.uid,
                "attempt_count": 0,
                "error": False,
            }
        )
        self._trigger_sudo()

    def _dequeue_sudo(self, state):
        """Take jobs out of the queue, as long as they have not begun.

        :param str state: the state to which they return.
        :raises UserError: if one of them has begun.
        """
        jobs_sudo = self.sudo().try_lock_for_update()
        if self - jobs_sudo or jobs_sudo.filtered(lambda job: job.state != "queued"):
            raise UserError(
                self.env._("This has begun, so it cannot be cancelled any more.")
            )
        jobs_sudo.write({"state": state})

    @api.model
    def _trigger_sudo(self):
        """Wake the scheduled action; a planner may not touch it otherwise."""
        self.env.ref(self._job_cron).sudo()._trigger()

    @api.model
    def _cron_run(self):
        """Carry out what waits. Nothing to do: one query."""
        waiting = self.search([("state", "in", WAITING)], order="id")
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=len(waiting))
        for job in waiting:
            job._run()
            Cron._commit_progress(1)

    # === THE JOB === #

    def _run(self):
        """Carry out one job, or say why not. Runs as superuser."""
        self.ensure_one()
        if not self.try_lock_for_update() or self.state not in WAITING:
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
                self._as_starter()._carry_out_and_finish()
        except RuleError as error:
            self._fail(error.code, **error.params)
        except AccessError:
            self._fail("job_no_access")
        except BUSY:
            self._try_again()
        except Exception as error:  # Whatever it is, who started it must hear of it.
            self._fail_by(error)

    def _as_starter(self):
        """Return the job as the user who started it, at this school's board."""
        user = self.user_id
        return self.with_user(user).with_context(
            lang=user.lang,
            tz=user.tz,
            allowed_company_ids=self.company_id.ids,
            tracking_disable=True,
        )

    def _carry_out_and_finish(self):
        if not self.env.user.active:
            raise AccessError(self._get_job_errors()["job_no_access"])
        self.check_access("write")
        self._carry_out()
        job_sudo = self.sudo()
        job_sudo.write({"state": "done", "date_done": fields.Datetime.now()})
        # What the database refuses, it refuses before the savepoint ends.
        self.env.flush_all()

    def _carry_out(self):
        """Do the work, with the rights of who started it; see the class.

        Tells how far it is by ``_start_progress`` and ``_tell_progress``.

        :raises RuleError: if it cannot be done; ``_explain`` knows its code.
        """
        raise NotImplementedError

    def _fail_by(self, error):
        """Keep the sentence of a rule of ours; else only that something went wrong.

        Our own sentences name the remedy, and nothing of a family. Those of Odoo may
        name any record, as those about companies do, so they are not kept.
        """
        raised_in = traceback.extract_tb(error.__traceback__)[-1].filename
        if isinstance(error, UserError) and "huisbezoek_addon" in raised_in:
            self._fail("job_refused", reason=str(error))
            return
        _logger.error("%s %s failed: %s", self._description, self.id, _describe(error))
        self._fail("job_failed")

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

    def _start_progress(self, total):
        """Show how much there is to do, in any unit of work."""
        self.env["huisbezoek.job.progress"]._start(self, total)

    def _tell_progress(self, count):
        """Show that so much more of it is done."""
        self.env["huisbezoek.job.progress"]._advance(self, count)


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
