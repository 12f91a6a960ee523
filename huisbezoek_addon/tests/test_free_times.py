from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import NOW
from .test_availability import AFTERNOON, EVENING, WEDNESDAY, AvailabilityCase


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestFreeTimes(AvailabilityCase):
    """One click on a free time plans the visit; a time that is gone says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for lang in ("en_US", "nl_NL"):
            cls.env["res.lang"]._activate_lang(lang)

    def _open(self, user=None):
        visit = self.visit.with_user(user or self.planner)
        action = visit.action_find_slot()
        return (
            self.env[action["res_model"]]
            .with_user(visit.env.user)
            .browse(action["res_id"])
        )

    def test_the_next_times_by_day_in_words_of_the_user(self):
        dialog = self._open()
        self.assertEqual(len(dialog.time_ids), 3 * len(AFTERNOON + EVENING))
        named = [time for time in dialog.time_ids if time.day_label]
        self.assertEqual([time.start.day for time in named], [23, 24, 25])
        self.assertEqual(named[0].day_label, "Monday, November 23, 2026")
        self.assertEqual(named[0].time_label, "3:15\u202fPM – 4:00\u202fPM")
        in_dutch = named[0].with_context(lang="nl_NL")
        self.assertEqual(in_dutch.day_label, "maandag 23 november 2026")
        self.assertEqual(in_dutch.time_label, "15:15 – 16:00")
        later = dialog.action_later()
        dialog = self.env[later["res_model"]].browse(later["res_id"])
        self.assertEqual(dialog.time_ids[0].start.day, 26)

    def test_weeks_later_and_what_is_outside_the_round(self):
        self.visit.round_id = self.env["huisbezoek.round"].create(
            {
                "school_id": self.school.id,
                "date_from": "2026-11-24",
                "date_to": "2026-12-04",
            }
        )
        dialog = self._open()
        self.assertEqual(dialog.first_day, date(2026, 11, 23))
        outside = {time.start.day for time in dialog.time_ids if time.is_outside}
        self.assertEqual(outside, {23})
        self.assertFalse(dialog.is_in_round)
        action = dialog.action_later()
        dialog = self.env[action["res_model"]].browse(action["res_id"])
        self.assertTrue(dialog.is_in_round)
        action = dialog.action_weeks_later()
        dialog = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(dialog.time_ids[0].start.date(), date(2026, 12, 24))

    def test_a_long_day_is_shown_whole(self):
        self._create_fixed("2", 0, 24, self.emp_anouk)
        self._create_fixed("3", 0, 24, self.emp_anouk)
        self.school.weekly_time_ids.unlink()
        starts = self.visit._get_next_slots()
        days = {self.school._to_local(start).day for start in starts}
        self.assertEqual(days, {25})
        self.assertGreater(len(starts), 40)

    def test_one_click_plans_the_visit(self):
        dialog = self._open()
        dialog.time_ids[3].action_choose()
        self.assertEqual(self.visit.state, "planned")
        self.assertEqual(self.visit.start, datetime(2026, 11, 23, 15))
        self.assertEqual(self.visit.planning_warning, "")

    def test_who_leads_the_visit_finds_a_time_too(self):
        self._open(self.anouk).time_ids[0].action_choose()
        self.assertEqual(self.visit.start, datetime(2026, 11, 23, 14, 15))

    def test_a_planned_visit_moves(self):
        self.visit.start = datetime(2026, 11, 25, 14, 30)
        event = self.visit.sudo().event_id
        self._open().time_ids[0].action_choose()
        self.assertEqual(event.start, datetime(2026, 11, 23, 14, 15))

    def test_a_time_that_is_gone_names_others(self):
        dialog = self._open()
        self._create_event(start="2026-11-23 14:00:00", stop="2026-11-23 15:00:00")
        with self.assertRaises(UserError) as caught:
            dialog.time_ids[0].action_choose()
        message = str(caught.exception)
        self.assertRegex(message, "cannot be planned on .* 23, 2026, 3:15.PM")
        self.assertIn("Anouk has another appointment then.", message)
        self.assertRegex(message, "Free after that: Monday, November 23, 2026, 4:15.PM")
        self.assertNotIn("Tandarts", message)
        self.assertEqual(self.visit.state, "todo")

    def test_no_time_at_all(self):
        self._create_fixed("6", 9, 10, self.emp_anouk)
        dialog = self._open()
        self.assertFalse(dialog.time_ids)
        with self.assertRaisesRegex(UserError, "No time is free in the weeks"):
            self.visit._book(datetime(2026, 11, 25, 14, 30))

    def test_without_a_lead_there_is_nobody_to_find_a_time_for(self):
        self.visit.lead_id = False
        with self.assertRaisesRegex(UserError, "Choose who leads"):
            self._open()

    def test_nobody_finds_a_time_for_a_visit_that_he_may_not_plan(self):
        for user in (self.bram, self.manager, self.colleague, self.admin):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._open(user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.visit.with_user(user)._book(datetime(2026, 11, 25, 14, 30))

    def test_a_dialog_shows_the_visits_of_nobody_else(self):
        """A client may make a dialog of any visit; it learns nothing of it."""
        Slot = self.env["huisbezoek.visit.slot"].with_user(self.bram)
        dialog = Slot.create(
            {
                "visit_id": self.visit.id,
                "time_ids": [Command.create({"start": "2026-11-25 14:30:00"})],
            }
        )
        with self.assertRaises(AccessError):
            dialog.time_ids.read(["time_label"])
        with self.assertRaises(AccessError):
            dialog.time_ids.action_choose()


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestAvailabilitySize(AvailabilityCase):
    """What is free costs the same, however much there is to look at (K4)."""

    def _count(self, visits, weeks=1):
        """Return how many queries the free times of some weeks take."""
        last = WEDNESDAY + timedelta(weeks=weeks)
        visits = visits.with_user(self.planner)

        def find():
            slots = visits._get_free_slots_batch(WEDNESDAY, last)
            self.assertTrue(all(slots.values()))

        return self._count_queries(find)

    def _count_queries(self, do):
        """Return what something takes the second time: the rules are read by then."""
        for _again in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            do()
        return self.env.cr.sql_log_count - before

    def _create_crew(self, count):
        """Return employees with a calendar, appointments and hours of their own."""
        employees = self.env["hr.employee"]
        for number in range(count):
            user = self._create_user(f"crew_{number}_{len(employees)}", "teacher")
            employee = self._create_employee(user)
            employee.resource_calendar_id = self._create_calendar("0", "2")
            self._create_fixed("2", 19, 20, employee, kind="lesson")
            for day in range(3):
                self._create_event(
                    user,
                    start=f"2026-12-{1 + day:02d} 10:00:00",
                    stop=f"2026-12-{1 + day:02d} 11:00:00",
                )
            employees |= employee
        return employees

    def test_one_visit_with_much_around_it(self):
        few = self._count(self.visit)
        crew = self._create_crew(3)
        self.visit.lead_id, companions = crew[0], crew[1:]
        self.visit.companion_ids = [Command.set(companions.ids)]
        for number in range(3):
            self._create_visit(
                self.family_b, crew[0], start=f"2026-11-30 {10 + number}:00:00"
            )
        self.env["huisbezoek.avoidance"].create(
            [
                {"household_id": self.family_a.id, "weekday": weekday}
                for weekday in ("1", "4")
            ]
        )
        self.env["huisbezoek.travel.time"].create(
            [
                {"school_id": self.school.id, "area_from": "8011", "area_to": area}
                for area in ("80", "81")
            ]
        )
        many = self._count(self.visit, weeks=8)
        self.assertLessEqual(many, 16)
        # One more for calendars of their own, however many there are.
        self.assertLessEqual(many, few + 1)

    def test_many_visits_cost_the_queries_of_one(self):
        crew = self._create_crew(4)
        one = self._count(self.visit)
        visits = self.visit
        for number in range(12):
            _pupil, household = self._create_family(
                f"Kind{number}", f"Naam{number}", self.group_1
            )
            visits |= self._create_visit(household, crew[number % 4])
        self.assertEqual(self._count(visits), one)

    def test_a_round_has_the_times_of_each_of_its_visits(self):
        """Many at once find what each would find alone; planned ones move."""
        self.visit.start = datetime(2026, 11, 25, 14, 30)
        other = self._create_visit(self.family_b)
        both = self.visit | other
        found = both._get_free_slots_batch(WEDNESDAY, WEDNESDAY)
        for visit in both:
            self.assertEqual(found[visit], visit._get_free_slots(WEDNESDAY, WEDNESDAY))
        self.assertEqual(self._get_times(), AFTERNOON + EVENING)
        self.assertEqual(self._get_times(other), ["16:30", "16:45", *EVENING])

    def test_a_warning_costs_the_same_on_a_busy_day(self):
        self.visit.start = datetime(2026, 11, 25, 14, 30)

        def read():
            self.visit.with_user(self.planner).read(["planning_warning"])

        few = self._count_queries(read)
        for hour in range(8, 12):
            self._create_event(
                start=f"2026-11-25 {hour:02d}:00:00",
                stop=f"2026-11-25 {hour:02d}:30:00",
            )
        self.assertEqual(self._count_queries(read), few)
