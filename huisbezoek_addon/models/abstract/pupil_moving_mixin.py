from datetime import timedelta

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...logic.grades import is_own_year
from ...logic.import_places import Period, Place, PlaceChanges, move_place, places_on


class HuisbezoekPupilMoving(models.AbstractModel):
    """A pupil goes to another group in the middle of the year (A2)."""

    _name = "huisbezoek.pupil.moving"
    _description = "Changes group"

    def _change_group(self, group, day, *told, hand_over=True):
        """Bring the pupils into another base group, and let their visits follow.

        :param day: the first day in the new group (a date of its school year).
        :param told: who hears of the visits that get another lead, besides that
            lead: ``former`` for who led them, or roles at the school.
        :param hand_over: visits that a teacher of the old group leads go to the
            teacher of the new one; otherwise they stay.
        :return: the visits that were handed over.
        """
        self.check_access("write")
        self._check_move(group, day)
        before = self._map_teachers(day=day - timedelta(days=1))
        self._move_places(group, day)
        if not hand_over:
            return self.env["huisbezoek.visit"]
        visits = self._get_visits_to_follow(before, day)
        return visits._follow_group(group, day, *told)

    def _check_move(self, group, day):
        year = group.year_id
        if self.school_id != group.school_id:
            raise UserError(self.env._("Choose a group of the pupils' own school."))
        if group.is_composite:
            raise UserError(
                self.env._(
                    "%(group)s is a group next to the base groups. Add it on the"
                    " pupil's page, under Groups.",
                    group=group.name,
                )
            )
        if not day or not year.date_start <= day <= year.date_end:
            raise UserError(
                self.env._(
                    "Choose a first day in the school year of the group, %(year)s.",
                    year=year.name,
                )
            )

    def _move_places(self, group, day):
        """Let the base places follow: end the old one, make the new one."""
        Membership = self.env["huisbezoek.membership"]
        year = group.year_id
        places = Membership.search(
            Domain("pupil_id", "in", self.ids)
            & Domain("year_id", "=", year.id)
            & Domain("is_composite", "=", False)
        ).grouped("pupil_id")
        changes, make = [], []
        for pupil in self:
            own = [
                Place(
                    *(m.id, m.group_id.id, m.date_from, m.date_to or year.date_end),
                    grade=m.grade or "",
                )
                for m in places.get(pupil, ())
            ]
            change, grade = self._get_move(own, group, day, pupil.leave_date)
            changes.append(change)
            make += [
                {
                    "pupil_id": pupil.id,
                    "group_id": group_id,
                    "grade": grade,
                    "date_from": first,
                    "date_to": last,
                }
                for group_id, (first, last) in change.make
            ]
        self.env["huisbezoek.import.batch"]._apply_places(
            Membership._name, changes, make
        )

    def _get_move(self, places, group, day, leave_date):
        """Return how one pupil's places change, and the grade in the new group."""
        now = next(iter(places_on(places, day)), None)
        grade = group.grade if is_own_year(group.grade or "") else now and now.grade
        if now and now.group_id == group.id and now.first <= day:
            return PlaceChanges([], {}, []), grade
        period = Period(day, group.year_id.date_end).within(None, leave_date or None)
        change = move_place(places, group.id, day, period, leave_date or None)
        for values in change.write.values():
            if "group_id" in values:
                values |= {"grade": grade or False, "is_imported": False}
        return change, grade or False

    def _get_visits_to_follow(self, before, day):
        """Return the open visits whose lead teaches none of their pupils any more.

        :param before: {pupil: who taught him in the old group}.
        """
        visits = self._get_open_visits(day - timedelta(days=1), with_unplanned=True)
        after = visits.pupil_ids._map_teachers(day=day)
        return visits.filtered(
            lambda v: (
                any(v.lead_id in before[p] for p in v.pupil_ids & self)
                and not any(v.lead_id in after[p] for p in v.pupil_ids)
            )
        )
