from odoo import http
from odoo.http import request

from odoo.addons.web.controllers.dataset import DataSet


class HuisbezoekDataSet(DataSet):
    """Lets whoever reads a report be remembered, also where a replica serves reads."""

    def _call_kw_readonly(self, rule, args):
        """Override of `web`: reading our records may write, to the read log (J3).

        Odoo would find out by itself, but only after an error, and begin again.
        """
        model = request.get_json_data().get("params", {}).get("model", "")
        if model.startswith("huisbezoek."):
            return False
        return super()._call_kw_readonly(rule, args)

    @http.route(readonly=_call_kw_readonly)
    def call_kw(self, *args, **kwargs):
        """Override of `web` to ask the method above."""
        return super().call_kw(*args, **kwargs)
