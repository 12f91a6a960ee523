from odoo import models
from odoo.exceptions import AccessError


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _inaccessible_comodel_records(self, model_and_ids, operation):
        """Override of `base`: files of reports are made by the reports themselves.

        Nobody adds one, such as a photo of a home, and nobody changes, publishes or
        deletes one, whatever he may do with the report (F1, F2).
        """
        if operation != "read" and not self.env.su:
            guarded = {name for name in model_and_ids if self._is_confidential(name)}
            for name in guarded:
                yield from ((name, res_id) for res_id in model_and_ids[name])
            model_and_ids = {
                name: ids for name, ids in model_and_ids.items() if name not in guarded
            }
        yield from super()._inaccessible_comodel_records(model_and_ids, operation)

    def copy_data(self, default=None):
        """Override of `base`: nobody keeps a copy of a report's file of his own."""
        if not self.env.su and any(
            self._is_confidential(model) for model in self.mapped("res_model")
        ):
            raise AccessError(
                self.env._("The file of a report is not copied. Open it where it is.")
            )
        return super().copy_data(default)

    def _is_confidential(self, model):
        return model in self.env and hasattr(self.env[model], "_confidential")

    # === WHO READS WHAT === #

    def _compute_raw(self):
        """Override of `base`: who reads the file of a report is remembered (J3)."""
        if not self.env.su:
            self._log_reading()
        return super()._compute_raw()

    def _fetch_query(self, query, fields):
        """Override of `orm`: so it is where files are kept in the database itself."""
        fetched = super()._fetch_query(query, fields)
        if not self.env.su and any(field.name == "db_datas" for field in fields):
            fetched._log_reading()
        return fetched

    def _to_http_stream(self):
        """Override of `base`: as by RPC, so in the browser, where it is streamed."""
        self._log_reading()
        return super()._to_http_stream()

    def _log_reading(self):
        for model, files in self.sudo().grouped("res_model").items():
            if model and self._is_confidential(model):
                records = self.env[model].sudo().browse(files.mapped("res_id"))
                self.env["huisbezoek.read.log"]._log(
                    records._get_confidential_records(), "file"
                )
