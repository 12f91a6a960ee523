from odoo import api, models
from odoo.exceptions import AccessError

#: Comes with the context of our own query alone: no client can send an object.
_FETCHING = object()


class HuisbezoekConfidential(models.AbstractModel):
    """Holds texts that are read, and remembered as read, but never searched.

    Everything that reads a text out of the database — screen, RPC, export, report —
    goes through one query of the ORM, so that is where reading is logged (J3). What
    would tell of a text without reading it, a search, an order or a group, is refused
    (design §5.4). Our own code reads as superuser and logs where it hands over.
    """

    _name = "huisbezoek.confidential.mixin"
    _description = "Holds confidential texts"

    #: Names of the fields that hold the texts; each of them prefetch=False.
    _confidential = frozenset()

    def _get_confidential_records(self):
        """Return what the texts belong to and is logged: reports or signals."""
        return self

    def _fetch_query(self, query, fields):
        """Override of `orm`: who reads a text is remembered."""
        if self.env.su or self._confidential.isdisjoint(f.name for f in fields):
            return super()._fetch_query(query, fields)
        fetching = self.with_context(huisbezoek_fetching=_FETCHING)
        fetched = super(HuisbezoekConfidential, fetching)._fetch_query(query, fields)
        fetched = fetched.with_env(self.env)
        self.env["huisbezoek.read.log"]._log(
            fetched.sudo()._get_confidential_records(), "screen"
        )
        return fetched

    def _field_to_sql(self, alias, field_expr, query=None):
        """Override of `orm`: no search, order or group by what a text says."""
        if (
            field_expr in self._confidential
            and not self.env.su
            and self.env.context.get("huisbezoek_fetching") is not _FETCHING
        ):
            raise AccessError(
                self.env._(
                    "Nobody searches in what is confidential. Search by date or person,"
                    " and open it."
                )
            )
        return super()._field_to_sql(alias, field_expr, query)

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Override of `orm`: filters and groups do not offer the texts either."""
        described = super().fields_get(allfields, attributes)
        for name in self._confidential & described.keys():
            for ability in ("searchable", "sortable", "groupable"):
                if ability in described[name]:
                    described[name][ability] = False
        return described
