from odoo import api, models


class ReportCopyDocument(models.AbstractModel):
    _name = "report.huisbezoek_addon.report_copy_document"
    _description = "Copy of a report on paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Return the copies to print, whatever address was asked for them (F3)."""
        copies = self.env["huisbezoek.report.copy"].browse(docids)
        copies.report_id._check_author()
        copies._check_printable()
        return {"docs": copies}
