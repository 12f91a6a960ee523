from datetime import datetime, time, timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_time

from ...logic.local_time import to_datetime, to_moment
from ...logic.planning import avoided_spans
from ...logic.slots import free_slots
from ...logic.travel import place_of

#: How far ahead a free time is looked for, and how many are shown at once.
AHEAD = timedelta(weeks=8)
SHOWN = 40
#: More than a day differs from that in UTC, on both sides.
AROUND = timedelta(days=1)


class HuisbezoekVisitSlots(models.AbstractModel):
    """When a visit can be: where all its visitors and the family can (C4)."""

    _name = "huisbezoek.visit.slots"
    _description = "Finds a time for a visit"

    # === WHAT IS FREE === #

    def _get_free_slots(self, first, last, **limits):
        """Return when the visit can begin, as datetimes in UTC, in order.

        :param first: first day, a date on the school's clocks.
        :param last: last day, included. What is past is no time.
        :param limits: ``evening_limit`` and ``week_limit``; the visit's own if none.
        """
        self.ensure_one()
        return self._get_free_slots_batch(first, last, **limits)[self]

    def _get_free_slots_batch(self, first, last, **limits):
        """Return the same for many visits, each as if it were planned alone.

        :return: ``{visit: [start, …]}``
        """
        slots = {}
        for visits in self.grouped("school_id").values():
            slots |= visits._get_slots_of_school(first, last, limits)
        return slots

    def _get_slots_of_school(self, first, last, limits):
        """Return the free slots of visits of one school."""
        Availability = self.env["huisbezoek.availability"]
        school = self.school_id
        days = Availability._get_open_days(school, first, last)
        going = self._get_planned_persons()
        everybody = dict.fromkeys(person for who in going.values() for person in who)
        diaries = Availability._get_diaries(school, everybody, first, last)
        ways = school.sudo()._get_zone(), school.sudo()._get_travel_times()
        free = Availability._to_persons(diaries, days, *ways)
        blocked = self._get_blocked(first, last, days)
        now = to_moment(fields.Datetime.now())
        slots = {}
        for visit in self:
            moving = visit._get_diaries_without(diaries, going[visit])
            own = moving and Availability._to_persons(moving, days, *ways)
            starts = free_slots(
                [own.get(person) or free[person] for person in going[visit]],
                round(visit.duration * 60),
                visit._get_travel_place(),
                ways[1],
                blocked[visit],
                **(limits or visit._get_limits()),
            )
            slots[visit] = [to_datetime(start) for start in starts if start > now]
        return slots

    def _get_diaries_without(self, diaries, persons):
        """Return the diaries of a visit that moves: its own time is no hindrance."""
        without = {person: diaries[person].without(self._ids) for person in persons}
        return {p: diary for p, diary in without.items() if diary is not diaries[p]}

    def _get_travel_place(self):
        """Return where the visit is, for ``logic.travel``."""
        self.ensure_one()
        home = self.place == "home" and self.household_id._get_travel_place()
        return home or place_of(self.place, None)

    def _get_blocked(self, first, last, days):
        """Return per visit when its family would rather not, or is visited."""
        zone = self.school_id.sudo()._get_zone()
        # Fetched for all of them, which each is asked for afterwards.
        self.household_id.sudo().fetch(["zip", "has_secret_address"])
        avoided = self.household_id._get_avoided()
        visited = self.household_id._get_visited(
            datetime.combine(first, time.min) - AROUND,
            datetime.combine(last, time.max) + AROUND,
        )
        return {
            visit: [
                *avoided_spans(avoided[visit.household_id], days, zone),
                *(
                    span
                    for other, span in visited[visit.household_id].items()
                    if other != visit
                ),
            ]
            for visit in self
        }

    # === CHOOSING ONE === #

    def _get_next_slots(self, first=None):
        """Return the next free slots: those of whole days, so many as one can read.

        :param first: from which day on, a date; today if empty.
        """
        self.ensure_one()
        self.check_access("write")
        self._check_has_lead()
        first = first or self.school_id._get_today()
        slots = self._get_free_slots(first, first + AHEAD)
        days = [self.school_id._to_local(start).date() for start in slots]
        if len(slots) <= SHOWN:
            return slots
        # The day that does not fit any more comes later, unless it is the only one.
        return slots[: days.index(days[SHOWN]) or days.count(days[0])]

    def _check_has_lead(self):
        if not self.lead_id:
            raise UserError(
                self.env._("Choose who leads the visit before planning it.")
            )

    def _word_slot(self, start):
        """Return when a slot begins on the school's clocks, in the user's language."""
        return f"{self._word_day(start)}, {self._word_time(start)}"

    def _word_day(self, moment):
        """Return the day of a moment at school: Wednesday, November 25, 2026."""
        day = self.school_id._to_local(moment).date()
        return format_date(self.env, day, date_format="full")

    def _word_time(self, moment):
        """Return the time of day of a moment at school: 15:30."""
        return format_time(self.env, moment, tz=self.school_id.tz, time_format="short")

    # === ACTIONS === #

    def action_find_slot(self):
        """Open the next free times, to choose one of them."""
        self.ensure_one()
        return self.env["huisbezoek.visit.slot"]._open(self)
