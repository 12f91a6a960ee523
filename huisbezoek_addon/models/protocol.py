from odoo import api, fields, models
from odoo.exceptions import UserError


class HuisbezoekProtocol(models.Model):
    """What a school agreed on for its visits; one version is active (B1).

    For now it gives the length of a visit and the hours that go into it.
    """

    _name = "huisbezoek.protocol"
    _description = "Protocol"
    _inherit = ["huisbezoek.school.mixin"]
    _order = "school_id, version desc, id"

    version = fields.Integer(default=1, readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Active"), ("archived", "Archived")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    visit_length = fields.Integer(
        string="Length of a visit (minutes)", required=True, default=45
    )
    norm_hours = fields.Float(
        string="Hours per visit",
        required=True,
        default=2.0,
        help="What one visit costs a teacher: the way, the visit, talking it over"
        " and the report. 1.5 to 2.5 hours are usual.",
    )

    report_days = fields.Integer(
        string="Days for the report",
        required=True,
        default=7,
        help="Within so many days after the visit the report is final.",
    )
    topic_ids = fields.One2many(
        "huisbezoek.topic",
        "protocol_id",
        string="Topics",
        copy=True,
        help="What the visits are to be about. They stand on the preparation, and the"
        " report ticks them.",
    )

    is_used = fields.Boolean(compute="_compute_is_used")

    _active_uniq = models.UniqueIndex(
        "(school_id) WHERE state = 'active'",
        "A school has one active protocol.",
    )
    _version_uniq = models.Constraint(
        "UNIQUE (school_id, version)",
        "This version of the protocol already exists.",
    )
    _length_check = models.Constraint(
        "CHECK (visit_length BETWEEN 15 AND 60)",
        "A visit is planned for 15 to 60 minutes.",
    )
    _norm_check = models.Constraint(
        "CHECK (norm_hours > 0 AND norm_hours <= 24)",
        "The hours per visit must be more than zero, and a day at most.",
    )
    _report_days_check = models.Constraint(
        "CHECK (report_days BETWEEN 1 AND 90)",
        "A report is written within 1 to 90 days.",
    )

    @api.depends("version")
    def _compute_display_name(self):
        for protocol in self:
            protocol.display_name = self.env._(
                "Protocol, version %(version)s", version=protocol.version
            )

    def _compute_is_used(self):
        """Tell which versions were put away, or have visits under them."""
        Visit = self.env["huisbezoek.visit"].sudo()
        visited = {
            protocol.id
            for [protocol] in Visit._read_group(
                [("protocol_id", "in", self.ids)], ["protocol_id"]
            )
        }
        for protocol in self:
            protocol.is_used = protocol.state == "archived" or protocol.id in visited

    @api.model_create_multi
    def create(self, vals_list):
        latest = dict(self.sudo()._read_group([], ["school_id"], ["version:max"]))
        for vals in vals_list:
            # Also against a `default_state` in the context of a client.
            vals["state"] = "draft"
            school_id = vals.get("school_id") or self.default_get(["school_id"]).get(
                "school_id"
            )
            school = self.env["huisbezoek.school"].browse(school_id)
            vals["version"] = latest[school] = latest.get(school, 0) + 1
        return super().create(vals_list)

    def write(self, vals):
        """Override of `orm` to let a version stay as visits were made under it."""
        if not self.env.su:
            if {"state", "version", "school_id"} & vals.keys():
                raise UserError(self.env._("Use 'Activate' to change the version."))
            if any(self.mapped("is_used")):
                raise UserError(
                    self.env._(
                        "This protocol cannot be altered: visits were made under it."
                        " Make a new version."
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if any(protocol.state != "draft" for protocol in self) and not self.env.su:
            raise UserError(self.env._("Only a draft can be deleted."))

    # === ACTIONS === #

    def action_activate(self):
        """Make this draft the active protocol; the one before is archived."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "draft":
            raise UserError(self.env._("Only a draft can be activated."))
        self._activate_sudo()

    def _activate_sudo(self):
        protocols_sudo = self.sudo()
        protocols_sudo.search(
            [("school_id", "in", self.school_id.ids), ("state", "=", "active")]
        ).write({"state": "archived"})
        protocols_sudo.flush_model(["state"])
        protocols_sudo.write({"state": "active"})

    def action_new_version(self):
        """Open a draft that begins as a copy of this version, made if need be."""
        self.ensure_one()
        draft = (
            self.search(
                [("school_id", "=", self.school_id.id), ("state", "=", "draft")],
                limit=1,
            )
            or self.copy()
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": draft.id,
            "view_mode": "form",
        }
