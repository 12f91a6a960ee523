from collections import defaultdict
from datetime import timedelta

from babel.dates import format_date

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.misc import babel_locale_parse

from ...logic import visit_states
from ...logic.planning import open_days

#: The numbers that a planner follows, and the states of visits that each counts.
COUNTED = {
    "todo_count": frozenset({"todo"}),
    "waiting_count": frozenset({"invited", "on_hold"}),
    "planned_count": frozenset({"planned"}),
    "held_count": visit_states.HELD,
}


class HuisbezoekRoundProgress(models.AbstractModel):
    """How far a round is, and how full its weeks are: the planner's board (C3, I1).

    All of it is numbers per school, visitor and week, counted in sudo: whoever reads
    the round reads them, and no family is in them.
    """

    _name = "huisbezoek.round.progress"
    _description = "Progress of a round"

    visit_count = fields.Integer(string="Visits", compute="_compute_visit_counts")
    todo_count = fields.Integer(string="To plan", compute="_compute_visit_counts")
    waiting_count = fields.Integer(
        string="Waiting for the family",
        compute="_compute_visit_counts",
        help="The family was invited and chooses itself, or the visit was put aside.",
    )
    planned_count = fields.Integer(string="Planned", compute="_compute_visit_counts")
    held_count = fields.Integer(string="Held", compute="_compute_visit_counts")
    closed_count = fields.Integer(string="Not held", compute="_compute_visit_counts")
    attention_count = fields.Integer(
        string="Needs attention",
        compute="_compute_attention_count",
        groups="huisbezoek_addon.group_planner,huisbezoek_addon.group_care_coordinator",
        help="A pupil left, the lead teaches the pupils no more, the school is closed"
        " that day, or an interpreter is still to be found.",
    )
    planned_share = fields.Integer(compute="_compute_visit_counts", aggregator=None)
    held_share = fields.Integer(compute="_compute_visit_counts", aggregator=None)
    needed_hours = fields.Float(
        string="Hours of this round", compute="_compute_needed_hours"
    )
    next_step = fields.Selection(
        [
            ("make", "Choose the families and make their visits"),
            ("fit", "Decide what happens where it does not fit"),
            ("look", "Wait until it was looked at whether it fits"),
            ("open", "Open the round"),
            ("plan", "Give the visits their times"),
            ("follow", "Follow the visits"),
            ("close", "Close the round"),
        ],
        compute="_compute_next_step",
    )
    board = fields.Json(
        compute="_compute_board",
        groups="huisbezoek_addon.group_planner,huisbezoek_addon.group_management"
        ",huisbezoek_addon.group_care_coordinator",
    )

    @api.depends("visit_ids.state")
    def _compute_visit_counts(self):
        counts = defaultdict(lambda: defaultdict(int))
        for round_, state, count in (
            self.env["huisbezoek.visit"]
            .sudo()
            ._read_group(
                [("round_id", "in", self.ids)], ["round_id", "state"], ["__count"]
            )
        ):
            counts[round_.id][state] = count
        for round_ in self:
            of_state = counts[round_._origin.id]
            for name, states in COUNTED.items():
                round_[name] = sum(of_state[state] for state in states)
            round_.visit_count = sum(of_state.values())
            active = sum(round_[name] for name in COUNTED)
            round_.closed_count = round_.visit_count - active
            with_time = round_.planned_count + round_.held_count
            round_.planned_share = active and 100 * with_time // active
            round_.held_share = active and 100 * round_.held_count // active

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_attention_count(self):
        counts = dict(
            self.env["huisbezoek.visit"]._read_group(
                Domain("round_id", "in", self.ids) & self._get_attention_domain(),
                ["round_id"],
                ["__count"],
            )
        )
        for round_ in self:
            round_.attention_count = counts.get(round_._origin, 0)

    @api.model
    def _get_attention_domain(self):
        """Return the domain of the visits of which somebody has to do something."""
        return Domain("attention", "!=", False) | Domain("lacks_interpreter", "=", True)

    @api.depends("visit_ids.visitor_ids.counted_hours")
    def _compute_needed_hours(self):
        """Sum over all visitors: each costs the norm (C3)."""
        hours = dict(
            self.env["huisbezoek.visitor"]
            .sudo()
            ._read_group(
                [("visit_id.round_id", "in", self.ids)],
                ["visit_id.round_id"],
                ["counted_hours:sum"],
            )
        )
        by_id = {round_.id: total for round_, total in hours.items()}
        for round_ in self:
            round_.needed_hours = by_id.get(round_._origin.id, 0.0)

    @api.depends("state", "visit_count", "short_count", "fit_date", *COUNTED)
    def _compute_next_step(self):
        for round_ in self:
            if round_.state == "done":
                round_.next_step = False
            elif not round_.visit_count:
                round_.next_step = "make"
            elif round_.state == "draft" and not round_.fit_date:
                round_.next_step = "look"
            elif round_.state == "draft":
                round_.next_step = "fit" if round_.short_count else "open"
            elif round_.todo_count:
                round_.next_step = "plan"
            else:
                waits = round_.planned_count or round_.waiting_count
                round_.next_step = "follow" if waits else "close"

    # === BOARD === #

    @api.depends("fit_ids.weeks", "visit_ids.start", "visit_ids.state", "date_to")
    @api.depends_context("lang")
    def _compute_board(self):
        for round_ in self:
            # As it is saved: a form that is being edited has no rows to count.
            round_.board = round_._origin and round_._origin._get_board()

    def _get_board(self):
        """Return the grid of visitors and weeks, as the screen draws it."""
        taken = self._count_taken()
        mondays = self._get_mondays({monday for who, monday in taken})
        return {
            "weeks": self._get_weeks(mondays),
            "rows": [self._get_board_row(fit, mondays, taken) for fit in self.fit_ids],
        }

    def _get_mondays(self, besides):
        """Return the weeks of the window, and those ``besides`` that hold a visit."""
        first = self.date_from - timedelta(days=self.date_from.weekday())
        return sorted(
            besides
            | {
                first + timedelta(weeks=number)
                for number in range((self.date_to - first).days // 7 + 1)
            }
        )

    def _get_weeks(self, mondays):
        """Return what the school's calendar says of the working days of each week."""
        span = (mondays[0], mondays[-1] + timedelta(days=4))
        closed = self.env["huisbezoek.closed.day"]._get_closed(self.school_id, *span)
        Feast = self.env["huisbezoek.feast"].sudo()
        feasts = Feast.search(
            Feast._get_overlap_domain(self.school_id, *span)
            & Domain("is_closed", "=", False)
        )
        named = [
            *((days.name, days.first, days.last) for days in closed),
            *((feast.name, feast.date_from, feast.date_to) for feast in feasts),
        ]
        locale = babel_locale_parse(self.env.lang)
        weeks = []
        for monday in mondays:
            friday = monday + timedelta(days=4)
            weeks.append(
                {
                    "key": str(monday),
                    "label": format_date(monday, "d MMM", locale=locale),
                    "closed": not open_days(monday, friday, closed),
                    "days": [
                        name
                        for name, first, last in named
                        if first <= friday and last >= monday
                    ],
                }
            )
        return weeks

    def _count_taken(self):
        """Return {(employee id, Monday): visits that have a time in that week}."""
        tz = {"tz": self.school_id.tz}
        rows = (
            self.env["huisbezoek.visitor"]
            .sudo()
            .with_context(**tz)
            ._read_group(
                Domain("visit_id.round_id", "=", self.id)
                & Domain("state", "!=", "declined")
                & Domain("visit_state", "in", sorted(visit_states.IN_CALENDAR)),
                ["employee_id", "visit_id.start:day"],
                ["__count"],
            )
        )
        taken = defaultdict(int)
        for employee, day, count in rows:
            monday = fields.Date.to_date(day)
            monday -= timedelta(days=monday.weekday())
            taken[employee.id, monday] += count
        return taken

    def _get_board_row(self, fit, mondays, taken):
        who = fit.employee_id.sudo()
        free = fit.weeks or {}
        return {
            "id": who.id,
            "name": who.name,
            "state": fit.state,
            "todo": fit.todo_count,
            "cells": [
                {
                    "taken": taken[who.id, monday],
                    "free": free.get(str(monday), 0),
                }
                for monday in mondays
            ],
        }

    def action_open_counted(self):
        """Open the visits behind a number; which one stands in the context."""
        self.ensure_one()
        name = self.env.context.get("huisbezoek_counted")
        action = self.action_open_visits()
        action["domain"] = Domain(action["domain"]) & (
            Domain("state", "in", sorted(COUNTED[name]))
            if name in COUNTED
            else self._get_attention_domain()
        )
        return {**action, "domain": list(action["domain"])}

    def action_open_week(self, employee_id, monday):
        """Open the visits of one visitor in the calendar, at one week.

        :param int employee_id: whose visits.
        :param str monday: the first day of the week, as on the board.
        """
        self.ensure_one()
        return self.env["huisbezoek.visit"]._get_calendar_action(
            [("visitor_ids.employee_id", "=", employee_id)], monday
        )
