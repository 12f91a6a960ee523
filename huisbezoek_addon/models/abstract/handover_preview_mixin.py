from collections import Counter

from odoo import models
from odoo.fields import Domain

from ...logic import visit_states


class HuisbezoekHandoverPreview(models.AbstractModel):
    """Tells what a hand-over would do, before it is done (C7)."""

    _name = "huisbezoek.handover.preview"
    _description = "Shows a hand-over beforehand"

    # === TO WHOM === #

    def _get_possible_leads(self):
        """Return the employees to whom the user may hand these visits over."""
        if self - self._filter_of_office():
            possible = self.sudo().pupil_ids._get_teachers()
        else:
            possible = self._get_teachers_of_school()
        present = self.lead_id
        if len(present) == 1:
            possible -= present.sudo()
        return possible.filtered("active").sudo(False)

    def _get_teachers_of_school(self):
        """Return who teaches at the school now, or has the role to (in sudo)."""
        school = self.school_id
        Teaching = self.env["huisbezoek.teaching"].sudo()
        teaching = Teaching.search(
            Domain("school_id", "in", school.ids) & Teaching._get_current_domain()
        )
        users = self.env["res.users"].union(
            *(one._get_role_users("teacher") for one in school)
        )
        with_role = (
            self.env["hr.employee"]
            .sudo()
            .search(
                Domain("user_id", "in", users.ids)
                & Domain("company_id", "in", school.company_id.ids)
            )
        )
        return teaching.teacher_id.employee_id | with_role

    def _propose_leads(self):
        """Return who would naturally take over: who teaches the same group (A2).

        That of the pupil on whose account the lead goes, and not of a sister in
        another group; and nobody who cannot log in and so would not see the visits.
        """
        teachers = self.sudo().pupil_ids._map_teachers("group", "mentor")
        # Who teaches whom is not for each who hands over to read; the result is cut
        # down to those whom he may choose from.
        visits_sudo, partners_sudo = self.sudo(), self.env["hr.employee"].sudo()
        for visit_sudo in visits_sudo:
            of_pupils = [teachers[pupil] for pupil in visit_sudo.pupil_ids]
            shared = [who for who in of_pupils if visit_sudo.lead_id in who]
            partners_sudo |= partners_sudo.union(*(shared or of_pupils))
        present_sudo = partners_sudo.filtered("user_id") - visits_sudo.lead_id
        return present_sudo.sudo(False) & self._get_possible_leads()

    # === WHAT WOULD HAPPEN === #

    def _preview_hand_over(self, employees, keep_times=True):
        """Return what a hand-over would do to the visits.

        :return: dict of the `problem` that forbids it, and `rows` per colleague, how
            many visits get another lead (`moving`), `keep` their time and are `to_plan`
            again.
        """
        visits = self._filter_to_hand_over()
        employees = self.env["hr.employee"].browse(employees.ids)
        if problem := visits._get_hand_over_problem(employees):
            return {"problem": problem}
        leads, kept = visits._share_out(employees, keep_times)
        planned = sum(visit.state == "planned" for visit in leads)
        return {
            "problem": "",
            "rows": visits._get_preview_rows(employees, leads),
            "moving": len(leads),
            "keep": len(kept),
            "to_plan": planned - len(kept),
        }

    def _get_preview_rows(self, employees, leads):
        more = Counter(leads.values())
        staying = Counter(visit.lead_id for visit in self - self.union(*leads))
        hours = Counter()
        for visit, lead in leads.items():
            hours[lead] += visit.sudo()._get_norm_hours()
        planned = self._get_readable_hours(employees)
        return [
            {
                "name": employee.sudo().name,
                "now": count + staying[employee],
                "more": more[employee],
                "hours": employee in planned and planned[employee] + hours[employee],
                "hint": self._get_lead_hint(employee),
            }
            for employee, (count, _hours) in self._get_led_by(employees).items()
        ]

    def _get_readable_hours(self, employees):
        """Return ``{employee: planned hours}`` where the user may know them (H3)."""
        return dict(
            self.env["huisbezoek.annual.task"]._read_group(
                Domain("employee_id", "in", employees.ids)
                & Domain("year_id", "in", self.year_id.ids),
                ["employee_id"],
                ["planned_hours:sum"],
            )
            if self.env["huisbezoek.annual.task"].has_access("read")
            else ()
        )

    def _get_lead_hint(self, employee):
        """Return what a colleague lacks to see the visits; empty if nothing."""
        user_sudo = employee.sudo().user_id
        if not user_sudo:
            return self.env._("Cannot log in, so will not see the visits.")
        if user_sudo not in self.school_id._get_role_users("teacher"):
            return self.env._("Has no role as teacher, so will not see the visits.")
        return ""

    def _get_staying_notes(self):
        """Return sentences on the visits that stay, and who can help."""
        staying_sudo = (self - self._filter_to_hand_over()).sudo()
        held = staying_sudo.filtered(lambda v: v.state in visit_states.HELD)
        begun = (staying_sudo - held).filtered(lambda v: v.state in visit_states.OPEN)
        with_report = begun.filtered("report_ids")
        counts = {
            self.env._(
                "Held already: %(count)s. They stay with who led them, with their"
                " reports. Only the care coordinator hands one over, on its own page."
            ): len(held),
            self.env._(
                "A report was begun: %(count)s. They stay too; ask the care"
                " coordinator."
            ): len(with_report),
            self.env._(
                "Begun or past: %(count)s. Say first whether they were held, or press"
                " 'Plan again'."
            ): len(begun - with_report),
            self.env._("Closed already: %(count)s."): len(staying_sudo - held - begun),
        }
        return [text % {"count": count} for text, count in counts.items() if count]
