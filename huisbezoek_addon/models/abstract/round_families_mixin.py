from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...logic import grades, rounds, visit_states


class HuisbezoekRoundFamilies(models.AbstractModel):
    """Whom a round visits, and the visits that it makes of that (C1)."""

    _name = "huisbezoek.round.families"
    _description = "Families of a round"

    group_ids = fields.Many2many(
        "huisbezoek.group",
        "huisbezoek_round_group_rel",
        "round_id",
        "group_id",
        string="Groups",
        check_company=True,
        domain="[('school_id', '=', school_id), ('year_id', '=', year_id)]",
        compute="_compute_groups",
        store=True,
        readonly=False,
        help="Schools begin with group 1, or with the first class.",
    )
    include_new = fields.Boolean(
        string="New pupils of other groups too",
        default=True,
        help="Whoever came to the school this year and is in another group.",
    )
    interval_years = fields.Integer(
        string="Once in so many years",
        default=1,
        aggregator=None,
        help="A family that was visited within so many school years is left out; 0"
        " leaves nobody out.",
    )
    siblings = fields.Selection(
        [
            ("together", "One visit for brothers and sisters together"),
            ("apart", "A visit for each child, one after the other"),
        ],
        string="Brothers and sisters",
        required=True,
        default="together",
    )
    is_pilot = fields.Boolean(
        string="Pilot", help="A first year in which some teachers make visits (I3)."
    )
    teacher_ids = fields.Many2many(
        "huisbezoek.teacher",
        "huisbezoek_round_teacher_rel",
        "round_id",
        "teacher_id",
        string="Teachers of the pilot",
        check_company=True,
        domain="[('school_id', '=', school_id)]",
    )
    visit_ids = fields.One2many(
        "huisbezoek.visit", "round_id", string="Visits of the round"
    )
    # Those may be taken back: others joined the round, and were there before it.
    made_visit_ids = fields.Many2many(
        "huisbezoek.visit",
        "huisbezoek_round_made_visit_rel",
        string="Visits that the round made",
        copy=False,
        groups="base.group_system",
    )
    family_count = fields.Integer(
        string="Families to visit",
        compute="_compute_family_count",
        help="As the choices on this page have it now.",
    )
    known_count = fields.Integer(
        string="Have a visit already",
        compute="_compute_family_count",
        help="Families with an open visit of this year, or that said no this year. No"
        " other visit is made for them.",
    )

    @api.depends(
        *("school_id", "year_id", "group_ids", "include_new", "interval_years"),
        *("is_pilot", "teacher_ids", "siblings"),
    )
    @api.depends_context("uid")
    def _compute_family_count(self):
        """Count in sudo, for who plans or answers for the school."""
        for round_ in self:
            wanted = round_._may_count_families() and round_.sudo()._get_wanted()
            round_.family_count = len(wanted or ())
            lacking = wanted and round_._get_lacking(
                wanted, round_._get_present_sudo(wanted)
            )
            round_.known_count = round_.family_count - len(lacking or ())

    def _may_count_families(self):
        """Tell whether the user may know: a form may name any school, and any group."""
        round_sudo = self.sudo()
        school, year = round_sudo.school_id, round_sudo.year_id._origin
        roles = ("planner", "care_coordinator", "management")
        return (
            (self.env.su or self.env.user in school._get_role_users(*roles))
            and year.school_id == school
            and round_sudo.group_ids._origin.year_id <= year
        )

    @api.depends("school_id", "year_id")
    def _compute_groups(self):
        """Propose where schools begin: group 1, or the first class (C1)."""
        for round_ in self:
            if not round_.group_ids or round_.group_ids.year_id != round_.year_id:
                round_.group_ids = round_._get_first_groups()

    def _get_first_groups(self):
        """Return the groups of the round's year with which a school begins."""
        self.ensure_one()
        first = grades.first_grades(self.school_id.school_type or "po")
        return self.year_id.group_ids.filtered(
            lambda group: (
                not group.is_composite
                and not {
                    group.grade,
                    *group.sudo().membership_ids.mapped("grade"),
                }.isdisjoint(first)
            )
        )

    # === WHOM === #

    def _get_wanted(self):
        """Return whom the round visits: pairs (household, its pupils) (in sudo)."""
        self.ensure_one()
        if not self.year_id:
            return []
        pupils = self._get_pupils()
        households = pupils.household_ids.filtered("active")
        households -= self._get_visited_households(households)
        if self.siblings == "together":
            left = households.pupil_ids._filter_left(self._get_first_day())
            return [(home, home.pupil_ids - left) for home in households]
        return [
            (home, pupil)
            for home in households
            for pupil in home.pupil_ids
            if pupil in pupils
        ]

    def _get_pupils(self):
        """Return the pupils of the chosen groups, and the new ones (in sudo)."""
        groups = self.group_ids._origin
        year = self.year_id._origin
        Membership = self.env["huisbezoek.membership"]
        in_year = Domain("year_id", "=", year.id) & Membership._get_lasting_domain(
            self._get_first_day()
        )
        wanted = Domain("group_id", "in", groups.ids)
        if self.include_new:
            wanted |= Domain("pupil_id.entry_date", ">=", year.date_start)
        if self.is_pilot:
            teachings = self.env["huisbezoek.teaching"].search(
                Domain("teacher_id", "in", self.teacher_ids._origin.ids)
                & Domain("group_id.year_id", "=", year.id)
            )
            wanted &= Domain("group_id", "in", teachings.group_id.ids)
        pupils = Membership.search(in_year & wanted).pupil_id.filtered("active")
        return pupils - pupils._filter_left(self._get_first_day())

    def _get_first_day(self):
        """Return today, or the day on which the school year of the round begins."""
        return max(self.school_id._get_today(), self.year_id.date_start)

    def _get_visited_households(self, households):
        """Return the households that were visited within the interval (in sudo)."""
        since = rounds.visited_since(self.year_id.date_start, self.interval_years)
        if since is None:
            return households.browse()
        held = self.env["huisbezoek.visit"]._read_group(
            Domain("household_id", "in", households.ids)
            & Domain("state", "in", sorted(visit_states.HELD))
            & Domain("start", ">=", since),
            ["household_id"],
        )
        return households.browse([household.id for (household,) in held])

    # === VISITS === #

    def action_make_visits(self):
        """Make the visits that the round lacks; safe to press again.

        A family with an open visit keeps it, in this round; a family that declined
        or whose visit was cancelled in this round gets no other one.
        """
        self.ensure_one()
        self.check_access("write")
        self._check_not_closed()
        self.school_id._check_protocol()
        wanted = self.sudo()._get_wanted()
        if not wanted:
            raise UserError(
                self.env._(
                    "No family is to be visited. Choose groups with pupils, and look"
                    " whether each pupil has a household."
                )
            )
        if self._make_visits(wanted):
            self._sync_fit()
            return self.action_open_visits()
        if not self.sudo().visit_ids:
            raise UserError(
                self.env._(
                    "All these families have an open visit this year already, in"
                    " another round, or said no. Choose other groups."
                )
            )
        return self._get_notification(
            self.env._("No visit is missing: each family has one.")
        )

    def _get_notification(self, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "info", "message": message},
        }

    def _check_not_closed(self):
        if "done" in self.mapped("state"):
            raise UserError(
                self.env._("A closed round stays as it was. Open it again first.")
            )

    def _make_visits(self, wanted):
        """Return how many visits joined the round or were made for it."""
        present_sudo = self._get_present_sudo(wanted)
        joining_sudo = present_sudo.filtered(
            lambda v: not v.round_id and v.state in visit_states.OPEN
        )
        joining_sudo.write({"round_id": self.id})
        missing = self._get_lacking(wanted, present_sudo)
        leads = self._share_out_leads(missing)
        made = self.env["huisbezoek.visit"].create(
            [
                {
                    "school_id": self.school_id.id,
                    "round_id": self.id,
                    "year_id": self.year_id.id,
                    "household_id": home.id,
                    "pupil_ids": pupils.ids,
                    "duration": self.visit_minutes / 60,
                    "lead_id": lead,
                }
                for (home, pupils), lead in zip(missing, leads, strict=True)
            ]
        )
        self.sudo().made_visit_ids |= made
        return len(joining_sudo) + len(made)

    @api.model
    def _get_lacking(self, wanted, present_sudo):
        """Return those of ``wanted`` for whom a visit is still to be made."""
        known = {
            (visit.household_id, pupil)
            for visit in present_sudo
            for pupil in visit.pupil_ids
        }
        return [
            (home, pupils)
            for home, pupils in wanted
            if not any((home, pupil) in known for pupil in pupils)
        ]

    def _get_present_sudo(self, wanted):
        """Return the visits of these families that make another one needless.

        Those of the round, and of the year what is open or was declined: no is final
        for the year (D6).
        """
        of_year = Domain("year_id", "=", self.year_id._origin.id) & Domain(
            "state", "in", [*visit_states.OPEN, "declined"]
        )
        Visit = self.env["huisbezoek.visit"].sudo()
        return Visit.search(
            Domain("household_id", "in", [home.id for home, _pupils in wanted])
            & (Domain("round_id", "=", self._origin.id or 0) | of_year)
        )

    def _share_out_leads(self, wanted):
        """Return the id of each visit's lead, or False: who share a group, share."""
        candidates = [self._get_candidates(pupils) for _home, pupils in wanted]
        leads = rounds.share_out(
            [rounds.Share(number, tuple(who)) for number, who in enumerate(candidates)],
            self._get_leading_counts(),
        )
        return [leads.get(number, False) for number in range(len(wanted))]

    def _get_candidates(self, pupils):
        """Return the ids of the employees who could lead: those of the youngest."""
        employees = pupils._get_leads(self._get_first_day())
        if self.is_pilot:
            employees &= self.sudo().teacher_ids.employee_id
        return employees.ids

    def _get_leading_counts(self):
        Visit = self.env["huisbezoek.visit"].sudo()
        is_led = Domain("round_id", "=", self.id) & Domain("lead_id", "!=", False)
        counts = Visit._read_group(is_led, ["lead_id"], ["__count"])
        return {employee.id: count for employee, count in counts}

    def action_take_back_visits(self):
        """Take back the visits that nobody has planned or dealt with yet.

        What was there before the round leaves it, and stays as it is.
        """
        self.check_access("write")
        self._check_not_closed()
        visits = self.visit_ids.filtered(
            lambda visit: visit.state == "todo" and not visit.start
        )
        made = visits & self.sudo().made_visit_ids
        (visits - made).round_id = False
        (made - made._filter_dealt_with()).unlink()
        self._sync_fit()

    def action_open_visits(self):
        """Open the visits of the round."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "huisbezoek_addon.huisbezoek_visit_action"
        )
        action["domain"] = [("round_id", "=", self.id)]
        action["context"] = {"search_default_group_lead": 1}
        return action
