from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, ormcache
from odoo.tools.misc import clean_context

from ..logic import visit_states
from .abstract.visit_hours_mixin import DECIDING

#: What only the buttons of a visit, and what follows from them, change.
BY_BUTTON = {
    *("state", "outcome", "protocol_id", "event_id", "lead_user_id"),
    *("report_due", "report_ids", "report_reminded", "is_from_before"),
}
#: What a held visit was; a final report says the same.
HISTORY = {
    *("year_id", "place", "pupil_ids", "companion_ids", "interpreter_id"),
    *("real_start", "real_stop"),
}
#: What plans a visit, written with its state.
PLANNING = {"start", "stop", "duration"}


class HuisbezoekVisit(models.Model):
    _name = "huisbezoek.visit"
    _description = "Home visit"
    _inherit = [
        "huisbezoek.school.mixin",
        "huisbezoek.mine.mixin",
        "huisbezoek.calendar.shadow",
        "huisbezoek.planning.check",
        "huisbezoek.visit.problem",
        "huisbezoek.visit.slots",
        "huisbezoek.visit.time",
        "huisbezoek.visit.life",
        "huisbezoek.visit.crew",
        "huisbezoek.visit.parting",
        "huisbezoek.visit.handover.mixin",
        "huisbezoek.handover.preview",
        "huisbezoek.visit.interpreter",
        "huisbezoek.visit.booking",
        "huisbezoek.visit.hours",
        "huisbezoek.visit.family",
        "huisbezoek.visit.preparation",
        "huisbezoek.visit.paper",
        "huisbezoek.visit.doorstep",
        "huisbezoek.visit.report",
        "huisbezoek.visit.worry",
        "huisbezoek.visit.attention",
        "huisbezoek.visit.following",
        "huisbezoek.quiet.thread",
        "mail.activity.mixin",
    ]
    _order = "start desc, id desc"
    _personal_data = (
        "when a family was visited by whom",
        "two years after the last pupil left the school",
    )

    color = fields.Integer()
    # What the last file said that brought or changed the visit (A6).
    is_from_before = fields.Boolean(
        readonly=True,
        copy=False,
        help="A list brought the visit when it was past already, and it was not"
        " planned here since: nobody owes a report or hours of it.",
    )
    import_mark = fields.Json(copy=False, groups="base.group_system")
    year_id = fields.Many2one(
        "huisbezoek.school.year",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('school_id', '=', school_id)]",
        compute="_compute_defaults",
        store=True,
        readonly=False,
        precompute=True,
    )
    protocol_id = fields.Many2one(
        "huisbezoek.protocol",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        compute="_compute_defaults",
        store=True,
        precompute=True,
        help="The version that was active when the visit was made.",
    )
    round_id = fields.Many2one(
        "huisbezoek.round",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        domain="[('school_id', '=', school_id), ('state', '!=', 'done')]",
    )
    # Whom
    household_id = fields.Many2one(
        "huisbezoek.household",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('school_id', '=', school_id)]",
    )
    pupil_ids = fields.Many2many(
        "huisbezoek.pupil",
        "huisbezoek_visit_pupil_rel",
        "visit_id",
        "pupil_id",
        string="Pupils",
        check_company=True,
        compute="_compute_pupils",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('household_ids', '=', household_id)]",
    )
    group_ids = fields.Many2many(
        "huisbezoek.group", string="Groups", compute="_compute_groups"
    )
    group_id = fields.Many2one("huisbezoek.group", store=False, search="_search_group")
    # Who
    visitor_ids = fields.One2many("huisbezoek.visitor", "visit_id")
    # Where; when stands in huisbezoek.visit.time
    place = fields.Selection(
        [("home", "At home"), ("school", "At school"), ("elsewhere", "Elsewhere")],
        required=True,
        default="home",
    )

    _planned_check = models.Constraint(
        "CHECK (state != 'planned' OR start IS NOT NULL)",
        "A planned visit needs a time.",
    )
    _board_idx = models.Index("(school_id, state, start)")

    # === COMPUTES === #

    @api.depends("school_id")
    def _compute_defaults(self):
        Year = self.env["huisbezoek.school.year"].sudo()
        Protocol = self.env["huisbezoek.protocol"].sudo()
        today = fields.Date.context_today(self)
        schools = self.school_id
        years = Year.search([("school_id", "in", schools.ids)]).grouped("school_id")
        protocols = {
            protocol.school_id: protocol
            for protocol in Protocol.search(
                [("school_id", "in", schools.ids), ("state", "=", "active")]
            )
        }
        for visit in self:
            # The year of the visit, which may be another one than that of today.
            day = (
                visit.school_id._to_local(visit.start).date()
                if visit.start and visit.school_id
                else today
            )
            visit.year_id = visit.year_id or years.get(visit.school_id, Year).filtered(
                lambda year, day=day: year.date_start <= day <= year.date_end
            )
            visit.protocol_id = visit.protocol_id or protocols.get(visit.school_id)

    @api.depends("household_id")
    def _compute_pupils(self):
        """Propose the pupils of a household that the user may read.

        This runs in sudo, also for a form that was never saved.
        """
        households = self.household_id._filter_readable()
        for visit in self:
            present = visit.pupil_ids.browse()
            if visit.household_id in households:
                present = visit.household_id.pupil_ids
            if not visit.pupil_ids or not visit.pupil_ids <= present:
                visit.pupil_ids = present.filtered("active")

    @api.model
    def _search_group(self, operator, value):
        return Domain("pupil_ids.group_id", operator, value)

    @api.depends("pupil_ids")
    def _compute_groups(self):
        # Setting a Many2many checks access to each record: fetch all at once.
        self.pupil_ids.group_id.sudo().fetch(["company_id", "school_id"])
        for visit in self:
            visit.group_ids = visit.pupil_ids.group_id

    @api.model
    @ormcache("self.env.uid", "day")
    def _get_mine_sql(self, day):
        """Return SQL that selects the visits to the user's pupils, and those led.

        One UNION, which the database turns into index look-ups; an OR of two
        conditions made it walk through all visits of the board.
        """
        led = (
            self.sudo()
            .with_context({})
            ._search(
                Domain("lead_user_id", "=", self.env.uid)
                & self.env["huisbezoek.school"]._get_my_domain("teacher")
            )
        )
        return SQL(
            "(SELECT visit_id FROM huisbezoek_visit_pupil_rel"
            " WHERE pupil_id IN %s UNION %s)",
            self.env["huisbezoek.pupil"]._get_taught_subselect(day),
            led.subselect(),
        )

    @api.model
    def _get_led_domain(self):
        """Return the domain of the open visits that the user leads as a teacher."""
        return (
            Domain("lead_user_id", "=", self.env.uid)
            & Domain("state", "in", sorted(visit_states.OPEN | {"done"}))
            & self.env["huisbezoek.school"]._get_my_domain("teacher")
        )

    # === CONSTRAINTS === #

    @api.constrains("household_id", "pupil_ids")
    def _check_pupils(self):
        for visit in self:
            if not visit.pupil_ids:
                raise ValidationError(
                    self.env._("Choose at least one pupil of the household.")
                )
            if not visit.pupil_ids <= visit.household_id.pupil_ids:
                raise ValidationError(
                    self.env._(
                        "A visit is made to one household. Choose only pupils who"
                        " belong to it."
                    )
                )

    @api.constrains("school_id", "household_id", "year_id", "round_id")
    def _check_school(self):
        for visit in self:
            round_sudo = visit.round_id.sudo()
            if {
                visit.household_id.school_id,
                visit.year_id.school_id,
                round_sudo.school_id or visit.school_id,
            } != {visit.school_id}:
                raise ValidationError(
                    self.env._(
                        "Choose a household, a school year and a round of the visit's"
                        " own school."
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `orm`: a visit is made to a family that its maker may read."""
        self._check_families(vals_list)
        self._check_protocols(vals_list)
        leads = [vals.pop("lead_id", None) for vals in vals_list]
        for vals in vals_list:
            if not self.env.su:
                for name in BY_BUTTON:
                    vals.pop(name, None)
            elif not vals.get("state"):
                vals.pop("state", None)
        self._ensure_years(vals_list)
        # Defaults of the context would come after every check above.
        plain = self.with_context(clean_context(self.env.context))
        visits = super(HuisbezoekVisit, plain).create(vals_list).with_env(self.env)
        Employee = self.env["hr.employee"]
        visits._set_visitors(
            "lead",
            {
                visit: Employee.browse(lead_id)
                for visit, lead_id in zip(visits, leads, strict=True)
                if lead_id
            },
        )
        visits.filtered(lambda v: v.start and v.state == "todo")._update_state(
            "planned"
        )
        return visits

    def write(self, vals):
        if not self.env.su and BY_BUTTON & vals.keys():
            raise UserError(
                self.env._("Use the buttons of the visit to change its state.")
            )
        if not self.env.su and PLANNING & vals.keys():
            self._check_plannable()
        if not self.env.su and HISTORY & vals.keys():
            self._check_history(vals)
        if "household_id" in vals:
            self._check_same_household(vals["household_id"])
        if "state" in vals or "start" not in vals:
            result = super().write(vals)
            if "state" not in vals and {"stop", "duration"} & vals.keys():
                self.sudo()._sync_planning()
            elif "state" not in vals and DECIDING & vals.keys():
                self.sudo()._sync_hours()
            return result
        # A time plans a visit, and without one it is to be planned again.
        old, new = (
            (visit_states.PLANNABLE, "planned")
            if vals["start"]
            else ({"planned"}, "todo")
        )
        moving = self.filtered(lambda visit: visit.state in old)
        moving.check_access("write")
        planning = {name: vals[name] for name in PLANNING & vals.keys()}
        # What goes with a plan is written before it, and never as superuser.
        rest = {name: vals[name] for name in vals.keys() - PLANNING}
        if rest and new == "planned":
            super(HuisbezoekVisit, moving).write(rest)
        moving.sudo()._update_state(new, outcome=False, **planning)
        if rest and new != "planned":
            super(HuisbezoekVisit, moving).write(rest)
        # Another time, and nobody has arrived yet.
        result = super(HuisbezoekVisit, self - moving).write(
            {"real_start": False, **vals}
        )
        (self - moving).sudo()._sync_planning()
        return result

    def _ensure_years(self, vals_list):
        """Let the school year begin by itself on the first visit in it."""
        Year = self.env["huisbezoek.school.year"].sudo()
        School = self.env["huisbezoek.school"].sudo()
        wanted = set()
        for vals in vals_list:
            if vals.get("school_id") and not vals.get("year_id"):
                school = School.browse(vals["school_id"])
                start = fields.Datetime.to_datetime(vals.get("start"))
                day = school._to_local(start).date() if start else school._get_today()
                wanted.add((school, Year._get_start(day).year))
        for school, year in sorted(wanted, key=lambda pair: (pair[0].id, pair[1])):
            Year._get_or_create(school, year)

    def _check_protocols(self, vals_list):
        """Refuse visits of a school without an active protocol (B1)."""
        self.env["huisbezoek.school"].browse(
            {
                vals["school_id"]
                for vals in vals_list
                if vals.get("school_id") and not vals.get("protocol_id")
            }
        )._check_protocol()

    def _check_families(self, vals_list):
        """Refuse families that the user may not read: a link asks for no right."""
        if not self.env.su:
            self.env["huisbezoek.household"].browse(
                {vals["household_id"] for vals in vals_list if vals.get("household_id")}
            ).check_access("read")

    def _check_plannable(self):
        """Refuse another time for what was held or closed: that is history."""
        if any(
            visit.state not in visit_states.PLANNABLE | {"planned"} for visit in self
        ):
            raise UserError(
                self.env._("Use the buttons of the visit to change its state.")
            )

    def _check_history(self, vals):
        """Let what was reported stay as it was, and what was held in its year."""
        for visit in self:
            other_year = vals.get("year_id", visit.year_id.id) != visit.year_id.id
            if visit.state == "reported" or (
                # Until the end of its year who led it reads the report.
                visit.state == "done"
                and other_year
                and self.env.user
                not in visit.school_id._get_role_users("planner", "care_coordinator")
            ):
                raise UserError(
                    self.env._(
                        "%(visit)s stays as its report says. Correct the report first.",
                        visit=visit.display_name,
                    )
                )

    def _check_same_household(self, household_id):
        if any(visit.household_id.id != household_id for visit in self):
            raise UserError(
                self.env._(
                    "A visit stays with its household. Make a new visit for the other"
                    " household, and cancel this one."
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_history(self):
        if any(visit.state not in ("todo", "cancelled") for visit in self):
            raise UserError(
                self.env._(
                    "Only a visit that was never planned, or that was cancelled, can"
                    " be deleted. Cancel it first."
                )
            )
        if self.sudo().report_ids and not self.env.su:
            raise UserError(
                self.env._(
                    "A report was begun on this visit. Its writer discards it first."
                )
            )

    def unlink(self):
        events_sudo = self.sudo().event_id
        result = super().unlink()
        events_sudo._with_quiet_context().unlink()
        return result

    def _erase(self):
        """Override of the school mixin: whatever became of it, the visit goes."""
        self.report_ids._erase()
        self.env["huisbezoek.care.signal"].search(
            [("visit_id", "in", self.ids)]
        )._erase()
        self.write({"state": "cancelled"})
        return super()._erase()

    @api.model
    def _create_for_pupils(self, pupils):
        """Make a visit per household of the pupils that has no open one (C1).

        :param pupils: pupils of one or more schools; siblings go together.
        :return: the open visits of their households, old and new.
        """
        households = pupils.household_ids.filtered("active")
        if not households:
            raise UserError(
                self.env._(
                    "None of these pupils has a household. Import the households"
                    " first, or make one on the pupil's page."
                )
            )
        is_open = Domain("household_id", "in", households.ids) & Domain(
            "state", "in", sorted(visit_states.OPEN)
        )
        present = self.search(is_open)
        created = self.create(
            [
                {
                    "school_id": household.school_id.id,
                    "household_id": household.id,
                    "lead_id": household.pupil_ids._get_lead().id,
                }
                for household in households - present.household_id
            ]
        )
        return present | created
