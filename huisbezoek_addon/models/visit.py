from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, date_utils, ormcache

from ..logic import visit_states
from ..logic.errors import RuleError

#: What only the buttons of a visit, and what follows from them, change.
BY_BUTTON = {"state", "outcome", "protocol_id", "event_id"}
#: What plans a visit, written with its state.
PLANNING = {"start", "stop", "duration"}
#: What is planned for one visit, in minutes (C1); real times may be longer.
LONGEST = 60


class HuisbezoekVisit(models.Model):
    _name = "huisbezoek.visit"
    _description = "Home visit"
    _inherit = [
        "huisbezoek.school.mixin",
        "huisbezoek.calendar.shadow",
        "huisbezoek.planning.check",
        "huisbezoek.visit.family",
        "huisbezoek.quiet.thread",
        "mail.activity.mixin",
    ]
    _order = "start desc, id desc"
    _personal_data = (
        "when a family was visited by whom",
        "two years after the last pupil left the school",
    )

    state = fields.Selection(
        [
            ("todo", "To plan"),
            ("invited", "Invited"),
            ("planned", "Planned"),
            ("done", "Held"),
            ("reported", "Reported"),
            ("on_hold", "On hold"),
            ("not_held", "Not held"),
            ("declined", "Declined"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="todo",
        index=True,
        tracking=True,
        group_expand="_group_expand_states",
    )
    outcome = fields.Selection(
        [
            ("not_home", "Nobody at home"),
            ("by_parents", "Cancelled by the parents"),
            ("by_teacher", "Cancelled by the teacher"),
            ("by_school", "Cancelled by the school"),
            ("no_interpreter", "No interpreter"),
            ("declined", "Declined by the parents"),
        ],
        readonly=True,
        copy=False,
    )
    color = fields.Integer()
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
    lead_id = fields.Many2one(
        "hr.employee",
        string="Lead",
        compute="_compute_lead",
        inverse="_inverse_lead",
        store=True,
        index=True,
        check_company=True,
    )
    lead_user_id = fields.Many2one(related="lead_id.user_id", store=True, index=True)
    companion_ids = fields.Many2many(
        # The public face of the employee: a teacher cannot read the other one.
        "hr.employee.public",
        string="Companions",
        compute="_compute_companions",
        inverse="_inverse_companions",
    )
    # When and where
    start = fields.Datetime(tracking=True, copy=False, index=True)
    duration = fields.Float(
        string="Length (hours)",
        compute="_compute_duration",
        store=True,
        readonly=False,
        precompute=True,
        help="What is planned: 60 minutes at most. Real times may be longer.",
    )
    stop = fields.Datetime(
        compute="_compute_stop",
        inverse="_inverse_stop",
        store=True,
        precompute=True,
        copy=False,
    )
    place = fields.Selection(
        [("home", "At home"), ("school", "At school"), ("elsewhere", "Elsewhere")],
        required=True,
        default="home",
    )
    is_past = fields.Boolean(compute="_compute_is_past")
    real_start = fields.Datetime(string="Really began", copy=False)
    real_stop = fields.Datetime(string="Really ended", copy=False)
    is_mine = fields.Boolean(compute="_compute_is_mine", search="_search_is_mine")

    _duration_check = models.Constraint(
        "CHECK (duration > 0)", "A visit must last longer than nothing."
    )
    _real_check = models.Constraint(
        "CHECK (real_start < real_stop)", "A visit must have begun before it ended."
    )
    _planned_check = models.Constraint(
        "CHECK (state != 'planned' OR start IS NOT NULL)",
        "A planned visit needs a time.",
    )
    _board_idx = models.Index("(school_id, state, start)")

    # === COMPUTES === #

    @api.depends_context("lang", "uid", "su", "formatted_display_name")
    def _compute_display_name(self):
        """Call a visit by its number, wherever something points to it.

        Names of what one points to are read as superuser, by whoever reads the
        pointer. In a list to choose from the user reads the visit itself, so
        there it may be called by the family.
        """
        by_family = self.env.context.get("formatted_display_name") and not self.env.su
        for visit in self:
            visit.display_name = (
                visit.family_label
                if by_family
                else self.env._("Visit %(number)05d", number=visit._origin.id)
                if visit._origin.id
                else self.env._("New visit")
            )

    @api.model
    def _search_display_name(self, operator, value):
        """Find a visit by its number; there is no name to search in."""
        digits = "".join(filter(str.isdigit, value)) if isinstance(value, str) else ""
        return Domain("id", "=", int(digits)) if digits else Domain.FALSE

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Override of `orm` to let a visit be chosen by family.

        The display name stays a number, since it is read wherever something
        points to the visit; this list holds what the user may read anyway.
        """
        domain = Domain(domain or Domain.TRUE)
        if name:
            domain &= (
                Domain("display_name", operator, name)
                | Domain("household_id.name", operator, name)
                | Domain("pupil_ids.name", operator, name)
            )
        visits = self.search(domain, limit=limit)
        return [(visit.id, visit.family_label) for visit in visits]

    @api.model
    def get_unusual_days(self, date_from, date_to=None):
        """Return which days of a period the user's schools are closed.

        :param str date_from: first moment, as the calendar view gives it.
        :param str date_to: last moment; the first one if empty.
        :return: ``{"2026-12-25": True}``, for the grey days of the calendar.
        """
        first = fields.Date.to_date(date_from)
        last = fields.Date.to_date(date_to or date_from)
        Closed = self.env["huisbezoek.closed.day"]
        closed = Closed.search(
            Domain("date_from", "<=", last) & Domain("date_to", ">=", first)
        )
        return {
            str(day): any(c.date_from <= day <= c.date_to for c in closed)
            for day in date_utils.date_range(first, last, timedelta(days=1))
        }

    @api.depends("school_id")
    def _compute_defaults(self):
        Year = self.env["huisbezoek.school.year"].sudo()
        Protocol = self.env["huisbezoek.protocol"].sudo()
        today = fields.Date.context_today(self)
        schools = self.school_id
        years = {
            year.school_id: year
            for year in Year.search(
                [
                    ("school_id", "in", schools.ids),
                    ("date_start", "<=", today),
                    ("date_end", ">=", today),
                ]
            )
        }
        protocols = {
            protocol.school_id: protocol
            for protocol in Protocol.search(
                [("school_id", "in", schools.ids), ("state", "=", "active")]
            )
        }
        for visit in self:
            visit.year_id = visit.year_id or years.get(visit.school_id)
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

    @api.depends("start")
    def _compute_is_past(self):
        now = fields.Datetime.now()
        for visit in self:
            visit.is_past = visit.start and visit.start <= now

    @api.model
    def _search_group(self, operator, value):
        return Domain("pupil_ids.group_id", operator, value)

    @api.depends("pupil_ids")
    def _compute_groups(self):
        # Setting a Many2many checks access to each record: fetch all at once.
        self.pupil_ids.group_id.sudo().fetch(["company_id", "school_id"])
        for visit in self:
            visit.group_ids = visit.pupil_ids.group_id

    @api.depends("visitor_ids.kind", "visitor_ids.employee_id")
    def _compute_lead(self):
        for visit in self:
            visit.lead_id = visit.visitor_ids.filtered(
                lambda v: v.kind == "lead"
            ).employee_id

    def _inverse_lead(self):
        self._set_visitors("lead", {visit: visit.lead_id for visit in self})

    @api.depends("visitor_ids.kind", "visitor_ids.employee_id")
    def _compute_companions(self):
        Employee = self.env["hr.employee.public"]
        # Setting a Many2many checks access to each record: fetch all at once.
        Employee.browse(self.visitor_ids.employee_id.ids).sudo().fetch(["company_id"])
        for visit in self:
            companions = visit.visitor_ids.filtered(lambda v: v.kind == "companion")
            visit.companion_ids = Employee.browse(companions.employee_id.ids)

    def _inverse_companions(self):
        Employee = self.env["hr.employee"]
        self._set_visitors(
            "companion",
            {visit: Employee.browse(visit.companion_ids.ids) for visit in self},
        )

    @api.depends("protocol_id")
    def _compute_duration(self):
        for visit in self:
            visit.duration = visit.duration or visit.protocol_id.visit_length / 60

    @api.depends("start", "duration")
    def _compute_stop(self):
        for visit in self:
            visit.stop = visit.start and visit.start + timedelta(
                minutes=round(visit.duration * 60)
            )

    def _inverse_stop(self):
        for visit in self.filtered(lambda v: v.start and v.stop):
            visit.duration = (visit.stop - visit.start).total_seconds() / 3600

    @api.depends_context("uid")
    def _compute_is_mine(self):
        mine = self.sudo().search([("id", "in", self.ids), ("is_mine", "=", True)])
        for visit in self:
            visit.is_mine = visit._origin.id in mine._ids

    def _search_is_mine(self, operator, value):
        """Find the visits of pupils whom the user teaches, and those he leads.

        One IN over a UNION, which the database turns into index look-ups; an OR
        of two conditions made it walk through all visits of the board.
        """
        if operator != "in":
            return NotImplemented
        return Domain("id", "in", self._get_mine_sql(fields.Date.context_today(self)))

    @api.model
    @ormcache("self.env.uid", "day")
    def _get_mine_sql(self, day):
        """Return SQL that selects the visits to the user's pupils, and those led."""
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

    @api.model
    def _group_expand_states(self, states, domain):
        return ["todo", "invited", "planned", "done"]

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

    @api.constrains("school_id", "household_id", "year_id")
    def _check_school(self):
        for visit in self:
            if {visit.household_id.school_id, visit.year_id.school_id} != {
                visit.school_id
            }:
                raise ValidationError(
                    self.env._(
                        "Choose a household and a school year of the visit's own"
                        " school."
                    )
                )

    @api.constrains("duration", "stop")
    def _check_length(self):
        for visit in self:
            if round(visit.duration * 60) > LONGEST:
                raise ValidationError(
                    self.env._(
                        "A visit is planned for 60 minutes at most. Real times may"
                        " be longer: fill them in afterwards."
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `orm`: a visit is made to a family that its maker may read."""
        self._check_families(vals_list)
        leads = [vals.pop("lead_id", None) for vals in vals_list]
        for vals in vals_list:
            if not self.env.su:
                for name in BY_BUTTON:
                    vals.pop(name, None)
            elif not vals.get("state"):
                vals.pop("state", None)
        visits = super().create(vals_list)
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
        if "household_id" in vals:
            self._check_same_household(vals["household_id"])
        if "state" in vals or "start" not in vals:
            result = super().write(vals)
            if "state" not in vals and {"stop", "duration"} & vals.keys():
                self.sudo()._sync_planning()
            return result
        # A time plans a visit, and without one it is to be planned again.
        old, new = (
            (visit_states.PLANNABLE, "planned")
            if vals["start"]
            else ({"planned"}, "todo")
        )
        moving = self.filtered(lambda visit: visit.state in old)
        super(HuisbezoekVisit, self - moving).write(vals)
        (self - moving).sudo()._sync_planning()
        moving._write_planning(new, vals)
        return True

    def _write_planning(self, state, vals):
        """Change the state by the time given; all else is the user's own write."""
        self.check_access("write")
        planning = {name: vals[name] for name in PLANNING & vals.keys()}
        rest = {name: vals[name] for name in vals.keys() - PLANNING}
        if rest and state == "planned":
            super().write(rest)
        self.sudo()._update_state(state, outcome=False, **planning)
        if rest and state != "planned":
            super().write(rest)

    def _check_families(self, vals_list):
        """Refuse families that the user may not read: a link asks for no right."""
        if not self.env.su:
            self.env["huisbezoek.household"].browse(
                {vals["household_id"] for vals in vals_list if vals.get("household_id")}
            ).check_access("read")

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

    def unlink(self):
        events_sudo = self.sudo().event_id
        result = super().unlink()
        events_sudo._with_quiet_context().unlink()
        return result

    def _erase(self):
        """Override of the school mixin: whatever became of it, the visit goes."""
        self.write({"state": "cancelled"})
        super()._erase()

    # === STATE === #

    def _update_state(self, state, **values):
        """Bring the visits into ``state``: the one place that does.

        :param state: the new state, as in ``logic.visit_states``.
        :param values: what goes with it, such as the outcome.
        :raises UserError: where the life of a visit has no such move.
        """
        self.check_access("write")
        moving = self.filtered(lambda visit: visit.state != state)
        for visit in moving:
            try:
                visit_states.check_move(visit.state, state)
            except RuleError:
                labels = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(visit)s is '%(old)s' and cannot become '%(new)s'.",
                        visit=visit.display_name,
                        old=labels[visit.state],
                        new=labels[state],
                    )
                ) from None
        moving.sudo().write({"state": state, **values})
        moving._check_lead()
        moving.sudo()._sync_planning()

    def _check_lead(self):
        if any(visit.state == "planned" and not visit.lead_id for visit in self):
            raise UserError(
                self.env._("Choose who leads the visit before planning it.")
            )

    def _return_to_planning(self):
        """Give planned visits back to be planned, without a time."""
        self.sudo()._update_state("todo", start=False)

    # === ACTIONS === #

    def action_hold(self):
        """Mark the visits as held, at their planned times if no others are given."""
        now = fields.Datetime.now()
        for visit in self:
            if visit.start and visit.start > now:
                raise UserError(
                    self.env._(
                        "%(visit)s has not begun yet. Move it to its real time first.",
                        visit=visit.display_name,
                    )
                )
        for visit in self:
            visit._update_state(
                "done",
                real_start=visit.real_start or visit.start,
                real_stop=visit.real_stop or visit.stop,
            )

    def action_back_to_planning(self):
        """Return the visits to be planned; their times are given free."""
        self.check_access("write")
        for visit in self:
            visit._update_state("todo", start=False, outcome=False)

    def action_on_hold(self):
        """Put the visits aside; their times are given free."""
        self._update_state("on_hold", start=False)

    def action_undo_hold(self):
        """Take back that the visits were held."""
        self._update_state("planned", real_start=False, real_stop=False)

    def _close(self, outcome):
        """End the visits without a visit, for the reason ``outcome`` (D6)."""
        state = {"not_home": "not_held", "no_interpreter": "not_held"}.get(
            outcome, "declined" if outcome == "declined" else "cancelled"
        )
        self._update_state(state, outcome=outcome)
        return state

    # === VISITORS === #

    def _set_visitors(self, kind, wanted):
        """Make the visitors of one kind the wanted employees of each visit.

        Whoever may write the visit decides on both; nobody writes visitors
        directly, so that an answer is the visitor's own.
        """
        if kind == "lead":
            self._check_leads(wanted)
        leaving, coming = self.env["huisbezoek.visitor"].sudo(), []
        for visit, employees in wanted.items():
            visitors = visit.sudo().visitor_ids
            present = visitors.filtered(lambda v: v.kind == kind)
            # Whoever was a visitor of another kind is one visitor still.
            leaving |= present.filtered(lambda v, e=employees: v.employee_id not in e)
            leaving |= (visitors - present).filtered(
                lambda v, e=employees: v.employee_id in e
            )
            coming += [
                {"visit_id": visit.id, "employee_id": employee.id, "kind": kind}
                for employee in employees - present.employee_id
            ]
        leaving._exchange(coming)

    @api.model
    def _check_leads(self, wanted):
        """Let a teacher choose as lead himself, or who teaches the pupils too."""
        for visit, employees in wanted.items():
            if self.env.su or self.env.user in visit.school_id._get_role_users(
                "planner", "care_coordinator"
            ):
                continue
            others = employees.sudo().filtered(lambda e: e.user_id != self.env.user)
            if not others <= visit.sudo().pupil_ids._get_teachers():
                raise AccessError(
                    self.env._(
                        "Choose yourself as lead, or a colleague who teaches the"
                        " pupil. For others ask the planner."
                    )
                )

    def _get_first_names(self):
        self.ensure_one()
        return ", ".join(self.pupil_ids.mapped("first_name"))

    # === CALENDAR === #

    def _adopt_event(self, event):
        """Take an event that a visitor made in the calendar as this visit's own."""
        self.ensure_one()
        if event.allday:
            raise UserError(
                self.env._("Choose a time of day for the visit: untick 'All day'.")
            )
        if self.state not in visit_states.PLANNABLE:
            raise UserError(
                self.env._("%(visit)s is planned already.", visit=self.display_name)
            )
        if not self.lead_id:
            self.lead_id = (
                self.env["hr.employee"]
                .sudo()
                .search(
                    [
                        ("user_id", "=", self.env.uid),
                        ("company_id", "=", self.company_id.id),
                    ],
                    limit=1,
                )
            )
        visit_sudo = self.sudo()
        former = visit_sudo.event_id
        visit_sudo.event_id = event.id
        former._with_quiet_context().unlink()
        # The length is the protocol's: a click in the calendar gives any hour.
        self.write({"start": event.start})

    def _tell_planner(self):
        """Ask a planner to plan the visit again, in words that tell nothing."""
        planners = self.school_id._get_role_users("planner")
        for visit in self:
            user = visit.create_uid & planners or planners[:1] or visit.lead_user_id
            if user:
                visit.with_context(
                    lang=user.lang, mail_activity_quick_update=True
                ).activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=self.with_context(lang=user.lang).env._(
                        "Plan this visit again"
                    ),
                    user_id=user.id,
                )

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
