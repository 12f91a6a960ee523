from odoo import api, fields, models
from odoo.fields import Domain

from ..logic.consultations import (
    Consulted,
    band,
    count_month,
    counted_periods,
    ended_months,
)

COUNTS = ("asked", "yes", "partly", "no")


class HuisbezoekConsultationTally(models.Model):
    """How many consultations a month had, frozen when it was over (G2).

    No person and no word, and nobody reads it: the management sees sums in bands.
    Frozen, so that no number moves because somebody left, asked somebody else or was
    erased; and a month without any has its rows too, so that rows tell nothing.
    """

    _name = "huisbezoek.consultation.tally"
    _description = "Consultations of a month"
    _inherit = ["huisbezoek.school.mixin"]
    _order = "month desc, id"
    _rec_name = "month"

    school_id = fields.Many2one(ondelete="cascade")
    month = fields.Date(required=True, readonly=True)
    kind = fields.Selection(
        [("confidant", "Confidant"), ("care", "Care coordinator and back-up")],
        required=True,
        readonly=True,
    )
    asked = fields.Integer(readonly=True)
    yes = fields.Integer(readonly=True)
    partly = fields.Integer(readonly=True)
    no = fields.Integer(readonly=True)

    _month_uniq = models.Constraint(
        "UNIQUE (school_id, month, kind)", "This month was counted already."
    )

    @api.model
    def _freeze(self, schools):
        """Count the months that are over and were not counted yet (in sudo)."""
        counted = dict(
            self._read_group(
                [("school_id", "in", schools.ids)], ["school_id"], ["month:max"]
            )
        )
        values = []
        for school in schools:
            today = school._get_today()
            since = counted.get(school) or counted_periods(today)[1][0]
            months = ended_months(since, today)
            values += self._count(school, months[1:] if school in counted else months)
        self.create(values)

    @api.model
    def _count(self, school, months):
        if not months:
            return []
        consulted = self._get_consulted(school, months[0])
        return [
            {
                "school_id": school.id,
                "month": month,
                "kind": kind,
                **count_month(consulted[kind], month),
            }
            for month in months
            for kind in consulted
        ]

    def _get_consulted(self, school, since):
        """Return {kind: what counts}, without a person or a word.

        What the management asked itself does not count: by asking often enough it
        would see through the bands.
        """
        since = fields.Date.subtract(since, days=1)
        recent = Domain("date", ">=", since) | Domain("closed_date", ">=", since)
        managers = school._get_role_users("management")
        consultations = self.env["huisbezoek.consultation"].search_fetch(
            Domain("school_id", "=", school.id)
            & Domain("user_id", "not in", managers.ids)
            & recent,
            ["kind", "date", "closed_date", "went_well"],
        )
        consulted = {"confidant": [], "care": []}
        for one in consultations:
            kind = "confidant" if one.kind == "confidant" else "care"
            closed = one.closed_date and school._to_local(one.closed_date).date()
            asked = school._to_local(one.date).date()
            consulted[kind].append(Consulted(asked, closed or None, one.went_well))
        return consulted

    @api.model
    def _get_bands(self, school):
        """Return what of two school years may be shown, as (year, kind, bands).

        :return: of each year that begins in ``year`` and each kind, ``{name: (first,
            last number of the band)}``.
        """
        self._freeze(school)
        return [
            (first.year, kind, {name: band(count) for name, count in counts.items()})
            for first, end in counted_periods(school._get_today())
            for kind, counts in self._sum(school, first, end).items()
        ]

    @api.model
    def _sum(self, school, first, end):
        """Return {kind: counts} of the months from ``first`` until before ``end``."""
        sums = self._read_group(
            [
                ("school_id", "=", school.id),
                ("month", ">=", first),
                ("month", "<", end),
            ],
            ["kind"],
            [f"{name}:sum" for name in COUNTS],
        )
        by_kind = {
            kind: dict(zip(COUNTS, counts, strict=True)) for kind, *counts in sums
        }
        return {
            kind: by_kind.get(kind, dict.fromkeys(COUNTS, 0))
            for kind in ("confidant", "care")
        }
