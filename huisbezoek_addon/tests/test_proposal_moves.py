from datetime import datetime, timedelta

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import NOW
from .proposal_common import ProposalCase


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestProposalMoves(ProposalCase):
    """A planner moves times of a proposal, applies it, and undoes it (C5)."""

    # === MOVING === #

    def test_a_moved_time_says_which_rule_it_breaks(self):
        one = self._propose()
        first, second = one.line_ids.sorted("start")[:2]
        second.start = first.start + timedelta(minutes=15)
        self.assertIn("Anouk", second.warning)
        second.start = "2026-12-05 10:00:00"
        self.assertIn("visit hours", second.warning)
        second.start = "2026-12-09 17:45:00"
        self.assertFalse(second.warning)

    def test_what_a_move_leaves_alone_is_looked_at_again(self):
        one = self._propose()
        first, second, third = one.line_ids.sorted("start")[:3]
        first.start = second.start
        self.assertIn("home visit", first.warning)
        self.assertIn("home visit", second.warning)
        self.assertFalse(third.warning)
        self.assertEqual(one.warning_count, 2)
        second.start = datetime(2026, 12, 8, 14, 30)
        self.env.invalidate_all()
        self.assertFalse(first.warning or second.warning)
        self.assertEqual(one.warning_count, 0)

    def test_a_warning_is_read_in_the_language_of_who_reads_it(self):
        self.env["res.lang"]._activate_lang("nl_NL")
        interpreter = self.env["huisbezoek.interpreter"].create(
            {"school_id": self.school.id, "name": "Selma", "is_confirmed_adult": True}
        )
        self.visits[:1].sudo().interpreter_id = interpreter
        busy = self._create_visit(
            self.family_b, self.emp_bram, start="2026-12-08 14:30:00"
        )
        busy.sudo().interpreter_id = interpreter
        one = self._propose()
        line = one.line_ids.filtered(lambda line: line.visit_id == self.visits[:1])
        line.with_context(lang="nl_NL").start = busy.start
        self.assertIn("De tolk", line.with_context(lang="nl_NL").warning)
        self.assertIn("The interpreter is on another home visit", line.warning)
        # Another planner reads English: what was told in Dutch is no news to him.
        line.sudo()._check_still_free()

    def test_two_times_of_one_family_at_once(self):
        visit = self._create_visit(self.family_a, self.emp_bram)
        action = (visit | self.visits).action_propose()
        lines = self.env["huisbezoek.proposal"].browse(action["res_id"]).line_ids
        lines = lines.with_user(self.planner)
        first, second = lines.filtered(
            lambda line: line.visit_id.household_id == self.family_a
        )
        second.start = first.start
        self.assertIn("another visit then", first.warning)
        self.assertIn("another visit then", second.warning)

    def test_moves_are_judged_by_the_limits_of_the_proposal(self):
        one = self._propose()
        one.evening_limit = 1
        one.action_make_again()
        first, second = one.line_ids[:2]
        first.start = datetime(2026, 12, 7, 17, 30)
        self.assertFalse(first.warning)
        second.start = datetime(2026, 12, 7, 18, 45)
        self.assertIn("1 visits that evening", second.warning)

    def test_a_move_out_of_its_days_is_told_and_stands(self):
        one = self._propose()
        line = one.line_ids[0]
        for start in (datetime(2026, 12, 14, 14, 30), datetime(2026, 11, 23, 14, 30)):
            line.start = start
            self.assertIn("outside the days of the proposal", line.warning)
            self.assertEqual(line.warning.count("\n"), 0)
        one.action_apply()
        self.assertEqual(line.visit_id.start, datetime(2026, 11, 23, 14, 30))

    def test_a_drag_of_the_end_keeps_the_length(self):
        line = self._propose().line_ids[0]
        line.write({"start": line.start, "stop": line.stop + timedelta(hours=1)})
        self.env.flush_all()
        line.invalidate_recordset()
        self.assertEqual(line.stop - line.start, timedelta(minutes=45))

    def test_times_that_are_not_there_yet_are_not_moved(self):
        one = self._propose()
        line = one.line_ids[0]
        for state, told in (("queued", "looked for"), ("applied", "been applied")):
            one.sudo().state = state
            with self.subTest(state=state), self.assertRaisesRegex(UserError, told):
                line.start = datetime(2026, 12, 8, 14, 30)

    def test_a_move_among_many_costs_as_few_queries(self):
        """Looked at for all whom it touches, in one go."""
        few, many = self._count_queries(4), self._count_queries(10)
        self.assertLessEqual(many, few)

    def _count_queries(self, size):
        for number in range(size - len(self.visits)):
            name = f"More{number}"
            self._create_family(name, name, self.group_1)
        self.round.action_make_visits()
        self.round.invalidate_recordset()
        one = self._propose()
        self.assertEqual(one.placed_count, size)
        line = one.line_ids[0]
        line.start = "2026-12-01 14:15:00"  # what a worker keeps
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        line.start = "2026-12-10 06:15:00"
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    # === APPLYING AND UNDOING === #

    def test_apply_undo_and_apply_again(self):
        one = self._propose()
        times = {line.visit_id: line.start for line in one.line_ids}
        one.action_apply()
        self.assertEqual(one.state, "applied")
        self.assertEqual(set(self.visits.mapped("state")), {"planned"})
        self.assertEqual({visit: visit.start for visit in self.visits}, times)
        self.assertTrue(all(self.visits.sudo().mapped("event_id")))
        self.assertEqual(self.round.planned_count, 4)
        one.action_undo()
        self.assertEqual(set(self.visits.mapped("state")), {"todo"})
        self.assertFalse(self.env["huisbezoek.occupation"].search([]))
        one.action_apply()
        self.assertEqual({visit: visit.start for visit in self.visits}, times)

    def test_what_was_moved_since_stays_where_it_is(self):
        one = self._propose()
        one.action_apply()
        moved = self.visits[0]
        moved.start = "2026-12-08 17:45:00"
        one.action_undo()
        self.assertEqual(moved.state, "planned")
        self.assertEqual(set((self.visits - moved).mapped("state")), {"todo"})

    def test_what_has_begun_stays_planned(self):
        one = self._propose()
        one.action_apply()
        first, second = self.visits.sorted("start")[:2]
        with freeze_time(first.start - timedelta(minutes=10)):
            # At the door, and early.
            first.sudo().real_start = first.start - timedelta(minutes=10)
            self.env.flush_all()
            notice = one.action_undo()
        self.assertIn("1 × Planned", notice["params"]["message"])
        self.assertEqual((first.state, second.state), ("planned", "todo"))
        self.assertTrue(first.real_start)

    def test_what_is_over_stays_planned(self):
        one = self._propose()
        one.action_apply()
        first = self.visits.sorted("start")[0]
        with freeze_time(first.stop + timedelta(minutes=5)):
            one.action_undo()
        self.assertEqual(first.state, "planned")
        self.assertEqual(set((self.visits - first).mapped("state")), {"todo"})

    def test_it_cannot_be_undone_once_a_visit_was_held(self):
        one = self._propose()
        one.action_apply()
        first = self.visits.sorted("start")[0]
        with freeze_time("2026-12-01 12:00:00"):
            first.action_hold()
            with self.assertRaisesRegex(UserError, "1 of these visits"):
                one.action_undo()

    def test_what_came_in_between_stops_it_all(self):
        one = self._propose()
        line = one.line_ids.sorted("start")[0]
        self._create_visit(self.family_b, self.emp_anouk, start=line.start)
        with self.assertRaisesRegex(UserError, "Propose again"):
            one.action_apply()
        self.assertEqual(set(self.visits.mapped("state")), {"todo"})
        one.action_make_again()
        one.action_apply()
        self.assertEqual(set(self.visits.mapped("state")), {"planned"})

    def _create_leave(self, start, stop):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Leave",
                "resource_id": self.emp_anouk.resource_id.id,
                "date_from": start,
                "date_to": stop,
            }
        )

    def _refuse(self, one):
        with self.assertRaisesRegex(UserError, "Propose again"):
            one.action_apply()
        self.assertEqual(set(one.line_ids.visit_id.mapped("state")), {"todo"})

    def test_a_week_that_filled_up_meanwhile_stops_it(self):
        self.round.week_limit = 2
        first, second = self.visits[:2], self.visits[2:]
        values = {
            "round_id": self.round.id,
            "date_from": "2026-11-30",
            "date_to": "2026-12-04",
            "week_limit": 2,
        }
        Proposal = self.env["huisbezoek.proposal"].with_user(self.planner)
        one = Proposal._create_for(second, values)
        first[0].start = datetime(2026, 12, 3, 14, 15)
        first[1].start = datetime(2026, 12, 4, 14, 15)
        self._refuse(one)

    def test_longer_visits_no_longer_leave_the_way(self):
        one = self._propose()
        self.round.visit_minutes = 60
        self._refuse(one)
        one.action_make_again()
        one.action_apply()
        self.assertFalse([v for v in self.visits if v.planning_warning])

    def test_lower_limits_stop_it(self):
        one = self._propose()
        one.week_limit = 2
        self._refuse(one)

    def test_leave_on_the_day_of_a_move_is_news(self):
        one = self._propose()
        line = one.line_ids[0]
        line.start = datetime(2026, 12, 9, 9, 0)
        self.assertIn("visit hours", line.warning)
        self._create_leave("2026-12-08 23:00:00", "2026-12-09 22:59:59")
        self._refuse(one)
        line.start = line.start
        self.assertIn("absent", line.warning)
        one.action_apply()
        self.assertEqual(line.visit_id.start, datetime(2026, 12, 9, 9, 0))

    def test_a_move_onto_another_is_for_the_database_to_refuse(self):
        one = self._propose()
        first, second = one.line_ids[:2]
        first.start = second.start
        with self.assertRaisesRegex(UserError, "at that time"):
            one.action_apply()

    def test_a_time_that_is_over_stops_it(self):
        one = self._propose()
        with freeze_time("2026-12-01 12:00:00"):
            self._refuse(one)
