from datetime import date, datetime
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from odoo.exceptions import AccessError
from odoo.tests import Form, freeze_time, tagged

from .common import NOW, HuisbezoekCase

MIGRATION = (
    Path(__file__).parents[1] / "migrations" / "19.0.1.3.0" / "post-calendar-days.py"
)
#: What De Linde in Zwolle gets of 2026-2027, region north.
VACATIONS_NORTH = {
    "vacation/2025-2026/summer": (date(2026, 7, 4), date(2026, 8, 16)),
    "vacation/2026-2027/autumn": (date(2026, 10, 10), date(2026, 10, 18)),
    "vacation/2026-2027/christmas": (date(2026, 12, 19), date(2027, 1, 3)),
    "vacation/2026-2027/spring": (date(2027, 2, 20), date(2027, 2, 28)),
    "vacation/2026-2027/may": (date(2027, 4, 24), date(2027, 5, 2)),
    "vacation/2026-2027/summer": (date(2027, 7, 10), date(2027, 8, 22)),
}


class ClosedDaysCase(HuisbezoekCase):
    """Closed days as people of the school see them."""

    def _get_closed_days(self, school=None, user=None, **values):
        domain = [("school_id", "=", (school or self.school).id)]
        domain += [(name, "=", value) for name, value in values.items()]
        Closed = self.env["huisbezoek.closed.day"].with_user(user or self.env.user)
        return Closed.search(domain)

    def _get_day(self, key, user=None):
        return self._get_closed_days(user=user, source_key=key).ensure_one()

    def _get_dates(self, school=None):
        return {
            days.source_key: (days.date_from, days.date_to)
            for days in self._get_closed_days(school, kind="vacation")
        }

    def _close(self, first, last=None, user=None, **vals):
        return (
            self.env["huisbezoek.closed.day"]
            .with_user(user or self.planner)
            .create(
                {
                    "school_id": self.school.id,
                    "name": "Study day",
                    "date_from": first,
                    "date_to": last or first,
                    **vals,
                }
            )
        )


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestClosedDays(ClosedDaysCase):
    """A school year comes with its vacations and public holidays (C2)."""

    def test_a_new_school_has_the_vacations_of_its_region(self):
        self.assertEqual(self.school.holiday_region, "north")
        self.assertEqual(self._get_dates(), VACATIONS_NORTH)
        holidays = self._get_closed_days(kind="holiday")
        self.assertEqual(len(holidays), 8)
        self.assertEqual(holidays[0].date_from, date(2026, 12, 25))
        self.assertEqual(holidays[0].date_to, date(2026, 12, 26))

    def test_what_the_school_decides_itself_is_marked(self):
        decided = self._get_closed_days(is_advisory=True).mapped("source_key")
        self.assertEqual(
            [key.rpartition("/")[2] for key in decided],
            ["autumn", "spring", "good_friday", "liberation_day"],
        )

    def test_names_are_dutch_where_odoo_speaks_dutch(self):
        autumn = self._get_day("vacation/2026-2027/autumn")
        self.assertIn(autumn.name, ("Autumn vacation", "Herfstvakantie"))
        self.env["res.lang"]._activate_lang("nl_NL")
        school = self._create_school("Nieuw", self.company)
        self.assertIn("Herfstvakantie", self._get_closed_days(school).mapped("name"))

    def test_the_next_school_year_brings_its_own(self):
        """The summer that touches both years stands there once."""
        before = self._get_closed_days()
        self.env["huisbezoek.school.year"]._get_or_create(self.school, 2027)
        added = self._get_closed_days() - before
        vacations = added.filtered(lambda days: days.kind == "vacation")
        self.assertEqual(
            vacations.mapped("source_key"),
            [
                f"vacation/2027-2028/{name}"
                for name in ("autumn", "christmas", "spring", "may", "summer")
            ],
        )
        self.assertEqual(len(added - vacations), 8)

    def test_a_visit_of_a_teacher_may_let_a_year_begin(self):
        """She keeps no closed days, yet the year that begins has them."""
        self._create_visit(user=self.anouk, start=datetime(2027, 9, 15, 13, 30))
        self.assertEqual(len(self.school.year_ids), 2)
        self.assertTrue(self._get_day("vacation/2027-2028/autumn"))

    def test_adding_them_again_adds_nothing(self):
        days = self._get_closed_days()
        feasts = self.env["huisbezoek.feast"].search_count([])
        message = self._press_add()
        self.assertEqual(message, "Nothing was missing.")
        self.assertEqual(self._get_closed_days(), days)
        self.assertEqual(self.env["huisbezoek.feast"].search_count([]), feasts)

    def test_a_school_that_lost_its_memory_gets_no_doubles(self):
        self.school.calendar_keys = False
        self.assertEqual(self._press_add(), "Nothing was missing.")

    def _press_add(self, user=None):
        Closed = self.env["huisbezoek.closed.day"].with_user(user or self.planner)
        return Closed.action_add_calendar()["params"]["message"]

    def test_migration_gives_schools_what_they_lack_and_may_be_repeated(self):
        spec = spec_from_file_location("post_calendar_days", MIGRATION)
        migration = module_from_spec(spec)
        spec.loader.exec_module(migration)
        self._forget(self.school | self.second_school)
        self.second_school.active = False
        own = self._close(date(2026, 12, 19), date(2027, 1, 3), kind="vacation")
        for _time in range(2):
            migration.migrate(self.env.cr, "19.0.1.2.0")
            self.env.invalidate_all()
            christmas = self._get_closed_days(kind="vacation").filtered(
                lambda days: days.date_from.month == 12
            )
            self.assertEqual(christmas, own)
            self.assertEqual(self._get_dates(self.second_school), VACATIONS_NORTH)

    def test_what_the_school_changed_or_deleted_stays_so(self):
        autumn = self._get_day("vacation/2026-2027/autumn", self.planner)
        autumn.write({"name": "Herfst", "date_to": date(2026, 10, 20)})
        self._get_day("holiday/2027/good_friday", self.planner).unlink()
        self._press_add()
        self.assertEqual(autumn.name, "Herfst")
        self.assertEqual(autumn.date_to, date(2026, 10, 20))
        self.assertFalse(self._get_closed_days(source_key="holiday/2027/good_friday"))

    def test_no_double_of_what_the_school_typed_in(self):
        """A school of before the lists gets what it did not have."""
        self._get_closed_days().unlink()
        self.school.calendar_keys = False
        own = self._close(
            date(2027, 4, 17), date(2027, 5, 2), kind="vacation", name="Mei"
        )
        self.assertIn("Days and feasts added: 13", self._press_add())
        may = self._get_closed_days(kind="vacation").filtered(
            lambda days: days.date_from.month in (4, 5)
        )
        self.assertEqual(may, own)
        # Koningsdag is no vacation, and stands in it.
        self.assertTrue(self._get_closed_days(source_key="holiday/2027/kings_day"))
        # What was left out on its account does not come back without it either.
        own.unlink()
        self.assertEqual(self._press_add(), "Nothing was missing.")

    def test_button_of_a_school_year(self):
        self._get_closed_days().unlink()
        self.school.calendar_keys = False
        action = self.year.with_user(self.planner).action_add_calendar()
        self.assertEqual(action["params"]["type"], "success")
        self.assertEqual(self._get_dates(), VACATIONS_NORTH)

    def test_school_without_a_region_has_public_holidays_and_a_hint(self):
        school = self.env["huisbezoek.school"].create(
            {"name": "Nergens", "company_id": self.company.id}
        )
        self.assertEqual(set(self._get_closed_days(school).mapped("kind")), {"holiday"})
        planner = self._create_user("pascal", "planner", school)
        self.assertIn("Nergens has no vacation region", self._press_add(planner))
        # With its first region there is nothing that it could replace.
        school.city = "Zwolle"
        self.assertEqual(self._get_dates(school), VACATIONS_NORTH)

    def test_years_that_the_lists_do_not_know(self):
        far = self.env["huisbezoek.school.year"]._get_or_create(self.school, 2031)
        self.assertFalse(
            self._get_closed_days().filtered(lambda d: d.date_from >= far.date_start)
        )
        action = far.with_user(self.planner).action_add_calendar()
        self.assertIn("2031-2032 are not known yet", action["params"]["message"])

    def test_who_may_add_them(self):
        for user in (self.planner, self.manager, self.admin):
            with self.subTest(user=user.login):
                self.assertTrue(self._press_add(user))
        for user in (self.anouk, self.care, self.colleague):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.school.with_user(user).action_add_calendar()
        stranger = self._create_user("piet", "planner", self.second_school)
        with self.assertRaises(AccessError):
            self.school.with_user(stranger).action_add_calendar()
        with self.assertRaises(AccessError):
            self.year.with_user(stranger).action_add_calendar()

    def test_the_memory_of_a_school_is_for_nobody_to_write(self):
        with self.assertRaises(AccessError):
            self.school.with_user(self.planner).write({"calendar_keys": []})

    def test_many_schools_at_once_cost_as_many_queries_as_one(self):
        def count(schools):
            years = schools.year_ids
            self._forget(schools)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            schools._add_calendar(years)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        schools = self.school
        count(schools)
        few = count(schools)
        for number in range(5):
            schools |= self._create_school(f"School {number}", self.company)
        self.assertLessEqual(count(schools), few + 6)

    def _forget(self, schools):
        """Let schools be as before the addon had lists."""
        for model in ("huisbezoek.closed.day", "huisbezoek.feast"):
            self.env[model].search([("school_id", "in", schools.ids)]).unlink()
        schools.calendar_keys = False


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestVacationRegion(ClosedDaysCase):
    """A school near a border follows another region (C2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.iris = cls._create_user("iris", "administrator")

    def test_notice_appears_as_soon_as_the_region_is_another_one(self):
        school = self.school.with_user(self.iris)
        self.assertFalse(school.has_other_vacations)
        with Form(school) as form:
            form.holiday_region = "south"
            self.assertTrue(form.has_other_vacations)
            form.holiday_region = "north"
            self.assertFalse(form.has_other_vacations)

    def test_untouched_vacations_are_taken_over_and_no_others(self):
        autumn = self._get_day("vacation/2026-2027/autumn", self.planner)
        autumn.date_to = date(2026, 10, 20)
        spring = self._get_day("vacation/2026-2027/spring", self.planner)
        spring.name = "Krokus"
        self._get_day("vacation/2026-2027/may", self.planner).unlink()
        self.school.with_user(self.iris).holiday_region = "south"
        self.assertEqual(self._get_day(spring.source_key).source_region, "north")
        school = self.school.with_user(self.iris)
        school.action_take_over_vacations()
        self.assertEqual(
            self._get_dates(),
            {
                "vacation/2025-2026/summer": (date(2026, 7, 11), date(2026, 8, 23)),
                # Moved by the school.
                "vacation/2026-2027/autumn": (date(2026, 10, 10), date(2026, 10, 20)),
                "vacation/2026-2027/christmas": (date(2026, 12, 19), date(2027, 1, 3)),
                # Renamed, which is no other day.
                "vacation/2026-2027/spring": (date(2027, 2, 13), date(2027, 2, 21)),
                "vacation/2026-2027/summer": (date(2027, 7, 24), date(2027, 9, 5)),
            },
        )
        self.assertEqual(spring.name, "Krokus")
        self.assertFalse(school.has_other_vacations)

    def test_own_days_and_public_holidays_stay(self):
        own = self._close(date(2026, 12, 3))
        holidays = self._get_closed_days(kind="holiday")
        dates = holidays.mapped("date_from")
        self.school.holiday_region = "middle"
        self.school.with_user(self.iris).action_take_over_vacations()
        self.assertEqual(own.date_from, date(2026, 12, 3))
        self.assertEqual(holidays.mapped("date_from"), dates)

    def test_there_and_back_again(self):
        school = self.school.with_user(self.iris)
        for region in ("south", "middle", "north"):
            school.holiday_region = region
            school.action_take_over_vacations()
        self.assertEqual(self._get_dates(), VACATIONS_NORTH)

    def test_without_region_nothing_is_taken_away(self):
        school = self.school.with_user(self.iris)
        school.write({"holiday_region": False})
        self.assertFalse(school.has_other_vacations)
        school.action_take_over_vacations()
        self.assertEqual(self._get_dates(), VACATIONS_NORTH)

    def test_planner_may_take_them_over_and_a_teacher_may_not(self):
        self.school.holiday_region = "south"
        with self.assertRaises(AccessError):
            self.school.with_user(self.anouk).action_take_over_vacations()
        self.school.with_user(self.planner).action_take_over_vacations()
        spring = self._get_day("vacation/2026-2027/spring")
        self.assertEqual(spring.source_region, "south")


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestClosedDaysAndVisits(ClosedDaysCase):
    """Closing a day shows the visits that it hits (C2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wednesday = date(2026, 11, 25)

    def _plan(self, family, lead, start):
        return self._create_visit(family, lead, start=start)

    def _plan_two(self):
        return self._plan(
            self.family_a, self.emp_anouk, datetime(2026, 11, 25, 14, 30)
        ) | self._plan(self.family_b, self.emp_bram, datetime(2026, 11, 26, 15, 0))

    def test_planner_sees_while_typing_which_visits_are_hit(self):
        self._plan_two()
        Closed = self.env["huisbezoek.closed.day"].with_user(self.planner)
        with Form(Closed) as form:
            form.name = "Study day"
            self.assertFalse(form.visit_count)
            form.date_from = self.wednesday
            self.assertEqual(form.visit_count, 1)
            form.date_to = date(2026, 11, 27)
            self.assertEqual(form.visit_count, 2)
        self.assertEqual(form.record.visit_count, 2)

    def test_day_begins_at_midnight_by_the_clocks_of_the_school(self):
        """23:30 UTC is half past midnight in the Netherlands."""
        closed = self._close(self.wednesday)
        late = self._plan(self.family_a, self.emp_anouk, datetime(2026, 11, 25, 23, 30))
        self.assertEqual(closed.visit_count, 0)
        self.assertFalse(self.env["huisbezoek.visit"].search(closed._get_hit_domain()))
        late.start = datetime(2026, 11, 24, 23, 30)
        closed.invalidate_recordset()
        self.assertEqual(closed.visit_count, 1)
        self.assertEqual(
            self.env["huisbezoek.visit"].search(closed._get_hit_domain()), late
        )

    def test_only_planned_visits_to_come_are_hit(self):
        visits = self._plan_two()
        closed = self._close(self.wednesday, date(2026, 11, 27))
        visits[0].action_on_hold()
        self.assertEqual(closed.visit_count, 1)
        with freeze_time("2026-11-26 16:00:00"):
            closed.invalidate_recordset()
            self.assertEqual(closed.visit_count, 0)

    def test_planner_opens_them_and_returns_them_to_planning(self):
        visits = self._plan_two()
        other = self._plan(
            self._create_family("Femke", "Visser", self.group_1)[1],
            self.emp_anouk,
            datetime(2026, 12, 2, 14, 30),
        )
        closed = self._close(self.wednesday, date(2026, 11, 27))
        action = closed.action_open_visits()
        self.assertEqual(self.env["huisbezoek.visit"].search(action["domain"]), visits)
        closed.action_return_visits()
        self.assertEqual(visits.mapped("state"), ["todo", "todo"])
        self.assertFalse(any(visits.mapped("start")))
        self.assertEqual(other.state, "planned")
        self.assertEqual(closed.visit_count, 0)
        closed.action_return_visits()  # nothing is left, and nothing happens

    def test_care_coordinator_returns_them_too(self):
        visits = self._plan_two()
        closed = self._close(self.wednesday, date(2026, 11, 27))
        closed.with_user(self.care).action_return_visits()
        self.assertEqual(set(visits.mapped("state")), {"todo"})

    def test_teacher_sees_and_returns_her_own_alone(self):
        visits = self._plan_two()
        closed = self._close(self.wednesday, date(2026, 11, 27))
        hers = closed.with_user(self.anouk)
        self.assertEqual(hers.visit_count, 1)
        hers.action_return_visits()
        self.assertEqual(visits.mapped("state"), ["todo", "planned"])

    def test_management_closes_a_day_and_learns_nothing_of_visits(self):
        """Also no number: day after day it would tell when somebody is visited."""
        visits = self._plan_two()
        closed = self._close(self.wednesday, user=self.manager)
        with self.assertRaises(AccessError):
            closed.read(["visit_count"])
        for action in ("action_open_visits", "action_return_visits"):
            with self.assertRaises(AccessError):
                getattr(closed, action)()
        self.assertNotIn("visit_count", closed.get_view(view_type="form")["arch"])
        self.assertNotIn("visit_count", closed.get_view(view_type="list")["arch"])
        self.assertEqual(set(visits.mapped("state")), {"planned"})
        # The planner sees it on the same day.
        self.assertEqual(closed.with_user(self.planner).visit_count, 1)

    def test_planner_finds_the_visits_on_days_that_others_closed(self):
        visits = self._plan_two()
        is_hit = [("attention", "=", "closed_day")]
        Visit = self.env["huisbezoek.visit"]
        self.assertFalse(Visit.with_user(self.planner).search(is_hit))
        self._close(self.wednesday, user=self.manager)
        self.assertEqual(Visit.with_user(self.planner).search(is_hit), visits[0])
        self.assertEqual(Visit.with_user(self.anouk).search(is_hit), visits[0])
        self.assertFalse(Visit.with_user(self.bram).search(is_hit))
        self.assertNotIn(
            visits[0],
            Visit.with_user(self.planner).search([("attention", "=", False)]),
        )

    def test_management_that_teaches_sees_what_a_teacher_sees(self):
        self._plan_two()
        self._give_role(self.manager, "teacher")
        closed = self._close(self.wednesday, user=self.manager)
        self.assertEqual(closed.visit_count, 0)

    def test_planner_of_another_school_is_refused(self):
        visits = self._plan_two()
        closed = self._close(self.wednesday)
        self.env.flush_all()
        self.env.invalidate_all()
        stranger = self._create_user("piet", "planner", self.second_school)
        for action in ("action_open_visits", "action_return_visits"):
            with self.subTest(action=action), self.assertRaises(AccessError):
                getattr(closed.with_user(stranger), action)()
        self.assertEqual(set(visits.mapped("state")), {"planned"})

    def test_one_query_counts_the_visits_of_all_closed_days(self):
        self._plan_two()

        def count(closed):
            closed.invalidate_recordset()
            closed.mapped("date_from")
            before = self.env.cr.sql_log_count
            closed.mapped("visit_count")
            return self.env.cr.sql_log_count - before

        one = self._close(self.wednesday)
        count(one)
        few = count(one)
        many = self._get_closed_days(user=self.planner)
        self.assertGreater(len(many), 10)
        self.assertEqual(count(many), few)

    def test_what_is_closed_between_two_days(self):
        """Closed days and feasts that close, for whoever asks; see TestFeasts."""
        self._close(date(2026, 12, 3))
        closed = (
            self.env["huisbezoek.closed.day"]
            .with_user(self.colleague)
            ._get_closed(self.school, date(2026, 12, 1), date(2026, 12, 26))
        )
        self.assertEqual(
            [(days.first, days.last) for days in closed],
            [
                (date(2026, 12, 3), date(2026, 12, 3)),
                (date(2026, 12, 19), date(2027, 1, 3)),
                (date(2026, 12, 25), date(2026, 12, 26)),
            ],
        )
        self.assertEqual(closed[0].name, "Study day")

    def test_vacation_warns_whoever_plans_in_it(self):
        visit = self._create_visit()
        visit.start = datetime(2026, 12, 22, 14, 30)
        self.assertIn("The school is closed that day", visit.planning_warning)

    def test_vacation_is_grey_in_the_calendar(self):
        Visit = self.env["huisbezoek.visit"].with_user(self.anouk)
        unusual = Visit.get_unusual_days("2026-12-18", "2026-12-20")
        self.assertEqual(
            unusual, {"2026-12-18": False, "2026-12-19": True, "2026-12-20": True}
        )

    def test_dates_the_wrong_way_round_hit_nothing_while_typing(self):
        self._plan_two()
        days = self.env["huisbezoek.closed.day"].with_user(self.planner)
        new = days.new(
            {
                "school_id": self.school.id,
                "date_from": date(2026, 11, 27),
                "date_to": date(2026, 11, 25),
            }
        )
        self.assertFalse(new.visit_count)
