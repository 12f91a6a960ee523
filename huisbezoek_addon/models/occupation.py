from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..logic import visit_states
from ..logic.travel import place_of

#: The first key of the advisory locks that bookings take, one per person.
LOCK_SPACE = 0x4842
#: The number of a person: of a contact, else less than nothing of an interpreter.
PERSON = "COALESCE(partner_id, -interpreter_id)"

#: What :meth:`HuisbezoekOccupation._get_taken` reads, with the pending changes of it.
READ = {
    "huisbezoek.occupation": [
        *("visit_id", "partner_id", "interpreter_id", "start", "stop"),
    ],
    "huisbezoek.visitor": ["visit_id", "partner_id", "interpreter_id", "state"],
    "huisbezoek.interpreter": ["partner_id"],
    "huisbezoek.visit": [
        *("school_id", "household_id", "place", "state"),
        *("start", "stop", "event_id"),
    ],
    "huisbezoek.household": ["zip", "has_secret_address"],
}


class Taken(NamedTuple):
    """A visit of a person: when, and where as in ``logic.travel``.

    ``person`` is the number of the person, see :meth:`HuisbezoekOccupation._get_key`.
    """

    person: int
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

    A person is a contact, so that who works at two schools of the board is one. An
    interpreter who is no contact is keyed by himself, as families are: two schools
    that ask the same neighbour each have one of their own.
    """

    _name = "huisbezoek.occupation"
    _description = "Time taken by a visit"
    _order = "start, id"
    _log_access = False
    _personal_data = ("when somebody was on a visit", "the end of the visit")

    visit_id = fields.Many2one(
        "huisbezoek.visit", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one("res.partner", ondelete="cascade")
    interpreter_id = fields.Many2one("huisbezoek.interpreter", ondelete="cascade")
    start = fields.Datetime(required=True)
    stop = fields.Datetime(required=True)

    _period_check = models.Constraint(
        "CHECK (start < stop)", "A visit must begin before it ends."
    )
    _person_check = models.Constraint(
        "CHECK (num_nonnulls(partner_id, interpreter_id) = 1)",
        "A visit takes the time of one person: a contact or an interpreter.",
    )
    _person_idx = models.Index(f"({PERSON}, start)")
    _never_twice = models.Constraint(
        f"EXCLUDE USING gist (int4range({PERSON}, {PERSON}, '[]') WITH &&,"
        " tsrange(start, stop) WITH &&)",
        "Somebody already has a visit at that time. Choose another time.",
    )

    def _erase(self):
        self.unlink()

    @api.model
    def _get_key(self, person):
        """Return the number of a person; 0 of nobody."""
        return -person.id if person._name == "huisbezoek.interpreter" else person.id

    def _get_person(self):
        """Return whose time it is: a contact or an interpreter."""
        return self.partner_id or self.interpreter_id

    def _book(self, wanted):
        """Take the time of persons, or refuse the whole booking (C6).

        :param wanted: ``{(visit, person): (start, stop)}``, in UTC; a person is a
            contact or an interpreter.
        :raises UserError: if a person is on another visit then.

        Bookings of one person wait for each other. Whoever comes second still
        sees the old state of the database; the insert then fails as a
        serialization failure, Odoo tries the request again, and the second try
        finds the time taken and says so.
        """
        if not wanted:
            return
        keys = {(visit, self._get_key(who)): (visit, who) for visit, who in wanted}
        self._lock_persons({person for _visit, person in wanted})
        self.flush_model()
        rows = [
            (visit.id, max(key, 0) or None, max(-key, 0) or None, *wanted[pair])
            for (visit, key), pair in keys.items()
        ]
        self.env.cr.execute(
            SQL(
                "INSERT INTO huisbezoek_occupation"
                " (visit_id, partner_id, interpreter_id, start, stop)"
                " SELECT * FROM unnest(%s, %s::int[], %s::int[],"
                " %s::timestamp[], %s::timestamp[])"
                f" ON CONFLICT DO NOTHING RETURNING visit_id, {PERSON}",
                *map(list, zip(*rows, strict=True)),
            ),
            log_exceptions=False,
        )
        booked = set(self.env.cr.fetchall())
        for (visit, key), (_visit, person) in keys.items():
            if (visit.id, key) not in booked:
                who = visit.visitor_ids.filtered(
                    lambda place, person=person: place._get_person() == person
                )
                raise UserError(
                    self.env._(
                        "%(person)s is on another visit or appointment at that time."
                        " Choose another time or another visitor for %(visit)s.",
                        person=who[:1]._get_discreet_name(),
                        visit=visit.display_name,
                    )
                )
        self.invalidate_model()

    def _lock_persons(self, persons):
        """Let bookings of the same persons wait for each other, in one order.

        Taken in sorted order, so that two bookings that share two persons
        cannot block each other for ever; released with the transaction.
        """
        self.env.cr.execute(
            SQL(
                "SELECT pg_advisory_xact_lock(%s, person)"
                " FROM unnest(%s::int[]) AS person",
                LOCK_SPACE,
                sorted(self._get_key(person) for person in persons),
            )
        )

    # === WHO IS WHERE (called in sudo) === #

    @api.model
    def _get_taken(self, keys, begin, end):
        """Return the visits of persons that stand or were held, as :class:`Taken`.

        In one query that brings nothing of another family into the cache, where a
        colleague could read it.

        :param keys: numbers of persons, see :meth:`_get_key`.
        :param begin: from when on, a datetime in UTC.
        :param end: until when.
        """
        query = self._get_taken_sql(keys, begin, end)
        return _to_taken(self.env.execute_query(query))

    @api.model
    def _get_taken_by_now(self, keys, begin, end):
        """Return the same, with what others booked since this transaction began.

        Odoo's transactions see the database as it was when they began (REPEATABLE
        READ), also after they waited for a lock. So a look from outside is added,
        through a cursor of its own. With the persons locked that is the truth, but
        for what this transaction changed itself and somebody else freed meanwhile:
        then the time counts as taken a moment longer.
        """
        query = self._get_taken_sql(keys, begin, end)
        rows = set(self.env.execute_query(query))
        with self.env.registry.cursor() as cr:
            cr.execute(query)
            rows.update(cr.fetchall())
        return _to_taken(sorted(rows))

    @api.model
    def _get_taken_sql(self, keys, begin, end):
        for model, names in READ.items():
            self.env[model].flush_model(names)
        return SQL(
            _TAKEN,
            keys=sorted(filter(None, keys)),
            held=sorted(visit_states.HELD),
            begin=begin,
            end=end,
        )


def _to_taken(rows):
    return [Taken(*row[:-4], place_of(*row[-4:])) for row in rows]


_TAKEN = """
    WITH taken AS (
        SELECT COALESCE(partner_id, -interpreter_id) AS person,
               visit_id, start, stop, FALSE AS is_held
          FROM huisbezoek_occupation
         WHERE COALESCE(partner_id, -interpreter_id) = ANY(%(keys)s::int[])
           AND start < %(end)s AND stop > %(begin)s
    ), going AS (
        SELECT partner_id AS person, visit_id, state
          FROM huisbezoek_visitor
         WHERE partner_id = ANY(%(keys)s::int[])
        UNION ALL
        SELECT COALESCE(asked.partner_id, -asked.id), visitor.visit_id, visitor.state
          FROM huisbezoek_interpreter asked
          JOIN huisbezoek_visitor visitor ON visitor.interpreter_id = asked.id
         WHERE COALESCE(asked.partner_id, -asked.id) = ANY(%(keys)s::int[])
           AND visitor.partner_id IS NULL
    ), whereabouts AS (
        SELECT * FROM taken
        UNION ALL
        SELECT going.person, visit.id, visit.start, visit.stop, TRUE
          FROM going
          JOIN huisbezoek_visit visit ON visit.id = going.visit_id
         WHERE going.state != 'declined'
           AND visit.state = ANY(%(held)s)
           AND visit.start >= %(begin)s AND visit.start < %(end)s
    )
    SELECT found.person, visit.id, visit.school_id, visit.event_id,
           found.start, found.stop, found.is_held,
           visit.place, household.zip, household.has_secret_address, household.id
      FROM whereabouts found
      JOIN huisbezoek_visit visit ON visit.id = found.visit_id
      JOIN huisbezoek_household household ON household.id = visit.household_id
"""
