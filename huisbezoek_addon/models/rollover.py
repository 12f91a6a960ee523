from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .abstract.job_mixin import WAITING

#: So long before a year ends, the next one can be prepared: from May on.
PREPARE = timedelta(days=92)
#: What a run tells of itself; nobody writes it by hand.
_OUTCOME = frozenset(
    {"to_year_id", "group_count", "teaching_count", "place_count", "leave_count"}
)


class HuisbezoekRollover(models.Model):
    """Carries a school over to its next year: groups, teachers and pupils (A2).

    The office looks at a line for each group, changes what differs this year, and
    lets it be carried out in the background. What is there already, by hand or by an
    import, stays as it is, so a roll-over can be repeated: after late changes, and
    after it was broken off.
    """

    _name = "huisbezoek.rollover"
    _description = "Roll-over"
    _inherit = [
        "huisbezoek.school.mixin",
        "huisbezoek.rollover.reading",
        "huisbezoek.rollover.writing",
        "huisbezoek.import.batch",
        "huisbezoek.job.mixin",
        "huisbezoek.quiet.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_name = "from_year_id"
    _job_cron = "huisbezoek_addon.huisbezoek_rollover_cron"

    school_id = fields.Many2one(
        default=lambda self: self.env["huisbezoek.school"]._default_school("planner")
    )
    from_year_id = fields.Many2one(
        "huisbezoek.school.year",
        string="From",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        domain="[('school_id', '=', school_id)]",
        compute="_compute_from_year",
        store=True,
        readonly=False,
        precompute=True,
    )
    to_year_id = fields.Many2one(
        "huisbezoek.school.year",
        string="To",
        readonly=True,
        copy=False,
        ondelete="set null",
    )
    line_ids = fields.One2many("huisbezoek.rollover.line", "rollover_id")
    # What there is to look at
    unplaced_count = fields.Integer(string="Without group", compute="_compute_unplaced")
    todo_count = fields.Integer(
        string="Pupils to carry over", compute="_compute_unplaced"
    )
    # What it made, in all runs
    group_count = fields.Integer(string="Groups", readonly=True, copy=False)
    teaching_count = fields.Integer(string="Teachers", readonly=True, copy=False)
    place_count = fields.Integer(string="Pupils", readonly=True, copy=False)
    leave_count = fields.Integer(string="Leave", readonly=True, copy=False)

    _year_uniq = models.Constraint(
        "UNIQUE (from_year_id)",
        "This school year has a roll-over already. Open that one: it can be repeated.",
    )

    @api.depends("school_id")
    def _compute_from_year(self):
        """Propose the school's year of today."""
        today = fields.Date.context_today(self)
        years = (
            self.env["huisbezoek.school.year"]
            .search(
                [
                    ("school_id", "in", self.school_id.ids),
                    ("date_start", "<=", today),
                    ("date_end", ">=", today),
                ]
            )
            .grouped("school_id")
        )
        for rollover in self:
            if rollover.from_year_id.school_id != rollover.school_id:
                rollover.from_year_id = years.get(rollover.school_id, False)

    @api.depends("line_ids.outcome", "state")
    def _compute_unplaced(self):
        for rollover in self:
            plan = rollover._origin and rollover._origin._plan()
            rollover.unplaced_count = plan and (
                len(plan.unplaced) + rollover._count_without_group()
            )
            rollover.todo_count = plan and len(plan.places) + len(plan.leavers)

    @api.constrains("school_id", "from_year_id")
    def _check_year(self):
        for rollover in self:
            if rollover.from_year_id.school_id != rollover.school_id:
                raise ValidationError(
                    self.env._("Choose a school year of the roll-over's own school.")
                )

    @api.depends("from_year_id")
    def _compute_display_name(self):
        for rollover in self:
            rollover.display_name = self.env._(
                "After %(year)s", year=rollover.from_year_id.name or ""
            )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `orm`: a roll-over begins with a proposal for each group."""
        if not self.env.su:
            vals_list = [
                {name: vals[name] for name in vals.keys() - _OUTCOME}
                for vals in vals_list
            ]
        rollovers = super().create(vals_list)
        for rollover in rollovers:
            rollover._sync_lines()
        # Whoever makes one wants one, also where an earlier one was deleted.
        rollovers.from_year_id.sudo().without_rollover = False
        return rollovers

    def write(self, vals):
        """Override of `orm`: what is going on is not changed, nor what it made."""
        if not self.env.su:
            if vals.keys() & _OUTCOME:
                raise UserError(
                    self.env._("What a roll-over made cannot be changed by hand.")
                )
            if "from_year_id" in vals and self.to_year_id:
                raise UserError(
                    self.env._(
                        "This roll-over was carried out. Make a new one for another"
                        " school year."
                    )
                )
        result = super().write(vals)
        if "from_year_id" in vals:
            # Lines of groups are not for a client to delete.
            self.sudo().line_ids.unlink()
            for rollover in self:
                rollover._sync_lines()
        return result

    def unlink(self):
        """Override of `orm`: what is deleted does not come back at night."""
        self.from_year_id.sudo().without_rollover = True
        return super().unlink()

    def _check_changeable(self):
        """Refuse to change what is being carried out."""
        if any(rollover.state in WAITING for rollover in self):
            raise UserError(
                self.env._("The roll-over is being carried out. Wait until it is done.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_going_on(self):
        self._check_changeable()

    # === ACTIONS === #

    def action_look_again(self):
        """Bring in the groups that came since; what was changed by hand stays."""
        self.check_access("write")
        self._check_changeable()
        for rollover in self:
            rollover._sync_lines()

    def action_carry_out(self):
        """Let the roll-over be carried out in the background."""
        self.ensure_one()
        self.check_access("write")
        if self.state not in WAITING and self._sync_lines():
            return {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {
                    "type": "warning",
                    "message": self.env._(
                        "Groups were added or changed since. Look at the list once"
                        " more, then carry it out."
                    ),
                    "next": {"type": "ir.actions.client", "tag": "soft_reload"},
                },
            }
        if not self.line_ids:
            raise UserError(
                self.env._("There are no groups to carry over. Import them first.")
            )
        self._enqueue_sudo()
        return True

    def action_cancel(self):
        """Take the roll-over out of the queue, as long as it has not begun."""
        self.check_access("write")
        self._dequeue_sudo("draft")

    def action_open_unplaced(self):
        """Open the pupils for whom there is no group to go on from."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "huisbezoek_addon.huisbezoek_pupil_action"
        )
        without = self.env["huisbezoek.pupil"].search(self._get_without_group_domain())
        action["domain"] = [("id", "in", without.ids + self._plan().unplaced)]
        action["context"] = {"default_school_id": self.school_id.id}
        return action

    def action_open_groups(self):
        """Open the groups of the new year."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "huisbezoek_addon.huisbezoek_group_action"
        )
        action["domain"] = [("year_id", "=", self.to_year_id.id)]
        action["context"] = {"default_year_id": self.to_year_id.id}
        return action

    # === PREPARING === #

    @api.model
    def _cron_prepare(self):
        """From May on, have a roll-over ready and tell the planners (A2).

        Nothing to do: one query.
        """
        today = fields.Date.today()
        years = self.env["huisbezoek.school.year"].search(
            [
                ("date_end", ">=", today),
                ("date_end", "<", today + PREPARE),
                ("group_ids", "!=", False),
                ("without_rollover", "=", False),
                ("school_id.active", "=", True),
            ]
        )
        known = self.search([("from_year_id", "in", years.ids)]).from_year_id
        for year in years - known:
            rollover = self.create(
                {"school_id": year.school_id.id, "from_year_id": year.id}
            )
            rollover._tell_planners()

    def _tell_planners(self):
        """Give each planner an activity; it goes when the roll-over is done."""
        for user in self.school_id._get_role_users("planner"):
            self.with_context(
                lang=user.lang, mail_activity_quick_update=True
            ).activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.with_context(lang=user.lang).env._(
                    "Prepare the next school year"
                ),
                user_id=user.id,
                date_deadline=self.from_year_id.date_end,
            )

    def _get_without_group_domain(self):
        """Return the domain of pupils of the school who are in no group at the end."""
        day = self._get_reference_day()
        in_group = (
            Domain("year_id", "=", self.from_year_id.id)
            & Domain("is_composite", "=", False)
            & self.env["huisbezoek.membership"]._get_lasting_domain(day)
        )
        stays = Domain("leave_date", "=", False) | Domain("leave_date", ">", day)
        return (
            Domain("school_id", "=", self.school_id.id)
            & stays
            & ~Domain("membership_ids", "any", in_group)
        )

    def _count_without_group(self):
        return self.env["huisbezoek.pupil"].search_count(
            self._get_without_group_domain()
        )
