from odoo import api, models
from odoo.exceptions import UserError


class HuisbezoekQuietThread(models.AbstractModel):
    """A chatter that is a log: it mails nobody and has no followers.

    A follower goes on getting messages after his role has ended, and somebody
    mentioned may read the message for ever. Here messages are read where the
    record is written, and leave it by no way (design §5.3).
    """

    _name = "huisbezoek.quiet.thread"
    _description = "Chatter without followers"
    _inherit = ["mail.thread"]
    _mail_post_access = "write"

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `mail`: the maker does not follow."""
        quiet = self.with_context(mail_create_nosubscribe=True)
        return super(HuisbezoekQuietThread, quiet).create(vals_list).with_env(self.env)

    def _message_track(self, fields_iter, initial_values_dict):
        """Override of `mail` to log what changed of many records at once.

        There each change is a message by itself, since others may follow it.
        Here nobody does, and a thousand visits that are planned together would
        pay more for their log than for their place in the calendar.
        """
        data = self.env.cr.precommit.data
        if f"mail.tracking.author.{self._name}" in data:
            return super()._message_track(fields_iter, initial_values_dict)
        tracked = self.fields_get(
            fields_iter, attributes=("string", "type", "selection", "currency_field")
        )
        tracking = {
            record.id: record._mail_track(tracked, initial_values_dict[record.id])
            for record in self.exists()
        }
        bodies = data.pop(f"mail.tracking.message.{self._name}", {})
        changed = self.filtered(lambda record: tracking.get(record.id, ((), ()))[1])
        messages = changed._message_log_batch(
            {
                record.id: bodies[record.id]
                if record.id in bodies
                else record._track_get_default_log_message(tracking[record.id][0])
                for record in changed
            }
        )
        self.env["mail.tracking.value"].sudo().create(
            [
                {**command[2], "mail_message_id": message.id}
                for record, message in zip(changed, messages, strict=True)
                for command in tracking[record.id][1]
            ]
        )
        return tracking

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Override of `mail`: messages are for those who may change the record."""
        return dict.fromkeys(self, "write")

    def message_post(self, *, partner_ids=None, **kwargs):
        """Override of `mail` to refuse what would show a message to others."""
        self._check_nobody_mentioned(partner_ids)
        return super().message_post(**kwargs)

    def _message_update_content(self, message, /, *, partner_ids=None, **kwargs):
        """Override of `mail`: nor is somebody mentioned afterwards."""
        self._check_nobody_mentioned(partner_ids)
        return super()._message_update_content(
            message, partner_ids=partner_ids, **kwargs
        )

    def message_notify(self, *, partner_ids=False, **kwargs):
        """Override of `mail`: the activity menu tells of an activity, no mail."""
        return self.env["mail.message"]

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        """Override of `mail`: nobody follows."""
        return True

    def _message_auto_subscribe(self, updated_values, followers_existing_policy="skip"):
        """Override of `mail`: nobody follows by being assigned either."""
        return True

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Override of `mail`: a message stays where it is."""
        return []

    def _check_nobody_mentioned(self, partner_ids):
        if partner_ids:
            raise UserError(
                self.env._(
                    "A home visit mails nobody. Log a note without a name in it, or"
                    " give your colleague an activity."
                )
            )
