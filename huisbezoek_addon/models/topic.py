from odoo import api, fields, models
from odoo.exceptions import UserError

from ..logic.grades import GRADES, grade_order


class HuisbezoekTopic(models.Model):
    """What a visit is to be about: it follows from the goals of the protocol.

    Topics stand on the preparation, and the report ticks them (B1, E2, F1).
    """

    _name = "huisbezoek.topic"
    _description = "Topic of visits"
    _inherit = ["huisbezoek.school.mixin"]
    _order = "protocol_id, sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    protocol_id = fields.Many2one(
        "huisbezoek.protocol", required=True, index=True, ondelete="cascade"
    )
    school_id = fields.Many2one(
        related="protocol_id.school_id", store=True, precompute=True, default=None
    )
    grade_from = fields.Selection(
        list(GRADES.items()), string="From grade", help="Empty: from the youngest."
    )
    grade_to = fields.Selection(
        list(GRADES.items()), string="To grade", help="Empty: to the oldest."
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        topics = super().create(vals_list)
        topics._check_not_used()
        return topics

    def write(self, vals):
        self._check_not_used()
        result = super().write(vals)
        # Nor does a topic move to a version that was used.
        self._check_not_used()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._check_not_used()

    def _check_not_used(self):
        """Let the topics of a version stay as visits were made under it."""
        if not self.env.su and any(self.protocol_id.mapped("is_used")):
            raise UserError(
                self.env._(
                    "The topics belong to a protocol under which visits were made."
                    " Make a new version of the protocol to change them."
                )
            )

    def _filter_for_grades(self, grades):
        """Return the topics that fit one of the grades; all where none is known."""
        places = [grade_order(grade) for grade in grades if grade]
        return self.filtered(
            lambda topic: (
                not places
                or any(
                    (not topic.grade_from or grade_order(topic.grade_from) <= place)
                    and (not topic.grade_to or place <= grade_order(topic.grade_to))
                    for place in places
                )
            )
        )

    # === STARTING SET === #

    @api.model
    def _get_starters(self):
        """Return what a school begins with until its protocol names goals (B1)."""
        return [
            self.env._("Getting to know each other"),
            self.env._("How the child is at home"),
            self.env._("What the child likes and is good at"),
            self.env._("Language and reading at home"),
            self.env._("What the family expects of the school"),
            self.env._("How school and family keep in touch"),
        ]

    @api.model
    def _create_starters(self, protocols):
        """Give protocols the topics to begin with, in every language in use."""
        by_lang = {
            lang: self.with_context(lang=lang)._get_starters()
            for lang, _name in self.env["res.lang"].get_installed()
        }
        names = self.with_context(lang="en_US")._get_starters()
        topics = self.sudo().create(
            [
                {"protocol_id": protocol.id, "name": name, "sequence": number}
                for protocol in protocols
                for number, name in enumerate(names)
            ]
        )
        for topic in topics:
            topic.update_field_translations(
                "name",
                {lang: starters[topic.sequence] for lang, starters in by_lang.items()},
            )
        return topics
