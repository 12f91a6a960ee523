import base64
import io

from docx import Document
from pypdf import PdfReader

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import HuisbezoekHttpCase
from .test_protocol import ProtocolCase


@tagged("post_install", "-at_install")
class TestProtocolPaper(ProtocolCase):
    """A sheet always holds plain Dutch beside the other language (B3, B5)."""

    def _read_docx(self, paper):
        document = Document(io.BytesIO(base64.b64decode(paper.guide_docx)))
        cells = [
            [cell.text for cell in row.cells]
            for table in document.tables
            for row in table.rows
        ]
        return document, [p.text for p in document.paragraphs], cells

    def test_two_languages_side_by_side(self):
        for translation in self.protocol.translation_ids:
            with self.subTest(language=translation.language_id.code):
                sheet = translation._get_sheet()
                self.assertEqual(sheet["columns"][0]["lang"], "nl")
                self.assertEqual(len(sheet["columns"]), 2)
                self.assertEqual(
                    sheet["columns"][1]["is_rtl"], translation.language_id.code == "ara"
                )
                self.assertGreaterEqual(len(sheet["rows"]), 9)
                for _headings, paragraphs in sheet["rows"]:
                    # Each paragraph stands beside its own translation.
                    self.assertGreater(len(paragraphs), 1)
                    for left, right in paragraphs:
                        self.assertTrue(left and right and left != right)

    def test_the_sheet_says_that_nobody_checked_it(self):
        turkish = self._get_translation(self.protocol, "tur")
        self.assertIn("henüz bir kişi tarafından", str(turkish.preview))
        self.assertIn("nog niet door een mens nagekeken", str(turkish.preview))
        turkish.action_check()
        self.assertNotIn("henüz bir kişi tarafından", str(turkish.preview))
        self.assertNotIn("nog niet door een mens", str(self.protocol.preview))

    def test_arabic_is_written_from_right_to_left(self):
        arabic = self._get_translation(self.protocol, "ara")
        self.assertIn('lang="ar" dir="rtl"', str(arabic.preview))
        document, _paragraphs, cells = self._read_docx(arabic)
        self.assertEqual(cells[0][1], arabic.title)
        right = document.tables[0].rows[0].cells[1].paragraphs[0]._p.xml
        self.assertIn("<w:bidi/>", right)
        self.assertIn("<w:rtl/>", right)
        left = document.tables[0].rows[0].cells[0].paragraphs[0]._p.xml
        self.assertNotIn("<w:bidi/>", left)

    def test_the_school_guide_gets_the_integral_text(self):
        _document, paragraphs, _cells = self._read_docx(self.protocol)
        html = base64.b64decode(self.protocol.guide_html).decode()
        for section in self.protocol.parents_section_ids:
            self.assertIn(section.name, paragraphs)
            self.assertIn(section.name, html)
            for paragraph in section.text.split("\n\n"):
                self.assertIn(paragraph, paragraphs)
                self.assertIn(paragraph, html)
        for section in self.protocol.staff_section_ids:
            self.assertNotIn(section.name, paragraphs)
            self.assertNotIn(section.name, html)

    def test_what_somebody_typed_is_text_and_no_markup(self):
        draft = self._make_draft()
        draft.section_ids[0].text = "<script>alert(1)</script> & meer"
        self.assertNotIn("<script>", str(draft.preview))
        self.assertIn("&lt;script&gt;", str(draft.preview))

    def test_lines_and_odd_characters_survive(self):
        draft = self._make_draft()
        draft.section_ids[0].text = "Neem mee:\n- een boek\x0b- een spel\x01"
        self.assertIn("Neem mee:\n- een boek", str(draft.preview))
        _document, paragraphs, _cells = self._read_docx(draft)
        self.assertIn("Neem mee:\n- een boek\n- een spel ", paragraphs)

    def test_the_web_page_says_in_which_language_it_is(self):
        html = base64.b64decode(self.protocol.guide_html).decode()
        self.assertTrue(html.startswith("<!DOCTYPE html>"))
        self.assertIn('<html lang="nl">', html)

    def test_a_language_without_words_of_its_own_has_them_in_dutch(self):
        language = self.env["huisbezoek.language"].create(
            {"name": "Klingon", "code": "tlh"}
        )
        added = self.protocol.translation_ids.create(
            {"protocol_id": self.protocol.id, "language_id": language.id}
        )
        self.assertEqual(
            added._get_sheet()["contacts"]["headings"], ["Bij wie kunt u terecht?"]
        )


