from datetime import timedelta

from odoo import api, fields, models

from ...logic import schedule

#: How far ahead chosen visits get their times when there is no round.
AHEAD = timedelta(weeks=8)


class HuisbezoekVisitProblem(models.AbstractModel):
    """Visits that want a time, as the planning of many at once knows them (C5)."""

    _name = "huisbezoek.visit.problem"
    _description = "Wants a time"

    def _to_problem(
        self, school, first, last, *, evening_limit=0, week_limit=0, persons=()
    ):
        """Return what a proposal of times for the visits depends on.

        Read in sudo and in bulk: the queries grow with neither visits nor days.

        :param school: the school of all the visits.
        :param first: first day, a date; what is today or past is no time any more.
        :param last: last day, included.
        :param persons: others of whom the free time is to be known as well.
        :return: ``logic.schedule.Problem``, with the ids of visits as keys.
        """
        Availability = self.env["huisbezoek.availability"]
        first = max(first, school._get_today() + timedelta(days=1))
        going = self._get_planned_persons()
        everybody = dict.fromkeys(
            [*persons, *(person for who in going.values() for person in who)]
        )
        found = {}
        blocked = dict.fromkeys(self, ())
        if first <= last:
            found = Availability._get_persons(school, everybody, first, last, self)
            days = Availability._get_open_days(school, first, last)
            blocked = self and self._get_blocked(first, last, days)
        keys = {person: person._get_planning_key() for person in everybody}
        return schedule.Problem(
            visits=tuple(
                schedule.Visit(
                    key=visit.id,
                    persons=tuple(keys[person] for person in going[visit]),
                    minutes=round(visit.duration * 60),
                    place=visit._get_travel_place(),
                    family=visit.household_id.id,
                    blocked=tuple(blocked[visit]),
                )
                for visit in self
            ),
            persons={
                key: found.get(person, schedule.Person(key))
                for person, key in keys.items()
            },
            travel=school.sudo()._get_travel_times(),
            evening_limit=evening_limit,
            week_limit=week_limit,
        )

    @api.model
    def _get_calendar_action(self, domain, day):
        """Return the action that opens visits in the planner's calendar.

        :param domain: which visits.
        :param str day: at which day the calendar opens.
        """
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "huisbezoek_addon.huisbezoek_visit_action"
        )
        action["domain"] = domain
        action["context"] = {"initial_date": day}
        action["views"] = sorted(action["views"], key=lambda v: v[1] != "calendar")
        return action

    def action_propose(self):
        """Make a proposal of times for the chosen visits, in the coming weeks (C7)."""
        self.check_access("write")
        today = fields.Date.context_today(self)
        limits = self.round_id[:1]
        return (
            self.env["huisbezoek.proposal"]
            ._create_for(
                self,
                {
                    "date_from": today + timedelta(days=1),
                    "date_to": today + AHEAD,
                    **(
                        {
                            "evening_limit": limits.evening_limit,
                            "week_limit": limits.week_limit,
                        }
                        if limits
                        else {}
                    ),
                },
            )
            ._get_action()
        )
