from datetime import timedelta

from odoo.tests import HttpCase, freeze_time, tagged

from .common import NOW, HuisbezoekHttpCase
from .test_demo import DemoMixin


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestRoundUi(HuisbezoekHttpCase):
    """A planner plans a real round in a browser: from its guide to a full calendar."""

    browser_size = "1366x768"

    def setUp(self):
        super().setUp()
        self.mila = self._create_family("Mila", "Aydemir", self.group_1)[0]
        self.mila.household_ids = self.family_a
        for name in ("Aa", "Bee", "Cee", "Dee"):
            self._create_family(name, name, self.group_1)
        self.first = (
            self.env["huisbezoek.round"].new({"school_id": self.school.id}).date_from
        )
        Closed = self.env["huisbezoek.closed.day"]
        second = self.first + timedelta(weeks=1)
        Closed.create(
            [
                {
                    "school_id": self.school.id,
                    "name": "Vacation",
                    "kind": "vacation",
                    "date_from": second,
                    "date_to": second + timedelta(days=6),
                },
                {
                    "school_id": self.school.id,
                    "name": "Study day",
                    "date_from": self.first,
                },
            ]
        )
        duo = self._create_visit(self.family_a, companion_ids=[self.emp_bram.id])
        duo.pupil_ids = self.defne
        talk = self._create_visit(
            self._create_family("Eef", "Eef", self.group_1)[1],
        )
        talk.interpreter_id = self._create_interpreter()

    def _create_interpreter(self):
        return self.env["huisbezoek.interpreter"].create(
            {
                "school_id": self.school.id,
                "name": "T. Tolk",
                "kind": "professional",
                "is_confirmed_adult": True,
            }
        )

    def test_planner_plans_a_round(self):
        self.start_tour(
            "/odoo/home-visit-rounds", "huisbezoek_plan_a_round", login="petra"
        )
        round_ = self.env["huisbezoek.round"].search(
            [("school_id", "=", self.school.id)]
        )
        visits = round_.visit_ids
        self.assertEqual(len(visits), 7)
        self.assertEqual(set(visits.mapped("state")), {"planned"})
        days = {visit: self.school._to_local(visit.start).date() for visit in visits}
        closed = self.env["huisbezoek.closed.day"].search(
            [("school_id", "=", self.school.id)]
        )
        for visit, day in days.items():
            self.assertFalse(
                closed.filtered(lambda c, day=day: c.date_from <= day <= c.date_to),
                visit,
            )
        siblings = visits.filtered(lambda v: v.household_id == self.family_a)
        self.assertEqual(len(siblings), 2)
        first, second = siblings.sorted("start")
        self.assertLessEqual(second.start - first.stop, timedelta(minutes=30))
        taken = self.env["huisbezoek.occupation"].search([])
        self.assertIn(self.bram.partner_id, taken.partner_id)
        self.assertEqual(len(taken.filtered("interpreter_id")), 1)
        # Sick tomorrow: all of it is one proposal, and can be found again.
        self.assertEqual(round_.proposal_count, 1)


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestDemoRoundUi(DemoMixin, HttpCase):
    """The planner of the demo school plans the round that waits there."""

    browser_size = "1366x768"

    def test_planner_plans_the_round_of_the_demo(self):
        self._load_board()
        school = self.env.ref("huisbezoek_addon.school_linde_demo")
        round_ = self.env["huisbezoek.round"].search(
            [("school_id", "=", school.id), ("state", "=", "draft")]
        )
        visits = round_.visit_ids
        self.assertTrue(visits.companion_ids)
        self.assertTrue(visits.interpreter_id)
        Closed = self.env["huisbezoek.closed.day"]
        closed = Closed.search(
            Closed._get_overlap_domain(school, round_.date_from, round_.date_to)
        )
        self.assertLessEqual({"own", "vacation"}, set(closed.mapped("kind")))
        self.start_tour(
            "/odoo/home-visit-rounds", "huisbezoek_plan_the_demo_round", login="planner"
        )
        self.assertEqual(round_.state, "open")
        # One family was invited before, and chooses itself.
        self.assertEqual(visits.mapped("state").count("invited"), 1)
        self.assertEqual(set(visits.mapped("state")), {"planned", "invited"})
        for visit in visits.filtered("start"):
            day = school._to_local(visit.start).date()
            self.assertFalse(
                closed.filtered(lambda c, day=day: c.date_from <= day <= c.date_to)
            )
