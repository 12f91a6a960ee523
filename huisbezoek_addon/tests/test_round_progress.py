from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import NOW
from .proposal_common import ProposalCase


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestRoundProgress(ProposalCase):
    """A planner keeps a round open all day and sees what waits for him (C3, I1)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.round.action_open()
        cls.visits = cls.visits.sorted("id")

    def _get_counts(self):
        return [
            self.round[name]
            for name in ("todo_count", "waiting_count", "planned_count", "held_count")
        ]

    def _open_counted(self, name, user=None):
        round_ = self.round.with_user(user or self.planner)
        action = round_.with_context(huisbezoek_counted=name).action_open_counted()
        return self.env["huisbezoek.visit"].search(action["domain"])

    def test_what_is_to_plan_and_what_waits(self):
        self.assertEqual(self._get_counts(), [4, 0, 0, 0])
        self.visits[0].sudo()._update_state("invited")
        self.visits[1].action_on_hold()
        self.visits[2].start = "2026-12-01 14:30:00"
        self.assertEqual(self._get_counts(), [1, 2, 1, 0])
        self.assertEqual(self.round.next_step, "plan")
        self.visits[3].start = "2026-12-02 14:30:00"
        # Nothing is left to propose, and two still wait.
        self.assertEqual(self.round.next_step, "follow")
        (self.visits[2:] | self.visits[0]).sudo()._update_state("cancelled")
        self.assertEqual(self.round.next_step, "follow")

    def test_behind_each_number_are_its_visits(self):
        self.visits[0].sudo()._update_state("invited")
        self.visits[2].start = "2026-12-01 14:30:00"
        for name, visits in (
            ("todo_count", self.visits[1] | self.visits[3]),
            ("waiting_count", self.visits[0]),
            ("planned_count", self.visits[2]),
            ("held_count", self.visits.browse()),
        ):
            with self.subTest(number=name):
                self.assertEqual(self._open_counted(name), visits)
                self.assertEqual(self.round[name], len(visits))

    def test_what_needs_attention(self):
        self.assertEqual(self.round.attention_count, 0)
        self.visits[0].household_id.guardian_ids.write({"needs_interpreter": True})
        self.visits[1].start = "2026-12-01 14:30:00"
        self.env["huisbezoek.closed.day"].create(
            {"school_id": self.school.id, "name": "Storm", "date_from": "2026-12-01"}
        )
        self.env.invalidate_all()
        self.assertEqual(self.round.attention_count, 2)
        self.assertEqual(self._open_counted("attention_count"), self.visits[:2])
        self.visits[0].interpreter_id = self.env["huisbezoek.interpreter"].create(
            {"school_id": self.school.id, "name": "Selma", "is_confirmed_adult": True}
        )
        self.env.invalidate_all()
        self.assertEqual(self.round.attention_count, 1)
        self.assertFalse(self.visits[0].lacks_interpreter)

    def test_attention_costs_no_query_per_round(self):
        # One question for all of them, since a list of rounds may show it.
        costs = []
        two = self.round | self.round.copy({"name": "Two"})
        for rounds in (two, self.round, two):
            self.env.flush_all()
            self.env.invalidate_all()
            rounds.mapped("name")
            before = self.env.cr.sql_log_count
            rounds.mapped("attention_count")
            costs.append(self.env.cr.sql_log_count - before)
        # The first time the rights of the user are looked up as well.
        self.assertEqual(costs[1], costs[2])

    def test_a_closed_day_reaches_the_round(self):
        self.assertTrue(self.round.fit_date)
        Cron = self.env.registry["ir.cron"]
        with patch.object(Cron, "_trigger", autospec=True) as trigger:
            day = self.env["huisbezoek.closed.day"].create(
                {"school_id": self.school.id, "name": "A", "date_from": "2027-03-01"}
            )
            self.assertTrue(self.round.fit_date)
            day.date_from = "2026-12-02"
        self.assertFalse(self.round.fit_date)
        trigger.assert_called_once()
        self.round.action_look_again()
        self.assertTrue(self.round.fit_date)
        day.unlink()
        self.assertFalse(self.round.fit_date)

    def test_the_board_stays_while_the_round_is_edited(self):
        self.visits[0].start = "2026-12-01 14:30:00"
        form = self.round.new({"name": "Another"}, origin=self.round)
        self.assertEqual(form.board["rows"], self.round.board["rows"])
        self.assertEqual(form.board["rows"][0]["cells"][0]["taken"], 1)

    def test_the_board_shows_weeks_besides_the_window_that_hold_a_visit(self):
        self.visits[0].start = "2026-11-25 14:30:00"
        weeks = [week["key"] for week in self.round.board["weeks"]]
        self.assertEqual(weeks[:2], ["2026-11-23", "2026-11-30"])

    def test_a_round_that_is_over_does_not_open(self):
        past = self.round.copy(
            {"name": "Past", "date_from": "2026-09-01", "date_to": "2026-10-01"}
        )
        self._create_visit(self.family_b, self.emp_bram, round_id=past.id)
        with self.assertRaisesRegex(UserError, "The last day of this round is over"):
            past.action_open()
