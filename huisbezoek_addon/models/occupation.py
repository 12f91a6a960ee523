from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

#: The first key of the advisory locks that bookings take, one per person.
LOCK_SPACE = 0x4842


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
