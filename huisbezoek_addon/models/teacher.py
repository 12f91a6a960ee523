from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..logic import visit_states


class HuisbezoekTeacher(models.Model):
    """Somebody who teaches at a school, and the employee that this is.

    A file names teachers that Odoo may not know yet: those wait here without
    an employee, and their groups work without them (A6).
    """

    _name = "huisbezoek.teacher"
    _description = "Teacher"
    _inherit = ["huisbezoek.school.mixin"]
    _order = "name, id"
    _personal_data = ("name and work e-mail of a teacher", "leaving the school")

    name = fields.Char(required=True)
    work_email = fields.Char()
    employee_id = fields.Many2one(
        "hr.employee", index="btree_not_null", check_company=True, ondelete="set null"
    )
    user_id = fields.Many2one(
        related="employee_id.user_id", store=True, index="btree_not_null"
    )
    import_key = fields.Char(copy=False)
    teaching_ids = fields.One2many("huisbezoek.teaching", "teacher_id")

    _import_key_uniq = models.UniqueIndex(
        "(school_id, import_key) WHERE import_key IS NOT NULL",
        "Two teachers of one school cannot have the same key.",
    )
    _employee_uniq = models.UniqueIndex(
        "(school_id, employee_id) WHERE employee_id IS NOT NULL",
        "This employee already stands in the list of teachers of the school.",
    )

    @api.onchange("employee_id")
    def _onchange_employee(self):
        if self.employee_id:
            self.name = self.name or self.employee_id.name
            self.work_email = self.work_email or self.employee_id.work_email

    def _filter_present(self):
        """Return the teachers without those whose employee was archived."""
        # In sudo: nothing but who is still there leaves this.
        return self.filtered(lambda t: not t.employee_id or t.employee_id.sudo().active)

    # === HANDING GROUPS OVER === #

    def _hand_over_groups(self, groups, last_day, successors, *told, with_visits=True):
        """Let others teach groups from the day after the last one on.

        :param groups: of those that the teacher teaches; each successor gets each.
        :param last_day: on which the teacher still teaches them (a date).
        :param successors: teachers of the school; none if nobody is known yet.
        :param told: who hears of the visits that get another lead, besides that
            lead: ``former`` for the teacher, or roles at the school.
        :param with_visits: his open visits go along, spread over the successors.
        :return: the visits that were handed over.
        """
        self.ensure_one()
        self.check_access("write")
        if successors.school_id - self.school_id or self in successors:
            raise UserError(
                self.env._("Choose other teachers of the same school as successors.")
            )
        visits = self._get_visits_of(groups, last_day)
        ending = self._get_teachings_after(groups, last_day)
        self._make_successors(ending, last_day, successors)
        later = ending.filtered(lambda teaching: teaching.date_from > last_day)
        (ending - later).write({"date_to": last_day})
        later.unlink()
        if not with_visits or not visits:
            return self.env["huisbezoek.visit"]
        leads = successors._filter_present().employee_id
        if not leads:
            raise UserError(
                self.env._(
                    "There are open visits, and no successor who can lead them. Choose"
                    " a successor with an employee, or let the visits stay."
                )
            )
        return visits._follow_leads(leads, *told)

    def _get_teachings_after(self, groups, last_day):
        """Return what the teacher would teach of the groups after a day."""
        Teaching = self.env["huisbezoek.teaching"]
        return Teaching.search(
            Domain("teacher_id", "in", self.ids)
            & Domain("group_id", "in", groups.ids)
            & Teaching._get_lasting_domain(last_day + timedelta(days=1))
        )

    def _make_successors(self, ending, last_day, successors):
        """Let the successors teach the groups; who does already is left alone."""
        Teaching = self.env["huisbezoek.teaching"]
        first = last_day + timedelta(days=1)
        present = Teaching.search(
            Domain("group_id", "in", ending.group_id.ids)
            & Domain("teacher_id", "in", successors.ids)
            & Teaching._get_lasting_domain(first)
        )
        taught = {(teaching.group_id, teaching.teacher_id) for teaching in present}
        Teaching.create(
            [
                {
                    "group_id": teaching.group_id.id,
                    "teacher_id": successor.id,
                    "kind": teaching.kind,
                    "date_from": max(first, teaching.date_from),
                    "date_to": teaching.date_to,
                }
                for teaching in ending
                for successor in successors
                if (teaching.group_id, successor) not in taught
            ]
        )

    def _get_visits_of(self, groups, last_day):
        """Return the open visits that the teacher leads and that go to a successor.

        Those to pupils of the groups; all of them, if he keeps no other group. What
        is planned on or before the last day he makes himself.
        """
        Visit = self.env["huisbezoek.visit"]
        if not self.employee_id:
            return Visit
        visits = Visit.search(
            Domain("lead_id", "=", self.employee_id.id)
            & Domain("school_id", "=", self.school_id.id)
            & Domain("state", "in", sorted(visit_states.OPEN)),
            order="id",
        ).filtered(
            lambda v: (
                v.state != "planned" or v.school_id._to_local(v.start).date() > last_day
            )
        )
        kept = self._get_groups_after(last_day) - groups
        if not kept:
            return visits
        Membership = self.env["huisbezoek.membership"]
        pupils = Membership.search(
            Domain("group_id", "in", groups.ids)
            & Domain("pupil_id", "in", visits.pupil_ids.ids)
            & Membership._get_lasting_domain(last_day)
        ).pupil_id
        return visits.filtered(lambda v: v.pupil_ids & pupils)

    def _get_groups_after(self, last_day):
        """Return the groups that the teacher teaches after a day."""
        Teaching = self.env["huisbezoek.teaching"]
        return Teaching.search(
            Domain("teacher_id", "in", self.ids)
            & Teaching._get_lasting_domain(last_day + timedelta(days=1))
        ).group_id

    # === ACTIONS === #

    def action_open_weekly_times(self):
        """Open when the teacher can visit, and when he has lessons."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "huisbezoek_addon.huisbezoek_weekly_time_action"
        )
        action["domain"] = [
            ("employee_id", "=", self.employee_id.id),
            ("school_id", "=", self.school_id.id),
        ]
        action["context"] = {
            "default_employee_id": self.employee_id.id,
            "default_school_id": self.school_id.id,
        }
        return action

    def action_hand_over(self):
        """Ask who takes over the open visits that these teachers lead (C7)."""
        Visit = self.env["huisbezoek.visit"]
        # With the rights of the user, who hands over what he may.
        visits = Visit.search(
            Domain("lead_id", "in", self.employee_id.ids)
            & Domain("school_id", "in", self.school_id.ids)
            & Visit._get_unfinished_domain()
        )
        if not visits._filter_to_hand_over():
            raise UserError(
                self.env._(
                    "%(teachers)s: no open visits to hand over.",
                    teachers=", ".join(self.mapped("name")),
                )
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "huisbezoek_addon.huisbezoek_visit_handover_action"
        )
        action["context"] = {"default_visit_ids": visits.ids}
        return action

    def action_hand_over_groups(self):
        """Ask who teaches all of the teacher's groups from now on."""
        return self._open_hand_over()

    def _open_hand_over(self, **defaults):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "huisbezoek_addon.huisbezoek_teacher_handover_action"
        )
        action["context"] = {"default_teacher_id": self.id, **defaults}
        return action
