from datetime import date

from odoo import SUPERUSER_ID, api, fields, models


class HuisbezoekSchoolYear(models.Model):
    _name = "huisbezoek.school.year"
    _description = "School year"
    _inherit = ["huisbezoek.school.mixin"]
    _order = "date_start desc, id"

    name = fields.Char(
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    date_start = fields.Date(
        string="First day", required=True, default=lambda self: self._default_start()
    )
    date_end = fields.Date(
        string="Last day",
        compute="_compute_date_end",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    group_ids = fields.One2many("huisbezoek.group", "year_id", string="Groups")
    project_id = fields.Many2one(
        "project.project",
        readonly=True,
        copy=False,
        ondelete="set null",
        groups="base.group_system",
        help="Holds the tasks of the teachers, for the hours of home visits.",
    )
    without_rollover = fields.Boolean(
        string="Roll-over not wanted",
        readonly=True,
        copy=False,
        groups="base.group_system",
        help="Somebody deleted the roll-over after this year: no other is prepared.",
    )

    _dates_check = models.Constraint(
        "CHECK (date_start < date_end)", "A school year must begin before it ends."
    )
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(school_id, school_id, '[]') WITH &&,"
        " daterange(date_start, date_end, '[]') WITH &&)",
        "The school years of one school must not overlap.",
    )

    @api.model
    def _default_start(self):
        today = fields.Date.context_today(self)
        return self._get_start(today)

    @api.model
    def _get_start(self, day):
        """Return the 1 August on or before ``day``, when a school year begins."""
        year = day.year if day.month >= 8 else day.year - 1
        return date(year, 8, 1)

    @api.depends("date_start")
    def _compute_name(self):
        for year in self:
            start = year.date_start
            year.name = start and f"{start.year}-{start.year + 1}"

    @api.depends("date_start")
    def _compute_date_end(self):
        for year in self:
            year.date_end = year.date_start and fields.Date.subtract(
                fields.Date.add(year.date_start, years=1), days=1
            )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `orm`: a school year comes with the days of the country (C2)."""
        years = super().create(vals_list)
        # Also where a visit of a teacher lets the year begin, who keeps no days.
        years_sudo = years.sudo()
        years_sudo.school_id._add_calendar(years_sudo)
        return years

    @api.model
    def _get_or_create(self, school, start_year):
        """Return the school's year that begins on 1 August of ``start_year``."""
        start = date(start_year, 8, 1)
        return self.search(
            [
                ("school_id", "=", school.id),
                ("date_start", "<=", start),
                ("date_end", ">=", start),
            ]
        ) or self.create({"school_id": school.id, "date_start": start})

    def _get_next(self):
        """Return the school's year after this one, if there is one."""
        self.ensure_one()
        return self.search(
            [
                ("school_id", "=", self.school_id.id),
                ("date_start", ">", self.date_end),
            ],
            order="date_start",
            limit=1,
        )

    def _get_or_create_next(self):
        """Return the year after this one, made where it is missing (A2).

        A year that another calendar began ends on 31 July as well.
        """
        start = fields.Date.add(self.date_end, days=1)
        end = fields.Date.add(self._get_start(start), years=1, days=-1)
        return self._get_next() or self.create(
            {
                "school_id": self.school_id.id,
                "date_start": start,
                "date_end": end,
            }
        )

    # === ACTIONS === #

    def action_add_calendar(self):
        """Add what is missing of the year: vacations, holidays, feasts."""
        return self.school_id._add_and_tell(self)

    # === HOURS === #

    def _ensure_projects(self):
        """Make the missing projects of the years (H1), as root.

        Nobody follows the project: its followers see every task in it. Each
        teacher follows his own task, and that is all that opens to him.
        """
        missing = self.filtered(lambda year: not year.project_id)
        for company, years in missing.grouped("company_id").items():
            Project = self.env["project.project"].with_user(SUPERUSER_ID)
            projects = Project.with_context(**company._get_hours_context()).create(
                [year._prepare_project_values() for year in years]
            )
            projects.message_unsubscribe(projects.message_partner_ids.ids)
            for year, project in zip(years, projects, strict=True):
                year.project_id = project

    def _prepare_project_values(self):
        self.ensure_one()
        return {
            "name": self.with_context(lang=self._get_hours_lang()).env._(
                "Home visits %(school)s %(year)s",
                school=self.school_id.name,
                year=self.name,
            ),
            "company_id": self.company_id.id,
            "privacy_visibility": "followers",
            "allow_timesheets": True,
            "is_home_visit_project": True,
            "user_id": False,
            "partner_id": False,
        }

    def _get_hours_lang(self):
        """Return the language of the school's board, for what many read."""
        return self.company_id.partner_id.lang or self.env.lang or self.env.user.lang
