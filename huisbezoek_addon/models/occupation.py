from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..logic import visit_states
from ..logic.travel import place_of

#: The first key of the advisory locks that bookings take, one per person.
LOCK_SPACE = 0x4842


#: What :meth:`HuisbezoekOccupation._get_taken` reads, with the pending changes of it.
READ = {
    "huisbezoek.occupation": ["visit_id", "partner_id", "start", "stop"],
    "huisbezoek.visitor": ["visit_id", "partner_id", "state"],
    "huisbezoek.visit": [
        *("school_id", "household_id", "place", "state"),
        *("start", "stop", "event_id"),
    ],
    "huisbezoek.household": ["zip", "has_secret_address"],
}


class Taken(NamedTuple):
    """A visit of a person: when, and where as in ``logic.travel``."""

    partner_id: int
    visit_id: int
    school_id: int
    event_id: int
    start: object
    stop: object
    is_held: bool
    place: str


class HuisbezoekOccupation(models.Model):
    """The time that a planned visit takes from a person.

    The database decides: two rows of one person never overlap, however many
    people click at once (C6, design §5.6). A gist range of one integer stands
    for equality, so that no extension is needed. Planning anew deletes and
    inserts, so that two visits can swap places.
    """

    _name = "huisbezoek.occupation"
    _description = "Time taken by a visit"
    _order = "start, id"
    _log_access = False
    _personal_data = ("when an employee was on a visit", "the end of the visit")

    visit_id = fields.Many2one(
        "huisbezoek.visit", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one("res.partner", required=True, ondelete="cascade")
    start = fields.Datetime(required=True)
    stop = fields.Datetime(required=True)

    _period_check = models.Constraint(
        "CHECK (start < stop)", "A visit must begin before it ends."
    )
    _never_twice = models.Constraint(
        "EXCLUDE USING gist (int4range(partner_id, partner_id, '[]') WITH &&,"
        " tsrange(start, stop) WITH &&)",
        "Somebody already has a visit at that time. Choose another time.",
    )

    def _erase(self):
        self.unlink()

    def _book(self, wanted):
        """Take the time of persons, or refuse the whole booking (C6).

        :param wanted: ``{(visit, partner): (start, stop)}``, in UTC.
        :raises UserError: if a person is on another visit then.

        Bookings of one person wait for each other. Whoever comes second still
        sees the old state of the database; the insert then fails as a
        serialization failure, Odoo tries the request again, and the second try
        finds the time taken and says so.
        """
        if not wanted:
            return
        self._lock_persons({partner.id for _visit, partner in wanted})
        self.flush_model()
        rows = [
            (visit.id, partner.id, start, stop)
            for (visit, partner), (start, stop) in wanted.items()
        ]
        self.env.cr.execute(
            SQL(
                "INSERT INTO huisbezoek_occupation (visit_id, partner_id, start, stop)"
                " SELECT * FROM unnest(%s, %s, %s::timestamp[], %s::timestamp[])"
                " ON CONFLICT DO NOTHING RETURNING visit_id, partner_id",
                *map(list, zip(*rows, strict=True)),
            ),
            log_exceptions=False,
        )
        booked = set(self.env.cr.fetchall())
        for visit, partner in wanted:
            if (visit.id, partner.id) not in booked:
                raise UserError(
                    self.env._(
                        "%(person)s is on another home visit at that time. Choose"
                        " another time or another visitor for %(visit)s.",
                        person=partner.name,
                        visit=visit.display_name,
                    )
                )
        self.invalidate_model()

    def _lock_persons(self, partner_ids):
        """Let bookings of the same persons wait for each other, in one order.

        Taken in sorted order, so that two bookings that share two persons
        cannot block each other for ever; released with the transaction.
        """
        self.env.cr.execute(
            SQL(
                "SELECT pg_advisory_xact_lock(%s, person) FROM unnest(%s) AS person",
                LOCK_SPACE,
                sorted(partner_ids),
            )
        )

    # === WHO IS WHERE (called in sudo) === #

    @api.model
    def _get_taken(self, partners, begin, end):
        """Return the visits of persons that stand or were held, as :class:`Taken`.

        In one query that brings nothing of another family into the cache, where a
        colleague could read it.

        :param begin: from when on, a datetime in UTC.
        :param end: until when.
        """
        for model, names in READ.items():
            self.env[model].flush_model(names)
        rows = self.env.execute_query(
            SQL(
                _TAKEN,
                partners=partners.ids,
                held=sorted(visit_states.HELD),
                begin=begin,
                end=end,
            )
        )
        return [Taken(*row[:-3], place_of(*row[-3:])) for row in rows]


_TAKEN = """
    WITH taken AS (
        SELECT partner_id, visit_id, start, stop, FALSE AS is_held
          FROM huisbezoek_occupation
         WHERE partner_id = ANY(%(partners)s) AND start < %(end)s AND stop > %(begin)s
        UNION ALL
        SELECT visitor.partner_id, visit.id, visit.start, visit.stop, TRUE
          FROM huisbezoek_visitor visitor
          JOIN huisbezoek_visit visit ON visit.id = visitor.visit_id
         WHERE visitor.partner_id = ANY(%(partners)s)
           AND visitor.state != 'declined'
           AND visit.state = ANY(%(held)s)
           AND visit.start >= %(begin)s AND visit.start < %(end)s
    )
    SELECT taken.partner_id, visit.id, visit.school_id, visit.event_id,
           taken.start, taken.stop, taken.is_held,
           visit.place, household.zip, household.has_secret_address
      FROM taken
      JOIN huisbezoek_visit visit ON visit.id = taken.visit_id
      JOIN huisbezoek_household household ON household.id = visit.household_id
"""
