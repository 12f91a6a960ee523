from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

#: What is recorded about a version, and no part of it: it may come afterwards.
ABOUT = {"mr_consent_date", "document_ids"}


class HuisbezoekProtocol(models.Model):
    """What a school agreed on for its visits; one version is active (B1, B2).

    The text for parents and the working document for staff stand in sections, in
    plain Dutch; translations stand beside them. Once activated a version stays as it
    is: visits were made under it, and parents were told of it. The next one replaces
    it.
    """

    _name = "huisbezoek.protocol"
    _description = "Protocol"
    _inherit = [
        "huisbezoek.school.mixin",
        "huisbezoek.protocol.starter",
        "huisbezoek.protocol.paper",
        "huisbezoek.protocol.readiness",
        "huisbezoek.documents",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "school_id, version desc, id"

    version = fields.Integer(default=1, readonly=True, copy=False, aggregator=None)
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Active"), ("archived", "Archived")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    activated_date = fields.Date(string="Active since", readonly=True, copy=False)
    title = fields.Char(
        help="What parents read above the protocol.",
        required=True,
        default="Huisbezoek",
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
    # What it says
    goal_ids = fields.One2many(
        "huisbezoek.goal", "protocol_id", string="Goals", copy=True
    )
    topic_ids = fields.One2many("huisbezoek.topic", "protocol_id", string="Topics")
    section_ids = fields.One2many(
        "huisbezoek.protocol.section", "protocol_id", string="Sections", copy=True
    )
    parents_section_ids = fields.One2many(
        "huisbezoek.protocol.section",
        "protocol_id",
        string="For parents and pupils",
        domain=[("audience", "=", "parents")],
    )
    staff_section_ids = fields.One2many(
        "huisbezoek.protocol.section",
        "protocol_id",
        string="Working document",
        domain=[("audience", "=", "staff")],
    )
    translation_ids = fields.One2many(
        "huisbezoek.protocol.translation", "protocol_id", string="Translations"
    )
    # What was decided about it
    mr_consent_date = fields.Date(
        string="Consent of the MR",
        copy=False,
        tracking=True,
        help="The day on which the participation council agreed with this version.",
    )
    document_ids = fields.Many2many(string="Decision of the MR")

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

    # === COMPUTES === #

    @api.depends("version")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for protocol in self:
            protocol.display_name = self.env._(
                "Protocol, version %(version)s", version=protocol.version
            )

    @api.model
    def _get_sheet_depends(self):
        """Override of `huisbezoek.protocol.paper`."""
        return ["title", "state", "section_ids.name", "section_ids.text"]

    @api.constrains("mr_consent_date")
    def _check_consent_date(self):
        for protocol in self.filtered("mr_consent_date"):
            if protocol.mr_consent_date > protocol.school_id._get_today():
                raise ValidationError(
                    self.env._("The MR decided on a day up to and including today.")
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        latest = dict(self.sudo()._read_group([], ["school_id"], ["version:max"]))
        for vals in vals_list:
            # Also against a `default_state` in the context of a client.
            vals["state"] = "draft"
            vals["activated_date"] = False
            school_id = vals.get("school_id") or self.default_get(["school_id"]).get(
                "school_id"
            )
            school = self.env["huisbezoek.school"].browse(school_id)
            vals["version"] = latest[school] = latest.get(school, 0) + 1
        return super().create(vals_list)

    def write(self, vals):
        """Override of `orm` to let an activated version stay as it is."""
        if not self.env.su:
            if {"state", "version", "school_id", "activated_date"} & vals.keys():
                raise UserError(self.env._("Use 'Activate' to change the version."))
            changed = {
                name for name in vals if not name.startswith(("message_", "activity_"))
            }
            if changed - ABOUT or (changed and "archived" in self.mapped("state")):
                self._check_draft()
        result = super().write(vals)
        if "title" in vals:
            self.sudo().translation_ids._unmark()
        return result

    def copy(self, default=None):
        """Override of `orm` to bring the translations along, each to its section."""
        copies = super().copy(default)
        for old, new in zip(self, copies, strict=True):
            old.translation_ids._copy_to(new)
        # The ORM adds what follows from a goal to its cache twice.
        copies.invalidate_recordset(["topic_ids"])
        return copies

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if any(protocol.state != "draft" for protocol in self) and not self.env.su:
            raise UserError(self.env._("Only a draft can be deleted."))

    def _check_draft(self):
        """Refuse to alter a version that was activated (called by its parts too).

        Whoever alters a draft while somebody else activates it is told to try again:
        the database refuses the lock on what was changed since one began.
        """
        if self.ids:
            self.env.cr.execute(
                SQL(
                    "SELECT 1 FROM huisbezoek_protocol WHERE id IN %s FOR SHARE",
                    tuple(self.ids),
                )
            )
        if any(protocol.state != "draft" for protocol in self.sudo()):
            raise UserError(
                self.env._(
                    "This version of the protocol was activated, so it stays as it is:"
                    " visits were made under it, and parents read it. Make a new"
                    " version to change it."
                )
            )

    # === ACTIONS === #

    def action_activate(self):
        """Make this draft the active protocol; the one before is archived.

        :raises UserError: if it is no draft, or not ready for parents.
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "draft":
            raise UserError(self.env._("Only a draft can be activated."))
        if todo := self._get_todo():
            raise UserError(
                self.env._(
                    "This version is not ready for parents yet.\n%(todo)s",
                    todo="\n".join(todo),
                )
            )
        self._activate_sudo()
        self.sudo()._tell_planners()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Version %(version)s is active. The planner now informs the"
                    " families.",
                    version=self.version,
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _activate_sudo(self):
        protocols_sudo = self.sudo()
        protocols_sudo.search(
            [("school_id", "in", self.school_id.ids), ("state", "=", "active")]
        ).write({"state": "archived"})
        protocols_sudo.flush_model(["state"])
        for protocol in protocols_sudo:
            protocol.write(
                {"state": "active", "activated_date": protocol.school_id._get_today()}
            )

    def _tell_planners(self):
        """Let the planners know that families have to be informed of this version."""
        for protocol in self:
            for user in protocol.school_id._get_role_users("planner"):
                in_lang = protocol.with_context(
                    lang=user.lang, mail_activity_quick_update=True
                )
                in_lang.activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=in_lang.env._("Inform the families of this version"),
                    user_id=user.id,
                )

    def action_inform_families(self):
        """Open the families that were not informed of this version yet (B4).

        Those that were informed of an older one are among them.
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "huisbezoek_addon.huisbezoek_household_action"
        )
        action["domain"] = [("school_id", "=", self.school_id.id)]
        action["context"] = {"search_default_filter_not_informed": 1}
        return action

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
