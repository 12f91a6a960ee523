from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..logic.roles import ROLES, is_in_force, narrows
from .abstract.role_watch_mixin import WATCHERS

#: What is fixed once a role is given: end it and give another one.
FIXED = frozenset({"user_id", "school_id", "role", "active", "granted_by_id"})


class HuisbezoekRole(models.Model):
    """Who does what at which school, from when until when (J1, J2).

    Everything a user may see follows from these records: the Odoo groups only
    open the menus, and each record rule asks for the role at the school. A
    role is never deleted, only ended, so that it can be found again.
    """

    _name = "huisbezoek.role"
    _description = "Role at a school"
    _inherit = [
        "huisbezoek.school.mixin",
        "huisbezoek.dated.mixin",
        "huisbezoek.role.watch.mixin",
    ]
    _order = "school_id, role, date_from desc, id"
    _rec_names_search = ["user_id", "school_id"]
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
        compute="_compute_active",
        store=True,
        help="Kept by the dates; record rules test it.",
    )
    state = fields.Selection(
        [("coming", "Coming"), ("current", "In force"), ("ended", "Ended")],
        compute="_compute_state",
    )
    reads_files = fields.Boolean(
        string="Opens files",
        compute="_compute_reads_files",
        search="_search_reads_files",
        help="The role opens files about families. Giving it is logged and told to"
        " the management of the school.",
    )
    granted_by_id = fields.Many2one(
        "res.users",
        string="Given by",
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
    )

    _dates_check = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from - 1)",
        "The last day of a role must not come before its first day.",
    )
    _lookup_idx = models.Index("(user_id, role, school_id) WHERE active")

    # === COMPUTES === #

    @api.depends("date_from", "date_to")
    def _compute_active(self):
        for role in self:
            role.active = bool(role.school_id and role.date_from) and is_in_force(
                role.date_from, role.date_to or None, role.school_id._get_today()
            )

    @api.depends("active", "date_from", "date_to")
    def _compute_state(self):
        for role in self:
            is_coming = (
                role.school_id
                and role.date_from
                and role.date_from > role.school_id._get_today()
                and not (role.date_to and role.date_to < role.date_from)
            )
            role.state = (
                "current" if role.active else "coming" if is_coming else "ended"
            )

    @api.depends("role")
    def _compute_reads_files(self):
        for role in self:
            role.reads_files = bool(role.role) and ROLES[role.role].reads_files

    def _search_reads_files(self, operator, value):
        if operator != "in":
            return NotImplemented
        keys = [key for key, role in ROLES.items() if role.reads_files in value]
        return Domain("role", "in", keys)

    @api.depends("user_id.name", "role", "school_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for role in self:
            parts = (role.user_id.name, role._get_label(), role.school_id.name)
            role.display_name = " · ".join(filter(None, parts))

    # === CONSTRAINTS === #

    @api.constrains("user_id", "school_id", "role", "date_from", "date_to")
    def _check_no_overlap(self):
        by_key = (
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
        for user, school, _role, roles in by_key:
            periods = roles.filtered(
                lambda r: not r.date_to or r.date_from <= r.date_to
            ).sorted("date_from")
            for earlier, later in zip(periods, periods[1:], strict=False):
                if not earlier.date_to or earlier.date_to >= later.date_from:
                    raise ValidationError(
                        self.env._(
                            "%(user)s already has this role at %(school)s in that"
                            " period. Change the dates of the role that is there.",
                            user=user.name,
                            school=school.name,
                        )
                    )

    @api.constrains("user_id", "school_id")
    def _check_user(self):
        for role in self.sudo():
            if role.user_id.share:
                raise ValidationError(
                    self.env._(
                        "%(user)s is no internal user. Only somebody who works at"
                        " the school can have a role.",
                        user=role.user_id.name,
                    )
                )
            if role.company_id not in role.user_id.company_ids:
                raise ValidationError(
                    self.env._(
                        "%(user)s does not work for %(company)s. Allow that company"
                        " on the user first.",
                        user=role.user_id.name,
                        company=role.company_id.name,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `orm` to say who gave the role, and to give its groups."""
        if not self.env.su:
            vals_list = [{**vals, "granted_by_id": self.env.uid} for vals in vals_list]
        roles = super().create(vals_list)
        if not self.env.su and self.env.user in roles.user_id:
            raise AccessError(
                self.env._(
                    "Nobody gives himself a role. Ask another administrator to do it."
                )
            )
        roles._refresh()
        roles._report_sudo(roles._get_watchers_sudo())
        return roles

    def write(self, vals):
        """Override of `orm` to keep history true and the users' groups right."""
        dates = {"date_from", "date_to"} & vals.keys()
        if not self.env.su:
            self._check_change(vals)
        if not dates:
            return super().write(vals)
        old = {role: (role.date_from, role.date_to or None) for role in self}
        watchers = self._get_watchers_sudo()
        result = super().write(vals)
        self._refresh()
        self.filtered(
            lambda r: (
                r.role in WATCHERS
                or not narrows(old[r], (r.date_from, r.date_to or None))
            )
        )._report_sudo(watchers)
        return result

    def _check_change(self, vals):
        """Let a role only be dated; its own holder may only shorten it."""
        if FIXED & vals.keys():
            raise UserError(
                self.env._(
                    "Who, where and which role cannot be changed afterwards. End"
                    " this role and give a new one, so that it can be found again."
                )
            )
        if not {"date_from", "date_to"} & vals.keys():
            return
        for role in self:
            if role.state == "ended":
                raise UserError(
                    self.env._(
                        "This role has ended and stays as it was. Give a new one."
                    )
                )
            new = (
                fields.Date.to_date(vals.get("date_from", role.date_from)),
                fields.Date.to_date(vals.get("date_to", role.date_to)) or None,
            )
            old = (role.date_from, role.date_to or None)
            if role.user_id == self.env.user and not narrows(old, new):
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
        for role in self.filtered(lambda r: r.state != "ended"):
            today = role.school_id._get_today()
            role.write(
                {
                    # A role that had yet to begin never did.
                    "date_from": min(role.date_from, today),
                    "date_to": fields.Date.subtract(today, days=1),
                }
            )

    def action_archive(self):
        """Override of `base` to end the role instead of hiding it."""
        return self.action_end()

    # === UPKEEP === #

    def _refresh(self):
        """Let the dates decide what is in force today, and the groups follow.

        A client can put `active` in its context; so it is computed anew.
        """
        self.env.add_to_compute(self._fields["active"], self)
        self.user_id._sync_huisbezoek_groups_sudo()

    @api.model
    def _cron_refresh(self):
        """Let roles begin and end by their dates; nothing due costs one query."""
        today = fields.Date.today()
        # A day either way, since schools may lie in other time zones.
        yesterday, tomorrow = (fields.Date.add(today, days=n) for n in (-1, 1))
        starting = Domain("active", "=", False) & Domain("date_from", "<=", tomorrow)
        running = Domain("date_to", "=", False) | Domain("date_to", ">=", yesterday)
        ending = Domain("active", "=", True) & Domain("date_to", "<", tomorrow)
        roles = self.sudo().with_context(active_test=False)
        roles.search((starting & running) | ending)._refresh()
