from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import NOW, HuisbezoekCase

WEDNESDAY = datetime(2026, 11, 25, 14, 30)
THURSDAY = WEDNESDAY + timedelta(days=1)


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestManyVisits(HuisbezoekCase):
    """Many visits get times of their own at once, as from a proposal (C3)."""

    def setUp(self):
        super().setUp()
        self.first = self._create_visit()
        self.second = self._create_visit(self.family_b)
        self.second.companion_ids = self.second.companion_ids.browse(self.emp_bram.id)

    def _plan(self, starts, user=None):
        self.env["huisbezoek.visit"].with_user(user or self.planner)._plan(starts)

    def _occupied(self, visit):
        rows = self.env["huisbezoek.occupation"].search([("visit_id", "=", visit.id)])
        return {(row.partner_id, row.start, row.stop) for row in rows}

    def test_each_stands_in_the_calendar_at_its_own_time(self):
        self._plan({self.first: WEDNESDAY, self.second: THURSDAY})
        self.assertEqual((self.first | self.second).mapped("state"), ["planned"] * 2)
        for visit, start in ((self.first, WEDNESDAY), (self.second, THURSDAY)):
            event = visit.sudo().event_id
            stop = start + timedelta(minutes=45)
            self.assertEqual((visit.start, visit.stop), (start, stop))
            self.assertEqual((event.start, event.stop), (start, stop))
            self.assertEqual(event.duration, 0.75)
            self.assertEqual(event.user_id, self.anouk)
            people = visit.sudo().visitor_ids.partner_id
            self.assertEqual(event.partner_ids, people)
            self.assertEqual(
                self._occupied(visit), {(person, start, stop) for person in people}
            )

    def test_calendar_shows_who_was_only_asked(self):
        self._plan({self.second: THURSDAY})
        attendees = self.second.sudo().event_id.attendee_ids
        self.assertEqual(
            {a.partner_id: (a.common_name, a.state) for a in attendees},
            {
                self.anouk.partner_id: ("Anouk", "accepted"),
                self.bram.partner_id: ("Bram", "needsAction"),
            },
        )

    def test_nothing_is_left_for_the_next_comparison(self):
        """What was created at once is what comparing would have made of it."""
        self._plan({self.first: WEDNESDAY, self.second: THURSDAY})
        visits = (self.first | self.second).sudo()
        self.env.flush_all()
        before = self._last_writes(visits)
        self.env.cr.execute("SELECT pg_sleep(0.001)")
        visits._sync_planning()
        self.env.flush_all()
        self.assertEqual(self._last_writes(visits), before)

    def _last_writes(self, visits):
        """Return the versions of the rows that the database has, not their dates."""
        self.env.cr.execute(
            "SELECT 'e', id, ctid::text FROM calendar_event WHERE id IN %(events)s"
            " UNION SELECT 'a', id, ctid::text FROM calendar_attendee"
            " WHERE event_id IN %(events)s"
            " UNION SELECT 'o', id, ctid::text FROM huisbezoek_occupation"
            " WHERE visit_id IN %(visits)s",
            {"events": tuple(visits.event_id.ids), "visits": tuple(visits.ids)},
        )
        return set(self.env.cr.fetchall())

    def test_two_visits_swap_their_times(self):
        self._plan({self.first: WEDNESDAY, self.second: THURSDAY})
        events = (self.first | self.second).sudo().event_id
        self._plan({self.first: THURSDAY, self.second: WEDNESDAY})
        self.assertEqual(events.mapped("start"), [THURSDAY, WEDNESDAY])

    def test_one_that_cannot_be_planned_refuses_all(self):
        self.second.action_on_hold()
        self.second.with_user(self.planner)._close("by_school")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._plan({self.first: WEDNESDAY, self.second: THURSDAY})
        self.assertEqual(self.first.state, "todo")
        self.assertFalse(self.first.sudo().event_id)

    def test_two_visits_of_one_person_at_once_refuse_all(self):
        with (
            self.assertRaisesRegex(UserError, "on another visit"),
            self.env.cr.savepoint(),
        ):
            self._plan(
                {self.first: WEDNESDAY, self.second: WEDNESDAY + timedelta(minutes=15)}
            )
        self.assertEqual(self.first.state, "todo")

    def test_nobody_plans_visits_that_he_may_not_write(self):
        with self.assertRaises(AccessError):
            self._plan({self.first: WEDNESDAY}, self.bram)

    def test_history_has_what_changed_of_each(self):
        visits = (self.first | self.second).with_user(self.planner)
        self.cr.flush()
        visits = visits.with_context(tracking_disable=False)
        visits._plan(dict(zip(visits, (WEDNESDAY, THURSDAY), strict=True)))
        self.env.flush_all()
        self.cr.flush()
        for visit, start in zip(visits.sudo(), (WEDNESDAY, THURSDAY), strict=True):
            message = visit.message_ids[0]
            self.assertEqual(message.author_id, self.planner.partner_id)
            self.assertEqual(message.subtype_id, self.env.ref("mail.mt_note"))
            values = message.sudo().tracking_value_ids
            self.assertEqual(values.mapped("new_value_char"), ["Planned", False])
            self.assertEqual(
                values.filtered("new_value_datetime").new_value_datetime, start
            )
