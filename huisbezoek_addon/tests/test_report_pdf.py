import io
from datetime import timedelta

from pypdf import PdfReader

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import HuisbezoekHttpCase

#: It prints what it cannot do, such as headers, as a warning.
WKHTMLTOPDF = "odoo.addons.base.models.ir_actions_report"


@tagged("post_install", "-at_install")
class TestReportPdf(HuisbezoekHttpCase):
    """Papers as they really come out of wkhtmltopdf (F2, F3, E2)."""

    @mute_logger(WKHTMLTOPDF)
    def _print(self, run, user):
        """Return the pages of what ``run`` prints, as text, for ``user``."""
        context = {"force_report_rendering": True, "lang": "en_US"}
        content = run(self.env(user=user, context=context))
        self.assertTrue(content.startswith(b"%PDF"))
        # Spaces come out as tabs.
        return [
            " ".join(page.extract_text().split())
            for page in PdfReader(io.BytesIO(content)).pages
        ]

    def test_a_day_sheet_for_each_day_on_a_page_of_its_own(self):
        now = fields.Datetime.now()
        visits = self._create_visit(start=now)
        visits |= self._create_visit(
            self.family_b, self.emp_bram, start=now + timedelta(days=1)
        )
        first, second = self._print(
            lambda env: env["ir.actions.report"]._render_qweb_pdf(
                "huisbezoek_addon.huisbezoek_day_sheet_action", visits.ids
            )[0],
            self.planner,
        )
        self.assertIn("Defne", first)
        self.assertNotIn("Aydemir", first)
        self.assertIn("Tijn", second)

    def test_report_and_copy(self):
        visit = self._create_visit(start=fields.Datetime.now()).with_user(self.anouk)
        report = visit._get_or_create_report()
        report.write({"told": "She likes\nto draw & paint <b>."})

        def finalize(env):
            own = report.with_env(env)
            own.action_finalize()
            return own.sudo().attachment_id.raw

        [page] = self._print(finalize, self.anouk)
        self.assertIn("She likes to draw & paint <b>.", page)
        self.assertEqual(report.sudo().attachment_id.mimetype, "application/pdf")
        copy = self.env["huisbezoek.report.copy"]._create_for(report.sudo())
        [page] = self._print(
            lambda env: env["ir.actions.report"]._render_qweb_pdf(
                "huisbezoek_addon.huisbezoek_report_copy_action_pdf", copy.ids
            )[0],
            self.anouk,
        )
        self.assertIn("OuderDefne", page)
        self.assertIn("She likes", page)
