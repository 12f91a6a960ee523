import logging

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, float_compare

from ...logic import hours, visit_states

_logger = logging.getLogger(__name__)

#: Visits whose hours one step of the background job makes.
BATCH = 200
#: What of a visit, besides its state and its visitors, decides on hours.
DECIDING = {
    *("place", "protocol_id", "round_id", "year_id"),
    *("real_start", "real_stop"),
}


class HuisbezoekVisitHours(models.AbstractModel):
    """The hours that a visit takes from its visitors, as hour lines (H2).

    Nothing is written before the P-MR of the school has consented. A visit that
    is held before that waits with ``hours_due``, and so does one whose lines the
    ERP refuses: holding a visit never fails on somebody's bookkeeping.

    The sync compares what should be with what is, like that of the calendar, and
    is safe at any time.
    """

    _name = "huisbezoek.visit.hours"
    _description = "Takes hours from its visitors"

    hours_due = fields.Boolean(readonly=True, copy=False, groups="base.group_system")
    my_hours = fields.Float(compute="_compute_my_hours")

    _hours_due_idx = models.Index("(school_id) WHERE hours_due")

    @api.depends_context("uid")
    def _compute_my_hours(self):
        """Sum the user's own hours; other people's never leave this method."""
        own = dict(
            self.env["account.analytic.line"]
            .sudo()
            ._read_group(
                [
                    ("home_visit_id", "in", self._origin.ids),
                    ("employee_id.user_id", "=", self.env.uid),
                ],
                ["home_visit_id"],
                ["unit_amount:sum"],
            )
        )
        for visit in self:
            visit.my_hours = own.get(visit._origin.sudo(), 0.0)

    def action_correct_my_hours(self):
        """Open the dialog in which the user corrects his hours of this visit."""
        self.ensure_one()
        self.check_access("read")
        own = self.sudo().visitor_ids.filtered(lambda v: v.user_id == self.env.user)
        if not own:
            raise UserError(self.env._("You were not on this visit."))
        return own.sudo(False).action_correct_hours()

    def _get_norm_hours(self):
        """Return what the visit costs a visitor: as its round says, or the protocol."""
        self.ensure_one()
        return self.round_id.norm_hours or self.protocol_id.norm_hours

    # === SYNC === #

    def _sync_hours(self):
        """Make the hour lines fit the visits (called in sudo).

        :raises nothing: lines that the ERP refuses are tried again later.
        """
        consented = self.filtered(lambda visit: visit.school_id.hours_consented)
        # No consent, no lines: there is nothing to compare, but something to owe.
        for visit in self - consented:
            due = visit._is_owed_hours()
            if visit.hours_due != due:
                visit.hours_due = due
        if not consented:
            return
        with_lines = self._get_lines(consented).home_visit_id
        touched = consented.filtered(
            lambda visit: visit._is_owed_hours() or visit in with_lines
        )
        (consented - touched).filtered("hours_due").hours_due = False
        if not touched:
            return
        touched._claim_hours()
        try:
            with self.env.cr.savepoint():
                touched._write_hours()
                self.env["account.analytic.line"].flush_model()
        except UserError:
            touched.invalidate_recordset(["hours_due"])
            touched._owe_hours()

    def _owe_hours(self):
        """Let the background job make the hours, and tell which, not of whom."""
        self.env.cr.execute(
            SQL(
                "UPDATE huisbezoek_visit SET hours_due = TRUE WHERE id IN %s",
                self._ids,
            )
        )
        self.invalidate_recordset(["hours_due"], flush=False)
        _logger.warning(
            "Hours of %s home visits could not be written and are tried again: %s",
            len(self),
            self.ids,
        )

    def _claim_hours(self):
        """Write the rows of the visits, so that who comes at once is second.

        Two requests that end one visit would each see no lines, and both write
        them. The second waits here, fails as a serialization failure, and Odoo
        tries it again, when the lines are there to be seen.
        """
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE huisbezoek_visit SET hours_due = FALSE WHERE id IN %s",
                tuple(sorted(self.ids)),
            ),
            log_exceptions=False,
        )
        self.invalidate_recordset(["hours_due"], flush=False)

    def _is_owed_hours(self):
        """Tell whether the visit cost its visitors time.

        Who stood before a closed door went there and back, and is owed the way.
        It is one visit still: planned again, it counts as one way, and a second
        one is a correction. No interpreter is known before anybody leaves. What a
        list brought of earlier visits was paid for where it was kept before (A6).
        """
        self.ensure_one()
        if self.is_from_before:
            return False
        return self.state in visit_states.HELD or (
            self.state == "not_held" and self.outcome == "not_home" and bool(self.start)
        )

    @api.model
    def _get_lines(self, visits):
        Line = self.env["account.analytic.line"].with_user(SUPERUSER_ID)
        return Line.search_fetch(
            [("home_visit_id", "in", visits.ids)],
            [
                *("home_visit_id", "home_visit_kind", "employee_id"),
                *("task_id", "date", "unit_amount"),
            ],
        ).sudo()

    def _write_hours(self):
        """Compare, and remove, update and create lines: one batch per company."""
        self._get_hours_visitors().annual_task_id._ensure_tasks()
        corrections = self._get_corrections()
        for company, visits in self.grouped("company_id").items():
            employees = visits.visitor_ids.employee_id
            context = company._get_hours_context(employees)
            lines = self._get_lines(visits).with_context(**context)
            wanted = visits._get_wanted_lines(corrections)
            present = {
                (line.home_visit_id.id, line.employee_id.id, line.home_visit_kind): line
                for line in lines
            }
            lines.browse().union(
                *[line for key, line in present.items() if key not in wanted]
            ).unlink()
            coming = []
            for key, values in wanted.items():
                if key in present:
                    self._update_line(present[key], values)
                else:
                    coming.append(values)
            lines.create(coming)

    @api.model
    def _update_line(self, line, values):
        """Write what differs; the text stays in the language it was written in."""
        changes = {
            name: values[name]
            for name, present in (("task_id", line.task_id.id), ("date", line.date))
            if present != values[name]
        }
        # Less than a minute is no difference.
        if float_compare(line.unit_amount, values["unit_amount"], precision_digits=2):
            changes["unit_amount"] = values["unit_amount"]
        if "task_id" in changes:
            # The project decides on the analytic accounts.
            changes["project_id"] = values["project_id"]
        if changes:
            line.write(changes)

    def _get_hours_visitors(self):
        """Return the colleagues who confirmed, of the visits that cost time."""
        going = self.filtered(lambda v: v._is_owed_hours()).visitor_ids
        return going._filter_attending().filtered(lambda v: v.state == "confirmed")

    def _get_corrections(self):
        return {
            (row.visit_id.id, row.employee_id.id, row.kind): row.hours
            for row in self.env["huisbezoek.hours.correction"].search_fetch(
                [("visit_id", "in", self.ids), ("is_in_force", "=", True)],
                ["visit_id", "employee_id", "kind", "hours"],
            )
        }

    def _get_wanted_lines(self, corrections):
        """Return ``{(visit id, employee id, kind): values}`` of the lines."""
        wanted, names = {}, {}
        for visitor in self._get_hours_visitors():
            visit, annual = visitor.visit_id, visitor.annual_task_id
            lang = visitor.user_id.lang or annual.year_id._get_hours_lang()
            if lang not in names:
                names[lang] = self.with_context(lang=lang)._get_hours_names()
            date = visit._get_hours_date()
            for kind, minutes in visit._split_hours().items():
                key = (visit.id, visitor.employee_id.id, kind)
                amount = corrections.get(key, minutes / 60)
                if amount:
                    wanted[key] = {
                        "home_visit_id": visit.id,
                        "home_visit_kind": kind,
                        "employee_id": visitor.employee_id.id,
                        "project_id": annual.task_id.project_id.id,
                        "task_id": annual.task_id.id,
                        "date": date,
                        "unit_amount": amount,
                        "name": names[lang][kind],
                    }
        return wanted

    @api.model
    def _get_hours_names(self):
        """Return how lines are called: colleagues read them, so of nobody's."""
        return {
            "visit": self.env._("Home visit"),
            "travel": self.env._("Home visit: travel"),
            "consultation": self.env._("Home visit: consultation"),
            "report": self.env._("Home visit: report"),
        }

    def _get_hours_date(self):
        """Return the day of the visit where the school is."""
        return self.school_id._to_local(self.real_start or self.start).date()

    def _split_hours(self):
        """Return the minutes of each kind that the visit cost each visitor."""
        self.ensure_one()
        norm = round(self._get_norm_hours() * 60)
        planned = round(self.duration * 60)
        travels = self.place != "school"
        if self.state not in visit_states.HELD:
            return hours.closed_door_minutes(norm, planned, travels=travels)
        real = None
        if self.school_id.hours_basis == "real" and self.real_start and self.real_stop:
            real = round((self.real_stop - self.real_start).total_seconds() / 60)
        return hours.split_minutes(norm, planned, real, travels=travels)

    # === IN THE BACKGROUND === #

    @api.model
    def _cron_write_hours(self):
        """Write the hours that were due before the consent, and those refused.

        A batch that fails is taken visit by visit, so that one that cannot be
        written keeps none of the others; each is tried once in a run.
        """
        Visit = self.sudo()
        is_due = Domain("hours_due", "=", True) & Domain(
            "school_id.hours_consented", "=", True
        )
        rest = is_due
        while due := Visit.search(rest, order="id", limit=BATCH):
            rest = is_due & Domain("id", ">", due[-1].id)
            due._sync_hours()
            if len(due) > 1:
                for visit in due.filtered("hours_due"):
                    visit._sync_hours()
            remaining = Visit.search_count(rest)
            if not self.env["ir.cron"]._commit_progress(len(due), remaining=remaining):
                return

    @api.model
    def _wake_hours(self):
        """Let the background job run now."""
        self.env.ref("huisbezoek_addon.ir_cron_write_hours").sudo()._trigger()
