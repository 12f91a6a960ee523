from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...logic import visit_states

#: What the questions read, so that it is in the database when they are asked.
_READ = {
    "huisbezoek.visit": (
        *("state", "start", "stop", "lead_id", "school_id", "pupil_ids"),
    ),
    "huisbezoek.pupil": ("active", "leave_date"),
    "huisbezoek.membership": ("pupil_id", "group_id", "date_from", "date_to"),
    "huisbezoek.teaching": ("group_id", "teacher_id", "date_from", "date_to"),
    "huisbezoek.teacher": ("employee_id",),
    "huisbezoek.closed.day": ("school_id", "date_from", "date_to"),
    "huisbezoek.feast": ("school_id", "date_from", "date_to", "is_closed"),
    "huisbezoek.school": ("tz",),
    "hr.employee": ("active",),
}


class HuisbezoekVisitAttention(models.AbstractModel):
    """Tells which open visits do not fit any more what the school is like (A2).

    Pupils leave and move, teachers come and go, also by an import that knows nothing
    of visits. So nothing is kept that could be out of step: the database is asked,
    with one question for all visits. What is past and open waits for somebody to say
    how it went, and not for this.
    """

    _name = "huisbezoek.visit.attention"
    _description = "Asks for attention"

    attention = fields.Selection(
        [
            # The most pressing first: a visit tells of one.
            ("pupil_left", "A pupil has left the school"),
            ("lead_gone", "The lead does not teach the pupils any more"),
            ("closed_day", "The school is closed that day"),
        ],
        string="Needs attention",
        compute="_compute_attention",
        search="_search_attention",
    )

    @api.depends("state", "start", "lead_id", "pupil_ids")
    def _compute_attention(self):
        # Only that something is the matter: who reads the visit may know it.
        asked = tuple(self._origin.ids) or (0,)
        rows = self.env.execute_query(
            SQL(" UNION ALL ").join(
                SQL(
                    "SELECT v.id, %s FROM (%s) v WHERE v.id IN %s", reason, query, asked
                )
                for reason, query in reversed(self._get_attention_sql().items())
            )
        )
        # The most pressing comes last, and stays.
        found = dict(rows)
        for visit in self:
            visit.attention = found.get(visit._origin.id, False)

    @api.model
    def _search_attention(self, operator, value):
        if operator != "in":
            return NotImplemented
        queries = {
            reason: Domain("id", "in", SQL("(%s)", query))
            for reason, query in self._get_attention_sql().items()
        }
        domain, pressing = Domain.FALSE, Domain.FALSE
        for reason, found in queries.items():
            if reason in value:
                domain |= found & ~pressing
            pressing |= found
        return domain | ~pressing if False in value else domain

    # === WHAT IS ASKED OF THE DATABASE === #

    @api.model
    def _get_attention_sql(self):
        """Return {reason: SQL that selects the ids of open visits}.

        A visit is looked at on the day it is planned on, or today.
        """
        is_open = SQL(
            "v.state IN %s AND (v.state != 'planned' OR v.stop >= %s)",
            tuple(sorted(visit_states.OPEN)),
            fields.Datetime.now(),
        )
        local = SQL("(v.start AT TIME ZONE 'UTC' AT TIME ZONE s.tz)::date")
        day = SQL("GREATEST(%s, %s)", fields.Date.context_today(self), local)
        visits = SQL(
            "SELECT v.id FROM huisbezoek_visit v"
            " JOIN huisbezoek_school s ON s.id = v.school_id WHERE %s AND",
            is_open,
            to_flush=[
                self.env[model]._fields[name]
                for model, names in _READ.items()
                for name in names
            ],
        )
        return {
            "pupil_left": self._get_left_sql(visits, day),
            "lead_gone": self._get_lead_gone_sql(visits, day),
            "closed_day": SQL(
                "%s v.state = 'planned' AND (v.school_id, %s) IN"
                " (SELECT c.school_id, day::date FROM (%s) c,"
                " generate_series(c.date_from, c.date_to, '1 day') day)",
                *(visits, local, self.env["huisbezoek.closed.day"]._select_closing()),
            ),
        }

    def _get_left_sql(self, visits, day):
        return SQL(
            "%s EXISTS (SELECT 1 FROM huisbezoek_visit_pupil_rel r"
            " JOIN huisbezoek_pupil p ON p.id = r.pupil_id"
            " WHERE r.visit_id = v.id AND CASE WHEN p.leave_date IS NULL"
            " THEN p.active IS NOT TRUE ELSE p.leave_date < %s END)",
            *(visits, day),
        )

    def _get_lead_gone_sql(self, visits, day):
        """Return SQL: who leads taught a pupil of the visit, and does no more.

        A colleague who never taught them was asked to lead, which is nothing to mind.
        Nor is a lead when nobody teaches the pupils: then the year is not ready yet.
        """
        taught = SQL(
            "SELECT 1 FROM huisbezoek_visit_pupil_rel r"
            " JOIN huisbezoek_membership m ON m.pupil_id = r.pupil_id"
            " JOIN huisbezoek_teaching t ON t.group_id = m.group_id"
            " JOIN huisbezoek_teacher te ON te.id = t.teacher_id"
            " WHERE r.visit_id = v.id AND m.date_from <= %(day)s"
            " AND t.date_from <= %(day)s",
            day=day,
        )
        then = SQL(
            "COALESCE(m.date_to, 'infinity') >= %(day)s"
            " AND COALESCE(t.date_to, 'infinity') >= %(day)s",
            day=day,
        )
        together = SQL(
            "t.date_from <= COALESCE(m.date_to, 'infinity')"
            " AND m.date_from <= COALESCE(t.date_to, 'infinity')"
        )
        # A UNION, since an OR of them would be asked for each visit by itself.
        return SQL(
            "%(visits)s EXISTS (SELECT 1 FROM hr_employee e"
            " WHERE e.id = v.lead_id AND e.active IS NOT TRUE)"
            " UNION %(visits)s EXISTS"
            " (%(taught)s AND te.employee_id = v.lead_id AND %(together)s)"
            " AND NOT EXISTS (%(taught)s AND te.employee_id = v.lead_id AND %(then)s)"
            " AND EXISTS (%(taught)s AND %(then)s)",
            visits=visits,
            taught=taught,
            together=together,
            then=then,
        )
