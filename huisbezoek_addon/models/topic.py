from odoo import fields, models

from ..logic.grades import GRADES, grade_order


class HuisbezoekTopic(models.Model):
    """What a visit is to be about: it follows from a goal of the protocol.

    Topics stand on the preparation, and the report ticks them (B1, E2, F1).
    """

    _name = "huisbezoek.topic"
    _description = "Topic of visits"
    _inherit = ["huisbezoek.protocol.part"]
    _order = "protocol_id, goal_id, sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    goal_id = fields.Many2one(
        "huisbezoek.goal", required=True, index=True, ondelete="cascade"
    )
    protocol_id = fields.Many2one(
        related="goal_id.protocol_id", store=True, precompute=True
    )
    grade_from = fields.Selection(
        list(GRADES.items()), string="From grade", help="Empty: from the youngest."
    )
    grade_to = fields.Selection(
        list(GRADES.items()), string="To grade", help="Empty: to the oldest."
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
