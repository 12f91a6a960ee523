from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools.misc import clean_context

#: What somebody says who writes a signal; the rest follows.
OWN_FIELDS = frozenset({"visit_id", "text", "route_id"})


class HuisbezoekCareSignal(models.Model):
    """A worry about a child: for the care coordinator, and no part of a report (F4).

    Only who wrote it and the care coordinators of the school know that it exists:
    no count, no follower and no link on the visit tells of it.
    """

    _name = "huisbezoek.care.signal"
    _description = "Care signal"
    _inherit = [
        "huisbezoek.school.mixin",
        "huisbezoek.confidential.mixin",
        "huisbezoek.waiting",
    ]
    _order = "id desc"
    _confidential = frozenset({"text"})
    _hides_existence = True
    _waiting_action = "huisbezoek_addon.huisbezoek_care_signal_action"
    _personal_data = (
        "a worry about a child, and who had it",
        "as the care file of the school",
    )

    visit_id = fields.Many2one(
        "huisbezoek.visit", required=True, index=True, ondelete="restrict"
    )
    school_id = fields.Many2one(
        related="visit_id.school_id", store=True, precompute=True, default=None
    )
    user_id = fields.Many2one(
        "res.users",
        string="Written by",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.user,
    )
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    text = fields.Text(
        string="What worries you",
        required=True,
        prefetch=False,
        copy=False,
        help="What you saw or heard, as plainly as you can. What you think of it, say"
        " separately.",
    )
    # Deleting the situation asks nobody and leaves the signal as it is.
    route_id = fields.Many2one(
        "huisbezoek.care.route",
        string="What it is about",
        index="btree_not_null",
        copy=False,
        ondelete="set null",
        help="The situation that comes closest. Its steps then wait for the care"
        " coordinator, each with its deadline.",
    )
    # As the user may read the situation, which a client can name at will.
    route_description = fields.Text(related="route_id.description", related_sudo=False)
    route_step_ids = fields.One2many(
        related="route_id.step_ids", string="What is to be done", related_sudo=False
    )
    task_ids = fields.One2many(
        "huisbezoek.care.task",
        "signal_id",
        string="Steps",
        readonly=True,
        copy=False,
        groups="huisbezoek_addon.group_care_coordinator",
    )
    state = fields.Selection(
        [("new", "New"), ("seen", "Seen")],
        required=True,
        readonly=True,
        default="new",
        index=True,
    )
    seen_user_id = fields.Many2one("res.users", string="Seen by", readonly=True)
    seen_date = fields.Datetime(string="Seen on", readonly=True)
    family_label = fields.Char(string="Family", related="visit_id.family_label")

    @api.depends_context("lang")
    def _compute_display_name(self):
        for signal in self:
            signal.display_name = (
                self.env._("Signal %(number)05d", number=signal._origin.id)
                if signal._origin.id
                else self.env._("New signal")
            )

    @api.constrains("route_id", "visit_id")
    def _check_route(self):
        for signal in self:
            route = signal.route_id
            if route and (route.school_id != signal.school_id or not route.active):
                raise ValidationError(
                    self.env._("Choose a situation of the school of the visit.")
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `orm`: one's own worry, about a visit that one may read."""
        if not self.env.su:
            vals_list = [
                {name: vals[name] for name in OWN_FIELDS & vals.keys()}
                for vals in vals_list
            ]
            self.env["huisbezoek.visit"].browse(
                {vals["visit_id"] for vals in vals_list if vals.get("visit_id")}
            ).check_access("read")
        plain = self.with_context(clean_context(self.env.context))
        signals = super(HuisbezoekCareSignal, plain).create(vals_list)
        signals_sudo = signals.sudo()
        self.env["huisbezoek.care.task"].sudo()._start(
            [(signal, signal.route_id) for signal in signals_sudo]
        )
        signals_sudo._tell_care()
        return signals.with_env(self.env)

    # === CARE COORDINATOR === #

    def _tell_care(self):
        """Let the care coordinators know that something waits, and no more."""
        for school, signals in self.grouped("school_id").items():
            coordinators = self._get_coordinators(school)
            school._mail_colleagues(
                {user: signals._get_mail(user.lang) for user in coordinators}
            )

    @api.model
    def _get_waiting_days(self):
        """Override of `huisbezoek.waiting`: new ones, for the care coordinators."""
        mine = self.env["huisbezoek.school"]._get_my_domain("care_coordinator")
        return [
            signal.school_id._to_local(signal.date).date()
            for signal in self.search(mine & Domain("state", "=", "new")).sudo()
        ]

    @api.model
    def _get_coordinators(self, school):
        """Return who reads a signal of a school today.

        :raises UserError: if nobody does.
        """
        coordinators = school._get_role_users("care_coordinator")
        if not coordinators:
            raise UserError(
                self.env._(
                    "Nobody is care coordinator at this school today, so nobody would"
                    " read this. Nothing was changed. Speak to the management yourself;"
                    " in danger call 112."
                )
            )
        return coordinators

    def _get_mail(self, lang):
        """Return subject and sentence that say no more than that something waits."""
        env = self.with_context(lang=lang).env
        return (
            env._("Something waits for you in Odoo"),
            env._("Look under Home Visits for what is new for you."),
        )

    def action_seen(self):
        """Say that one has read the signal and takes it on, as care coordinator."""
        self.check_access("write")
        for signal_sudo in self.sudo().filtered(lambda s: s.state == "new"):
            signal_sudo.write(
                {
                    "state": "seen",
                    "seen_user_id": self.env.uid,
                    "seen_date": fields.Datetime.now(),
                }
            )

    def action_start_steps(self):
        """Ask which situation it is, to start its steps as care coordinator."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Start steps"),
            "res_model": "huisbezoek.care.start",
            "view_mode": "form",
            "target": "new",
            "context": {"default_signal_id": self.id},
        }

    def _start_steps(self, route):
        """Start the steps of a situation for the signal, as care coordinator (G3).

        :param route: a situation of the school; starting it again adds nothing.
        :raises UserError: if it is of another school, or has no steps.
        """
        self.ensure_one()
        self.check_access("write")
        route.check_access("read")
        if route.school_id != self.school_id:
            raise UserError(
                self.env._("Choose a situation of the school of the visit.")
            )
        if not route.step_ids:
            raise UserError(
                self.env._(
                    "This situation has no steps yet. Add them under 'Care structure'."
                )
            )
        signal_sudo = self.sudo()
        signal_sudo.task_ids._start([(signal_sudo, route.sudo())])

    def write(self, vals):
        """Override of `orm`: a signal stays as it was written."""
        if not self.env.su:
            raise UserError(
                self.env._(
                    "A signal stays as it was written. Write another one to add"
                    " something."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_retention(self):
        if not self.env.su:
            raise UserError(self.env._("A signal stays until the retention takes it."))
