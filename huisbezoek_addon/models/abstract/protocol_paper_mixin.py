import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...logic.protocols import pair_paragraphs, split_paragraphs
from ...logic.right_to_left import split_words

#: The language of the Dutch column, and the one that words fall back on.
DUTCH = "nld"
#: Confidants in the order of the sheet; each is a label of the texts to begin with.
KINDS = ("internal", "external")


class HuisbezoekProtocolPaper(models.AbstractModel):
    """A protocol as parents get it: on screen, as PDF, and for the school guide (B5).

    All of them show one and the same sheet: columns, one per language, and rows, one
    per section. A sheet in another language always holds the plain Dutch too (B3).
    """

    _name = "huisbezoek.protocol.paper"
    _description = "Protocol on paper"

    preview = fields.Html(
        string="As parents read it", compute="_compute_preview", sanitize=False
    )
    guide_html = fields.Binary(compute="_compute_guide_html")
    guide_docx = fields.Binary(compute="_compute_guide_docx")

    # === SHEET === #

    def _get_protocol(self):
        """Return the protocol of which the paper is."""
        return self

    def _get_translation(self):
        """Return the translation on the paper; an empty one on a Dutch sheet."""
        return self.env["huisbezoek.protocol.translation"]

    @api.model
    def _get_sheet_depends(self):
        """Return the names of the fields that the sheet follows from."""
        return []

    def _get_sheet(self, audience="parents"):
        """Return what the paper holds.

        :param str audience: whose part, a key of the sections' `audience`.
        :return: dict of `columns` (title, lang, is_rtl), `rows` (headings, and
            paragraphs as tuples with a text per column), `notes`, `contacts` and
            what the printer needs to measure `split_words`.
        """
        self.ensure_one()
        protocol, translation = self._get_protocol(), self._get_translation()
        columns = [{"title": protocol.title, "lang": "nl", "is_rtl": False}]
        if translation:
            columns.append(translation._get_column())
        sections = protocol.section_ids.filtered(lambda s: s.audience == audience)
        passages = translation.passage_ids.grouped("section_id")
        return {
            "columns": columns,
            "rows": [
                self._get_row(section, passages.get(section), bool(translation))
                for section in sections
            ],
            "notes": self._get_notes(),
            "contacts": self._get_contacts(),
            "split_words": split_words,
        }

    def _get_row(self, section, passage, has_translation):
        if not has_translation:
            paragraphs = split_paragraphs(section.text or "")
            return (section.name,), [(paragraph,) for paragraph in paragraphs]
        # What lags behind the Dutch would tell parents something else.
        current = passage and not passage.is_behind
        return (
            (section.name, passage.name if current else None),
            pair_paragraphs(
                section.text or "", (passage.text or "") if current else ""
            ),
        )

    def _get_words(self, key, **values):
        """Return a sentence of the sheet in each of its languages, Dutch first."""
        codes = [DUTCH]
        if code := self._get_translation().language_id.code:
            codes.append(code)
        labels = map(self.env["huisbezoek.protocol"]._get_labels, codes)
        return [words[key].format(**values) for words in labels if words]

    def _get_notes(self):
        """Return the small print: which version, and whether a person checked it."""
        protocol, translation = self._get_protocol(), self._get_translation()
        notes = self._get_words("version", version=protocol.version)
        if protocol.state == "draft":
            notes += self._get_words("draft")
        if translation and not translation.checked_date:
            notes += self._get_words("unchecked")
        return notes

    def _get_contacts(self):
        """Return whom parents and pupils can turn to today (B1, G1).

        It is no part of the version: who is confidant may change, the text may not.

        :return: dict of `headings`, and `lines` as (what in each language, who).
        """
        school = self._get_protocol().school_id
        Confidant = self.env["huisbezoek.confidant"]
        confidants = Confidant.browse().concat(
            *(Confidant._get_of_today_sudo(school, kind) for kind in KINDS)
        )
        return {
            "headings": self._get_words("contacts"),
            "lines": [
                ((), self._join(school.name, school.phone)),
                *(
                    (self._get_words(c.kind), self._join(c.name, c.phone, c.email))
                    for c in confidants
                ),
            ],
        }

    def _join(self, *parts):
        return ", ".join(filter(None, parts))

    # === ON SCREEN AND AS A FILE === #

    @api.depends(lambda self: self._get_sheet_depends())
    def _compute_preview(self):
        for paper in self:
            # Before it is saved it has neither language nor sections.
            paper.preview = paper._render_sheet() if paper._origin else False

    def _render_sheet(self):
        return self.env["ir.qweb"]._render(
            "huisbezoek_addon.protocol_sheet", {"sheet": self._get_sheet()}
        )

    def _compute_guide_html(self):
        for paper in self:
            content = self.env["ir.qweb"]._render(
                "huisbezoek_addon.protocol_page",
                {"sheet": paper._get_sheet()},
            )
            page = f"<!DOCTYPE html>\n{content}"
            paper.guide_html = base64.b64encode(page.encode())

    def _compute_guide_docx(self):
        try:
            from ...formats.protocol_docx import Column, write_protocol_docx
        except ImportError:
            # Not every server has python-docx; `_download` says what to do.
            self.guide_docx = False
            return
        for paper in self:
            sheet = paper._get_sheet()
            paper.guide_docx = base64.b64encode(
                write_protocol_docx(
                    [Column(**column) for column in sheet["columns"]],
                    sheet["rows"],
                    [
                        " · ".join(sheet["contacts"]["headings"]),
                        *(
                            ": ".join(filter(None, (" · ".join(what), who)))
                            for what, who in sheet["contacts"]["lines"]
                        ),
                        *sheet["notes"],
                    ],
                    fields.Datetime.now(),
                )
            )

    def action_download_docx(self):
        """Download the text as a Word document, to take over into the school guide."""
        return self._download("guide_docx", "docx")

    def action_download_html(self):
        """Download the text as a web page, for the site of the school."""
        return self._download("guide_html", "html")

    def _download(self, name, extension):
        self.ensure_one()
        self.check_access("read")
        if not self[name]:
            raise UserError(
                self.env._(
                    "A Word document needs the Python library python-docx on the"
                    " server. Ask who manages Odoo to install it, or take the web page."
                )
            )
        code = self._get_translation().language_id.code or DUTCH
        filename = f"protocol-{self._get_protocol().version}-{code}.{extension}"
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/{name}/{filename}"
            "?download=true",
            "target": "self",
        }
