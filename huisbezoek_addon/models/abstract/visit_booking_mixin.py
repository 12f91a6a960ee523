from datetime import timedelta
from itertools import islice

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...logic import booking
from ...logic.planning import Finding
from .visit_slots_mixin import AHEAD

#: How many other times a refusal names.
ALTERNATIVES = 3
#: What speaks against a time by the picture of the database when the request began.
SEEN_ALREADY = {"visiting", "way_visit"}


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
        self._check_has_lead()
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

        Called with the persons locked; which visits stand is then the truth.
        """
        self.ensure_one()
        if start <= fields.Datetime.now():
            return [self.env._("That time is over.")]
        slot = (start, start + timedelta(minutes=round(self.duration * 60)))
        clashes = booking.find_clashes(slot, self._get_taken_around(*slot))
        moved = self.new({"start": slot[0], "stop": slot[1]}, origin=self)
        found = [
            *(self._word_clash(clash) for clash in clashes),
            *(
                self._word_finding(finding)
                for finding in moved._get_planning_findings()
                if finding.code not in SEEN_ALREADY
            ),
        ]
        return list(dict.fromkeys(found))

    def _get_taken_around(self, start, stop):
        """Return what other visits take from those who go, in and near a period."""
        Occupation = self.env["huisbezoek.occupation"]
        ways, place = self.school_id._get_travel_times(), self._get_travel_place()
        found = []
        for taken in Occupation._get_taken_by_now(
            map(Occupation._get_key, self._get_persons_going()),
            start - timedelta(days=1),
            stop + timedelta(days=1),
        ):
            if taken.visit_id == self.id or taken.is_held:
                continue
            # Where another school visits, and that it does, is not to be known here.
            elsewhere = taken.school_id != self.school_id.id
            way = ways.minutes(place, "" if elsewhere else taken.place)
            found.append(
                booking.Taken(taken.person, taken.start, taken.stop, way, elsewhere)
            )
        return found

    # === IN WORDS === #

    def _word_clash(self, clash):
        """Say what is in the way: who and when, and nothing about the other visit."""
        name = self._get_person_name(clash.taken.person)
        if clash.taken.elsewhere:
            code = "busy" if clash.code == "visiting" else "way_school"
            return self._word_finding(Finding(code, {"person": name}))
        who = {
            "person": name,
            "begin": self._word_time(clash.taken.start),
            "end": self._word_time(clash.taken.stop),
        }
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
        day = self.school_id._to_local(max(start, fields.Datetime.now())).date()
        later = (s for s in self._get_free_slots(day, day + AHEAD) if s > start)
        free = "; ".join(map(self._word_slot, islice(later, ALTERNATIVES)))
        return "\n".join(
            [
                self.env._(
                    "%(visit)s cannot be planned on %(moment)s.",
                    visit=self.display_name,
                    moment=self._word_slot(start),
                ),
                *findings,
                self.env._("Free after that: %(moments)s.", moments=free)
                if free
                else self.env._(
                    "No time is free in the weeks after it. Choose another visitor, or"
                    " give a time by hand."
                ),
            ]
        )
