from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

CHANNELS = [
    ("evening", "Parents' evening"),
    ("guide", "School guide"),
    ("letter", "Letter"),
    ("mail", "E-mail"),
    ("orally", "Orally"),
    ("page", "Page of the family"),
]


class HuisbezoekAcknowledgement(models.Model):
    """A family was told of a version of the protocol, and may confirm it (B4)."""

    _name = "huisbezoek.acknowledgement"
    _description = "Family informed of the protocol"
    _inherit = ["huisbezoek.school.mixin", "huisbezoek.mine.mixin"]
    _order = "date desc, id desc"
    _personal_data = (
        "that a family was informed of the protocol, and how",
        "with the household",
    )

    household_id = fields.Many2one(
        "huisbezoek.household",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    school_id = fields.Many2one(
        related="household_id.school_id", store=True, precompute=True, default=None
    )
    protocol_id = fields.Many2one(
        "huisbezoek.protocol",
        string="Version",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        domain="[('school_id', '=', school_id), ('state', '!=', 'draft')]",
    )
    date = fields.Date(
        string="Informed on", required=True, default=fields.Date.context_today
    )
    channel = fields.Selection(CHANNELS, string="How", required=True, default="letter")
    acknowledged_date = fields.Date(
        string="Confirmed on", help="The family said that it knows the protocol."
    )
    user_id = fields.Many2one(
        "res.users",
        string="Recorded by",
        readonly=True,
        ondelete="set null",
        default=lambda self: self.env.user,
    )

    _household_uniq = models.Constraint(
        "UNIQUE (household_id, protocol_id)",
        "That the family was informed of this version is already recorded.",
    )

    @api.depends("protocol_id.version")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for acknowledgement in self:
            acknowledgement.display_name = acknowledgement.protocol_id.display_name

    @api.model
    def _get_mine_sql(self, day):
        """Return SQL that selects what families of one's own pupils were told."""
        Household = self.env["huisbezoek.household"]
        mine = self.sudo()._search(
            Domain("household_id", "in", Household._get_mine_sql(day))
        )
        return mine.subselect()

    @api.constrains("protocol_id", "household_id", "date", "acknowledged_date")
    def _check_version(self):
        for acknowledgement in self:
            protocol = acknowledgement.protocol_id
            if (
                protocol.state == "draft"
                or protocol.school_id != acknowledgement.school_id
            ):
                raise ValidationError(
                    self.env._(
                        "Families are informed of a version of their own school that"
                        " was activated."
                    )
                )
            confirmed = acknowledgement.acknowledged_date
            if confirmed and confirmed < acknowledgement.date:
                raise ValidationError(
                    self.env._("A family confirms after it was informed.")
                )
            today = acknowledgement.school_id._get_today()
            if acknowledgement.date > today or (
                acknowledgement.acknowledged_date
                and acknowledgement.acknowledged_date > today
            ):
                raise ValidationError(
                    self.env._("Choose a day up to and including today.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `orm`: whoever records it stands with it."""
        if not self.env.su:
            vals_list = [{**vals, "user_id": self.env.uid} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        """Override of `orm`: so it stays."""
        if not self.env.su:
            vals = {name: vals[name] for name in vals if name != "user_id"}
        return super().write(vals)

    # === RECORDING === #

    @api.model
    def _record(self, households, date, channel, is_acknowledged):
        """Record that families were informed of the active version (B4).

        Once more is no double: the first time stays, and a confirmation is added.

        :param households: families that the user may read.
        :param date: the day on which they were informed, or confirmed.
        :param str channel: a key of `CHANNELS`.
        :param bool is_acknowledged: whether they confirmed that they know it.
        :return: the records of these families.
        :raises AccessError: if the user may not read one of them.
        :raises UserError: if a school has no active protocol.
        """
        households.check_access("read")
        households.school_id._check_protocol()
        protocols = {
            school: school.protocol_id for school in households.school_id.sudo()
        }
        acknowledged = is_acknowledged and date
        own_sudo = self.sudo()
        present = own_sudo.search(
            [
                ("household_id", "in", households.ids),
                ("protocol_id", "in", [p.id for p in protocols.values()]),
            ]
        )
        if acknowledged:
            present.filtered(lambda a: not a.acknowledged_date).write(
                {"acknowledged_date": acknowledged}
            )
        missing = households - present.household_id.with_env(households.env)
        return present | own_sudo.create(
            [
                {
                    "household_id": household.id,
                    "protocol_id": protocols[household.school_id].id,
                    "date": date,
                    "channel": channel,
                    "acknowledged_date": acknowledged,
                    "user_id": self.env.uid,
                }
                for household in missing
            ]
        )
