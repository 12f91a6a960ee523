import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.base.models.res_partner import _tz_get

#: Whoever sets one of these has looked at them; see ``hours_accepted``.
HOURS = frozenset(
    {
        "afternoon_from",
        "afternoon_to",
        "evening_from",
        "evening_to",
    }
)


class HuisbezoekSchool(models.Model):
    _name = "huisbezoek.school"
    _description = "School"
    _inherit = [
        "huisbezoek.sender.mixin",
        "huisbezoek.school.region",
        "huisbezoek.school.consultation",
        "huisbezoek.school.hours",
        "huisbezoek.school.planning",
        "mail.thread",
    ]
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        string="School board",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    color = fields.Integer()
    # Who the school is
    school_type = fields.Selection(
        [
            ("po", "Primary education"),
            ("vo", "Secondary education"),
            ("so", "Special education"),
        ],
        string="Kind of education",
        required=True,
        default="po",
    )
    brin = fields.Char(
        string="BRIN", size=4, help="Two digits and two letters, such as 99XX."
    )
    location_code = fields.Char(
        size=2, help="The number of the location within the BRIN; 00 is the main one."
    )
    street = fields.Char(string="Address")
    zip = fields.Char(string="Postcode")
    city = fields.Char(string="Place")
    phone = fields.Char()
    tz = fields.Selection(
        _tz_get, string="Time zone", required=True, default="Europe/Amsterdam"
    )
    protocol_id = fields.Many2one(
        "huisbezoek.protocol", compute="_compute_protocol", search="_search_protocol"
    )
    hours_accepted = fields.Boolean(
        copy=False, help="Somebody agreed with the visit hours or set them."
    )
    calendar_sync = fields.Boolean(
        string="Visits go along to Google and Outlook calendars",
        help="Only the time, a neutral title and the colleagues who visit go along."
        " Nothing about the family ever does.",
    )

    # Around a visit
    backup_id = fields.Many2one(
        "hr.employee",
        string="Back-up",
        check_company=True,
        ondelete="set null",
        help="Whom a teacher can call before and after a visit. Each visit can name"
        " another one.",
    )
    reports_for_all = fields.Boolean(
        string="All teachers read the reports",
        tracking=True,
        help="Otherwise the final report of a visit is read by who teaches the pupil"
        " now or next year, and by the care coordinator.",
    )

    role_ids = fields.One2many("huisbezoek.role", "school_id", string="Roles")
    role_count = fields.Integer(compute="_compute_role_count")
    year_ids = fields.One2many(
        "huisbezoek.school.year", "school_id", string="School years"
    )
    protocol_ids = fields.One2many(
        "huisbezoek.protocol", "school_id", string="Protocols"
    )

    _company_name_uniq = models.Constraint(
        "UNIQUE (company_id, name)", "This board already has a school of that name."
    )

    @api.model
    def _default_school(self, *roles):
        """Return the one school the user works for here, if it is the only one.

        :param roles: where there are several, propose the first with such a role.
        """
        schools = self.search([("company_id", "in", self.env.companies.ids)], limit=2)
        if len(schools) == 1:
            return schools
        mine = self._get_mine_domain(*roles) if roles else Domain.FALSE
        return self.search(mine, limit=1)

    @api.depends("protocol_ids.state")
    def _compute_protocol(self):
        for school in self:
            school.protocol_id = school.protocol_ids.filtered(
                lambda p: p.state == "active"
            )

    def _search_protocol(self, operator, value):
        active = [("state", "=", "active"), ("id", operator, value)]
        return Domain("protocol_ids", "any", active)

    @api.depends("role_ids")
    def _compute_role_count(self):
        counts = dict(
            self.env["huisbezoek.role"]._read_group(
                [("school_id", "in", self.ids), ("active", "=", True)],
                ["school_id"],
                ["__count"],
            )
        )
        for school in self:
            school.role_count = counts.get(school._origin, 0)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `orm` to give a new school what each school needs.

        A school year, and the draft of a protocol: nobody is visited before
        somebody at the school has read that and activated it (B1).
        """
        schools = super().create(vals_list)
        start = self.env["huisbezoek.school.year"]._default_start()
        self.env["huisbezoek.school.year"].sudo().create(
            [{"school_id": school.id, "date_start": start} for school in schools]
        )
        self.env["huisbezoek.protocol"]._create_starters(schools)
        self.env["huisbezoek.guide.item"]._create_starters(schools)
        self.env["huisbezoek.care.route"]._create_starters(schools)
        return schools

    def write(self, vals):
        """Override of `orm` to keep families in their board, and steps honest."""
        if "company_id" in vals:
            moved = self.filtered(lambda s: s.company_id.id != vals["company_id"])
            if moved.year_ids:
                raise UserError(
                    self.env._(
                        "A school with school years cannot move to another board:"
                        " its families would be seen by the wrong people. Archive"
                        " it and make a new school in the other board."
                    )
                )
        if HOURS & vals.keys():
            vals = {"hours_accepted": True, **vals}
        return super().write(vals)

    # === ACTIONS === #

    def action_accept_hours(self):
        """Agree with the visit hours as they stand."""
        self.write({"hours_accepted": True})

    def action_open_roles(self):
        """Open who has which role at the school."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "huisbezoek_addon.huisbezoek_role_action"
        )
        action["domain"] = [("school_id", "=", self.id)]
        action["context"] = {
            "active_test": False,
            "default_school_id": self.id,
            "search_default_filter_current": 1,
            "search_default_filter_coming": 1,
        }
        return action

    # === HELPERS === #

    def _get_dialog(self, part, title):
        """Return the action that shows one small form of the school in a dialog.

        :param part: the end of the name of the form's view.
        """
        view = self.env.ref(f"huisbezoek_addon.huisbezoek_school_view_form_{part}")
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(view.id, "form")],
            "target": "new",
        }

    @api.model
    def _get_my_domain(self, *roles, path="school_id"):
        """Return the domain of records whose school the user has a role at today.

        :param roles: keys of `logic.roles.ROLES`.
        :param path: the field that leads to the school.
        """
        return Domain(path, "any!", self._get_mine_domain(*roles))

    @api.model
    def _get_mine_domain(self, *roles):
        """Return the domain of schools at which the user has a role today."""
        return Domain(
            "role_ids",
            "any!",
            [
                ("user_id", "=", self.env.uid),
                ("role", "in", roles),
                ("active", "=", True),
            ],
        )

    def _get_today(self):
        """Return the date of today in the school's own time zone."""
        self.ensure_one()
        return fields.Date.context_today(self.with_context(tz=self.tz))

    def _check_protocol(self):
        """Refuse visits of a school that has not agreed on a protocol yet (B1).

        :raises UserError: names the schools, and who can help.
        """
        missing = self.sudo().filtered(lambda school: not school.protocol_id)
        if missing:
            raise UserError(
                self.env._(
                    "%(schools)s has no active protocol yet, and parents read that"
                    " before the first visit. Ask the management or the administrator"
                    " to activate it: Home Visits, Our school,"
                    " Protocol.",
                    schools=", ".join(missing.mapped("name")),
                )
            )

    def _to_local(self, moment):
        """Return a moment in UTC as the school's clocks show it, without a zone."""
        zone = pytz.timezone(self.tz)
        return pytz.utc.localize(moment).astimezone(zone).replace(tzinfo=None)

    def _get_lang(self):
        """Return the language in which the school writes its own papers."""
        self.ensure_one()
        installed = dict(self.env["res.lang"].get_installed())
        for lang in (self.company_id.partner_id.lang, "nl_NL", self.env.lang):
            if lang in installed:
                return lang
        return "en_US"

    def _get_role_users(self, *roles):
        """Return the users who have one of the roles here today."""
        return (
            self.sudo()
            .role_ids.filtered(lambda r: r.active and r.role in roles)
            .user_id.filtered("active")
        )
