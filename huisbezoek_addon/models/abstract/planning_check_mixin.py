from odoo import api, fields, models

from ...logic import planning
from ...logic.local_time import to_span


class HuisbezoekPlanningCheck(models.AbstractModel):
    """Tells what speaks against the time of a visit while it is being planned.

    By the rules and from the diaries by which free times are found: see
    `huisbezoek.availability`. Only free or busy leaves them (design §5.8).
    """

    _name = "huisbezoek.planning.check"
    _description = "Warns about the time of a visit"

    planning_warning = fields.Text(compute="_compute_planning_warning")

    @api.depends(
        *("start", "stop", "place", "state"),
        *("lead_id", "companion_ids", "interpreter_id", "household_id"),
    )
    @api.depends_context("lang")
    def _compute_planning_warning(self):
        for visit in self:
            open_with_time = (
                visit.state in ("todo", "invited", "planned") and visit.start
            )
            visit.planning_warning = open_with_time and "\n".join(
                [*visit._get_planning_warnings(), *visit._get_role_warnings()]
            )

    def _get_role_warnings(self):
        """Return a sentence for each companion who could not answer (E3)."""
        school_sudo = self.school_id.sudo()
        users = school_sudo.role_ids.filtered("active").user_id
        colleagues = self.lead_id.browse(self.companion_ids._origin.ids)
        colleagues |= self._get_shown_interpreter().sudo().employee_id.sudo(False)
        return [
            self.env._(
                "%(person)s has no role at this school, so cannot answer or see the"
                " visit. An administrator gives the role of companion.",
                person=colleague.name,
            )
            for colleague in colleagues.sudo()
            if colleague.user_id and colleague.user_id not in users
        ]

    def _get_planning_warnings(self):
        """Return the sentences that speak against the visit's time."""
        return [self._word_finding(one) for one in self._get_planning_findings()]

    def _get_planning_findings(self):
        """Return what ``logic.planning`` finds that speaks against the visit's time."""
        self.ensure_one()
        if not (self.school_id and self.start and self.stop and self.start < self.stop):
            return []
        school = self.school_id
        day = school._to_local(self.start).date()
        facts = self._get_family_facts()
        return planning.check_slot(
            to_span(self.start, self.stop),
            school.sudo()._get_rules(**self._get_limits()),
            closed=self.env["huisbezoek.closed.day"]._get_closed(school, day, day),
            persons=self._get_visitor_diaries(day),
            place=facts["place"],
            avoided=facts["avoided"],
            visited=facts["visited"],
        )

    def _get_family_facts(self):
        """Return where the family is and when it cannot, for ``check_slot``."""
        # A form may name any family; of one that the user may not read nothing is
        # told, not even how far away it is.
        household = self.household_id._filter_readable()._origin
        if not household:
            return {"place": "", "avoided": (), "visited": ()}
        visited = household._get_visited(self.start, self.stop)[household]
        return {
            "place": self._get_travel_place(),
            "avoided": household._get_avoided()[household],
            "visited": [
                span for visit, span in visited.items() if visit != self._origin
            ],
        }

    def _get_limits(self):
        """Return how many visits one person makes: on an evening, and in a week.

        As the visit's round says; 0 is no limit, see ``logic.slots``.
        """
        round_sudo = self.round_id.sudo()
        return {
            "evening_limit": round_sudo.evening_limit,
            "week_limit": round_sudo.week_limit,
        }

    def _get_visitor_diaries(self, day):
        """Return the diaries of who would visit, as the form stands now."""
        # A form may name anybody; of another board nothing is told.
        persons = [
            person
            for person in self._get_planned_persons()[self]
            if person.sudo().company_id == self.school_id.company_id
        ]
        diaries = self.env["huisbezoek.availability"]._get_diaries(
            self.school_id, persons, day, day
        )
        return [diaries[person].without(self._origin._ids) for person in persons]

    def _get_planned_persons(self):
        """Return ``{visit: [person, …]}``: who would visit, the lead first.

        As the form stands now, where there is one. Who said that he cannot come
        along keeps nobody from going.
        """
        places_sudo = (
            self.env["huisbezoek.visitor"]
            .sudo()
            .search_fetch(
                [("visit_id", "in", self._origin.ids)],
                ["visit_id", "employee_id", "interpreter_id", "kind", "state"],
                order="kind desc, id",
            )
        )
        going = places_sudo._filter_going()
        persons = {visit: [] for visit in self | self._origin}
        for place in going:
            persons[place.visit_id] += place.employee_id or [
                *place.interpreter_id._filter_bound()
            ]
        for form in self.filtered(lambda visit: not visit.id):
            away = (places_sudo - going).filtered(
                lambda place, visit=form._origin: place.visit_id == visit
            )
            companions = form.lead_id.browse(form.companion_ids.ids)
            interpreter = form._get_shown_interpreter() - away.interpreter_id
            colleagues = (
                form.lead_id._origin
                | companions
                | (interpreter.sudo().employee_id.sudo(False))
            )
            persons[form] = [
                *(colleagues - away.employee_id),
                *interpreter._filter_bound(),
            ]
        return persons

    def _word_finding(self, finding):
        """Put a finding of ``logic.planning`` into the user's language."""
        sentences = {
            "closed": self.env._("The school is closed that day: %(day)s."),
            "outside_hours": self.env._("This is outside the school's visit hours."),
            "own_hours": self.env._("%(person)s does not visit at that hour."),
            "lessons": self.env._("%(person)s has lessons then."),
            "avoided": self.env._("The family would rather not be visited then."),
            "visited": self.env._("The family has another visit then."),
            "absent": self.env._("%(person)s is absent that day."),
            "day_off": self.env._("%(person)s does not work that day."),
            "busy": self.env._("%(person)s has another appointment then."),
            "visiting": self.env._("%(person)s is on another home visit then."),
            "way_visit": self.env._(
                "%(person)s has too little time to travel to or from another visit."
            ),
            "way_school": self.env._(
                "%(person)s has too little time to travel from school or another"
                " appointment, or back to it."
            ),
            "evening_full": self.env._(
                "%(person)s already makes %(count)s visits that evening."
            ),
            "week_full": self.env._(
                "%(person)s already makes %(count)s visits that week."
            ),
            "evening_taken": self.env._("%(person)s has no room left that evening."),
            "week_taken": self.env._("%(person)s has no room left that week."),
        }
        return sentences[finding.code] % finding.params
