from collections import defaultdict

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .abstract.calendar_shadow_mixin import QUIET

#: Nobody is mailed about a task, and nobody follows it but its teacher.
QUIET_TASK = {
    **QUIET,
    "mail_auto_subscribe_no_notify": True,
    "mail_activity_automation_skip": True,
}
#: What somebody may write; all else follows from visits and hours.
BY_HAND = {"allotted_hours", "is_allotted_by_hand"}


class HuisbezoekAnnualTask(models.Model):
    """The home visits in one teacher's annual task (jaartaak) of a year (H1, H3).

    Planned hours follow from his places on visits: visits × norm × visitors.
    Allotted hours follow the planned ones until somebody sets them. Realised
    hours are those of the ERP's task, whose hour lines the visits write.

    Other people read the ERP's tasks: project managers, timesheet approvers. So
    the task comes with the consent of the school's P-MR, and not before it.
    """

    _name = "huisbezoek.annual.task"
    _description = "Annual task"
    _inherit = ["huisbezoek.school.mixin"]
    _order = "year_id desc, employee_id, id"
    _rec_names_search = ["employee_id"]
    _personal_data = (
        "how many hours of home visits an employee has",
        "two years after the school year",
    )

    year_id = fields.Many2one(
        "huisbezoek.school.year",
        string="School year",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    school_id = fields.Many2one(
        related="year_id.school_id", store=True, precompute=True, default=None
    )
    employee_id = fields.Many2one(
        "hr.employee",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        readonly=True,
    )
    user_id = fields.Many2one(
        related="employee_id.user_id", store=True, precompute=True, index=True
    )
    task_id = fields.Many2one(
        "project.task",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )
    visitor_ids = fields.One2many(
        "huisbezoek.visitor", "annual_task_id", string="Visits"
    )
    visit_count = fields.Integer(
        string="Visits to count",
        compute="_compute_planned_hours",
        store=True,
        help="Visits that were held or are still to come.",
    )
    planned_hours = fields.Float(
        string="Planned",
        compute="_compute_planned_hours",
        store=True,
        help="What the visits cost by the norm of the protocol. Each visitor gets"
        " the whole norm.",
    )
    allotted_hours = fields.Float(
        string="Allotted",
        compute="_compute_allotted_hours",
        store=True,
        readonly=False,
        help="The hours for home visits in the annual task. They follow the planned"
        " hours until somebody sets them.",
    )
    is_allotted_by_hand = fields.Boolean(string="Set by hand", readonly=True)
    realised_hours = fields.Float(
        string="Realised",
        compute="_compute_realised_hours",
        compute_sudo=True,
        store=True,
        help="The sum of the hour lines, from the consent of the P-MR on.",
    )
    remaining_hours = fields.Float(
        string="Remaining",
        compute="_compute_remaining_hours",
        store=True,
        help="What is left of the allotted hours.",
    )
    correction_ids = fields.One2many(
        "huisbezoek.hours.correction",
        string="Corrections",
        compute="_compute_corrections",
    )
    hours_consented = fields.Boolean(related="school_id.hours_consented")
    can_allot = fields.Boolean(compute="_compute_can_allot")
    can_open_task = fields.Boolean(compute="_compute_can_open_task")

    _employee_uniq = models.Constraint(
        "UNIQUE (year_id, employee_id)", "One annual task a teacher and school year."
    )
    _allotted_check = models.Constraint(
        # No bound of a year's work: they follow the plan, which is not refused.
        "CHECK (allotted_hours BETWEEN 0 AND 100000)",
        "Allotted hours are a number of hours that is not less than nothing.",
    )

    # === COMPUTES === #

    @api.depends("employee_id", "year_id.name")
    def _compute_display_name(self):
        for annual in self.sudo():
            annual.display_name = f"{annual.employee_id.name} · {annual.year_id.name}"

    @api.depends("visitor_ids.counted_hours")
    def _compute_planned_hours(self):
        # Known hours are not written again: each visit that is planned would write
        # this row, and two that are planned at one moment could not both be saved.
        self.fetch(
            ["visit_count", "planned_hours", "allotted_hours", "remaining_hours"]
        )
        counted = {
            annual.id: (count, hours)
            for annual, count, hours in self.env["huisbezoek.visitor"]
            .sudo()
            ._read_group(
                [("annual_task_id", "in", self.ids), ("counted_hours", ">", 0)],
                ["annual_task_id"],
                ["__count", "counted_hours:sum"],
            )
        }
        for annual in self:
            annual.visit_count, annual.planned_hours = counted.get(
                annual._origin.id, (0, 0.0)
            )

    @api.depends("planned_hours", "is_allotted_by_hand")
    def _compute_allotted_hours(self):
        for annual in self:
            if not annual.is_allotted_by_hand:
                annual.allotted_hours = annual.planned_hours
        # Here, since the hours change whenever visits do: once for all of them,
        # instead of a look after each visit.
        self._push_allotted()

    @api.depends("task_id.effective_hours")
    def _compute_realised_hours(self):
        for annual in self:
            annual.realised_hours = annual.task_id.effective_hours

    @api.depends("allotted_hours", "realised_hours")
    def _compute_remaining_hours(self):
        for annual in self:
            annual.remaining_hours = annual.allotted_hours - annual.realised_hours

    @api.depends("visitor_ids")
    @api.depends_context("uid")
    def _compute_corrections(self):
        """Show the corrections that the user may read, those before them too."""
        Correction = self.env["huisbezoek.hours.correction"]
        for annual in self:
            # One page shows one annual task; no list shows its corrections.
            annual.correction_ids = Correction.has_access("read") and Correction.search(
                Domain("employee_id", "=", annual.sudo().employee_id.id)
                & Domain("visit_id", "any!", [("year_id", "=", annual.year_id.id)])
            )

    @api.depends_context("uid")
    def _compute_can_allot(self):
        writable = self._origin._filtered_access("write")
        for annual in self:
            annual.can_allot = annual._origin in writable

    @api.depends("task_id")
    @api.depends_context("uid")
    def _compute_can_open_task(self):
        tasks = self.sudo().task_id.sudo(False)
        # Core's page of a task asks for a right to projects; other people see their
        # hours in the list of their timesheets.
        opens = self.env.user.has_group("project.group_project_user")
        tasks = opens and tasks._filtered_access("read") or tasks.browse()
        for annual in self:
            annual.can_open_task = annual.sudo().task_id.id in tasks._ids

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `orm`: hours that somebody allots no longer follow the plan."""
        if not self.env.su and vals.keys() - BY_HAND:
            raise UserError(
                self.env._(
                    "Only the allotted hours are set here. All else follows from the"
                    " visits."
                )
            )
        if "allotted_hours" in vals:
            vals = {"is_allotted_by_hand": True, **vals}
        result = super().write(vals)
        if "allotted_hours" in vals:
            self.sudo()._push_allotted()
        return result

    @api.model
    def _get_or_create(self, pairs):
        """Return ``{(year, employee): annual task}``, made where missing.

        :param pairs: pairs of a school year and an employee.

        Inserted by SQL: where two people make the first visit of a teacher at
        once, the second waits, fails as a serialization failure, and is tried
        again by Odoo; the ORM's own insert would be refused as a duplicate.
        """
        pairs = {pair for pair in pairs if all(pair)}
        if not pairs:
            return {}
        found = self._find(pairs)
        if missing := sorted(
            pairs - found.keys(), key=lambda pair: (pair[0].id, pair[1].id)
        ):
            rows = self.env.execute_query(
                SQL(
                    "INSERT INTO huisbezoek_annual_task (year_id, employee_id,"
                    " school_id, company_id, create_uid, create_date, write_uid,"
                    " write_date) VALUES %s ON CONFLICT DO NOTHING RETURNING id",
                    SQL(", ").join(
                        SQL(
                            "(%(year)s, %(employee)s, %(school)s, %(company)s,"
                            " %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s,"
                            " now() AT TIME ZONE 'UTC')",
                            year=year.id,
                            employee=employee.id,
                            school=year.school_id.id,
                            company=year.school_id.company_id.id,
                            uid=self.env.uid,
                        )
                        for year, employee in missing
                    ),
                )
            )
            created = self.browse([row[0] for row in rows])
            for name in ("user_id", "planned_hours", "visit_count", "allotted_hours"):
                self.env.add_to_compute(self._fields[name], created)
            found |= self._find(missing)
        return found

    def _find(self, pairs):
        years = self.env["huisbezoek.school.year"].union(*[year for year, _e in pairs])
        employees = self.env["hr.employee"].union(*[who for _year, who in pairs])
        # Flushing the search would compute the hours of all others just now.
        rows = self.env.execute_query(
            SQL(
                "SELECT id, year_id, employee_id FROM huisbezoek_annual_task"
                " WHERE year_id = ANY(%s) AND employee_id = ANY(%s)",
                years.ids,
                employees.ids,
            )
        )
        return {
            (years.browse(year), employees.browse(employee)): self.browse(annual)
            for annual, year, employee in rows
        }

    # === TASK OF THE ERP === #

    def _ensure_tasks(self):
        """Make the missing projects and tasks, once the school has its consent.

        Called in sudo, and safe at any time. As root: whoever made a task would
        follow it, and see a colleague's hours.
        """
        missing = self.filtered(
            lambda annual: not annual.task_id and annual.school_id.hours_consented
        )
        if not missing:
            return
        root = missing.with_user(SUPERUSER_ID)
        root.year_id._ensure_projects()
        for company, annuals in root.grouped("company_id").items():
            Task = self.env["project.task"].with_user(SUPERUSER_ID)
            tasks = Task.with_context(**company._get_hours_context()).create(
                [annual._prepare_task_values() for annual in annuals]
            )
            for annual, task in zip(annuals, tasks, strict=True):
                # Writing the row lets a second request, that made one too, retry.
                annual.task_id = task
        root._sync_followers()

    def _drop_tasks(self):
        """Take the tasks away again, which have no hours (called in sudo)."""
        tasks = self.task_id
        self.task_id = False
        tasks.with_user(SUPERUSER_ID).unlink()

    def _prepare_task_values(self):
        """Return what stands in the project: a teacher's hours, and no family."""
        self.ensure_one()
        lang = self.year_id._get_hours_lang()
        return {
            "name": self.with_context(lang=lang).env._(
                "Home visits: %(teacher)s", teacher=self.employee_id.name
            ),
            "project_id": self.year_id.project_id.id,
            "company_id": self.company_id.id,
            "user_ids": self.user_id.ids,
            "partner_id": False,
            "allocated_hours": self.allotted_hours,
        }

    def _sync_followers(self):
        """Let the teacher follow and own his task, and nobody who did before."""
        for annual in self.filtered("task_id"):
            task = annual.task_id.with_user(SUPERUSER_ID).with_context(**QUIET_TASK)
            wanted = annual.user_id
            leaving = (task.user_ids - wanted).partner_id | self.env.ref(
                "base.partner_root"
            )
            if task.user_ids != wanted:
                task.user_ids = wanted
            task.message_unsubscribe((leaving & task.message_partner_ids).ids)
            task.message_subscribe((wanted.partner_id - task.message_partner_ids).ids)

    def _push_allotted(self):
        by_hours = defaultdict(self.env["project.task"].browse)
        consented = self.filtered("hours_consented")
        for annual in consented.filtered("task_id"):
            if annual.task_id.allocated_hours != annual.allotted_hours:
                by_hours[annual.allotted_hours] |= annual.task_id
        for hours, tasks in by_hours.items():
            quiet = tasks.with_user(SUPERUSER_ID).with_context(**QUIET_TASK)
            quiet.allocated_hours = hours

    # === ACTIONS === #

    def action_follow_planned(self):
        """Let the allotted hours follow the planned ones again."""
        self.write({"is_allotted_by_hand": False})

    def action_open_lines(self):
        """Open the hour lines of the task among the user's own timesheets."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr_timesheet.act_hr_timesheet_line"
        )
        action["domain"] = [
            ("task_id", "=", self.sudo().task_id.id),
            ("user_id", "=", self.env.uid),
        ]
        action["context"] = {"is_timesheet": 1, "is_my_timesheets": 1}
        return action

    def action_open_task(self):
        """Open the task of the ERP, for those who may read it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "project.task",
            "res_id": self.sudo().task_id.id,
            "view_mode": "form",
        }
