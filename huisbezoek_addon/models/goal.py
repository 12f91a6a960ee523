from odoo import api, fields, models


class HuisbezoekGoal(models.Model):
    """Why a school visits families; its topics are what a visit is about (B1)."""

    _name = "huisbezoek.goal"
    _description = "Goal of visits"
    _inherit = ["huisbezoek.protocol.part"]
    _order = "protocol_id, sequence, id"

    name = fields.Char(string="Goal", required=True, translate=True)
    sequence = fields.Integer(default=10)
    topic_ids = fields.One2many(
        "huisbezoek.topic",
        "goal_id",
        string="Topics",
        copy=True,
        help="What the visits are to be about. They stand on the preparation, and the"
        " report ticks them.",
    )
    topic_names = fields.Char(string="Talked about", compute="_compute_topic_names")

    @api.depends("topic_ids.name")
    def _compute_topic_names(self):
        for goal in self:
            goal.topic_names = " · ".join(filter(None, goal.topic_ids.mapped("name")))