@tagged("post_install", "-at_install")
class TestProtocolPdf(HuisbezoekHttpCase):
    """The sheets as they really come out of wkhtmltopdf (B3, B5)."""

    @mute_logger("odoo.addons.base.models.ir_actions_report")
    def _print(self, report, records):
        env = self.env(
            user=self.planner,
            context={"force_report_rendering": True, "lang": "en_US"},
        )
        content, _kind = env["ir.actions.report"]._render_qweb_pdf(
            f"huisbezoek_addon.{report}", records.ids
        )
        reader = PdfReader(io.BytesIO(content))
        fonts = {
            font.get_object()["/BaseFont"]
            for page in reader.pages
            for font in page["/Resources"]["/Font"].values()
        }
        text = " ".join(page.extract_text() for page in reader.pages)
        return " ".join(text.split()), fonts, len(reader.pages)

    def test_each_language_is_printed_with_letters_of_its_own(self):
        protocol = self.school.protocol_id
        words = {
            "eng": "Why do we",
            "tur": "Ev ziyareti",
            "pol": "Wizyty domowe",
            "ukr": "Візити додому",
        }
        for translation in protocol.translation_ids:
            code = translation.language_id.code
            with self.subTest(language=code):
                text, fonts, pages = self._print(
                    "huisbezoek_protocol_translation_action_pdf", translation
                )
                self.assertIn("Waarom komen wij op bezoek?", text)
                self.assertLess(pages, 7)
                if code == "ara":
                    self.assertTrue([font for font in fonts if "Arabic" in font])
                else:
                    self.assertIn(words[code], text)

    def test_each_paper_has_a_name_of_its_own(self):
        """The browser asks for a paper by its name, and not by its record."""
        reports = self.env["ir.actions.report"].search(
            [("model", "=like", "huisbezoek.%")]
        )
        names = reports.mapped("report_name")
        self.assertEqual(len(names), len(set(names)))
        self.manager.password = "marga"
        self.authenticate("marga", "marga")
        turkish = self.school.protocol_id.translation_ids.filtered(
            lambda t: t.language_id.code == "tur"
        )
        answer = self.url_open(
            f"/report/html/huisbezoek_addon.protocol_translation_document/{turkish.id}"
        )
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Ev ziyareti", answer.text)

    def test_the_dutch_and_the_working_document(self):
        protocol = self.school.protocol_id
        text, _fonts, pages = self._print("huisbezoek_protocol_action_pdf", protocol)
        self.assertIn("Waarom komen wij op bezoek?", text)
        self.assertLess(pages, 5)
        work, _fonts, _pages = self._print(
            "huisbezoek_protocol_action_work_pdf", protocol
        )
        self.assertNotIn("Waarom komen wij op bezoek?", work)
        self.assertIn("Veilig Thuis", work)


@tagged("post_install", "-at_install")
class TestProtocolTour(HuisbezoekHttpCase):
    """The management takes the guide from empty to an active protocol (B1, B6)."""

    browser_size = "1366x768"

    def test_from_an_empty_guide_to_an_active_protocol(self):
        school = self.env["huisbezoek.school"].create(
            {"name": "De Wilg", "company_id": self.company.id}
        )
        mirjam = self._create_user("mirjam", "management", school)
        self.assertFalse(school.protocol_id)
        self.start_tour("/odoo", "huisbezoek_guide_to_protocol", login="mirjam")
        protocol = school.protocol_id
        self.assertIn("Bel de school", protocol.parents_section_ids[0].text)
        items = self.env["huisbezoek.guide.item"].search(
            [("school_id", "=", school.id), ("state", "=", "done")]
        )
        self.assertEqual(set(items.mapped("key")), {"vision", "protocol"})
        self.assertEqual(protocol.message_ids[0].author_id, mirjam.partner_id)
