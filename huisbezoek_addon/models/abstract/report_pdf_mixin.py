import io
import logging

from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.pdf import PdfFileReader, PdfReadError

from ...formats.html_passages import text_of

_logger = logging.getLogger(__name__)

REPORT = "huisbezoek_addon.huisbezoek_report_action_pdf"


def _may_hold(file, patterns):
    """Tell whether a file holds one of the passages, or cannot be read to know."""
    try:
        if file.mimetype == "application/pdf":
            pages = PdfFileReader(io.BytesIO(file.raw), strict=False).pages
            text = " ".join(page.extract_text() for page in pages)
        else:
            text = text_of((file.raw or b"").decode())
    except (PdfReadError, ValueError, OSError):
        return True
    return not text.strip() or any(pattern.search(text) for pattern in patterns)


class HuisbezoekReportPdf(models.AbstractModel):
    """The PDF of a final report, in the document storage of the ERP (F2).

    It hangs on the report, so it is readable exactly where the report is. Its name
    holds a number alone, and no text of it is kept for searching.
    """

    _name = "huisbezoek.report.pdf"
    _description = "Report as a PDF"

    attachment_id = fields.Many2one(
        "ir.attachment",
        string="PDF",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )

    def _make_pdf(self):
        """Make the PDFs of final reports (called in sudo).

        Without a wkhtmltopdf that works the report is final all the same: nobody at a
        doorstep has to wait for a server. The PDF then follows from the page or by
        night; so it does while modules are being installed.
        """
        Report = self.env["ir.actions.report"]
        able = Report.get_wkhtmltopdf_state() in ("ok", "upgrade", "workers")
        if not able or not self.env.registry.ready:
            return
        for report in self:
            try:
                with self.env.cr.savepoint():
                    report._make_file("_render_qweb_pdf")
            except (UserError, OSError):
                _logger.warning(
                    "wkhtmltopdf failed on a report of home visits; it is tried again."
                )

    def _make_file(self, render="_render_qweb_html"):
        """Put the report as it is now into a file; as HTML where nothing prints."""
        lang = self.school_id._get_lang()
        Report = self.env["ir.actions.report"].with_context(lang=lang)
        content, extension = getattr(Report, render)(REPORT, self.ids)
        former = self.attachment_id
        self.attachment_id = self.env["ir.attachment"].create(
            {
                "name": f"{self.with_context(lang=lang).display_name}.{extension}",
                "raw": content,
                "mimetype": "application/pdf" if extension == "pdf" else False,
                "res_model": self._name,
                "res_id": self.id,
                "company_id": self.company_id.id,
            }
        )
        # The text would be searched otherwise, by whoever reads the report.
        self.attachment_id.index_content = False
        former.unlink()

    def _get_all_files(self):
        """Return every file of the reports, those of the history too."""
        return self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        )

    def _renew_files(self, patterns=()):
        """Make the PDFs anew, and keep no file in which a text may still stand.

        :param patterns: what must be gone; without them every file goes.
        """
        files = self._get_all_files()
        if patterns:
            files = files.filtered(lambda file: _may_hold(file, patterns))
        files.unlink()
        self.filtered(lambda report: report.state == "final")._make_pdf()

    # === ACTIONS === #

    def action_open_pdf(self):
        """Open the PDF in the browser; make it where it is missing."""
        self.ensure_one()
        self.check_access("read")
        if self.state != "final":
            raise UserError(self.env._("The PDF is made when the report is final."))
        report_sudo = self.sudo()
        if not report_sudo.attachment_id:
            report_sudo._make_pdf()
        if not report_sudo.attachment_id:
            raise UserError(
                self.env._(
                    "The PDF cannot be made: the server has no wkhtmltopdf. Ask who"
                    " manages Odoo to install it. The report itself is safe."
                )
            )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{report_sudo.attachment_id.id}",
            "target": "new",
        }

    def _get_lines(self, text):
        """Return a text with its line ends as HTML, for the PDF."""
        return Markup("<br/>").join((text or "").strip().splitlines())
