from datetime import datetime, time, timedelta
from itertools import islice

import pytz

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_datetime, format_time

from ...logic import booking, travel

#: How many other times a refusal names, and how far it looks for them.
ALTERNATIVES, HORIZON = 3, timedelta(days=14)


class HuisbezoekVisitBooking(models.AbstractModel):
    """Books a visit at a time that is free: strict, however many click at once (C6).

    Planning by hand warns and lets people decide. A booking does not: what was free
    when the list was shown may be taken when it is chosen. So the persons are locked
    first, one after another, and then it is checked what is taken by now.
    """

    _name = "huisbezoek.visit.booking"
    _description = "Books a visit at a free time"

    def action_book(self, start):
        """Plan the visit at a free time, or say what is in the way.

        For the office, the care coordinator and the teacher who leads the visit.

        :param start: when, in UTC: a datetime or ``"2026-11-25 14:30:00"``.
        :raises UserError: if that time is not free for all who go.
        """
        self.ensure_one()
        try:
            moment = fields.Datetime.to_datetime(start)
        except (TypeError, ValueError):
            moment = None
        if not moment:
            raise UserError(
                self.env._(
                    "Choose a time, such as %(example)s.",
                    example=fields.Datetime.to_string(fields.Datetime.now()),
                )
            )
        self._book(moment)
        return True

    def _book(self, start):
        """Plan the visit at ``start`` (UTC), or refuse it and change nothing.

        Bookings of the same persons wait for each other. Whoever had to wait asks
        what is taken anew, and not his own old picture of the database, so that
        nobody is sent round again and again where many book at once.

        :raises UserError: with what is in the way, and the next times that are free.
        """
        self.ensure_one()
        self.check_access("write")
        self._claim()
        self._check_plannable()
        visit_sudo = self.sudo()
        self.env["huisbezoek.occupation"].sudo()._lock_persons(
            visit_sudo._get_persons_going()
        )
        if findings := visit_sudo._get_slot_findings(start):
            raise UserError(visit_sudo._word_refusal(start, findings))
        self.write({"start": start})

    def _claim(self):
        """Be the only one who decides when these visits are, and who goes.

        Who does so at the same moment waits here, fails as a serialization failure,
        and is tried again by Odoo, when all this can be seen.
        """
        if self.ids:
            self.env.cr.execute(
                SQL(
                    "UPDATE huisbezoek_visit SET write_uid = write_uid WHERE id IN %s",
                    tuple(sorted(self.ids)),
                ),
                log_exceptions=False,
            )

    # === WHAT IS IN THE WAY === #

    def _get_slot_findings(self, start):
        """Return the sentences that forbid the visit at ``start`` (called in sudo).

        Called with the persons locked; what is taken is then the truth.
        """
        self.ensure_one()
        if start <= fields.Datetime.now():
            return [self.env._("That time is over.")]
        slot = (start, start + self._get_length())
        clashes = booking.find_clashes(slot, self._get_taken_around(*slot))
        return [
            *(self._word_clash(clash) for clash in clashes),
            *self._get_interpreter_findings(*slot),
        ]

    def _get_length(self):
        return timedelta(minutes=round(self.duration * 60))

    def _get_taken_around(self, start, stop):
        """Return what other visits take from those who go, in and near a period."""
        rows = self.env["huisbezoek.occupation"]._get_taken_by_now(
            self._get_persons_going(),
            start - timedelta(days=1),
            stop + timedelta(days=1),
        )
        others = self.browse({row[1] for row in rows} - set(self.ids))
        ways = {visit.id: self._get_travel_minutes(visit) for visit in others.exists()}
        return [
            # One that was made a moment ago cannot be read yet.
            booking.Taken(person, begin, end, ways.get(visit_id, travel.DEFAULT))
            for person, visit_id, begin, end in rows
            if visit_id != self.id
        ]

    def _get_travel_minutes(self, other_visit):
        """Return the minutes of the way between this visit and another one (C4)."""
        return travel.DEFAULT

    # === IN WORDS === #

    def _word_clash(self, clash):
        """Say what is in the way: who and when, and nothing about the other visit."""
        hours = {
            name: format_time(
                self.env, self.school_id._to_local(moment).time(), time_format="short"
            )
            for name, moment in (
                ("begin", clash.taken.start),
                ("end", clash.taken.stop),
            )
        }
        who = {"person": self._get_person_name(clash.taken.person), **hours}
        if clash.code == "visiting":
            return self.env._(
                "%(person)s is on another home visit from %(begin)s to %(end)s.", **who
            )
        return self.env._(
            "%(person)s is on another home visit from %(begin)s to %(end)s, and needs"
            " %(minutes)s minutes for the way.",
            minutes=clash.taken.travel,
            **who,
        )

    def _get_person_name(self, key):
        """Return what a person is called in an error, which stands in the log too."""
        Occupation = self.env["huisbezoek.occupation"]
        return next(
            visitor._get_discreet_name()
            for visitor in self._get_going()
            if Occupation._get_key(visitor._get_person()) == key
        )

    def _word_refusal(self, start, findings):
        """Say what is in the way, and name the next times that are free."""
        label = self._format_moment(start)
        free = [self._format_moment(moment) for moment in self._get_alternatives(start)]
        remedy = (
            self.env._("Free after that: %(moments)s.", moments="; ".join(free))
            if free
            else self.env._(
                "No time is free in the two weeks after it. Choose another visitor, or"
                " a later day."
            )
        )
        return "\n".join(
            [
                self.env._(
                    "%(visit)s cannot be booked at %(moment)s.",
                    visit=self.display_name,
                    moment=label,
                ),
                *findings,
                remedy,
            ]
        )

    def _format_moment(self, moment):
        return format_datetime(
            self.env, moment, tz=self.school_id.tz, dt_format="EEEE d MMMM HH:mm"
        )

    # === OTHER TIMES === #

    def _get_alternatives(self, start):
        """Return the next times after ``start`` at which all who go are free."""
        begin = max(start, fields.Datetime.now())
        windows = self._get_visit_windows(begin, begin + HORIZON)
        taken = self._get_taken_around(begin, begin + HORIZON)
        length = self._get_length()
        found = (
            moment
            for moment in booking.free_starts(windows, length, taken)
            if moment > begin
            and not self._get_interpreter_findings(moment, moment + length)
        )
        return list(islice(found, ALTERNATIVES))

    def _get_visit_windows(self, start, stop):
        """Return when the school makes visits in a period, in UTC and in order."""
        school = self.school_id
        first, last = (school._to_local(moment).date() for moment in (start, stop))
        Closed = self.env["huisbezoek.closed.day"]
        closed = Closed.search(Closed._get_overlap_domain(school, first, last))
        hours = (
            (school.afternoon_from, school.afternoon_to),
            (school.evening_from, school.evening_to),
        )
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return [
            (self._to_moment(day, hour_from), self._to_moment(day, hour_to))
            for day in days
            if day.weekday() < 5
            and not any(c.date_from <= day <= c.date_to for c in closed)
            for hour_from, hour_to in hours
        ]

    def _to_moment(self, day, hour):
        """Return the moment of an hour of the school's clock, in UTC."""
        tz = pytz.timezone(self.school_id.tz)
        local = datetime.combine(day, time.min) + timedelta(minutes=round(hour * 60))
        return tz.localize(local).astimezone(pytz.utc).replace(tzinfo=None)
