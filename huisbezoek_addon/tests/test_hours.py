import logging
import os
from datetime import date, datetime, timedelta

from psycopg2 import IntegrityError

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger
from odoo.tools.misc import real_time

from .common import NOW, HuisbezoekCase

_logger = logging.getLogger(__name__)

#: Who warns of hours that cannot be written.
SYNC = "odoo.addons.huisbezoek_addon.models.abstract.visit_hours_mixin"
#: Visits of one batch in the measurement.
FEW = 1_000 if os.environ.get("HUISBEZOEK_FULL") else 60

#: Last Friday, 15:30 in Amsterdam.
FRIDAY = datetime(2026, 11, 20, 14, 30)
KINDS = {"visit": 0.75, "travel": 0.5, "consultation": 0.25, "report": 0.5}


class HoursCase(HuisbezoekCase):
    """A school whose P-MR has not consented yet, and ways to look at hours."""

    def _consent(self, school=None, user=None, **vals):
        dialog = (
            self.env["huisbezoek.hours.consent"]
            .with_user(user or self.manager)
            .create({"school_id": (school or self.school).id, **vals})
        )
        dialog.action_record()

    def _hold(self, *args, start=FRIDAY, **vals):
        visit = self._create_visit(*args, start=start, **vals)
        visit.action_hold()
        return visit

    def _get_lines(self, visit=None):
        domain = [("home_visit_id", "=", visit.id)] if visit else []
        return (
            self.env["account.analytic.line"]
            .sudo()
            .search([("project_id", "in", self.year.project_id.ids), *domain])
        )

    def _get_hours(self, visit, employee=None):
        lines = self._get_lines(visit)
        if employee:
            lines = lines.filtered(lambda line: line.employee_id == employee)
        return {line.home_visit_kind: line.unit_amount for line in lines}

    def _get_annual(self, employee=None, user=None):
        Annual = self.env["huisbezoek.annual.task"].with_user(user or SUPERUSER_ID)
        return Annual.search([("employee_id", "=", (employee or self.emp_anouk).id)])

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("huisbezoek_addon.ir_cron_write_hours").method_direct_trigger()
        self.env.invalidate_all()

    def _make_timesheet_user(self, user, group="hr_timesheet.group_hr_timesheet_user"):
        user.group_ids |= self.env.ref(group)
        return user


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestAnnualTask(HoursCase):
    """Planned and allotted hours of each teacher and year (H1)."""

    def test_each_visitor_gets_the_whole_norm(self):
        visit = self._create_visit(start=FRIDAY)
        self._create_visit()
        visit.companion_ids = [Command.set(self.emp_bram.ids)]
        anouk, bram = self._get_annual(), self._get_annual(self.emp_bram)
        self.assertEqual((anouk.planned_hours, anouk.visit_count), (4.0, 2))
        self.assertEqual((bram.planned_hours, bram.visit_count), (2.0, 1))
        self.assertEqual(anouk.year_id, self.year)

    def test_what_does_not_take_place_costs_nothing(self):
        visit = self._create_visit(start=FRIDAY)
        annual = self._get_annual()
        for outcome in ("by_parents", "declined", "no_interpreter"):
            visit._close(outcome)
            self.assertEqual(annual.planned_hours, 0, outcome)
            visit._update_state("todo")
            self.assertEqual(annual.planned_hours, 2.0)
            visit.start = FRIDAY
        visit.lead_id = self.emp_bram
        self.assertEqual(annual.planned_hours, 0)
        self.assertEqual(self._get_annual(self.emp_bram).planned_hours, 2.0)

    def test_who_says_no_is_not_planned(self):
        visit = self._create_visit(start=FRIDAY)
        visit.companion_ids = [Command.set(self.emp_bram.ids)]
        place = visit.sudo().visitor_ids.filtered(lambda v: v.kind == "companion")
        place.with_user(self.bram).action_decline()
        self.assertEqual(self._get_annual(self.emp_bram).planned_hours, 0)

    def test_allotted_hours_follow_until_somebody_sets_them(self):
        self._consent()
        self._create_visit()
        annual = self._get_annual(user=self.planner)
        task = annual.sudo().task_id
        self.assertEqual((annual.allotted_hours, task.allocated_hours), (2.0, 2.0))
        self._create_visit()
        self.env.flush_all()
        self.assertEqual((annual.allotted_hours, task.allocated_hours), (4.0, 4.0))
        annual.allotted_hours = 10
        self._create_visit()
        self.env.flush_all()
        self.assertEqual((annual.allotted_hours, task.allocated_hours), (10.0, 10.0))
        self.assertEqual(annual.planned_hours, 6.0)
        annual.with_user(self.manager).action_follow_planned()
        self.env.flush_all()
        self.assertEqual((annual.allotted_hours, task.allocated_hours), (6.0, 6.0))

    def test_nothing_but_the_allotment_is_set_by_hand(self):
        self._consent()
        self._create_visit()
        annual = self._get_annual(user=self.planner)
        with self.assertRaisesRegex(UserError, "follows from the visits"):
            annual.planned_hours = 3
        with self.assertRaises(AccessError):
            self._get_annual(user=self.anouk).allotted_hours = 3
        with self.assertRaises(AccessError):
            annual.create(
                {"year_id": self.year.id, "employee_id": self.emp_colleague.id}
            )

    def test_task_is_the_teachers_own_and_neutral(self):
        self._consent()
        self._create_visit()
        annual = self._get_annual()
        task, project = annual.task_id, annual.year_id.project_id
        self.assertEqual(task.user_ids, self.anouk)
        self.assertEqual(task.message_partner_ids, self.anouk.partner_id)
        self.assertFalse(project.message_partner_ids)
        self.assertEqual(project.privacy_visibility, "followers")
        self.assertEqual(project.name, "Home visits De Linde 2026-2027")
        self.assertEqual(task.name, "Home visits: Anouk")
        self.assertFalse(task.message_ids)
        self.assertTrue(task.with_user(self.anouk).has_access("read"))
        for user in (self.bram, self.planner, self.colleague):
            self.assertFalse(task.with_user(user).has_access("read"))
            self.assertFalse(project.with_user(user).has_access("read"))
        self.assertEqual(
            annual.with_user(self.anouk).action_open_task()["res_id"], task.id
        )
        # Core's page of a task is for who has a right to projects.
        self.assertFalse(annual.with_user(self.anouk).can_open_task)
        self._make_timesheet_user(self.anouk, "project.group_project_user")
        self.env.invalidate_all()
        self.assertTrue(annual.with_user(self.anouk).can_open_task)
        self.assertFalse(annual.with_user(self.planner).can_open_task)

    def test_one_project_a_year_and_one_task_a_teacher(self):
        self._consent()
        self._create_visit()
        self._create_visit(self.family_b, self.emp_bram)
        self._create_visit()
        tasks = (self._get_annual() | self._get_annual(self.emp_bram)).task_id
        self.assertEqual(len(tasks), 2)
        self.assertEqual(len(tasks.project_id), 1)

    def test_no_task_before_the_consent(self):
        """Project managers read tasks: an allotment is a figure of a person."""
        self._hold()
        self.assertFalse(self._get_annual().task_id)
        self.assertFalse(self._get_annual().year_id.project_id)
        self._consent()
        self.assertTrue(self._get_annual().task_id)

    def test_another_account_takes_the_task_along(self):
        self._consent()
        self._create_visit()
        annual = self._get_annual()
        self.anouk.active = False
        successor = self._create_user("anouk2", "teacher")
        self.emp_anouk.user_id = successor
        self.assertEqual(annual.task_id.user_ids, successor)
        self.assertEqual(annual.task_id.message_partner_ids, successor.partner_id)

    def test_hours_mail_nobody_and_make_no_contact(self):
        def count():
            return {
                model: self.env[model].sudo().search_count([])
                for model in ("res.partner", "mail.mail", "mail.notification")
            }

        before = count()
        self._consent()
        self._hold()
        self._run_cron()
        self.assertTrue(self._get_lines())
        self.assertEqual(count(), before)


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestConsent(HoursCase):
    """No hours before the P-MR consents; then also what went before (H2)."""

    def test_no_line_before_the_consent_and_all_after_it(self):
        visits = self._hold() | self._hold(self.family_b, self.emp_bram)
        self.assertFalse(self._get_lines())
        self.assertEqual(visits.sudo().mapped("hours_due"), [True, True])
        self._consent(date="2026-11-20")
        self.assertFalse(self._get_lines())
        self._run_cron()
        for visit in visits:
            self.assertEqual(self._get_hours(visit), KINDS)
        self.assertEqual(visits.sudo().mapped("hours_due"), [False, False])
        again = self._get_lines()
        self._run_cron()
        self.assertEqual(self._get_lines(), again)
        self.assertEqual(self._get_annual().realised_hours, 2.0)

    def test_other_schools_wait_for_their_own_consent(self):
        self._hold()
        self._consent(self.second_school, self.admin)
        self._run_cron()
        self.assertFalse(self._get_lines())

    def test_who_records_it(self):
        administrator = self._create_user("ict", "administrator")
        for user in (self.manager, administrator, self.admin):
            self._consent(user=user)
        for user in (self.anouk, self.planner, self.care, self.colleague):
            with self.assertRaises(AccessError):
                self._consent(user=user)
        elsewhere = self._create_user("mia", "management", self.second_school)
        with self.assertRaises(AccessError):
            self._consent(user=elsewhere)
        self.assertEqual(self.school.hours_consent_date, NOW.date())

    def test_a_consent_that_is_taken_back_takes_the_tasks_along(self):
        self._create_visit(start=FRIDAY)
        self._consent()
        annual = self._get_annual()
        task = annual.task_id
        self.assertTrue(task)
        self.school.with_user(self.manager).action_take_back_hours_consent()
        self.assertFalse(task.exists())
        self._consent()
        self.assertTrue(annual.task_id)

    def test_not_by_writing_the_school(self):
        administrator = self._create_user("ict", "administrator")
        for values in (
            {"hours_consent_date": "2026-11-01"},
            {"hours_consented": True},
            {"hours_consent_date": False},
        ):
            with self.assertRaisesRegex(UserError, "Consent of the P-MR"):
                self.school.with_user(administrator).write(values)

    def test_not_on_a_day_to_come(self):
        with self.assertRaisesRegex(UserError, "a day to come"):
            self._consent(date="2026-11-24")

    def test_the_consent_stays_once_hours_are_written(self):
        self._consent()
        self.school.with_user(self.manager).action_take_back_hours_consent()
        self.assertFalse(self.school.hours_consented)
        self._consent()
        self._hold()
        with self.assertRaisesRegex(UserError, "stays on record"):
            self.school.with_user(self.manager).action_take_back_hours_consent()
        self._consent(date="2026-10-01")
        self.assertEqual(self.school.hours_consent_date, date(2026, 10, 1))

    def test_the_document_is_for_those_who_record_it(self):
        self._consent(document="cGFwZXI=", filename="consent.pdf")
        self.assertEqual(
            self.school.with_user(self.manager).hours_consent_filename, "consent.pdf"
        )
        with self.assertRaises(AccessError):
            self.school.with_user(self.anouk).read(["hours_consent_document"])
        files = (
            self.env["ir.attachment"]
            .sudo()
            .search([("res_field", "=", "hours_consent_document")])
        )
        self.assertTrue(files)
        self.assertFalse(files.with_user(self.anouk)._filtered_access("read"))

    def test_dialog_proposes_what_stands(self):
        self._consent(date="2026-10-01", hours_basis="norm")
        form = Form(
            self.env["huisbezoek.hours.consent"]
            .with_user(self.manager)
            .with_context(default_school_id=self.school.id)
        )
        self.assertEqual(form.date, date(2026, 10, 1))
        self.assertEqual(form.hours_basis, "norm")

    def test_one_visit_that_cannot_be_written_keeps_no_other(self):
        bad, good = self._hold(), self._hold(self.family_b, self.emp_bram)
        self._consent()
        # The office closed the teacher's account in the bookkeeping.
        annual = self._get_annual()
        annual.task_id.company_id = False
        annual.task_id.project_id = self.env["project.project"].create(
            {"name": "Broken", "allow_timesheets": True, "company_id": self.company.id}
        )
        annual.task_id.project_id.account_id.active = False
        with mute_logger(SYNC):
            self._run_cron()
        self.assertEqual(self._get_hours(good), KINDS)
        self.assertFalse(self._get_lines(bad))
        self.assertTrue(bad.sudo().hours_due)
        annual.task_id.project_id.account_id.active = True
        self._run_cron()
        self.assertFalse(bad.sudo().hours_due)

    def test_holding_a_visit_never_fails_on_bookkeeping(self):
        self._consent()
        self._create_visit()
        self._get_annual().year_id.project_id.account_id.active = False
        with mute_logger(SYNC):
            visit = self._hold()
        self.assertEqual(visit.state, "done")
        self.assertTrue(visit.sudo().hours_due)


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestHourLines(HoursCase):
    """Realised hours follow from the visit, whatever becomes of it (H2)."""

    def setUp(self):
        super().setUp()
        self._consent()

    def test_a_visit_that_was_held(self):
        visit = self._hold()
        lines = self._get_lines(visit)
        self.assertEqual(self._get_hours(visit), KINDS)
        self.assertEqual(lines.employee_id, self.emp_anouk)
        self.assertEqual(lines.user_id, self.anouk)
        self.assertEqual(set(lines.mapped("date")), {date(2026, 11, 20)})
        self.assertEqual(
            set(lines.mapped("name")),
            {
                "Home visit",
                "Home visit: travel",
                "Home visit: consultation",
                "Home visit: report",
            },
        )
        annual = self._get_annual(user=self.anouk)
        self.assertEqual((annual.realised_hours, annual.remaining_hours), (2.0, 0.0))
        self.assertEqual(visit.with_user(self.anouk).my_hours, 2.0)
        self.assertEqual(visit.with_user(self.planner).my_hours, 0.0)

    def test_real_times_count_unless_the_school_counts_by_norm(self):
        visit = self._hold()
        visit.real_stop = FRIDAY + timedelta(minutes=75)
        self.assertEqual(self._get_hours(visit), {**KINDS, "visit": 1.25})
        self._consent(hours_basis="norm")
        self._run_cron()
        self.assertEqual(self._get_hours(visit), KINDS)

    def test_no_way_to_a_visit_at_school(self):
        visit = self._hold(place="school")
        self.assertNotIn("travel", self._get_hours(visit))
        visit.place = "home"
        self.assertEqual(self._get_hours(visit), KINDS)

    def test_another_school_year_takes_its_hours_along(self):
        visit = self._hold()
        former = self.env["huisbezoek.school.year"].create(
            {"school_id": self.school.id, "date_start": "2025-08-01"}
        )
        visit.year_id = former
        lines = self._get_lines(visit) or self.env["account.analytic.line"].search(
            [("home_visit_id", "=", visit.id)]
        )
        self.assertEqual(len(lines), 4)
        self.assertEqual(lines.project_id, former.project_id)
        self.assertEqual(lines.account_id, former.project_id.account_id)
        self.assertEqual(lines.task_id.effective_hours, 2.0)

    def test_a_closed_door_costs_the_way(self):
        visit = self._create_visit(start=FRIDAY)
        visit._close("not_home")
        self.assertEqual(self._get_hours(visit), {"travel": 0.5})
        visit.action_hold()
        self.assertEqual(self._get_hours(visit), KINDS)

    def test_cancelled_not_held_and_planned_again(self):
        visit = self._hold()
        visit.action_undo_hold()
        self.assertFalse(self._get_lines(visit))
        visit.action_hold()
        self.assertEqual(self._get_hours(visit), KINDS)
        visit._close("no_interpreter")
        self.assertFalse(self._get_lines(visit))

    def test_who_confirmed_has_hours(self):
        visit = self._create_visit(start=FRIDAY)
        visit.companion_ids = [Command.set((self.emp_bram | self.emp_colleague).ids)]
        places = visit.sudo().visitor_ids
        bram = places.filtered(lambda v: v.employee_id == self.emp_bram)
        bram.with_user(self.bram).action_confirm()
        visit.action_hold()
        self.assertEqual(self._get_hours(visit, self.emp_bram), KINDS)
        self.assertFalse(self._get_hours(visit, self.emp_colleague))
        late = places - bram
        late.filtered(lambda v: v.kind == "companion").with_user(
            self.colleague
        ).action_confirm()
        self.assertEqual(self._get_hours(visit, self.emp_colleague), KINDS)

    def test_hours_go_along_with_a_hand_over(self):
        visit = self._hold()
        visit.with_user(self.care).lead_id = self.emp_bram
        self.assertEqual(self._get_lines(visit).employee_id, self.emp_bram)
        self.assertEqual(self._get_annual().realised_hours, 0)

    def test_somebody_who_left_and_somebody_without_account(self):
        walker = self.env["hr.employee"].create(
            {"name": "Wim", "company_id": self.company.id}
        )
        visit = self._create_visit(lead=walker, start=FRIDAY)
        walker.active = False
        visit.action_hold()
        self.assertEqual(self._get_hours(visit), KINDS)
        self.assertFalse(self._get_lines(visit).user_id)

    def test_in_the_language_of_the_teacher(self):
        self.env["res.lang"]._activate_lang("nl_NL")
        self.anouk.lang = "nl_NL"
        self.assertEqual(len(set(self._get_lines(self._hold()).mapped("name"))), 4)

    def test_a_colleague_who_changed_board_keeps_nobodys_hours(self):
        visit = self._create_visit(start=FRIDAY)
        visit.companion_ids = [Command.set(self.emp_bram.ids)]
        place = visit.sudo().visitor_ids.filtered(lambda v: v.kind == "companion")
        place.with_user(self.bram).action_confirm()
        self.emp_bram.sudo().company_id = self.other_company
        visit.action_hold()
        self.assertEqual(self._get_hours(visit, self.emp_anouk), KINDS)

    def test_what_is_no_longer_owed_is_not_due(self):
        visit = self._hold()
        visit.sudo().hours_due = True
        visit.sudo().write({"state": "planned", "real_start": False})
        self._get_lines(visit).sudo().with_context(active_test=False)
        visit.sudo()._sync_hours()
        visit.sudo().hours_due = True
        visit.sudo()._sync_hours()
        self.assertFalse(visit.sudo().hours_due)

    def test_absurd_times_are_refused(self):
        visit = self._hold()
        for values in (
            {"real_stop": visit.real_start + timedelta(hours=900)},
            {
                "real_start": NOW + timedelta(days=400),
                "real_stop": NOW + timedelta(days=400, hours=1),
            },
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                visit.with_user(self.anouk).write(values)

    def test_a_visit_is_of_the_year_in_which_it_is(self):
        visit = self._create_visit(start=datetime(2026, 6, 10, 14, 30))
        self.assertEqual(visit.year_id.date_start.year, 2025)

    def test_never_double(self):
        visit = self._hold()
        before = self._get_lines(visit)
        visit.sudo()._sync_hours()
        self.assertEqual(self._get_lines(visit), before)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            before[:1].copy(
                {
                    "home_visit_id": visit.id,
                    "home_visit_kind": before[0].home_visit_kind,
                }
            )

    def test_erased_visits_leave_hours_and_nothing_else(self):
        visit = self._hold()
        lines = self._get_lines(visit)
        visit.sudo()._erase()
        self.env.invalidate_all()
        self.assertEqual(len(lines.exists()), 4)
        self.assertFalse(lines.home_visit_id)
        self.assertEqual(self._get_annual().realised_hours, 2.0)


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestHoursAreClosed(HoursCase):
    """Ways around the visit, and to the hours of colleagues (J1)."""

    def setUp(self):
        super().setUp()
        self._consent()
        self.visit = self._hold()
        self.lines = self._get_lines(self.visit)
        self.task = self._get_annual().task_id
        self._make_timesheet_user(self.anouk)
        self._make_timesheet_user(self.bram)
        self.boss = self._create_user(
            "boss",
            groups="base.group_user,project.group_project_manager,"
            "hr_timesheet.group_timesheet_manager",
        )
        self.work = self.env["project.project"].create(
            {"name": "Lessons", "company_id": self.company.id}
        )

    def test_own_lines_and_not_a_colleagues(self):
        Line = self.env["account.analytic.line"]
        ours = [("task_id", "in", self.lines.task_id.ids)]
        self.assertEqual(Line.with_user(self.anouk).search(ours), self.lines)
        self.assertFalse(Line.with_user(self.bram).search(ours))
        self.assertTrue(self.task.with_user(self.anouk).has_access("read"))
        self.assertFalse(self.task.with_user(self.bram).has_access("read"))

    def test_lines_are_written_by_visits_alone(self):
        approver = self._make_timesheet_user(
            self._create_user("app"), "hr_timesheet.group_timesheet_manager"
        )
        other = self.env["project.task"].create(
            {"name": "Lesson", "project_id": self.work.id}
        )
        free = self.env["account.analytic.line"].create(
            {
                "name": "Lesson",
                "project_id": self.work.id,
                "employee_id": self.emp_anouk.id,
                "unit_amount": 1,
            }
        )
        for user in (self.anouk, approver, self.boss):
            line = self.lines[0].with_user(user)
            line.read(["name", "unit_amount"])
            attempts = {
                "longer": lambda line=line: line.write({"unit_amount": 9}),
                "renamed": lambda line=line: line.write({"name": "Aydemir"}),
                "moved": lambda line=line: line.write({"task_id": other.id}),
                "deleted": lambda line=line: line.unlink(),
                "into": lambda u=user: free.with_user(u).write(
                    {"task_id": self.task.id}
                ),
                "into project": lambda u=user: free.with_user(u).write(
                    {"project_id": self.task.project_id.id}
                ),
                "by hand": lambda u=user: free.with_user(u).create(
                    {
                        "name": "x",
                        "task_id": self.task.id,
                        "employee_id": self.emp_anouk.id,
                        "unit_amount": 1,
                    }
                ),
            }
            for name, attempt in attempts.items():
                with (
                    self.subTest(user=user.login, attempt=name),
                    self.assertRaisesRegex(UserError, "follow from the visits"),
                ):
                    attempt()
        self.assertEqual(self._get_hours(self.visit), KINDS)

    def test_no_line_is_tied_to_a_visit_by_hand(self):
        Line = self.env["account.analytic.line"].with_user(self.anouk)
        with self.assertRaises(UserError):
            Line.create(
                {
                    "name": "x",
                    "project_id": self.work.id,
                    "home_visit_id": self.visit.id,
                    "home_visit_kind": "visit",
                }
            )
        with self.assertRaises(UserError):
            self.lines[0].with_user(self.anouk).write({"home_visit_id": False})

    def test_who_has_no_role_does_not_see_the_visit_of_a_line(self):
        line = self.lines[0].with_user(self.boss)
        self.assertTrue(line.has_access("read"))
        with self.assertRaises(AccessError):
            line.read(["home_visit_id"])
        with self.assertRaises(AccessError):
            line.search([("home_visit_id.household_id.name", "ilike", "Aydemir")])

    def test_realised_hours_are_not_forged_through_the_task(self):
        self.anouk.group_ids |= self.env.ref("project.group_project_user")
        for user in (self.anouk, self.boss):
            for values in (
                {"effective_hours": 77},
                {"recurring_task": True},
                {"is_template": True},
            ):
                with self.subTest(user=user.login, values=values):
                    with self.assertRaises(UserError):
                        self.task.with_user(user).write(values)
        with self.assertRaises(UserError):
            self.task.project_id.with_user(self.boss).user_id = self.boss

    def test_nobody_sums_the_planned_hours_of_a_colleague(self):
        self.school.with_user(self.env.ref("base.user_root")).hours_basis = "real"
        for user in (self.planner, self.care, self.bram):
            Visitor = self.env["huisbezoek.visitor"].with_user(user)
            for aggregate in ("planned_hours:sum", "counted_hours:sum"):
                error = AccessError if aggregate.startswith("c") else ValueError
                with (
                    self.subTest(user=user.login, aggregate=aggregate),
                    self.assertRaises(error),
                ):
                    Visitor.formatted_read_group([], ["employee_id"], [aggregate])

    def test_task_and_project_stay_as_they_are(self):
        task = self.task.with_user(self.boss)
        project = self.task.project_id.with_user(self.boss)
        for record, values in (
            (task, {"name": "Aydemir"}),
            (task, {"user_ids": [Command.link(self.bram.id)]}),
            (task, {"project_id": self.work.id}),
            (task, {"allocated_hours": 99}),
            (project, {"privacy_visibility": "employees"}),
            (project, {"is_home_visit_project": False}),
            (self.work.with_user(self.boss), {"is_home_visit_project": True}),
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                record.write(values)
        with self.assertRaises(RedirectWarning):
            task.unlink()
        with self.assertRaises(UserError):
            task.create({"name": "Other work", "project_id": project.id})
        with self.assertRaises(UserError):
            other = task.create({"name": "Other work", "project_id": self.work.id})
            other.project_id = project

    def test_who_sees_hours_of_others_before_and_after_consent(self):
        annual = self._get_annual()
        for user in (self.anouk, self.planner, self.manager):
            self.assertTrue(annual.with_user(user).has_access("read"))
        for user in (self.bram, self.care, self.colleague, self.admin):
            self.assertFalse(annual.with_user(user).has_access("read"))
        places = annual.with_user(self.manager).visitor_ids
        self.assertEqual(places.realised_hours, 2.0)
        self.assertFalse(places.first_names or places.place_label)
        other = self._create_visit(self.family_b, self.emp_bram)
        self.assertFalse(
            other.sudo().visitor_ids.with_user(self.manager).has_access("read")
        )
        self.school.sudo().write({"hours_consented": False})
        self.env.invalidate_all()
        self.assertTrue(annual.with_user(self.anouk).has_access("read"))
        for user in (self.planner, self.manager):
            self.assertFalse(annual.with_user(user).has_access("read"))
            self.assertFalse(annual.with_user(user).search([]))

    def test_colleague_who_teaches_the_pupil_reads_no_hours(self):
        place = self.visit.sudo().visitor_ids
        self.assertEqual(place.with_user(self.anouk).realised_hours, 2.0)
        self.group_1.teaching_ids = [
            Command.create(
                {
                    "teacher_id": self.group_2.teaching_ids.teacher_id.id,
                    "kind": "subject",
                }
            )
        ]
        self.env.invalidate_all()
        self.assertTrue(place.with_user(self.bram).has_access("read"))
        self.assertEqual(place.with_user(self.bram).realised_hours, 0.0)


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestHoursCorrection(HoursCase):
    """A visitor knows best how long it took, and says why (H2)."""

    def setUp(self):
        super().setUp()
        self._consent()
        self.visit = self._hold()
        self.place = self.visit.sudo().visitor_ids

    def _correct(self, user, place=None, **vals):
        action = (place or self.place).with_user(user).action_correct_hours()
        form = Form(
            self.env["huisbezoek.hours.correct"]
            .with_user(user)
            .with_context(**action["context"])
        )
        for name, value in vals.items():
            form[name] = value
        return form.save().action_correct()

    def test_teacher_corrects_her_own_hours(self):
        self._correct(self.anouk, travel_hours=1.5, reason="Twice on the way")
        self.assertEqual(self._get_hours(self.visit), {**KINDS, "travel": 1.5})
        self.assertEqual(self._get_annual().realised_hours, 3.0)
        self.visit.real_stop = FRIDAY + timedelta(hours=1)
        self.assertEqual(
            self._get_hours(self.visit), {**KINDS, "travel": 1.5, "visit": 1.0}
        )

    def test_history_says_who_and_when(self):
        self._correct(self.anouk, report_hours=1, reason="Long report")
        self._correct(self.manager, report_hours=0, reason="Was no report")
        self.assertNotIn("report", self._get_hours(self.visit))
        history = self._get_annual(user=self.anouk).correction_ids
        self.assertEqual(
            [(row.is_in_force, row.create_uid.login, row.hours) for row in history],
            [(True, "marga", 0.0), (False, "anouk", 1.0)],
        )
        self.assertEqual(history[0].visit_label, self.visit.display_name)

    def test_a_reason_is_needed(self):
        with self.assertRaisesRegex(UserError, "Say in a few words"):
            self._correct(self.anouk, report_hours=1)
        self._correct(self.anouk)
        self.assertFalse(self._get_annual().correction_ids)

    def test_reason_is_for_the_visitor_and_the_management(self):
        self._correct(self.anouk, report_hours=1, reason="Secret")
        correction = self.env["huisbezoek.hours.correction"].search([])
        for user in (self.anouk, self.manager):
            self.assertTrue(correction.with_user(user).has_access("read"))
            self.assertFalse(correction.with_user(user).has_access("write"))
        for user in (self.bram, self.planner, self.care, self.admin):
            self.assertFalse(correction.with_user(user).has_access("read"))

    def test_nobody_else_corrects(self):
        for user in (self.bram, self.planner, self.care):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                dialog = (
                    self.env["huisbezoek.hours.correct"]
                    .with_user(user)
                    .create(
                        {
                            "visitor_id": self.place.id,
                            "visit_hours": 9,
                            "reason": "Mine now",
                        }
                    )
                )
                dialog.action_correct()
        self.assertEqual(self._get_hours(self.visit), KINDS)

    def test_companion_without_other_role_corrects_hers(self):
        walker = self._create_user("wendy", "companion")
        employee = self._create_employee(walker)
        visit = self._create_visit(self.family_b, self.emp_bram, start=FRIDAY)
        visit.companion_ids = [Command.set(employee.ids)]
        place = visit.sudo().visitor_ids.filtered(lambda v: v.kind == "companion")
        place.with_user(walker).action_confirm()
        visit.action_hold()
        self._correct(walker, place, travel_hours=1, reason="Train")
        self.assertEqual(self._get_hours(visit, employee), {**KINDS, "travel": 1})
        self.assertEqual(self._get_hours(visit, self.emp_bram), KINDS)

    def test_planned_visits_have_no_hours_to_correct(self):
        visit = self._create_visit(self.family_b, self.emp_bram)
        dialog = (
            self.env["huisbezoek.hours.correct"]
            .with_user(self.bram)
            .create({"visitor_id": visit.sudo().visitor_ids.id, "visit_hours": 1})
        )
        with self.assertRaisesRegex(UserError, "once the visit was held"):
            dialog.action_correct()
        self.assertFalse(visit.sudo().visitor_ids.with_user(self.bram).can_correct)
        self.assertTrue(self.place.with_user(self.anouk).can_correct)


@freeze_time(NOW)
@tagged("post_install", "-at_install", "huisbezoek_performance")
class TestHoursPerformance(HoursCase):
    """Hours of many visits cost as many queries as those of a few (K4)."""

    def _create_visits(self, count):
        """Make visits with two visitors each, a day apart and held, by the batch."""
        visits = self.env["huisbezoek.visit"].create(
            [
                {
                    "school_id": self.school.id,
                    "year_id": self.year.id,
                    "household_id": self.family_a.id,
                    "lead_id": self.emp_anouk.id,
                    "start": FRIDAY - timedelta(days=number),
                }
                for number in range(count)
            ]
        )
        visits._update_state(
            "done", real_start=FRIDAY, real_stop=FRIDAY.replace(hour=15)
        )
        self.env.flush_all()
        self.env.invalidate_all()
        return visits

    def _measure(self, method):
        """Return the number of queries and the seconds that a call takes."""
        self.env.flush_all()
        self.env.invalidate_all()
        queries, started = self.env.cr.sql_log_count, real_time()
        method()
        self.env.flush_all()
        return self.env.cr.sql_log_count - queries, real_time() - started

    def test_hours_of_many_visits_in_one_batch(self):
        few = self._create_visits(10)
        many = self._create_visits(FEW)
        self.school.hours_consent_date = NOW.date()
        self._get_annual()._ensure_tasks()
        measured = [self._measure(visits.sudo()._sync_hours) for visits in (few, many)]
        self.assertEqual(len(self._get_lines()), 4 * (10 + FEW))
        values = [
            {
                "name": "Lesson",
                "date": NOW.date(),
                "project_id": self._get_annual().task_id.project_id.id,
                "task_id": self._get_annual().task_id.id,
                "employee_id": self.emp_anouk.id,
                "unit_amount": 1,
            }
            for _number in range(4 * FEW)
        ]
        Line = self.env["account.analytic.line"].sudo()
        Line = Line.with_context(**self.company._get_hours_context())
        bare = self._measure(lambda: Line.create(values))
        again = self._measure(many.sudo()._sync_hours)
        _logger.info(
            "Hours of %s visits: %s queries, %.2f s, %.2f × as many bare hour lines"
            " (%s queries); once more: %s queries, %.2f s",
            *(FEW, *measured[1], measured[1][1] / bare[1], bare[0], *again),
        )
        # Inserts go by the thousand, here as for bare lines.
        self.assertLessEqual(
            measured[1][0] - measured[0][0], (bare[0] + 4 * FEW // 50), measured
        )

    def test_planning_asks_nothing_for_hours_of_each_visit(self):
        self._create_visits(2)
        costs = [
            self._measure(
                lambda count=count: self.env["huisbezoek.visit"].create(
                    [
                        {
                            "school_id": self.school.id,
                            "household_id": self.family_a.id,
                            "lead_id": self.emp_anouk.id,
                        }
                    ]
                    * count
                )
            )[0]
            for count in (2, 40)
        ]
        self.assertLess(costs[1] - costs[0], 38)

    def test_nothing_due_costs_one_query(self):
        self._create_visits(3)
        visits = self.env["huisbezoek.visit"]
        self.assertEqual(self._measure(visits._cron_write_hours)[0], 1)
