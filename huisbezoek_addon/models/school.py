from odoo import api, fields, models
from odoo.addons.base.models.res_partner import _tz_get
from odoo.exceptions import UserError
from odoo.fields import Domain


class HuisbezoekSchool(models.Model):
    _name = "huisbezoek.school"
    _description = "School"
    _inherit = ["mail.thread"]
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
        required=True,
        default="po",
    )
    brin = fields.Char(
        string="BRIN", size=4, help="Two digits and two letters, such as 99XX."
    )
    location_code = fields.Char(
        size=2, help="The number of the location within the BRIN; 00 is the main one."
    )
    street = fields.Char()
    zip = fields.Char(string="Postcode")
    city = fields.Char()
    phone = fields.Char()
    holiday_region = fields.Selection(
        [("north", "North"), ("middle", "Middle"), ("south", "South")],
        help="The region of the school vacations. It follows the place of the"
        " school; a school near a border may follow the other region.",
    )
    tz = fields.Selection(
        _tz_get, string="Time zone", required=True, default="Europe/Amsterdam"
    )
    # When visits can be
    afternoon_from = fields.Float(default=15.0, help="The first minute after lessons.")
    afternoon_to = fields.Float(default=17.5)
    evening_from = fields.Float(default=18.5)
    evening_to = fields.Float(default=20.5)
    # How the school writes to parents
    sender_email = fields.Char(help="The address that families see as the sender.")
    reply_to = fields.Char(help="Where the answers of families arrive.")
    letterhead = fields.Image(max_width=1920, max_height=640)
    calendar_sync = fields.Boolean(
        string="Visits go along to Google and Outlook calendars",
        help="Only the time, a neutral title and the colleagues who visit go along."
        " Nothing about the family ever does.",
    )

    role_ids = fields.One2many("huisbezoek.role", "school_id")
    year_ids = fields.One2many("huisbezoek.school.year", "school_id")

    _company_name_uniq = models.Constraint(
        "UNIQUE (company_id, name)", "This board already has a school of that name."
    )
    _afternoon_check = models.Constraint(
        "CHECK (0 <= afternoon_from AND afternoon_from < afternoon_to"
        " AND afternoon_to <= 24)",
        "The afternoon must begin before it ends, between 0:00 and 24:00.",
    )
    _evening_check = models.Constraint(
        "CHECK (afternoon_to <= evening_from AND evening_from < evening_to"
        " AND evening_to <= 24)",
        "The evening must begin after the afternoon and before it ends, at"
        " 24:00 at the latest.",
    )

    @api.model
    def _default_school(self):
        """Return the one school the user works for here, if it is the only one."""
        schools = self.search([("company_id", "in", self.env.companies.ids)], limit=2)
        return schools if len(schools) == 1 else self.browse()

    @api.onchange("zip", "city")
    def _onchange_place(self):
        if not self.holiday_region and self.city:
            self.holiday_region = self._propose_holiday_region()

    def _propose_holiday_region(self):
        """Return the region the place points to; part of C2, so far unknown."""
        return False

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `orm` to give a new school what each school needs.

        With a school year and a protocol by default there is nothing to find
        out before the first visit (K5).
        """
        schools = super().create(vals_list)
        start = self.env["huisbezoek.school.year"]._default_start()
        self.env["huisbezoek.school.year"].sudo().create(
            [{"school_id": school.id, "date_start": start} for school in schools]
        )
        self.env["huisbezoek.protocol"].sudo().create(
            [{"school_id": school.id} for school in schools]
        )._activate_sudo()
        return schools

    def write(self, vals):
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
        return super().write(vals)

    @api.model
    def _get_my_domain(self, *roles, path="school_id"):
        """Return the domain of records whose school the user has a role at today.

        :param roles: keys of `logic.roles.ROLES`.
        :param path: the field that leads to the school.
        """
        return Domain(
            path,
            "any!",
            Domain(
                "role_ids",
                "any!",
                [
                    ("user_id", "=", self.env.uid),
                    ("role", "in", roles),
                    ("active", "=", True),
                ],
            ),
        )

    def _get_today(self):
        """Return the date of today in the school's own time zone."""
        self.ensure_one()
        return fields.Date.context_today(self.with_context(tz=self.tz))

    def _get_role_users(self, *roles):
        """Return the users who have one of the roles here today."""
        return (
            self.sudo()
            .role_ids.filtered(lambda r: r.active and r.role in roles)
            .user_id.filtered("active")
        )
