from collections import defaultdict

from odoo import api, models

from ..logic.availability import Diary, Stay, person_of
from ..logic.local_time import monday_of, to_datetime, to_moment, to_span, whole_day
from ..logic.planning import open_days


class HuisbezoekAvailability(models.AbstractModel):
    """When people can be on visits of a school (C4, design §5.8).

    Read in sudo, in bulk, and only free or busy leaves it: never what somebody is
    doing, or why somebody is absent. What follows from it stands in ``logic``.

    A person is an employee, or any record that offers ``_get_planning_key`` and
    ``_get_planning_facts`` as `hr.employee` does, and whose fixed times know it as
    their owner.
    """

    _name = "huisbezoek.availability"
    _description = "When people can be on visits"

    # === WHAT OTHERS ASK === #

    @api.model
    def _get_persons(self, school, persons, first, last, without=None):
        """Return when persons can be on visits of a school.

        :param school: whose visit hours, ways and closed days hold.
        :param persons: employees, or other records; see the class.
        :param first: first day, a date on the school's clocks.
        :param last: last day, included.
        :param without: visits that look for another time, and so take none.
        :return: ``{person: logic.schedule.Person}``
        """
        diaries = self._get_diaries(school, persons, first, last)
        left_out = frozenset(without.ids if without else ())
        return self._to_persons(
            {person: diary.without(left_out) for person, diary in diaries.items()},
            self._get_open_days(school, first, last),
            school.sudo()._get_zone(),
            school.sudo()._get_travel_times(),
        )

    @api.model
    def _to_persons(self, diaries, days, zone, travel):
        """Return what the planning of visits has to know, from diaries."""
        return {
            person: person_of(person._get_planning_key(), diary, days, zone, travel)
            for person, diary in diaries.items()
        }

    @api.model
    def _get_open_days(self, school, first, last):
        """Return the days on which the school makes visits, as ordinals."""
        closed = self.env["huisbezoek.closed.day"]._get_closed(school, first, last)
        return open_days(first, last, closed)

    @api.model
    def _get_diaries(self, school, persons, first, last):
        """Return what is known of persons around the days ``first``–``last``.

        :return: ``{person: logic.availability.Diary}``, with all visits that stand.
        """
        persons_sudo = [person.sudo() for person in persons]
        if not persons_sudo:
            return {}
        school_sudo = school.sudo()
        first, last = first.toordinal(), last.toordinal()
        facts = self._get_facts(persons_sudo, first, last, school_sudo._get_zone())
        weeks = self._get_weeks(school_sudo, persons_sudo)
        keys = {facts[person][1] for person in persons_sudo}
        stays, held, elsewhere = self._get_stays(school_sudo, keys, first, last)
        diaries = {}
        for person in persons_sudo:
            name, key, works, absent = facts[person]
            taken = tuple(stays[key]), tuple(held[key]), tuple(elsewhere[key])
            diaries[person.sudo(False)] = Diary(
                name, weeks[person], works, absent, *taken
            )
        return diaries

    # === THE PARTS OF A DIARY === #

    @api.model
    def _get_facts(self, persons_sudo, first, last, zone):
        """Return per person his name, his number, and his days: see `hr.employee`."""
        facts = {}
        by_model = defaultdict(list)
        for person in persons_sudo:
            by_model[person._name].append(person.id)
        for name, ids in by_model.items():
            records_sudo = self.env[name].sudo().browse(ids)
            facts |= records_sudo._get_planning_facts(first, last, zone)
        return facts

    @api.model
    def _get_weeks(self, school_sudo, persons_sudo):
        """Return per person the week that follows from his and the school's times."""
        times = self._get_fixed_times(school_sudo, persons_sudo)
        hours = school_sudo._get_visit_hours()
        return {
            person: person._get_planning_week(hours, times[None], times[person])
            for person in persons_sudo
        }

    @api.model
    def _get_fixed_times(self, school_sudo, persons_sudo):
        """Return ``{person: times}``; those of the whole school belong to None."""
        rows_sudo = self.env["huisbezoek.weekly.time"].sudo()
        times = defaultdict(list)
        for row in rows_sudo.search_fetch(
            rows_sudo._get_planning_domain(school_sudo, persons_sudo),
            ["employee_id", "weekday", "hour_from", "hour_to", "kind"],
            order="id",
        ):
            times[row._get_owner() or None].append(row._to_logic())
        return times

    @api.model
    def _get_stays(self, school_sudo, keys, first, last):
        """Return per person's number what is taken, and when visits were held.

        Of whole weeks, since a person makes so many visits a week.
        """
        zone = school_sudo._get_zone()
        begin, end = whole_day(monday_of(first), zone)[0], monday_of(last) + 6
        span = begin, whole_day(end, zone)[1]
        partners_sudo = self.env["res.partner"].sudo().browse(k for k in keys if k > 0)
        stays, held, held_elsewhere = (defaultdict(list) for _kind in range(3))
        own = set()
        Occupation = self.env["huisbezoek.occupation"].sudo()
        for taken in Occupation._get_taken(keys, *map(to_datetime, span)):
            # The event of a visit says no more than the visit does.
            own.add(taken.event_id)
            # Where another school visits, and that it does, is not to be known here.
            elsewhere = taken.school_id != school_sudo.id
            if taken.is_held:
                begins = held_elsewhere if elsewhere else held
                begins[taken.person].append(to_moment(taken.start))
                continue
            stays[taken.person].append(
                Stay(
                    *to_span(taken.start, taken.stop),
                    "" if elsewhere else taken.place,
                    taken.visit_id,
                    elsewhere,
                )
            )
        Event = self.env["calendar.event"].sudo()
        for event in Event._get_busy_times(partners_sudo, *map(to_datetime, span)):
            if event["id"] not in own:
                stays[event["partner_id"]].append(Stay(*_to_busy_span(event, zone)))
        return stays, held, held_elsewhere


def _to_busy_span(event, zone):
    """Return the time that an appointment takes: whole days if it is on all day."""
    if not event["allday"]:
        return to_span(event["start"], event["stop"])
    first, last = (event[name].date().toordinal() for name in ("start", "stop"))
    return whole_day(first, zone)[0], whole_day(last, zone)[1]
