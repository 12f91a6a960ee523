from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import NOW, HuisbezoekCase

WEDNESDAY = date(2026, 11, 25)
ZONE = ZoneInfo("Europe/Amsterdam")


class AvailabilityCase(HuisbezoekCase):
    """Anouk visits Defne's family; what is free is told by the school's clock."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The vacations and holidays that come with a year have tests of their own.
        cls.env["huisbezoek.closed.day"].search([]).unlink()

    def setUp(self):
        super().setUp()
        self.visit = self._create_visit()

    def _get_times(self, visit=None, first=WEDNESDAY, last=None, **limits):
        """Return the free times of a day or some days, as the clock shows them."""
        visit = visit or self.visit
        starts = visit._get_free_slots(first, last or first, **limits)
        return [self._to_clock(start) for start in starts]

    def _to_clock(self, start):
        local = start.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZONE)
        return f"{local:%H:%M}"

    def _get_days(self, visit=None, first=WEDNESDAY, last=None):
        """Return the days that have a free time, as numbers of the month."""
        starts = (visit or self.visit)._get_free_slots(first, last or first)
        return sorted({start.day for start in starts})

    def _create_event(self, user=None, **values):
        user = user or self.anouk
        return (
            self.env["calendar.event"]
            .with_user(user)
            .with_context(no_mail_to_attendees=True)
            .create(
                {
                    "name": "Tandarts",
                    "start": "2026-11-25 15:00:00",
                    "stop": "2026-11-25 15:30:00",
                    "partner_ids": user.partner_id.ids,
                    **values,
                }
            )
        )

    def _create_calendar(self, *weekdays, **values):
        return self.env["resource.calendar"].create(
            {
                "name": "Part-time",
                "company_id": self.company.id,
                "attendance_ids": [
                    Command.create(
                        {
                            "name": day,
                            "dayofweek": day,
                            "hour_from": 8,
                            "hour_to": 16,
                            "day_period": "morning",
                        }
                    )
                    for day in weekdays
                ],
                **values,
            }
        )

    def _create_fixed(self, weekday, start, stop, employee=None, kind="visit"):
        return self.env["huisbezoek.weekly.time"].create(
            {
                "school_id": self.school.id,
                "employee_id": employee.id if employee else False,
                "weekday": weekday,
                "hour_from": start,
                "hour_to": stop,
                "kind": kind,
            }
        )


#: From lessons one travels a quarter of an hour; a visit is 45 minutes.
AFTERNOON = [
    *("15:15", "15:30", "15:45", "16:00"),
    *("16:15", "16:30", "16:45"),
]
EVENING = ["18:30", "18:45", "19:00", "19:15", "19:30", "19:45"]


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestAvailability(AvailabilityCase):
    """When a teacher can visit: what is left of the visit hours (C4)."""

    # === DAYS === #

    def test_an_ordinary_day(self):
        self.assertEqual(self._get_times(), AFTERNOON + EVENING)

    def test_nothing_in_what_is_past(self):
        monday = NOW.date()
        self.assertEqual(self._get_times(first=monday), AFTERNOON + EVENING)
        with freeze_time("2026-11-23 15:00:00"):
            self.assertEqual(self._get_times(first=monday), AFTERNOON[4:] + EVENING)
        self.assertFalse(self._get_times(first=monday - timedelta(days=3)))

    def test_the_free_day_of_a_part_timer_stays_free(self):
        self.emp_anouk.resource_calendar_id = self._create_calendar("0", "1", "3")
        week = {"first": WEDNESDAY, "last": WEDNESDAY + timedelta(days=6)}
        self.assertEqual(self._get_days(**week), [1, 26, 30])

    def test_a_free_day_that_changes_next_month(self):
        self.emp_anouk.resource_calendar_id = self._create_calendar("0")
        self.emp_anouk.create_version(
            {
                "date_version": date(2026, 12, 1),
                "resource_calendar_id": self._create_calendar("2").id,
            }
        )
        fortnight = {"first": NOW.date(), "last": NOW.date() + timedelta(days=13)}
        self.assertEqual(self._get_days(**fortnight), [2, 23, 30])

    def test_hours_of_ones_own_choice(self):
        self.emp_anouk.resource_calendar_id = self._create_calendar(
            flexible_hours=True, full_time_required_hours=20, hours_per_day=8
        )
        week = {"first": WEDNESDAY, "last": WEDNESDAY + timedelta(days=6)}
        self.assertEqual(self._get_days(**week), [1, 25, 26, 27, 30])
        self.emp_anouk.resource_calendar_id = False
        self.assertEqual(self._get_days(**week), [1, 25, 26, 27, 30])

    def test_days_are_those_of_the_erp(self):
        """As the ERP's own method has it, which takes a query for each calendar."""
        fortnight = date(2026, 11, 23), date(2026, 12, 6)
        begin, end = (
            datetime.combine(day, datetime.min.time(), ZONE)
            for day in (fortnight[0], fortnight[1] + timedelta(days=1))
        )
        days = range(fortnight[0].toordinal(), fortnight[1].toordinal() + 1)
        calendars = [
            self._create_calendar("0", "1"),
            self._create_calendar("2", "3", "4"),
            self._create_two_weeks(),
            self.company.resource_calendar_id,
        ]
        for calendar in calendars:
            for contract in ({}, {"contract_date_start": "2026-11-30"}):
                with self.subTest(calendar=calendar.name, contract=contract):
                    employee = self.env["hr.employee"].create(
                        {
                            "name": "Wim",
                            "company_id": self.company.id,
                            "resource_calendar_id": calendar.id,
                            "date_version": "2026-11-01",
                            **contract,
                        }
                    )
                    intervals, _none = employee.resource_id._get_valid_work_intervals(
                        begin, end, compute_leaves=False
                    )
                    found = employee._get_planning_facts(days[0], days[-1], ZONE)
                    self.assertEqual(
                        found[employee][2],
                        {
                            part[0].date().toordinal()
                            for part in intervals[employee.resource_id.id]
                        },
                    )

    def _create_two_weeks(self):
        """Return a calendar of Mondays in one week and Thursdays in the next."""
        calendar = self._create_calendar()
        calendar.two_weeks_calendar = True
        calendar.attendance_ids = [
            Command.create(
                {
                    "name": weekday,
                    "week_type": week,
                    "dayofweek": weekday,
                    "hour_from": 8,
                    "hour_to": 12,
                    "day_period": "morning",
                }
            )
            for week, weekday in (("0", "0"), ("1", "3"))
        ]
        return calendar

    def test_leave_takes_the_day_and_its_evening(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Ziekenhuis",
                "resource_id": self.emp_anouk.resource_id.id,
                "calendar_id": self.emp_anouk.resource_calendar_id.id,
                "date_from": "2026-11-25 07:00:00",
                "date_to": "2026-11-25 16:00:00",
            }
        )
        week = {"first": WEDNESDAY, "last": WEDNESDAY + timedelta(days=1)}
        self.assertEqual(self._get_days(**week), [26])
        other = self._create_visit(self.family_b, self.emp_bram)
        self.assertEqual(self._get_days(other, **week), [25, 26])

    def test_leave_of_the_board_counts_for_its_own_calendar(self):
        part_time = self._create_calendar("2", "3")
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Bridge day",
                "company_id": self.company.id,
                "calendar_id": part_time.id,
                "date_from": "2026-11-25 00:00:00",
                "date_to": "2026-11-25 22:00:00",
            }
        )
        self.assertEqual(self._get_days(), [25])
        self.emp_anouk.resource_calendar_id = part_time
        self.assertEqual(self._get_days(), [])

    def test_closed_days(self):
        self.env["huisbezoek.closed.day"].create(
            {
                "school_id": self.school.id,
                "name": "Study days",
                "date_from": "2026-11-25",
                "date_to": "2026-11-26",
            }
        )
        week = {"first": NOW.date(), "last": WEDNESDAY + timedelta(days=2)}
        self.assertEqual(self._get_days(**week), [23, 24, 27])

    # === HOURS === #

    def test_wednesday_ends_early(self):
        self._create_fixed("2", 12.5, 14)
        self.assertEqual(self._get_times(), ["12:45", "13:00", "13:15"])
        self.assertEqual(self._get_times(first=date(2026, 11, 26))[0], "15:15")

    def test_lessons_of_the_school_and_of_ones_own(self):
        self._create_fixed("2", 8.5, 16, kind="lesson")
        self.assertEqual(self._get_times(), ["16:15", "16:30", "16:45", *EVENING])
        self._create_fixed("2", 19, 20, self.emp_anouk, kind="lesson")
        self.assertEqual(self._get_times(), ["16:15", "16:30", "16:45"])
        other = self._create_visit(self.family_b, self.emp_bram)
        self.assertEqual(self._get_times(other)[-1], "19:45")

    def test_visit_hours_of_ones_own(self):
        self._create_fixed("3", 9, 10, self.emp_anouk)
        week = {"first": WEDNESDAY, "last": WEDNESDAY + timedelta(days=4)}
        self.assertEqual(self._get_times(**week), ["09:15"])
        other = self._create_visit(self.family_b, self.emp_bram)
        self.assertEqual(self._get_times(other), AFTERNOON + EVENING)

    def test_lessons_at_another_school_are_lessons(self):
        self._give_role(self.anouk, "teacher", self.second_school)
        lesson = self._create_fixed("2", 15, 17.5, self.emp_anouk, kind="lesson")
        lesson.sudo().school_id = self.second_school
        self.assertEqual(self._get_times(), EVENING)
        lesson.kind = "visit"
        self.assertEqual(self._get_times(), AFTERNOON + EVENING)

    def test_hours_on_both_sides_of_the_clock_changes(self):
        for day in (
            *(date(2026, 10, 23), date(2026, 10, 26)),
            *(date(2027, 3, 26), date(2027, 3, 29)),
        ):
            with self.subTest(day=day), freeze_time("2026-10-01"):
                self.assertEqual(self._get_times(first=day), AFTERNOON + EVENING)

    def test_the_nights_that_clocks_change(self):
        self.emp_anouk.resource_calendar_id = self._create_calendar("6")
        self._create_fixed("6", 1, 4, self.emp_anouk)
        for day, hours in ((date(2026, 10, 25), 4), (date(2027, 3, 28), 2)):
            with self.subTest(day=day), freeze_time("2026-10-01"):
                starts = self.visit._get_free_slots(day, day)
                took = starts[-1] + timedelta(minutes=45) - starts[0]
                self.assertEqual(took, timedelta(hours=hours))

    def test_a_school_in_another_zone(self):
        self.school.tz = "Atlantic/Azores"
        [first, *_rest] = self.visit._get_free_slots(WEDNESDAY, WEDNESDAY)
        self.assertEqual(first, datetime(2026, 11, 25, 16, 15))

    # === APPOINTMENTS === #

    def test_a_private_appointment_is_busy_and_no_more(self):
        event = self._create_event(privacy="private")
        self.env.invalidate_all()
        visit = self.visit.with_user(self.planner)
        self.assertEqual(self._get_times(visit), ["16:45", *EVENING])
        names = self.env["calendar.event"]._fields["name"]
        self.assertNotIn(event.id, names._get_cache(self.env))

    def test_an_appointment_that_keeps_nobody_busy(self):
        self._create_event(show_as="free")
        self.assertEqual(self._get_times(), AFTERNOON + EVENING)

    def test_a_meeting_that_was_declined(self):
        event = self._create_event(self.bram, partner_ids=self.anouk.partner_id.ids)
        self.assertEqual(self._get_times(), ["16:45", *EVENING])
        event.attendee_ids.state = "declined"
        self.assertEqual(self._get_times(), AFTERNOON + EVENING)

    def test_all_day_is_all_day_and_its_evening(self):
        self._create_event(
            allday=True,
            start="2026-11-25",
            stop="2026-11-26",
            start_date="2026-11-25",
            stop_date="2026-11-26",
            show_as="busy",
        )
        week = {"first": NOW.date(), "last": WEDNESDAY + timedelta(days=2)}
        self.assertEqual(self._get_days(**week), [23, 24, 27])

    def test_an_appointment_of_each_week(self):
        self._create_event(
            recurrency=True,
            rrule_type="weekly",
            wed=True,
            end_type="count",
            count=3,
            start="2026-11-25 14:00:00",
            stop="2026-11-25 16:30:00",
        )
        for day, times in ((25, EVENING), (26, AFTERNOON + EVENING)):
            self.assertEqual(self._get_times(first=date(2026, 11, day)), times)
        self.assertEqual(self._get_times(first=date(2026, 12, 2)), EVENING)

    # === VISITS AND WAYS === #

    def test_the_way_to_and_from_another_visit(self):
        self._create_visit(self.family_b, start=datetime(2026, 11, 25, 15))
        self.assertEqual(self._get_times(), EVENING)
        self.school.travel_minutes = 0
        # Both families live in one postcode, where it is five minutes.
        self.assertEqual(self._get_times(), ["15:00", *EVENING])
        self.school.travel_minutes_within = 0
        self.assertEqual(self._get_times(), ["15:00", "15:15", "16:45", *EVENING])

    def test_the_way_from_one_postcode_to_another(self):
        self.family_b.zip = "7701 BB"
        self.school.zip = "8011 AB"
        self.env["huisbezoek.travel.time"].create(
            {
                "school_id": self.school.id,
                "area_from": "77",
                "area_to": "8011",
                "minutes": 70,
            }
        )
        self._create_visit(self.family_b, start=datetime(2026, 11, 25, 16))
        self.assertEqual(self._get_times(), ["19:00", "19:15", "19:30", "19:45"])
        at_school = self._create_visit(place="school")
        self.assertEqual(self._get_times(at_school)[0], "15:00")

    def test_a_secret_address_is_as_far_as_any(self):
        """Were it nearer or farther, the free times would tell where it is."""
        self.school.zip = "8011 AB"
        self.env["huisbezoek.travel.time"].create(
            {
                "school_id": self.school.id,
                "area_from": "8011",
                "area_to": "8011",
                "minutes": 60,
            }
        )
        self.assertEqual(self._get_times()[0], "16:00")
        self.family_a.has_secret_address = True
        self.env["huisbezoek.secret.address"].create(
            {"household_id": self.family_a.id, "address": "8011 AA 7"}
        )
        self.assertEqual(self._get_times(), AFTERNOON + EVENING)

    def test_a_visit_of_another_school_takes_time_and_tells_no_place(self):
        group = self._create_group("1X", "1", school=self.second_school)
        _pupil, family = self._create_family("Femke", "Visser", group)
        self._create_visit(family, user=self.env.user, start=datetime(2026, 11, 25, 16))
        self.school.travel_minutes_within = 0
        # In the same postcode, and yet a quarter of an hour.
        self.assertEqual(self._get_times(), AFTERNOON[:4] + EVENING)

    def test_the_visit_itself_is_no_hindrance_to_its_move(self):
        self.visit.start = datetime(2026, 11, 25, 14, 30)
        self.assertEqual(self._get_times(), AFTERNOON + EVENING)

    def test_two_visitors_and_one_who_cannot_come(self):
        self.emp_bram.resource_calendar_id = self._create_calendar("3")
        self.visit.companion_ids = [Command.set(self.emp_bram.ids)]
        days = {"first": NOW.date(), "last": WEDNESDAY + timedelta(days=2)}
        self.assertEqual(self._get_days(**days), [26])
        place = self.visit.visitor_ids.filtered(lambda v: v.kind == "companion")
        place.with_user(self.bram).action_decline()
        self.assertEqual(self._get_days(**days), [23, 24, 25, 26, 27])

    def test_a_family_that_would_rather_not(self):
        self.family_a.avoidance_ids = [
            Command.create({"weekday": "2", "hour_from": 15.75, "hour_to": 24})
        ]
        self.assertEqual(self._get_times(), [])
        self.family_a.avoidance_ids.hour_from = 16
        self.assertEqual(self._get_times(), ["15:15"])

    def test_a_family_is_visited_once_at_a_time(self):
        other = self._create_visit(lead=self.emp_bram, start="2026-11-25 14:15:00")
        self.assertEqual(self._get_times(), AFTERNOON[3:] + EVENING)
        other._close("by_parents")
        self.assertEqual(self._get_times(), AFTERNOON + EVENING)

    def test_limits_of_an_evening_and_of_a_week(self):
        held = self._create_visit(self.family_b, start="2026-11-23 08:00:00")
        held.action_hold()
        self.assertEqual(self._get_times(week_limit=1), [])
        self.assertEqual(self._get_times(week_limit=2), AFTERNOON + EVENING)
        self._create_visit(self.family_b, start="2026-11-25 19:00:00")
        self.assertEqual(self._get_times(evening_limit=1), AFTERNOON)
        self.assertEqual(self._get_times(week_limit=2), [])
        next_week = {"first": date(2026, 12, 2)}
        self.assertEqual(
            self._get_times(**next_week, week_limit=1), AFTERNOON + EVENING
        )

    def test_nobody_goes(self):
        self.visit.lead_id = False
        self.assertEqual(self._get_times(), [])

    # === PERSONS === #

    def test_persons_of_a_school(self):
        visit = self._create_visit(self.family_b, start="2026-11-25 18:00:00")
        Availability = self.env["huisbezoek.availability"].with_user(self.planner)
        asked = self.school, self.emp_anouk | self.emp_bram, WEDNESDAY, WEDNESDAY
        persons = Availability._get_persons(*asked)
        person = persons[self.emp_anouk]
        self.assertEqual(person.key, self.emp_anouk.id)
        self.assertEqual(person.evenings, {WEDNESDAY.toordinal(): 1})
        self.assertEqual(person.weeks, {date(2026, 11, 23).toordinal(): 1})
        home = f"8011AA#{self.family_b.id}"
        self.assertEqual(
            [(window.before, window.after) for window in person.windows],
            [("school", None), (None, home), (home, None)],
        )
        self.assertEqual(len(persons[self.emp_bram].windows), 2)
        person = Availability._get_persons(*asked, without=visit)[self.emp_anouk]
        self.assertEqual(person.evenings, {})
        self.assertEqual(len(person.windows), 2)

    def test_somebody_without_a_calendar_is_never_busy(self):
        walker = self.env["hr.employee"].create(
            {"name": "Wim", "company_id": self.company.id}
        )
        walker.work_contact_id = False
        visit = self._create_visit(self.family_b, walker)
        self.assertEqual(self._get_times(visit), AFTERNOON + EVENING)


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestAvailabilityWarnings(AvailabilityCase):
    """A time by hand is judged by the rules that free times are found by (C4)."""

    def _get_warning(self, start, **values):
        return self._create_visit(start=start, **values).planning_warning

    def test_hours_of_ones_own(self):
        self._create_fixed("2", 9, 10, self.emp_anouk)
        self.assertEqual(self._get_warning("2026-11-25 08:15:00"), "")
        self.assertEqual(
            self._get_warning("2026-11-25 14:30:00"),
            "Anouk does not visit at that hour.",
        )

    def test_lessons(self):
        self._create_fixed("2", 15.5, 16.5, self.emp_anouk, kind="lesson")
        self.assertIn(
            "Anouk has lessons then.", self._get_warning("2026-11-25 14:45:00")
        )

    def test_the_way_from_school(self):
        self.assertIn("travel from school", self._get_warning("2026-11-25 14:00:00"))
        self.assertEqual(self._get_warning("2026-11-26 14:00:00", place="school"), "")

    def test_the_way_from_another_visit(self):
        self._create_visit(self.family_b, start="2026-11-25 14:15:00")
        self.visit.start = "2026-11-25 15:00:00"
        self.assertEqual(
            self.visit.planning_warning,
            "Anouk has too little time to travel to or from another visit.",
        )
        self.visit.start = "2026-11-25 15:05:00"
        self.assertEqual(self.visit.planning_warning, "")

    def test_the_family_is_visited_then(self):
        self._create_visit(start="2026-11-25 14:30:00")
        self.assertIn(
            "The family has another visit then.",
            self._get_warning("2026-11-25 14:45:00", lead=self.emp_bram),
        )

    def test_all_day_busy_holds_in_the_evening(self):
        self._create_event(
            allday=True,
            start="2026-11-25",
            stop="2026-11-25",
            start_date="2026-11-25",
            stop_date="2026-11-25",
            show_as="busy",
        )
        self.assertEqual(
            self._get_warning("2026-11-25 18:30:00"),
            "Anouk has another appointment then.",
        )

    def test_a_form_tells_nothing_of_a_family_elsewhere(self):
        """Neither when it is visited, nor how far away it lives."""
        group = self._create_group("1X", "1", school=self.second_school)
        _pupil, family = self._create_family("Femke", "Visser", group, zip="7701 BB")
        family.avoidance_ids = [Command.create({"weekday": "2"})]
        self.env["huisbezoek.travel.time"].create(
            {
                "school_id": self.school.id,
                "area_from": "77",
                "area_to": "8011",
                "minutes": 60,
            }
        )
        self.school.zip = "8011 AB"
        form = (
            self.env["huisbezoek.visit"]
            .with_user(self.planner)
            .new(
                {
                    "school_id": self.school.id,
                    "household_id": family.id,
                    "lead_id": self.emp_anouk.id,
                    "start": "2026-11-25 14:15:00",
                    "duration": 0.75,
                }
            )
        )
        self.assertEqual(form.planning_warning, "")
