import re

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import html2plaintext, plaintext2html

#: The texts of a report in which somebody may have typed a worry.
_REPORT_TEXTS = ("told", "expects", "follow_up", "parent_view")


class HuisbezoekVisitWorry(models.AbstractModel):
    """Takes a worry out of where it was typed, and leaves no trace there (F4).

    Afterwards the text stands in the care signal alone: not in a report or its
    PDFs, and not in the log or the activities of the visit.
    """

    _name = "huisbezoek.visit.worry"
    _description = "Lets a worry be moved"

    def _get_move_action(self):
        """Return the dialog that asks which text is a worry."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "huisbezoek_addon.huisbezoek_text_move_action"
        )
        action["context"] = {"default_visit_id": self.id}
        return action

    def action_move_text(self):
        """Ask which note is a worry, for the care coordinator."""
        self.check_access("write")
        return self._get_move_action()

    # === WHERE A WORRY MAY STAND === #

    def _get_movable_texts(self):
        """Return {key: (label, record, field)} of texts that the user may move.

        :return: records with the rights of the user; a final report and a note are
            then changed as superuser, by `_move_to_signal` alone.
        """
        self.ensure_one()
        texts = {}
        report = self.env["huisbezoek.report"]
        if report.has_access("read"):
            report = report.search([("visit_id", "=", self.id)])
        if report and report.is_author:
            places = [
                (report, name, report._fields[name]._description_string(self.env))
                for name in _REPORT_TEXTS
            ]
            places += [
                (part, "text", self.env._("About %(name)s", name=part.pupil_name))
                for part in report.part_ids
            ]
            places += [
                (agreement, "what", agreement.display_name)
                for agreement in report.agreement_ids
            ]
            for record, name, label in places:
                texts[f"{record._name},{record.id},{name}"] = (label, record, name)
        if self.has_access("write"):
            for message in self.message_ids.filtered(
                lambda m: m.message_type == "comment"
            ):
                label = self.env._(
                    "Note of %(date)s",
                    date=message.date.strftime("%d-%m-%Y %H:%M"),
                )
                texts[f"{message._name},{message.id},body"] = (label, message, "body")
        return {key: text for key, text in texts.items() if self._read_text(*text[1:])}

    def _read_text(self, record, name):
        """Return what stands in a text, without the marks of HTML."""
        value = record[name]
        if record._fields[name].type == "html":
            value = value and html2plaintext(value)
        return (value or "").strip()

    # === MOVING === #

    def _move_to_signal(self, key, stays, moves):
        """Make a care signal of what was typed in the wrong place.

        :param str key: the text, a key of `_get_movable_texts`.
        :param str stays: what stays in its place.
        :param str moves: what only the care coordinator reads from now on.
        :return: the signal.
        :raises AccessError: if the user may not change that text.
        """
        self.ensure_one()
        texts = self._get_movable_texts()
        if key not in texts:
            raise AccessError(
                self.env._("This text can only be moved by who may change it.")
            )
        if not moves.strip():
            raise UserError(
                self.env._("Write what the care coordinator should read.")
            )
        _label, record, name = texts[key]
        signal = self.env["huisbezoek.care.signal"].sudo().create(
            {"visit_id": self.id, "user_id": self.env.uid, "text": moves.strip()}
        )
        self.sudo()._replace_text(record.sudo(), name, stays.strip())
        self.sudo()._forget_text(moves)
        return signal.sudo(self.env.su)

    def _replace_text(self, record, name, text):
        if record._name == "mail.message":
            if text:
                record.body = plaintext2html(text)
            else:
                record.unlink()
        elif record._name == "huisbezoek.agreement" and not text:
            record.unlink()
        else:
            record[name] = text or False

    def _forget_text(self, text):
        """Take a text out of all that hangs on the visit (called in sudo)."""
        # However its words were spaced and cut into lines.
        pattern = re.compile(r"\s+".join(map(re.escape, text.split())))
        report = self.report_ids
        for record, name in [
            *((report, name) for name in (*_REPORT_TEXTS, "others_present")),
            *((part, "text") for part in report.part_ids),
            *((agreement, "what") for agreement in report.agreement_ids),
            *((change, "reason") for change in report.change_ids),
            *((message, "body") for message in self.message_ids),
        ]:
            found = record and self._read_text(record, name)
            if found and pattern.search(found):
                self._replace_text(record, name, pattern.sub("", found).strip())
        activities = self.env["mail.activity"].with_context(active_test=False)
        activities = activities.search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        )
        for activity in activities:
            for name in ("note", "summary", "feedback"):
                if pattern.search(self._read_text(activity, name)):
                    activity[name] = False
        report._renew_files()
