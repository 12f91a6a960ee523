from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..models import proposal
from .common import NOW
from .proposal_common import ProposalCase


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestProposal(ProposalCase):
    """A planner lets the visits of a round get their times (C3, C5)."""

    # === A TIME FOR EACH === #

    def test_each_visit_gets_a_time_and_nothing_is_planned_yet(self):
        one = self._propose()
        self.assertEqual(one.state, "done")
        self.assertEqual((one.visit_count, one.placed_count), (4, 4))
        self.assertEqual(set(self.visits.mapped("state")), {"todo"})
        for line in one.line_ids:
            local = self._local(line.start)
            self.assertLess(local.weekday(), 5)
            self.assertIn(local.hour, (15, 16, 18, 19))
            self.assertEqual(line.stop - line.start, timedelta(minutes=45))
        ordered = sorted(one.line_ids.mapped("start"))
        gaps = [b - a for a, b in zip(ordered, ordered[1:], strict=False)]
        self.assertGreaterEqual(min(gaps), timedelta(minutes=50))
        # Early in the round, and after the way from school.
        self.assertEqual(self._local(ordered[0]), datetime(2026, 11, 30, 15, 15))

    def test_vacation_feast_leave_and_days_to_avoid_are_kept_free(self):
        self.env["huisbezoek.closed.day"].create(
            {
                "school_id": self.school.id,
                "name": "Vacation",
                "kind": "vacation",
                "date_from": "2026-11-30",
                "date_to": "2026-12-02",
            }
        )
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Leave",
                "resource_id": self.emp_anouk.resource_id.id,
                "date_from": "2026-12-02 23:00:00",
                "date_to": "2026-12-03 22:59:59",
            }
        )
        self.family_a.avoidance_ids = [
            Command.create({"date_from": "2026-12-01", "date_to": "2026-12-10"})
        ]
        one = self._propose()
        days = {self._local(line.start).date().isoformat() for line in one.line_ids}
        self.assertEqual(min(days), "2026-12-04")
        line = one.line_ids.filtered(
            lambda line: line.visit_id.household_id == self.family_a
        )
        self.assertEqual(self._local(line.start).date().isoformat(), "2026-12-11")

    def test_companion_must_be_free_as_well(self):
        visit = self.visits[0]
        visit.companion_ids = [self.emp_bram.id]
        self.env["calendar.event"].create(
            {
                "name": "Secret meeting",
                "start": "2026-11-30 08:00:00",
                "stop": "2026-12-01 22:00:00",
                "partner_ids": [Command.set(self.bram.partner_id.ids)],
                "privacy": "private",
            }
        )
        line = self._propose().line_ids.filtered(lambda line: line.visit_id == visit)
        self.assertGreaterEqual(line.start, datetime(2026, 12, 2))

    def test_limits_per_evening_and_week_hold(self):
        self.round.week_limit = 2
        one = self._propose()
        weeks = [self._local(line.start).isocalendar().week for line in one.line_ids]
        self.assertEqual(sorted(weeks), [49, 49, 50, 50])

    def test_siblings_apart_come_one_after_the_other(self):
        mila = self._create_family("Mila", "Aydemir", self.group_1)[0]
        mila.household_ids = self.family_a
        self.visits.unlink()
        self.round.siblings = "apart"
        self.round.action_make_visits()
        one = self._propose()
        lines = one.line_ids.filtered(
            lambda line: line.visit_id.household_id == self.family_a
        )
        first, second = lines.sorted("start")
        self.assertLessEqual(second.start - first.stop, timedelta(minutes=30))

    def test_what_finds_no_time_says_why_and_what_would_help(self):
        self.family_a.avoidance_ids = [
            Command.create({"date_from": "2026-11-01", "date_to": "2027-02-01"})
        ]
        one = self._propose()
        line = one.line_ids.filtered(lambda line: not line.start)
        self.assertEqual(line.visit_id.household_id, self.family_a)
        self.assertIn("family", line.reason_text)
        self.assertEqual(one.unplaced_count, 1)

    def test_a_big_round_is_made_in_the_background(self):
        with patch.object(proposal, "MOST_AT_ONCE", 2):
            one = self._propose()
        self.assertEqual(one.state, "queued")
        with self.enter_registry_test_mode():
            cron = self.env.ref("huisbezoek_addon.huisbezoek_proposal_cron")
            cron.method_direct_trigger()
        self.assertEqual(one.state, "done")
        self.assertEqual(one.placed_count, 4)

    # === FROM A SELECTION === #

    def test_chosen_visits_get_times_without_a_round(self):
        visit = self._create_visit(self.family_b, self.emp_bram)
        action = visit.action_propose()
        one = self.env["huisbezoek.proposal"].browse(action["res_id"])
        self.assertEqual(one.line_ids.visit_id, visit)
        self.assertEqual(one.placed_count, 1)

    def test_visits_that_have_a_time_or_are_over_are_refused(self):
        visit = self._create_visit(self.family_b, start="2026-12-01 16:00:00")
        with self.assertRaisesRegex(UserError, "waits for a time"):
            visit.action_propose()

    def test_a_family_that_was_invited_chooses_itself(self):
        invited = self.visits[0]
        invited.sudo()._update_state("invited")
        self.assertNotIn(invited, self._propose().line_ids.visit_id)

    # === IN WORDS === #

    def test_a_reason_stays_readable_when_its_person_or_its_code_is_gone(self):
        line = self._propose().line_ids[0]
        guest = self.env["hr.employee"].create(
            {"name": "Guest", "company_id": self.company.id}
        )
        params = {"remedy": "another_visitor", "person": guest.id}
        line.sudo().reason = ["no_windows", params]
        self.assertIn("Guest has no free time", line.reason_text)
        guest.unlink()
        line.invalidate_recordset()
        self.assertIn("former colleague has no free time", line.reason_text)
        line.sudo().reason = ["of_another_version", {}]
        self.assertIn("Propose again", line.reason_text)

    def test_reasons_of_many_are_read_with_as_few_queries(self):
        lines = self._propose().line_ids
        params = {"remedy": "longer_window", "person": self.emp_anouk.id}
        lines.sudo().reason = ["no_windows", params]

        def count(lines):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            lines.browse(lines.ids).mapped("reason_text")
            return self.env.cr.sql_log_count - before

        count(lines)  # what a worker keeps
        self.assertEqual(count(lines), count(lines[:1]))

    def test_its_name_is_the_moment_as_the_reader_writes_it(self):
        one = self._propose()
        one.sudo()._write({"create_date": datetime(2026, 11, 23, 12, 0)})
        one.invalidate_recordset()
        self.assertEqual(
            one.display_name.replace("\u202f", " "),
            "Proposal of 11/23/26, 1:00 PM",
        )

    # === DOES IT FIT === #

    def test_a_round_without_room_opens_after_a_decision(self):
        self.round.write(
            {"date_from": "2026-11-30", "date_to": "2026-11-30", "week_limit": 3}
        )
        self.round.action_look_again()
        fit = self.round.fit_ids
        self.assertEqual((fit.visit_count, fit.state), (4, "short"))
        self.assertEqual(self.round.next_step, "fit")
        with self.assertRaisesRegex(UserError, "Anouk"):
            self.round.action_open()
        fit.with_user(self.planner).write({"decision": "longer"})
        self.assertEqual(fit.sudo().decided_by_id, self.planner)
        # What was decided holds for this shortfall, and for no bigger one.
        self.round.week_limit = 2
        with self.assertRaisesRegex(UserError, "Anouk"):
            self.round.action_open()
        fit.with_user(self.planner).dropped_task = "A word about it"
        self.assertEqual(fit.state, "short")
        fit.with_user(self.planner).action_agree_again()
        self.assertEqual(fit.state, "decided")
        self.round.action_open()
        self.assertEqual(self.round.state, "open")

    def test_hours_are_held_against_the_annual_task(self):
        self.school.hours_consent_date = NOW.date()
        task = self.visits.sudo().visitor_ids.annual_task_id
        task.with_user(self.manager).allotted_hours = 5
        self.round.action_look_again()
        fit = self.round.fit_ids.with_user(self.manager)
        self.assertEqual((fit.needed_hours, fit.allotted_hours), (8, 5))
        self.assertEqual(fit.state, "short")
        with self.assertRaises(UserError):
            fit.visit_count = 1
        fit.write(
            {
                "decision": "task",
                "dropped_task": "Christmas committee",
                "agreed_date": "2026-11-20",
            }
        )
        self.assertEqual(fit.state, "decided")

    def test_before_the_consent_nobody_sees_hours_of_a_colleague(self):
        task = self.visits.sudo().visitor_ids.annual_task_id
        task.allotted_hours = 5
        self.round.action_look_again()
        fit = self.round.fit_ids.with_user(self.planner)
        self.assertEqual((fit.needed_hours, fit.allotted_hours), (0, 0))
        self.assertEqual(fit.state, "fits")

    def test_the_board_names_the_days_of_the_school(self):
        days = {"school_id": self.school.id, "date_from": "2026-12-08"}
        self.env["huisbezoek.feast"].create({"name": "Feast of lights", **days})
        self.env["huisbezoek.closed.day"].create({"name": "Study day", **days})
        weeks = self.round.with_user(self.manager).board["weeks"]
        self.assertNotIn("Study day", weeks[0]["days"])
        self.assertLessEqual({"Study day", "Feast of lights"}, set(weeks[1]["days"]))
        self.assertFalse(weeks[1]["closed"])

    def test_the_board_counts_weeks_and_names_no_family(self):
        one = self._propose()
        one.action_apply()
        board = self.round.board
        self.assertEqual(
            [week["key"] for week in board["weeks"]],
            [
                "2026-11-30",
                "2026-12-07",
            ],
        )
        [row] = board["rows"]
        self.assertEqual(row["name"], "Anouk")
        self.assertEqual(sum(cell["taken"] for cell in row["cells"]), 4)
        self.assertGreater(sum(cell["free"] for cell in row["cells"]), 0)
        for name in ("Aydemir", "Defne"):
            self.assertNotIn(name, str(board))
