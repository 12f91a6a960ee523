from odoo import fields, models


class HuisbezoekLanguage(models.Model):
    """A language somebody talks; many of them are not languages of Odoo (A5)."""

    _name = "huisbezoek.language"
    _description = "Language to talk in"
    _order = "sequence, name, id"
    _rec_names_search = ["name", "native_name", "code"]

    sequence = fields.Integer(default=100)
    name = fields.Char(required=True, translate=True)
    native_name = fields.Char(
        string="Own name", help="The name of the language in the language itself."
    )
    code = fields.Char(string="ISO 639-3", required=True, size=3)
    is_rtl = fields.Boolean(string="Written from right to left")
    is_written = fields.Boolean(
        string="Parents read it",
        default=True,
        help="Off for languages that are hardly read: call or talk instead.",
    )
    lang_id = fields.Many2one(
        "res.lang", string="Language of Odoo", help="Used for letters and pages."
    )

    _code_uniq = models.Constraint(
        "UNIQUE (code)", "This language already stands in the list."
    )
