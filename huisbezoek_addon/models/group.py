from odoo import api, fields, models

from ..logic.grades import GRADES


class HuisbezoekGroup(models.Model):
    _name = "huisbezoek.group"
    _description = "Group"
    _inherit = ["huisbezoek.school.mixin"]
    _order = "year_id desc, grade, name, id"

    name = fields.Char(required=True)
    year_id = fields.Many2one(
        "huisbezoek.school.year",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('school_id', '=', school_id)]",
        default=lambda self: self._default_year(),
    )
    grade = fields.Selection(list(GRADES.items()))
    is_composite = fields.Boolean(
        string="Next to the base group",
        help="A group that pupils of several base groups attend, such as a language"
        " class.",
    )
    import_key = fields.Char(copy=False)
    teaching_ids = fields.One2many("huisbezoek.teaching", "group_id")
    membership_ids = fields.One2many("huisbezoek.membership", "group_id")
    pupil_count = fields.Integer(compute="_compute_pupil_count")

    _import_key_uniq = models.UniqueIndex(
        "(year_id, import_key, is_composite) WHERE import_key IS NOT NULL",
        "Two groups of one school year cannot have the same key.",
    )

    @api.model
    def _default_year(self):
        return self.env["huisbezoek.school.year"].search(
            [("date_start", "<=", fields.Date.today())], limit=1
        )

    @api.depends("membership_ids")
    def _compute_pupil_count(self):
        counts = dict(
            self.env["huisbezoek.membership"]._read_group(
                [("group_id", "in", self.ids)]
                + self.env["huisbezoek.membership"]._get_current_domain(),
                ["group_id"],
                ["__count"],
            )
        )
        for group in self:
            group.pupil_count = counts.get(group, 0)

    def action_open_pupils(self):
        """Open the pupils of the group."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "huisbezoek_addon.huisbezoek_pupil_action"
        )
        action["domain"] = [("membership_ids.group_id", "=", self.id)]
        return action
