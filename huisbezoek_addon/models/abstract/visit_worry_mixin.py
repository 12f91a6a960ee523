import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_datetime

from ...formats.html_passages import text_of, without_passage
from ...logic.errors import RuleError
from ...logic.passages import is_telling, passage_pattern, taken_out

#: The texts of a report in which somebody may have typed a worry.
_REPORT_TEXTS = ("told", "expects", "follow_up", "parent_view", "others_present")

_ACTIVITY_TEXTS = ("summary", "note", "feedback")


class HuisbezoekVisitWorry(models.AbstractModel):
    """Takes a worry out of where it was typed, and leaves no trace there (F4).

    Afterwards the text stands in the care signal alone: not in a report or its
    PDFs, and not in the log, the activities or the files of the visit. Nothing is
    written anew in the process: words only leave.
    """

    _name = "huisbezoek.visit.worry"
    _description = "Lets a worry be moved"

    has_notes = fields.Boolean(compute="_compute_has_notes")

    @api.depends("message_ids")
    @api.depends_context("uid")
    def _compute_has_notes(self):
        for visit in self:
            visit.has_notes = visit.has_access("write") and bool(visit._get_notes())

    def _get_notes(self):
        """Return what people wrote in the log of the visit."""
        return self.message_ids.filtered(
            lambda m: m.message_type == "comment" or m.mail_activity_type_id
        )

    def action_move_text(self):
        """Ask which note is a worry, for the care coordinator."""
        self.check_access("write")
        return self._get_move_action()

    def _get_move_action(self):
        """Return the dialog that asks which text is a worry."""
        self.ensure_one()
        self.env["huisbezoek.care.signal"]._get_coordinators(self.school_id)
        return self.env["huisbezoek.text.move"]._open(self)

    # === WHERE A WORRY MAY STAND === #

    def _get_movable_texts(self):
        """Return {key: (label, record, field)} of texts that the user may move.

        :return: records with the rights of the user; a final report and a note are
            then changed as superuser, by `_move_to_signal` alone.
        """
        self.ensure_one()
        places = []
        if report := self._get_own_report():
            places += [
                (report._fields[name]._description_string(self.env), report, name)
                for name in _REPORT_TEXTS
            ]
            places += [
                (self.env._("About %(name)s", name=part.pupil_name), part, "text")
                for part in report.part_ids
            ]
            places += [
                (agreement.display_name, agreement, "what")
                for agreement in report.agreement_ids
            ]
            places += [
                (self.env._("Reason of a correction"), change, "reason")
                for change in report.change_ids
            ]
        if self.has_access("write"):
            places += [
                (self._label_note(message.date), message, "body")
                for message in self._get_notes()
            ]
            places += [
                (activity.display_name, activity, "note")
                for activity in self.activity_ids
            ]
        return {
            f"{record._name},{record.id},{name}": (label, record, name)
            for label, record, name in places
            if self._read_text(record, name)
        }

    def _label_note(self, moment):
        tz = self.school_id.tz
        when = format_datetime(self.env, moment, tz=tz, dt_format="short")
        return self.env._("Note of %(date)s", date=when)

    def _read_text(self, record, name):
        """Return what stands in a text, without the marks of HTML."""
        value = record[name] or ""
        if value and record._fields[name].type == "html":
            value = text_of(value)
        return value.strip()

    # === MOVING === #

    def _move_to_signal(self, key, stays, moves):
        """Make a care signal of what was typed in the wrong place.

        :param str key: the text, a key of `_get_movable_texts`.
        :param str stays: what stays in its place: the text less some of its words.
        :param str moves: what only the care coordinator reads from now on.
        :return: the signal.
        :raises AccessError: if the user may not change that text.
        :raises UserError: if something was added to what stays, or nothing left it.
        """
        self.ensure_one()
        texts = self._get_movable_texts()
        if key not in texts:
            raise AccessError(
                self.env._("This text can only be moved by who may change it.")
            )
        if not moves.strip():
            raise UserError(self.env._("Write what the care coordinator should read."))
        _label, record, name = texts[key]
        passages = self._get_passages(self._read_text(record, name), stays)
        patterns = [passage_pattern(passage) for passage in passages]
        self._check_nothing_lost(patterns, moves)
        own_report = self._get_own_report()
        if own_report.state == "final" and stays.strip():
            self._check_whole_sentences(passages)
        signal = (
            self.env["huisbezoek.care.signal"]
            .sudo()
            .create(
                {"visit_id": self.id, "user_id": self.env.uid, "text": moves.strip()}
            )
        )
        visit_sudo = self.sudo()
        visit_sudo._take_out(record.sudo(), name, stays.strip(), passages)
        telling = [passage_pattern(p) for p in passages if is_telling(p)]
        if telling:
            # Whoever does not write the report takes nothing out of it.
            visit_sudo._forget(telling, own_report.sudo())
        if own_report:
            own_report.sudo()._renew_files(patterns)
        return signal.sudo(self.env.su)

    def _get_own_report(self):
        """Return the report of the visit, if the user may bring it further."""
        report = self.env["huisbezoek.report"]
        if report.has_access("read"):
            report = report.search([("visit_id", "=", self.id)])
        return report if report and report.is_author else report.browse()

    def _check_nothing_lost(self, patterns, moves):
        """Refuse to take words out that nobody would read any more."""
        if not all(pattern.search(moves) for pattern in patterns):
            raise UserError(
                self.env._(
                    "What you take out has to stand in what the care coordinator"
                    " gets. Nothing is lost by moving it."
                )
            )

    def _check_whole_sentences(self, passages):
        """Let no single word out of a final report: it may turn its meaning."""
        if not all(map(is_telling, passages)):
            raise UserError(
                self.env._(
                    "Out of a final report only whole sentences are moved. For less,"
                    " correct the report."
                )
            )

    def _get_passages(self, original, stays):
        """Return what leaves a text; moving writes nothing anew (F3)."""
        try:
            passages = taken_out(original, stays)
        except RuleError:
            raise UserError(
                self.env._(
                    "What stays holds words that were not there. Only take words out"
                    " here; to write something else, correct the report."
                )
            ) from None
        if not passages:
            raise UserError(
                self.env._("Take out of what stays the words that are the worry.")
            )
        return passages

    def _take_out(self, record, name, stays, passages):
        """Take the passages out of the text that somebody chose."""
        if record._fields[name].type == "html":
            for passage in passages:
                left = without_passage(record[name] or "", passage_pattern(passage))
                record[name] = record[name] if left is None else left
            self._drop_if_empty(record, name)
        else:
            self._set_text(record, name, stays)

    def _set_text(self, record, name, text):
        if record._fields[name].required and not text:
            record.unlink()
        else:
            record[name] = text or False

    def _drop_if_empty(self, record, name):
        if record._name == "mail.message" and not self._read_text(record, name):
            record.unlink()

    # === EVERYWHERE ELSE === #

    def _forget(self, patterns, report):
        """Take passages out of all that hangs on the visit (called in sudo).

        :param report: the report, where the user may change it.
        """
        for record, name in self._get_traces(report):
            if not record.exists() or not record[name]:
                continue
            is_html = record._fields[name].type == "html"
            for pattern in patterns:
                value = record[name] or ""
                if is_html:
                    left = without_passage(value, pattern)
                    if left is not None:
                        record[name] = left
                elif pattern.search(value):
                    self._set_text(record, name, pattern.sub("", value).strip())
                if not record.exists():
                    break
            else:
                if is_html:
                    self._drop_if_empty(record, name)
        self._forget_files(patterns)
        self._forget_bus(patterns)

    def _get_traces(self, report):
        """Return (record, field) of each text that hangs on the visit."""
        of_visit = [("model", "=", self._name), ("res_id", "in", self.ids)]
        events = self.event_id
        of_event = [("model", "=", events._name), ("res_id", "in", events.ids)]
        everything = self.with_context(active_test=False).env
        messages = everything["mail.message"].search(
            Domain(of_visit) | Domain(of_event)
        )
        waiting = everything["mail.scheduled.message"].search(of_visit)
        activities = everything["mail.activity"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        )
        return [
            *((report, name) for name in _REPORT_TEXTS),
            *((part, "text") for part in report.part_ids),
            *((agreement, "what") for agreement in report.agreement_ids),
            *((change, "reason") for change in report.change_ids),
            *((m, name) for m in messages for name in ("subject", "body")),
            *((m, name) for m in waiting for name in ("subject", "body")),
            *((a, name) for a in activities for name in _ACTIVITY_TEXTS),
        ]

    def _forget_files(self, patterns):
        """Delete files of the visit's log whose name or text tells."""
        messages = self.env["mail.message"].search(
            [("model", "=", self._name), ("res_id", "in", self.ids)]
        )
        # Those of who led the visit before hang on his notes.
        files = messages.attachment_ids | self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        )
        files.filtered(
            lambda file: any(
                pattern.search(f"{file.name} {file.index_content or ''}")
                for pattern in patterns
            )
        ).unlink()

    def _forget_bus(self, patterns):
        """Delete what still waits to be sent to open browsers: an edited note."""
        waiting = self.env["bus.bus"].search([("message", "ilike", self._name)])
        waiting.filtered(
            lambda row: any(
                pattern.search(str(json.loads(row.message))) for pattern in patterns
            )
        ).unlink()
