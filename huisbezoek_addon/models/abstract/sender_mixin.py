from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import email_normalize, formataddr

#: After a change of these, another test mail has to show that they work.
ADDRESSES = frozenset({"sender_email", "reply_to"})


class HuisbezoekSender(models.AbstractModel):
    """Writes to families under a name and address of its own."""

    _name = "huisbezoek.sender.mixin"
    _description = "Writes to families"

    sender_email = fields.Char(
        string="Sender",
        default=lambda self: self.env.company.email,
        help="The address that families see as the sender.",
    )
    reply_to = fields.Char(
        string="Answers to",
        default=lambda self: self.env.company.email,
        help="Where the answers of families arrive.",
    )
    mail_tested_on = fields.Datetime(
        string="Test mail sent on", readonly=True, copy=False
    )
    letterhead = fields.Image(max_width=1920, max_height=640)

    @api.constrains("sender_email", "reply_to")
    def _check_addresses(self):
        for sender in self:
            for address in (sender.sender_email, sender.reply_to):
                if address and not email_normalize(address):
                    raise ValidationError(
                        self.env._(
                            "'%(address)s' is no e-mail address. Write it as"
                            " office@school.example.",
                            address=address,
                        )
                    )

    def write(self, vals):
        """Override of `orm`: another address has yet to show that it works."""
        if ADDRESSES & vals.keys():
            vals = {**vals, "mail_tested_on": False}
        return super().write(vals)

    def action_send_test_mail(self):
        """Send the user a mail as families will get it, and say how it went."""
        self.ensure_one()
        self.check_access("write")
        recipient = email_normalize(self.env.user.email)
        if not self.sender_email or not recipient:
            raise UserError(
                self.env._(
                    "Fill in the sender of the school, and an e-mail address in your"
                    " own preferences."
                )
            )
        # Only administrators of the system may make mails; no contact is needed.
        mail_sudo = self.env["mail.mail"].sudo()
        mail_sudo = mail_sudo.create(self._prepare_test_mail_values(recipient))
        mail_sudo.send()
        if mail_sudo.exists() and mail_sudo.state == "exception":
            return self._notify(
                "danger",
                self.env._(
                    "The test mail could not be sent. Ask who manages Odoo to look at"
                    " Settings, Technical, Outgoing Mail Servers: %(reason)s",
                    reason=mail_sudo.failure_reason or "",
                ),
            )
        self.mail_tested_on = fields.Datetime.now()
        return self._notify(
            "success",
            self.env._(
                "The test mail is on its way to %(address)s.", address=recipient
            ),
        )

    def _prepare_mail_values(self):
        """Return what each mail of the school to families begins with."""
        return {
            "email_from": formataddr((self.name, email_normalize(self.sender_email))),
            "reply_to": self.reply_to or self.sender_email,
        }

    def _mail_colleagues(self, texts):
        """Send colleagues a mail of the school that names nobody (design §5.3).

        Who has no address is left out; a school without a sender mails nobody.

        :param texts: ``{user: (subject, sentence)}``, each in the user's language.
        """
        self.ensure_one()
        if not self.sender_email:
            return
        # By the system: administrators read who made a mail.
        self.env["mail.mail"].with_user(SUPERUSER_ID).create(
            [
                {
                    **self._prepare_mail_values(),
                    "email_to": address,
                    "subject": subject,
                    "body_html": Markup("<p>%s</p>") % sentence,
                    "auto_delete": True,
                }
                for user, (subject, sentence) in texts.items()
                if (address := email_normalize(user.email))
            ]
        )

    def _prepare_test_mail_values(self, recipient):
        return {
            **self._prepare_mail_values(),
            "email_to": recipient,
            "subject": self.env._("Test mail of %(school)s", school=self.name),
            "body_html": Markup("<p>%s</p>")
            % self.env._(
                "This is how mails of the school reach families. Answer it to see"
                " where answers arrive."
            ),
            "auto_delete": True,
        }

    def _notify(self, kind, message):
        """Return the client action that tells ``message`` and closes a dialog."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": kind,
                "message": message,
                "sticky": kind == "danger",
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
