from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..logic.roles import ROLES, is_in_force, narrows


class HuisbezoekRole(models.Model):
    """Who does what at which school, from when until when (J1, J2).

    Everything a user may see follows from these records: the Odoo groups only
    open the menus, and each record rule asks for the role at the school. A
    role is never deleted, only ended, so that it can be found again.
    """

    _name = "huisbezoek.role"
    _description = "Role at a school"
    _inherit = ["huisbezoek.school.mixin", "huisbezoek.dated.mixin", "mail.thread"]
    _order = "school_id, role, date_from desc, id"
    _rec_name = "user_id"
    _personal_data = (
        "which employee had which role when",
        "two years after the role ended",
    )

    user_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('share', '=', False), ('id', '!=', uid),"
        " ('company_ids', 'in', company_id)]",
    )
    role = fields.Selection(
        [
            ("teacher", "Teacher"),
            ("companion", "Companion"),
            ("planner", "Planner"),
            ("care_coordinator", "Care coordinator"),
            ("confidant", "Confidant"),
            ("management", "Management"),
            ("privacy_officer", "Privacy officer"),
            ("board", "Board"),
            ("administrator", "Administrator"),
        ],
        required=True,
    )
    date_from = fields.Date(tracking=True)
    date_to = fields.Date(tracking=True)
    active = fields.Boolean(
        string="In force",
        default=False,
        readonly=True,
        help="Kept by the dates; record rules test it.",
    )
    reads_files = fields.Boolean(
        compute="_compute_reads_files",
        help="Whether the role opens files about families.",
    )
    granted_by_id = fields.Many2one(
        "res.users",
        string="Given by",
        readonly=True,
        default=lambda self: self.env.user,
    )

    _dates_check = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from - 1)",
        "The last day of a role must not come before its first day.",
    )
    _lookup_idx = models.Index("(user_id, role, school_id) WHERE active")

    @api.depends("role")
    def _compute_reads_files(self):
        for role in self:
            role.reads_files = bool(role.role) and ROLES[role.role].reads_files

    @api.depends("role", "school_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["role"]._description_selection(self.env))
        for role in self:
            role.display_name = f"{labels.get(role.role, '')} · {role.school_id.name}"

    @api.constrains("user_id", "school_id", "role", "date_from", "date_to")
    def _check_no_overlap(self):
        groups = (
            self.sudo()
            .with_context(active_test=False)
            ._read_group(
                [
                    ("user_id", "in", self.user_id.ids),
                    ("school_id", "in", self.school_id.ids),
                ],
                ["user_id", "school_id", "role"],
                ["id:recordset"],
            )
        )
        for user, school, _role, roles in groups:
            roles = roles.sorted("date_from")
            for earlier, later in zip(roles, roles[1:], strict=False):
                if not earlier.date_to or earlier.date_to >= later.date_from:
                    raise UserError(
                        self.env._(
                            "%(user)s already has this role at %(school)s in that"
                            " period. Change the dates of the role that is there.",
                            user=user.name,
                            school=school.name,
                        )
                    )

    @api.constrains("user_id")
    def _check_internal_user(self):
        for role in self:
            if role.user_id.share:
                raise UserError(
                    self.env._(
                        "%(user)s is no internal user. Only somebody who works at"
                        " the school can have a role.",
                        user=role.user_id.name,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals.pop("active", None)
            if not self.env.su:
                vals["granted_by_id"] = self.env.uid
        roles = super().create(vals_list)
        if not self.env.su and self.env.user in roles.user_id:
            raise AccessError(
                self.env._(
                    "Nobody gives himself a role. Ask another administrator to do it."
                )
            )
        roles._refresh_sudo()
        roles._notify_management_sudo()
        return roles

    def write(self, vals):
        if not self.env.su:
            self._check_change(vals)
        result = super().write(vals)
        if {"date_from", "date_to", "user_id", "role", "school_id"} & vals.keys():
            self._refresh_sudo()
        return result

    def _check_change(self, vals):
        """Let a role only be dated; its own holder may only shorten it."""
        fixed = {
            "user_id",
            "school_id",
            "role",
            "active",
            "granted_by_id",
        } & vals.keys()
        if fixed:
            raise UserError(
                self.env._(
                    "Who, where and which role cannot be changed afterwards. End"
                    " this role and give a new one, so that it can be found again."
                )
            )
        new_from, new_to = (
            fields.Date.to_date(vals.get(name)) for name in ("date_from", "date_to")
        )
        for role in self.filtered(lambda r: r.user_id == self.env.user):
            old = (role.date_from, role.date_to or None)
            new = (
                new_from if "date_from" in vals else old[0],
                new_to if "date_to" in vals else old[1],
            )
            if not narrows(old, new):
                raise AccessError(
                    self.env._(
                        "You can end or shorten a role of your own, never make it"
                        " longer. Ask another administrator to do it."
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_users(self):
        if not self.env.su:
            raise UserError(
                self.env._(
                    "A role is never deleted, so that it can be found again. Use"
                    " 'End now'."
                )
            )

    # === ACTIONS === #

    def action_end(self):
        """End the roles at once: from now on they open nothing."""
        for role in self:
            yesterday = fields.Date.subtract(role.school_id._get_today(), days=1)
            role.write({"date_to": max(yesterday, role._before_first_day())})

    def action_archive(self):
        """Override of `base` to end the role instead of hiding it."""
        return self.action_end()

    def _before_first_day(self):
        return fields.Date.subtract(self.date_from, days=1)

    # === UPKEEP === #

    def _refresh_sudo(self):
        """Set ``active`` by today's date, and the users' groups by their roles."""
        roles_sudo = self.sudo().with_context(active_test=False)
        changed = roles_sudo.browse()
        for school, roles in roles_sudo.grouped("school_id").items():
            today = school._get_today()
            changed |= roles.filtered(
                lambda r, today=today: (
                    r.active != is_in_force(r.date_from, r.date_to or None, today)
                )
            )
        for was_active, roles in changed.grouped("active").items():
            super(HuisbezoekRole, roles).write({"active": not was_active})
        roles_sudo.user_id._sync_huisbezoek_groups_sudo()

    def _notify_management_sudo(self):
        """Tell the management of the school that a file-reading role was given."""
        for role in self.sudo().filtered("reads_files"):
            managers = role.school_id._get_role_users("management") - role.user_id
            if not managers:
                continue
            for lang, users in managers.grouped("lang").items():
                role = role.with_context(lang=lang)
                role.message_notify(
                    partner_ids=users.partner_id.ids,
                    subject=role.env._("A role was given"),
                    body=role.env._(
                        "%(user)s: %(role)s, from %(date_from)s. Given by %(giver)s.",
                        user=role.user_id.name,
                        role=role.display_name,
                        date_from=fields.Date.to_string(role.date_from),
                        giver=role.granted_by_id.name,
                    ),
                )

    @api.model
    def _cron_refresh(self):
        """Let roles begin and end by their dates. Nothing to do: two queries."""
        roles = self.sudo().with_context(active_test=False)
        today = fields.Date.today()
        # A day either way, since schools may lie in other time zones.
        near = [fields.Date.add(today, days=days) for days in (-1, 0, 1)]
        due = roles.search(
            [
                "|",
                "&",
                ("active", "=", True),
                ("date_to", "<=", near[2]),
                "&",
                ("active", "=", False),
                "&",
                ("date_from", "<=", near[2]),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", near[0]),
            ]
        )
        due._refresh_sudo()
