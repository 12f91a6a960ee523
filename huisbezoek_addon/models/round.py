from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.misc import clean_context, format_date

from ..logic import rounds, visit_states
from .abstract.visit_time_mixin import LONGEST, USUAL

#: What a client does not state: it follows from buttons and from the school.
FOLLOWS = {"state", "protocol_id"}
#: What a round is about; it stays as it is once the round is closed.
SETTINGS = {"school_id", "year_id", "group_ids", "norm_hours", "visit_minutes"}


class HuisbezoekRound(models.Model):
    """The visits that a school makes together in one stretch of a year (C1).

    Being prepared it finds its families and makes their visits; then it is seen
    whether they fit (C3), the round opens, and a proposal gives the visits their
    times (C5). No visit leaves its family's rights: a round tells of numbers.
    """

    _name = "huisbezoek.round"
    _description = "Round of visits"
    _inherit = [
        "huisbezoek.school.mixin",
        "huisbezoek.round.families",
        "huisbezoek.round.fit",
        "huisbezoek.round.progress",
        "mail.thread",
    ]
    _order = "date_from desc, id desc"

    school_id = fields.Many2one(
        default=lambda self: self.env["huisbezoek.school"]._default_school(
            "planner", "management"
        )
    )
    name = fields.Char(
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    color = fields.Integer()
    state = fields.Selection(
        [("draft", "Being prepared"), ("open", "Running"), ("done", "Closed")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    year_id = fields.Many2one(
        "huisbezoek.school.year",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('school_id', '=', school_id)]",
        compute="_compute_year",
        store=True,
        readonly=False,
        precompute=True,
    )
    protocol_id = fields.Many2one(
        "huisbezoek.protocol",
        compute="_compute_protocol",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The version that was active when the round was made.",
    )
    # When
    date_from = fields.Date(
        string="First day",
        required=True,
        compute="_compute_window",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    date_to = fields.Date(
        string="Last day",
        required=True,
        compute="_compute_window",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    # What a visit takes
    visit_minutes = fields.Integer(
        string="Length of a visit (minutes)",
        required=True,
        compute="_compute_norms",
        store=True,
        readonly=False,
        precompute=True,
        aggregator=None,
    )
    norm_hours = fields.Float(
        string="Hours per visit",
        required=True,
        compute="_compute_norms",
        store=True,
        readonly=False,
        precompute=True,
        aggregator=None,
        tracking=True,
        help="What one visit costs each visitor: the way, the visit, talking it over"
        " and the report.",
    )
    norm_warning = fields.Char(compute="_compute_norm_warning")
    proposal_count = fields.Integer(compute="_compute_proposal_count")
    # How much at once
    evening_limit = fields.Integer(
        string="Visits on an evening",
        default=2,
        aggregator=None,
        help="The most that one person makes on one evening; 0 for no limit.",
    )
    week_limit = fields.Integer(
        string="Visits in a week",
        default=5,
        aggregator=None,
        help="The most that one person makes in one week; 0 for no limit.",
    )

    _window_check = models.Constraint(
        "CHECK (date_from <= date_to)",
        "The first day must not come after the last day.",
    )
    _minutes_check = models.Constraint(
        f"CHECK (visit_minutes BETWEEN 15 AND {LONGEST})",
        "A visit is planned for 15 to 60 minutes. Real times may be longer.",
    )
    _norm_check = models.Constraint(
        "CHECK (norm_hours > 0 AND norm_hours <= 24)",
        "The hours per visit must be more than zero, and a day at most.",
    )
    _limits_check = models.Constraint(
        "CHECK (evening_limit >= 0 AND week_limit >= 0)",
        "A limit is a number of visits; 0 means no limit.",
    )

    # === COMPUTES === #

    @api.depends("school_id")
    def _compute_year(self):
        for round_ in self:
            school = round_.school_id
            if school and round_.year_id.school_id != school:
                today = school._get_today()
                round_.year_id = (
                    school.year_ids.filtered(
                        lambda year, today=today: (
                            year.date_start <= today <= year.date_end
                        )
                    )
                    or school.year_ids.sorted("date_start")[-1:]
                )

    @api.depends("year_id")
    def _compute_name(self):
        for round_ in self:
            if not round_.name or not round_._origin:
                round_.name = self.env._(
                    "Home visits %(year)s", year=round_.year_id.name or ""
                ).strip()

    @api.depends("school_id")
    def _compute_protocol(self):
        for round_ in self:
            round_.protocol_id = round_.protocol_id or round_.school_id.protocol_id

    @api.depends("year_id")
    def _compute_window(self):
        """Propose to begin in two weeks: families are told first (B4)."""
        for round_ in self:
            school, year = round_.school_id, round_.year_id
            if not (school and year) or (round_.date_from and round_.date_to):
                continue
            first = max(school._get_today() + timedelta(weeks=2), year.date_start)
            first += timedelta(days=-first.weekday() % 7)
            last = first + timedelta(weeks=rounds.USUAL_WEEKS, days=-3)
            round_.date_from = min(first, year.date_end)
            round_.date_to = min(last, year.date_end)

    @api.depends("protocol_id")
    def _compute_norms(self):
        for round_ in self:
            protocol = round_.protocol_id
            round_.visit_minutes = (
                round_.visit_minutes or protocol.visit_length or USUAL
            )
            round_.norm_hours = round_.norm_hours or protocol.norm_hours or 2.0

    @api.depends("norm_hours")
    @api.depends_context("lang")
    def _compute_norm_warning(self):
        for round_ in self:
            round_.norm_warning = not rounds.is_usual_norm(
                round_.norm_hours
            ) and self.env._(
                "1.5 to 2.5 hours are usual. More fits where the way is long, as in"
                " special and secondary education."
            )

    @api.depends_context("uid")
    def _compute_proposal_count(self):
        Proposal = self.env["huisbezoek.proposal"]
        counts = {}
        if Proposal.has_access("read"):
            counts = dict(
                Proposal._read_group(
                    [("round_id", "in", self.ids)], ["round_id"], ["__count"]
                )
            )
        for round_ in self:
            round_.proposal_count = counts.get(round_._origin, 0)

    # === CONSTRAINTS === #

    @api.constrains("school_id", "year_id", "group_ids")
    def _check_school(self):
        for round_ in self:
            if round_.year_id.school_id != round_.school_id or (
                round_.group_ids.year_id - round_.year_id
            ):
                raise ValidationError(
                    self.env._("Choose groups and a year of the round's own school.")
                )

    @api.constrains("date_from", "date_to", "year_id")
    def _check_window(self):
        for round_ in self:
            year = round_.year_id
            if not (
                year.date_start <= round_.date_from and round_.date_to <= year.date_end
            ):
                raise ValidationError(
                    self.env._(
                        "A round lies within its school year. Choose days from"
                        " %(first)s to %(last)s, or make a round for the other year.",
                        first=format_date(self.env, year.date_start),
                        last=format_date(self.env, year.date_end),
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `orm`: a round begins as one that is being prepared.

        Whatever a client says, also by the defaults of its context.
        """
        if self.env.su:
            return super().create(vals_list)
        vals_list = [
            {name: vals[name] for name in vals.keys() - FOLLOWS} for vals in vals_list
        ]
        plain = self.with_context(clean_context(self.env.context))
        return super(HuisbezoekRound, plain).create(vals_list).with_env(self.env)

    def write(self, vals):
        """Override of `orm`: buttons change the state, and what is closed stays."""
        if not self.env.su and FOLLOWS & vals.keys():
            raise UserError(self.env._("Use the buttons of the round."))
        if SETTINGS & vals.keys():
            self._check_not_closed()
        result = super().write(vals)
        if "visit_minutes" in vals:
            self._sync_lengths()
        return result

    def _sync_lengths(self):
        """Let the visits without a time last as the round says."""
        for round_ in self:
            round_.sudo().visit_ids.filtered(
                lambda visit: visit.state in visit_states.PLANNABLE
            ).write({"duration": round_.visit_minutes / 60})

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self.sudo().visit_ids:
            raise UserError(
                self.env._(
                    "This round has visits. Take them back first, or close the round."
                )
            )

    # === ACTIONS === #

    def action_propose(self):
        """Make a proposal of times for the visits that have none yet (C5)."""
        self.ensure_one()
        self.check_access("write")
        return (
            self.env["huisbezoek.proposal"]
            ._create_for(
                self.visit_ids,
                {
                    "round_id": self.id,
                    "date_from": self.date_from,
                    "date_to": self.date_to,
                    "evening_limit": self.evening_limit,
                    "week_limit": self.week_limit,
                },
            )
            ._get_action()
        )

    def action_open_proposals(self):
        """Open the proposals that were made for the round."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "huisbezoek_addon.huisbezoek_proposal_action"
        )
        action["domain"] = [("round_id", "=", self.id)]
        return action

    def action_open(self):
        """Open the round: what does not fit has been decided on (C3).

        :raises UserError: names what is still to be done.
        """
        for round_ in self:
            round_.check_access("write")
            round_._check_ready()
        self.sudo().state = "open"

    def _check_ready(self):
        self.ensure_one()
        if not self.sudo().visit_ids:
            raise UserError(
                self.env._("There are no visits yet. Press 'Make the visits' first.")
            )
        if self.date_to < self.school_id._get_today():
            raise UserError(
                self.env._(
                    "The last day of this round is over. Choose later days on the page"
                    " 'When and how long'."
                )
            )
        (self - self._filter_big())._sync_fit()
        if not self.fit_date:
            raise UserError(
                self.env._(
                    "It is still being looked at whether this round fits. Try again"
                    " in a minute."
                )
            )
        undecided = self.fit_ids.filtered(lambda fit: fit.state == "short")
        if undecided:
            raise UserError(
                self.env._(
                    "It does not fit for %(teachers)s. Record on the page 'Does it"
                    " fit?' what was decided: more hours, another task that falls"
                    " away, fewer visits or a longer window.",
                    teachers=", ".join(undecided.employee_id.sudo().mapped("name")),
                )
            )

    def action_close(self):
        """Close the round; visits that are still open stay with their teachers."""
        self.check_access("write")
        self.sudo().state = "done"

    def action_reopen(self):
        """Let a closed round go on."""
        self.check_access("write")
        self.sudo().filtered(lambda r: r.state == "done").state = "open"
