from datetime import date, datetime, timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .common import NOW, HuisbezoekCase

#: Wednesday, 15:30 in Amsterdam.
WEDNESDAY = datetime(2026, 11, 25, 14, 30)


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestVisit(HuisbezoekCase):
    """A visit from "to plan" to "held", and the ways it may go otherwise."""

    def test_planner_makes_one_visit_per_household(self):
        sister = self.env["huisbezoek.pupil"].create(
            {
                "school_id": self.school.id,
                "first_name": "Elif",
                "last_name": "Aydemir",
                "household_ids": self.family_a.ids,
            }
        )
        pupils = (self.defne | sister | self.tijn).with_user(self.planner)
        first = (
            self.env["huisbezoek.visit"]
            .with_user(self.planner)
            ._create_for_pupils(pupils)
        )
        self.assertEqual(len(first), 2)
        siblings = first.filtered(lambda v: v.household_id == self.family_a)
        self.assertEqual(siblings.pupil_ids, self.defne | sister)
        self.assertEqual(siblings.lead_id, self.emp_anouk)
        self.assertEqual(
            pupils.action_create_visits()["domain"][0][2], sorted(first.ids)
        )

    def test_pupil_without_household_is_named_as_the_remedy(self):
        alone = self.env["huisbezoek.pupil"].create(
            {"school_id": self.school.id, "first_name": "Solo", "last_name": "Solo"}
        )
        with self.assertRaisesRegex(UserError, "household"):
            alone.with_user(self.planner).action_create_visits()

    def test_defaults_come_from_the_school(self):
        with Form(self.env["huisbezoek.visit"].with_user(self.planner)) as form:
            form.household_id = self.family_a
            form.lead_id = self.emp_anouk
            self.assertEqual(form.duration, 0.75)
        visit = form.record
        self.assertEqual(visit.school_id, self.school)
        self.assertEqual(visit.pupil_ids, self.defne)
        self.assertEqual(visit.protocol_id.visit_length, 45)
        self.assertEqual(visit.state, "todo")

    def test_teacher_makes_and_plans_a_visit_herself(self):
        visit = self._create_visit(user=self.anouk, start=WEDNESDAY)
        self.assertEqual(visit.state, "planned")

    def test_teacher_cannot_make_a_visit_to_another_family(self):
        with self.assertRaises(AccessError):
            self._create_visit(self.family_b, user=self.anouk)

    def test_no_time_without_somebody_who_leads(self):
        visit = self._create_visit()
        visit.lead_id = False
        with self.assertRaisesRegex(UserError, "leads"):
            visit.start = WEDNESDAY

    def test_no_visit_of_more_than_an_hour_and_real_times_may_be_longer(self):
        visit = self._create_visit(start=WEDNESDAY)
        with self.assertRaises(ValidationError):
            visit.duration = 1.5
        with freeze_time(WEDNESDAY + timedelta(hours=2)):
            visit.action_hold()
            visit.real_stop = WEDNESDAY + timedelta(minutes=95)
        self.assertEqual(visit.real_stop - visit.real_start, timedelta(minutes=95))

    def test_a_companion_without_a_role_is_told_of(self):
        visit = self._create_visit(start=WEDNESDAY)
        visit.companion_ids = visit.companion_ids.browse(self.emp_colleague.id)
        self.assertIn("Colette has no role", visit.planning_warning)
        self._give_role(self.colleague, "companion")
        visit.invalidate_recordset()
        self.assertNotIn("Colette", visit.planning_warning or "")

    def test_who_leads_does_not_come_along_besides(self):
        visit = self._create_visit()
        with self.assertRaisesRegex(UserError, "Anouk leads this visit already"):
            visit.companion_ids = [Command.set(self.emp_anouk.ids)]
        self.assertEqual(visit.lead_id, self.emp_anouk)
        visit.companion_ids = [Command.set(self.emp_bram.ids)]
        # Whoever came along leads, and the other comes along: in one go.
        visit.write(
            {
                "lead_id": self.emp_bram.id,
                "companion_ids": [Command.set(self.emp_anouk.ids)],
            }
        )
        self.assertEqual(visit.lead_id, self.emp_bram)
        self.assertEqual(visit.companion_ids.ids, self.emp_anouk.ids)

    def test_the_length_is_kept_when_the_visit_moves(self):
        visit = self._create_visit(start=WEDNESDAY, duration=0.5)
        visit.start += timedelta(days=1)
        self.assertEqual(visit.stop, visit.start + timedelta(minutes=30))

    def test_state_is_not_for_writing(self):
        visit = self._create_visit()
        for values in ({"state": "done"}, {"outcome": "declined"}):
            with self.assertRaises(UserError):
                visit.write(values)

    def test_a_move_that_does_not_exist_is_refused_in_words(self):
        visit = self._create_visit()
        with self.assertRaisesRegex(UserError, "'To plan'.*'Reported'"):
            visit._update_state("reported")

    def test_outcomes_that_differ(self):
        for outcome, state in (
            ("not_home", "not_held"),
            ("no_interpreter", "not_held"),
            ("by_parents", "cancelled"),
            ("declined", "declined"),
        ):
            visit = self._create_visit(start=WEDNESDAY)
            wizard = (
                self.env["huisbezoek.visit.close"]
                .with_user(self.anouk)
                .with_context(active_ids=visit.ids)
                .create({"outcome": outcome})
            )
            wizard.action_close()
            self.assertEqual((visit.state, visit.outcome), (state, outcome))
            self.assertFalse(
                self.env["huisbezoek.occupation"].search([("visit_id", "=", visit.id)])
            )

    def test_a_visit_that_was_not_held_is_planned_again(self):
        visit = self._create_visit(start=WEDNESDAY)
        visit._close("not_home")
        visit.start = WEDNESDAY + timedelta(days=1)
        self.assertEqual((visit.state, visit.outcome), ("planned", False))
        self.assertTrue(visit.sudo().event_id.active)

    def test_clearing_the_time_returns_the_visit(self):
        visit = self._create_visit(start=WEDNESDAY)
        visit.start = False
        self.assertEqual(visit.state, "todo")
        self.assertFalse(visit.stop)

    def test_hand_over_moves_the_event_to_the_other_calendar(self):
        visit = self._create_visit(start=WEDNESDAY)
        visit.lead_id = self.emp_bram
        event = visit.sudo().event_id
        self.assertEqual(event.user_id, self.bram)
        self.assertEqual(event.partner_ids, self.bram.partner_id)

    def test_swapping_two_visits_in_one_go(self):
        one = self._create_visit(start=WEDNESDAY)
        other = self._create_visit(self.family_b, start=WEDNESDAY + timedelta(hours=1))
        one.start = False
        other.start = WEDNESDAY
        one.start = WEDNESDAY + timedelta(hours=1)
        self.assertEqual(set((one | other).mapped("state")), {"planned"})

    def test_employee_without_user_is_planned_by_his_work_contact(self):
        walker = self.env["hr.employee"].create(
            {"name": "Wim", "company_id": self.company.id}
        )
        visit = self._create_visit(lead=walker, start=WEDNESDAY)
        self.assertEqual(visit.sudo().event_id.partner_ids, walker.work_contact_id)
        self.assertFalse(visit.sudo().event_id.user_id)

    def test_number_is_all_that_a_visit_is_called(self):
        visit = self._create_visit()
        self.assertRegex(visit.display_name, r"^Visit \d{5,}$")
        self.assertEqual(
            self.env["huisbezoek.visit"]
            .with_user(self.planner)
            .search([("display_name", "ilike", visit.display_name)]),
            visit,
        )

    def test_planner_chooses_a_visit_by_family(self):
        visit = self._create_visit()
        Visit = self.env["huisbezoek.visit"]
        self.assertEqual(
            Visit.with_user(self.planner).name_search("Aydem"),
            [(visit.id, "Aydemir · Defne")],
        )
        self.assertFalse(Visit.with_user(self.bram).name_search("Aydem"))


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestCompanion(HuisbezoekCase):
    """A colleague goes along, says so, and sees no file (E3)."""

    def setUp(self):
        super().setUp()
        self.visit = self._create_visit(start=WEDNESDAY)
        self.visit.companion_ids = [Command.set(self.emp_bram.ids)]
        self.event = self.visit.sudo().event_id
        self.place = self.visit.visitor_ids.filtered(lambda v: v.kind == "companion")

    def _get_attendee(self):
        return self.event.attendee_ids.filtered(
            lambda a: a.partner_id == self.bram.partner_id
        )

    def test_asked_companion_is_in_the_calendar_and_knows_no_place(self):
        self.assertIn(self.bram.partner_id, self.event.partner_ids)
        place = self.place.with_user(self.bram)
        self.assertEqual(place.state, "asked")
        self.assertFalse(place.place_label)
        self.assertFalse(place.first_names)
        with self.assertRaises(AccessError):
            self.visit.with_user(self.bram).read(["household_id"])

    def test_confirmed_companion_sees_time_place_and_first_name(self):
        place = self.place.with_user(self.bram)
        place.action_confirm()
        self.assertEqual(place.first_names, "Defne")
        self.assertEqual(place.place_label, "Aydemirstraat 12, 8011 AA Zwolle")
        self.assertEqual(self._get_attendee().state, "accepted")
        self.assertEqual(
            self.event.with_user(self.bram).display_name, "Home visit Defne"
        )

    def test_answer_in_the_calendar_answers_the_visit(self):
        self._get_attendee().with_user(self.bram).do_accept()
        self.assertEqual(self.place.state, "confirmed")
        self._get_attendee().with_user(self.bram).do_decline()
        self.assertEqual(self.place.state, "declined")
        self.assertNotIn(self.bram.partner_id, self.event.partner_ids)
        self.assertEqual(self.visit.state, "planned")

    def test_nobody_answers_for_somebody_else(self):
        with self.assertRaises(AccessError):
            self.place.with_user(self.anouk).action_confirm()

    def test_companion_moves_the_visit_in_his_calendar(self):
        self.place.with_user(self.bram).action_confirm()
        self.event.with_user(self.bram).write(
            {
                "start": WEDNESDAY + timedelta(days=1),
                "stop": WEDNESDAY + timedelta(days=1, minutes=45),
            }
        )
        self.assertEqual(self.visit.start, WEDNESDAY + timedelta(days=1))

    def test_lead_who_declines_gives_the_visit_back(self):
        attendee = self.event.attendee_ids.filtered(
            lambda a: a.partner_id == self.anouk.partner_id
        )
        attendee.with_user(self.anouk).do_decline()
        self.assertEqual(self.visit.state, "todo")

    def test_companion_is_busy_for_other_visits(self):
        other = self._create_visit(self.family_b, self.emp_bram)
        with self.assertRaisesRegex(UserError, "Bram"):
            other.start = WEDNESDAY


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestPlanningWarning(HuisbezoekCase):
    """Planning by hand warns, and never forbids what a person knows better."""

    def _get_warning(self, start=WEDNESDAY, **vals):
        return self._create_visit(start=start, **vals).planning_warning or ""

    def test_good_time_gives_no_warning(self):
        self.assertEqual(self._get_warning(), "")

    def test_closed_day(self):
        self.env["huisbezoek.closed.day"].with_user(self.planner).create(
            {
                "school_id": self.school.id,
                "name": "Study day",
                "date_from": date(2026, 11, 25),
            }
        )
        self.assertIn("Study day", self._get_warning())

    def test_closed_day_of_another_school_is_none_here(self):
        self.env["huisbezoek.closed.day"].create(
            {
                "school_id": self.second_school.id,
                "name": "Study day",
                "date_from": date(2026, 11, 25),
            }
        )
        self.assertEqual(self._get_warning(), "")

    def test_free_day_of_a_part_timer(self):
        self.emp_anouk.resource_calendar_id = self.env["resource.calendar"].create(
            {
                "name": "Monday and Tuesday",
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
                    for day in ("0", "1")
                ],
            }
        )
        self.assertEqual(self._get_warning(), "Anouk does not work that day.")

    def test_leave_says_absent_and_not_why(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Ziekenhuis",
                "resource_id": self.emp_anouk.resource_id.id,
                "calendar_id": self.emp_anouk.resource_calendar_id.id,
                "date_from": datetime(2026, 11, 25, 7),
                "date_to": datetime(2026, 11, 25, 16),
            }
        )
        self.assertEqual(self._get_warning(), "Anouk is absent that day.")

    def test_public_holiday_of_the_company_counts(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "company_id": self.company.id,
                "date_from": datetime(2026, 11, 25, 0),
                "date_to": datetime(2026, 11, 25, 22),
            }
        )
        self.assertEqual(self._get_warning(), "Anouk is absent that day.")

    def test_private_appointment_is_busy_and_no_more(self):
        self.env["calendar.event"].with_user(self.anouk).create(
            {
                "name": "Tandarts",
                "start": WEDNESDAY,
                "stop": WEDNESDAY + timedelta(hours=1),
                "privacy": "private",
            }
        )
        warning = self._get_warning()
        self.assertEqual(warning, "Anouk has another appointment then.")

    def test_other_visit_is_named_before_saving(self):
        self._create_visit(self.family_b, start=WEDNESDAY)
        with Form(self.env["huisbezoek.visit"].with_user(self.planner)) as form:
            form.household_id = self.family_a
            form.lead_id = self.emp_anouk
            form.start = WEDNESDAY
            self.assertIn("another home visit", form.planning_warning)
            form.start = WEDNESDAY + timedelta(days=1)
            self.assertFalse(form.planning_warning)

    def test_family_that_avoids_wednesdays(self):
        self.family_a.avoidance_ids = [Command.create({"weekday": "2"})]
        self.assertIn("family", self._get_warning())

    def test_hours_are_local_on_both_sides_of_the_clock_changes(self):
        # 15:30 in Amsterdam is 13:30 UTC in summer and 14:30 UTC in winter.
        for day, utc_hour in (
            (date(2026, 10, 23), 13),
            (date(2026, 10, 26), 14),
            (date(2027, 3, 25), 14),
            (date(2027, 3, 30), 13),
        ):
            good = datetime(day.year, day.month, day.day, utc_hour, 30)
            with self.subTest(day=day):
                self.assertEqual(self._get_warning(good), "")
                self.assertIn(
                    "visit hours", self._get_warning(good - timedelta(hours=1))
                )

    def test_visit_keeps_its_moment_over_a_clock_change(self):
        visit = self._create_visit(start=datetime(2026, 10, 23, 13, 30))
        event = visit.sudo().event_id
        event.with_user(self.anouk).write(
            {
                "start": datetime(2026, 10, 26, 14, 30),
                "stop": datetime(2026, 10, 26, 15, 15),
            }
        )
        self.assertEqual(visit.start, datetime(2026, 10, 26, 14, 30))
        self.assertEqual(visit.duration, 0.75)
        self.assertEqual(visit.planning_warning, "")


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestWaysAround(HuisbezoekCase):
    """Ways around the rules that somebody tried, and that are closed."""

    def test_context_brings_neither_state_nor_family(self):
        Visit = self.env["huisbezoek.visit"].with_user(self.planner)
        visit = Visit.with_context(default_state="declined").create(
            {"school_id": self.school.id, "household_id": self.family_a.id}
        )
        self.assertEqual(visit.state, "todo")
        # Without its default the household is missing, and nothing is made.
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            Visit.with_user(self.bram).with_context(
                default_household_id=self.family_a.id, default_lead_id=self.emp_bram.id
            ).create({"school_id": self.school.id})

    def test_lead_user_is_not_for_writing(self):
        visit = self._create_visit(user=self.anouk)
        with self.assertRaises(UserError):
            visit.with_user(self.anouk).write({"lead_user_id": self.bram.id})

    def test_a_guardian_stays_with_the_school(self):
        group = self._create_group("1X", "1", school=self.second_school)
        _pupil, family = self._create_family("Femke", "Visser", group)
        guardian = self.family_a.guardian_ids.with_user(self.planner)
        with self.assertRaises(UserError):
            guardian.write({"household_id": family.id, "guardianship_ids": [(5,)]})

    def test_history_has_no_other_time(self):
        visit = self._create_visit(start=WEDNESDAY)
        with freeze_time(WEDNESDAY + timedelta(hours=1)):
            visit.action_hold()
            with self.assertRaises(UserError):
                visit.start = WEDNESDAY + timedelta(days=1)

    def test_outcome_goes_with_its_state(self):
        visit = self._create_visit(start=WEDNESDAY)
        visit._close("not_home")
        with freeze_time(WEDNESDAY + timedelta(hours=1)):
            visit.action_hold()
        self.assertFalse(visit.outcome)
        self.assertTrue(visit.real_start)
        visit.action_undo_hold()
        self.assertFalse(visit.real_start)

    def test_no_interpreter_found_before_planning(self):
        visit = self._create_visit()
        visit._close("no_interpreter")
        self.assertEqual((visit.state, visit.outcome), ("cancelled", "no_interpreter"))

    def test_a_new_school_year_begins_with_its_first_visit(self):
        with freeze_time("2027-08-02 12:00:00"):
            visit = self._create_visit()
        self.assertEqual(visit.year_id.name, "2027-2028")

    def test_the_lead_is_who_teaches_now(self):
        self.group_1.teaching_ids.date_to = date(2026, 11, 22)
        self.assertFalse(self.defne._get_lead())

    def test_never_visited_finds_who_was_never_visited(self):
        domain = ["!", ("visit_ids", "any", [("state", "in", ("done", "reported"))])]
        Pupil = self.env["huisbezoek.pupil"].with_user(self.planner)
        self.assertIn(self.defne, Pupil.search(domain))

    def test_visits_go_along_to_the_account_made_later(self):
        walker = self.env["hr.employee"].create(
            {"name": "Wim", "company_id": self.company.id}
        )
        visit = self._create_visit(lead=walker, start=WEDNESDAY)
        user = self._create_user("wim", "teacher")
        walker.user_id = user
        self.assertEqual(visit.sudo().event_id.partner_ids, user.partner_id)
        other = self._create_visit(self.family_b, lead=walker)
        with self.assertRaises(UserError):
            other.start = WEDNESDAY
