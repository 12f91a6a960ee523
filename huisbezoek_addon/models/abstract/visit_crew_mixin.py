from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...logic import visit_states


class HuisbezoekVisitCrew(models.AbstractModel):
    """Who goes on a visit: one who leads, and colleagues who come along."""

    _name = "huisbezoek.visit.crew"
    _description = "Who goes on a visit"

    lead_id = fields.Many2one(
        "hr.employee",
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
        for visit in self:
            if visit.lead_id.id in visit.companion_ids.ids:
                raise UserError(
                    self.env._(
                        "%(person)s leads this visit already. Choose other companions.",
                        person=visit.lead_id.sudo().name,
                    )
                )
        self._set_visitors(
            "companion",
            {visit: Employee.browse(visit.companion_ids.ids) for visit in self},
        )

    def _set_visitors(self, kind, wanted):
        """Make the visitors of one kind the wanted employees of each visit.

        Whoever may write the visit decides on them; nobody writes visitors
        directly, so that an answer is the visitor's own.

        :param wanted: ``{visit: employees}``, of the kind "interpreter"
            ``{visit: interpreters}``.
        """
        crews = {
            visit: people.employee_id if kind == "interpreter" else people
            for visit, people in wanted.items()
        }
        if kind == "lead":
            self._check_leads(wanted)
        else:
            self.browse().union(*wanted)._claim()
        self._check_report_stays(kind, crews)
        who = "interpreter_id" if kind == "interpreter" else "employee_id"
        leaving, coming = self.env["huisbezoek.visitor"].sudo(), []
        for visit, people in wanted.items():
            visitors = visit.sudo().visitor_ids
            present = visitors.filtered(lambda v: v.kind == kind)
            leaving |= present.filtered(lambda v, p=people: v[who] not in p)
            # Whoever was a visitor of another kind is one visitor still.
            leaving |= (visitors - present).filtered(
                lambda v, e=crews[visit]: v.employee_id and v.employee_id in e
            )
            coming += [
                {"visit_id": visit.id, "kind": kind, **self._prepare_visitor(person)}
                for person in people - present[who]
            ]
        former = {
            visitor.visit_id: visitor.employee_id
            for visitor in leaving
            if visitor.kind == "lead"
        }
        # In one step: in between, a planned visit would have no lead.
        leaving.unlink()
        leaving.create(coming)
        visits = self.browse().union(*wanted)
        visits._check_lead()
        visits.sudo()._part_from(former)
        visits.sudo()._sync_planning()
        visits.sudo()._sync_report_activity()

    @api.model
    def _prepare_visitor(self, person):
        """Return who it is: an employee, an interpreter, or a colleague as both."""
        if person._name == "huisbezoek.interpreter":
            employee_id = person.sudo().employee_id.id
            return {"interpreter_id": person.id, "employee_id": employee_id}
        return {"employee_id": person.id}

    @api.model
    def _check_report_stays(self, kind, wanted):
        """Refuse to hand over a visit with its report: others would read it (C7)."""
        for visit, employees in wanted.items():
            visit_sudo = visit.sudo()
            # Not the visit's own field: what is to be written stands there already.
            leads = visit_sudo.visitor_ids.filtered(lambda v: v.kind == "lead")
            present = leads.employee_id
            # Who comes along would lead no more.
            coming = employees if kind == "lead" else present - employees
            if (
                not self.env.su
                and coming != present
                and (visit_sudo.state in visit_states.HELD or visit_sudo.report_ids)
                and self.env.user
                not in visit.school_id._get_role_users("care_coordinator")
            ):
                raise AccessError(
                    self.env._(
                        "This visit was held, and who leads it reads and writes its"
                        " report. Ask the care coordinator to hand it over."
                    )
                )

    @api.model
    def _check_leads(self, wanted):
        """Let a teacher choose as lead himself, or who teaches the pupils too."""
        if self.env.su:
            return
        visits = self.browse().union(*wanted)
        visits -= visits._filter_of_office()
        teachers = visits.sudo().pupil_ids._map_teachers()
        for visit in visits:
            others = wanted[visit].sudo().filtered(lambda e: e.user_id != self.env.user)
            pupils_sudo = visit.sudo().pupil_ids
            if not others <= others.browse().union(*map(teachers.get, pupils_sudo)):
                raise AccessError(
                    self.env._(
                        "Choose yourself as lead, or a colleague who teaches the"
                        " pupil. For others ask the planner."
                    )
                )

    def _filter_of_office(self):
        """Return the visits of schools where the user may choose any lead."""
        offices = {
            school
            for school in self.school_id
            if self.env.user in school._get_role_users("planner", "care_coordinator")
        }
        return self.filtered(lambda visit: visit.school_id in offices)

    def _check_lead(self):
        if any(visit.state == "planned" and not visit.lead_id for visit in self):
            raise UserError(
                self.env._("Choose who leads the visit before planning it.")
            )

    def _get_persons_going(self):
        """Return whose time the visit takes: contacts and interpreters, each once."""
        persons = (visitor._get_person() for visitor in self._get_going())
        return list(dict.fromkeys(filter(None, persons)))
