from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..logic.protocols import find_gaps

#: The language of the text itself.
SOURCE = "nld"


class HuisbezoekProtocolTranslation(models.Model):
    """The parents' part of a version in another language (B3).

    It is a rendering of the Dutch, which always goes along, and no version of its
    own. So a language may be added, and a text that nobody checked be mended, while
    the version is active; what somebody checked stays as it was read.
    """

    _name = "huisbezoek.protocol.translation"
    _description = "Translation of a protocol"
    _inherit = ["huisbezoek.school.mixin", "huisbezoek.protocol.paper"]
    _order = "protocol_id, language_id, id"

    protocol_id = fields.Many2one(
        "huisbezoek.protocol", required=True, index=True, ondelete="cascade"
    )
    school_id = fields.Many2one(
        related="protocol_id.school_id", store=True, precompute=True, default=None
    )
    language_id = fields.Many2one(
        "huisbezoek.language",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("code", "!=", SOURCE)],
    )
    is_rtl = fields.Boolean(related="language_id.is_rtl")
    title = fields.Char(help="What parents read above the protocol.")
    with_staff = fields.Boolean(
        string="The working document too",
        help="Colleagues who do not read Dutch have it in this language.",
    )
    passage_ids = fields.One2many(
        "huisbezoek.protocol.passage", "translation_id", string="Sections"
    )
    checked_user_id = fields.Many2one(
        "res.users", string="Checked by", readonly=True, copy=False
    )
    checked_date = fields.Date(string="Checked on", readonly=True, copy=False)
    state = fields.Selection(
        [
            ("open", "Not complete"),
            ("behind", "Dutch was changed"),
            ("unchecked", "Not checked by a person"),
            ("checked", "Checked"),
        ],
        compute="_compute_state",
    )

    _language_uniq = models.Constraint(
        "UNIQUE (protocol_id, language_id)",
        "This version already has a translation into that language.",
    )

    # === COMPUTES === #

    @api.depends("language_id.name", "protocol_id.version")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for translation in self:
            translation.display_name = (
                f"{translation.protocol_id.display_name} · "
                f"{translation.language_id.name or ''}"
            )

    @api.depends(
        "checked_date",
        "passage_ids.name",
        "passage_ids.text",
        "passage_ids.is_behind",
    )
    def _compute_state(self):
        for translation in self:
            passages = translation.passage_ids
            if any(passages.mapped("is_behind")):
                translation.state = "behind"
            elif not passages or not all(passage._is_filled() for passage in passages):
                translation.state = "open"
            elif translation.checked_date:
                translation.state = "checked"
            else:
                translation.state = "unchecked"

    @api.constrains("language_id")
    def _check_language(self):
        if SOURCE in self.language_id.mapped("code"):
            raise ValidationError(
                self.env._("The protocol itself is in Dutch. Choose another language.")
            )

    # === PAPER === #

    @api.model
    def _get_sheet_depends(self):
        """Override of `huisbezoek.protocol.paper`."""
        dutch = self.env["huisbezoek.protocol"]._get_sheet_depends()
        own = ["title", "checked_date", "passage_ids.text", "passage_ids.is_behind"]
        return [*own, *(f"protocol_id.{name}" for name in dutch)]

    def _get_protocol(self):
        """Override of `huisbezoek.protocol.paper`."""
        return self.protocol_id

    def _get_translation(self):
        """Override of `huisbezoek.protocol.paper`."""
        return self

    def _get_column(self):
        """Return the title of the column, its language and how it is written."""
        self.ensure_one()
        language = self.language_id
        return {
            "title": self.title or language.native_name or language.name,
            "lang": (language.lang_id.iso_code or language.code).replace("_", "-"),
            "is_rtl": language.is_rtl,
        }

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `orm`: with a place for each section of the Dutch."""
        if not self.env.su:
            # Also against defaults in the context of a client.
            unmarked = {"checked_user_id": False, "checked_date": False}
            vals_list = [{**vals, **unmarked} for vals in vals_list]
        translations = super().create(vals_list)
        translations._check_not_archived()
        translations._add_passages()
        return translations

    def write(self, vals):
        """Override of `orm`: what somebody checked stays as it was read."""
        vals = self._leave_mark(vals)
        if not self.env.su and vals:
            self._check_open()
            if {"protocol_id", "language_id"} & vals.keys():
                raise UserError(
                    self.env._("Add a translation for another language or version.")
                )
        result = super().write(vals)
        if "with_staff" in vals:
            self._sync_staff()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_active(self):
        if not self.env.su:
            self.protocol_id._check_draft()

    def _leave_mark(self, vals):
        """Return the values less the mark of a check, which the button gives."""
        if self.env.su:
            return vals
        return {
            name: vals[name]
            for name in vals.keys() - {"checked_user_id", "checked_date"}
        }

    def _check_open(self):
        """Refuse to alter what was checked, or is of a version that was put away.

        Whoever alters it while somebody checks it is told to try again.
        """
        self._check_not_archived()
        if self.ids:
            self.env.cr.execute(
                SQL(
                    "SELECT 1 FROM huisbezoek_protocol_translation WHERE id IN %s"
                    " FOR SHARE",
                    tuple(self.ids),
                )
            )
        if any(self.mapped("checked_date")):
            raise UserError(
                self.env._(
                    "Somebody checked this translation as it is. Take the mark off"
                    " to change it."
                )
            )

    def _check_not_archived(self):
        if not self.env.su and "archived" in self.protocol_id.mapped("state"):
            raise UserError(
                self.env._("This version is archived. Translate the active one.")
            )

    def _unmark(self):
        """Take the marks off: the Dutch is no longer what somebody read beside it."""
        self.filtered("checked_date").write(
            {"checked_user_id": False, "checked_date": False}
        )

    # === PASSAGES === #

    def _sync_staff(self):
        """Let the working document have places where it is translated, and no more."""
        self.filtered("with_staff")._add_passages()
        rest_sudo = self.filtered(lambda t: not t.with_staff).sudo()
        rest_sudo.passage_ids.filtered(
            lambda passage: passage.section_id.audience == "staff"
        ).unlink()

    def _add_passages(self, sections=None):
        """Make the missing places for the sections of the Dutch, in one batch.

        :param sections: those that are new; all of them if empty.
        """
        values = []
        for translation in self:
            wanted = sections or translation.protocol_id.section_ids
            if not translation.with_staff:
                wanted = wanted.filtered(lambda s: s.audience == "parents")
            missing = wanted - translation.passage_ids.section_id
            values += [
                {"translation_id": translation.id, "section_id": section.id}
                for section in missing
            ]
        self.env["huisbezoek.protocol.passage"].sudo().create(values)

    def _copy_to(self, protocol):
        """Take the translations along to another version, not checked there yet."""
        Translation = self.env[self._name].sudo()
        for old in self:
            new = Translation.create(
                {
                    "protocol_id": protocol.id,
                    "language_id": old.language_id.id,
                    "title": old.title,
                    "with_staff": old.with_staff,
                }
            )
            # The ORM copies lines in the order in which they were made.
            sections = dict(
                zip(
                    old.protocol_id.section_ids.sorted("id"),
                    protocol.section_ids.sorted("id"),
                    strict=True,
                )
            )
            places = new.passage_ids.grouped("section_id")
            for passage in old.passage_ids:
                places[sections[passage.section_id]].write(
                    {
                        "name": passage.name,
                        "text": passage.text,
                        "is_behind": passage.is_behind,
                    }
                )

    # === ACTIONS === #

    def action_check(self):
        """Say that a person read the translation beside the Dutch, and it is right.

        :raises UserError: if something is missing, or the Dutch was changed since.
        """
        self.check_access("write")
        self._check_not_archived()
        for translation in self:
            gaps = find_gaps("\n".join(filter(None, translation._get_texts())))
            if gaps:
                raise UserError(
                    self.env._("Fill in %(gaps)s first.", gaps=", ".join(gaps))
                )
            if translation.state in ("open", "behind"):
                raise UserError(
                    self.env._(
                        "Translate every section into %(language)s first.",
                        language=translation.language_id.name,
                    )
                )
        self.sudo().write(
            {
                "checked_user_id": self.env.uid,
                "checked_date": fields.Date.today(),
            }
        )
        self._log_check(self.env._("checked"))

    def _get_texts(self):
        return [
            self.title,
            *self.passage_ids.mapped("name"),
            *self.passage_ids.mapped("text"),
        ]

    def action_uncheck(self):
        """Take the mark off, so that the translation can be mended."""
        self.check_access("write")
        self._check_not_archived()
        self.sudo()._unmark()
        self._log_check(self.env._("no longer checked"))

    def _log_check(self, what):
        """Keep in the protocol's history who checked which translation when."""
        for translation in self:
            translation.protocol_id.message_post(
                body=self.env._(
                    "Translation into %(language)s: %(what)s.",
                    language=translation.language_id.name,
                    what=what,
                )
            )

    def action_print(self):
        """Print the sheet for parents: this language beside plain Dutch."""
        self.check_access("read")
        return self.env.ref(
            "huisbezoek_addon.huisbezoek_protocol_translation_action_pdf"
        ).report_action(self)
