from datetime import datetime, timedelta

from odoo.tests import freeze_time, tagged

from .common import NOW, HuisbezoekCase

WEDNESDAY = datetime(2026, 11, 25, 14, 30)


@freeze_time(NOW)
@tagged("-standard", "post_install", "-at_install", "huisbezoek_outside")
class TestCalendarOutside(HuisbezoekCase):
    """What Google's calendar gets to know of a visit (E1, design §5.2).

    Runs in a database with `google_calendar` installed beside the addon.
    """

    def setUp(self):
        super().setUp()
        self.assertIn("google_id", self.env["calendar.event"]._fields)
        self.anouk.res_users_settings_id.google_synchronization_stopped = False
        self.visit = self._create_visit(start=WEDNESDAY)
        self.event = self.visit.sudo().event_id

    def _get_pushed(self):
        """Return what a full synchronisation of Anouk's calendar would push."""
        return (
            self.env["calendar.event"]
            .with_user(self.anouk)
            ._get_records_to_sync(full_sync=True)
        )

    def test_a_school_keeps_its_visits_inside(self):
        lunch = (
            self.env["calendar.event"]
            .with_user(self.anouk)
            .create({"name": "Lunch", "start": WEDNESDAY, "stop": WEDNESDAY})
        )
        pushed = self._get_pushed()
        self.assertIn(lunch, pushed)
        self.assertNotIn(self.event, pushed)
        self.assertFalse(self.event.need_sync)

    def test_a_moved_visit_stays_inside(self):
        self.event.with_user(self.anouk).write(
            {
                "start": WEDNESDAY + timedelta(days=1),
                "stop": WEDNESDAY + timedelta(days=1, minutes=45),
            }
        )
        self.assertEqual(self.visit.start, WEDNESDAY + timedelta(days=1))
        self.assertNotIn(self.event, self._get_pushed())

    def test_colleague_without_role_still_synchronises(self):
        self.assertFalse(
            self.env["calendar.event"]
            .with_user(self.colleague)
            ._get_records_to_sync(full_sync=True)
        )

    def test_what_goes_along_tells_nothing(self):
        self.school.calendar_sync = True
        self.visit.companion_ids = self.emp_bram.ids
        self.assertIn(self.event, self._get_pushed())
        values = self.event.with_user(self.anouk)._google_values()
        self.assertEqual(values["summary"], "Home visit")
        self.assertEqual(values["visibility"], "private")
        self.assertFalse(values["description"])
        self.assertFalse(values["location"])
        self.assertEqual(
            {attendee["email"] for attendee in values["attendees"]},
            {self.anouk.email, self.bram.email},
        )
        told = str(values).lower()
        for word in ("aydemir", "defne", "8011", "zwolle", "conference"):
            self.assertNotIn(word, told)

    def test_a_change_from_google_moves_the_visit_and_no_more(self):
        self.school.calendar_sync = True
        self.event.with_user(self.anouk).with_context(dont_notify=True).write(
            {
                "name": "Bezoek Aydemir",
                "location": "Aydemirstraat 12",
                "privacy": "public",
                "start": WEDNESDAY + timedelta(days=2),
                "stop": WEDNESDAY + timedelta(days=2, minutes=45),
                "need_sync": False,
            }
        )
        self.assertEqual(self.visit.start, WEDNESDAY + timedelta(days=2))
        self.assertEqual(self.event.name, "Home visit")
        self.assertEqual(self.event.privacy, "private")
        self.assertFalse(self.event.location)

    def test_a_visit_made_too_long_in_google_is_put_back(self):
        self.school.calendar_sync = True
        self.event.with_user(self.anouk).sudo().with_context(dont_notify=True).write(
            {"start": WEDNESDAY, "stop": WEDNESDAY + timedelta(hours=2)}
        )
        self.assertEqual(self.visit.duration, 0.75)
        self.assertEqual(self.event.stop, self.visit.stop)
        self.assertEqual(self.visit.sudo().activity_ids.user_id, self.planner)

    def test_deleted_in_google_returns_the_visit_to_planning(self):
        self.school.calendar_sync = True
        self.event.google_id = "abc"
        self.event.with_user(self.anouk).with_context(dont_notify=True).write(
            {"active": False}
        )
        self.assertEqual(self.visit.state, "todo")

    def test_deleting_a_synchronised_event_here_returns_the_visit(self):
        self.school.calendar_sync = True
        self.event.google_id = "abc"
        self.event.with_user(self.anouk).with_context(no_calendar_sync=True).unlink()
        self.assertEqual(self.visit.state, "todo")
