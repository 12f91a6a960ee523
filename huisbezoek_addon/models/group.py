from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..logic.grades import GRADES
from ..logic.roles import is_in_force


class HuisbezoekGroup(models.Model):
    _name = "huisbezoek.group"
    _description = "Group"
    _inherit = ["huisbezoek.school.mixin"]
    _order = "year_id desc, grade, name, id"

    name = fields.Char(required=True)
    year_id = fields.Many2one(
        "huisbezoek.school.year",
        string="School year",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('school_id', '=', school_id)]",
        compute="_compute_year",
        store=True,
        readonly=False,
        precompute=True,
    )
    grade = fields.Selection(list(GRADES.items()))
    is_composite = fields.Boolean(
        string="Next to the base group",
        help="A group that pupils of several base groups attend, such as a language"
        " class.",
    )
    import_key = fields.Char(copy=False)
    teaching_ids = fields.One2many("huisbezoek.teaching", "group_id")
    teacher_ids = fields.Many2many(
        "huisbezoek.teacher", string="Teachers", compute="_compute_teachers"
    )
    membership_ids = fields.One2many("huisbezoek.membership", "group_id")
    pupil_count = fields.Integer(string="Pupils", compute="_compute_pupil_count")

    _import_key_uniq = models.UniqueIndex(
        "(year_id, import_key, (is_composite IS TRUE)) WHERE import_key IS NOT NULL",
        "Two groups of one school year cannot have the same key.",
    )

    @api.depends("school_id")
    def _compute_year(self):
        """Propose the school's year of today, or the latest before it."""
        today = fields.Date.context_today(self)
        years = (
            self.env["huisbezoek.school.year"]
            .search(
                [
                    ("school_id", "in", self.school_id.ids),
                    ("date_start", "<=", today),
                ],
                order="date_start desc",
            )
            .grouped("school_id")
        )
        for group in self:
            if group.year_id.school_id != group.school_id:
                group.year_id = years.get(group.school_id, group.year_id)[:1]

    @api.depends("year_id", "teaching_ids.teacher_id", "teaching_ids.date_to")
    def _compute_teachers(self):
        """Show who teaches the group today, or at the near end of another year."""
        today = fields.Date.context_today(self)
        for group in self:
            year = group.year_id
            day = year and min(max(today, year.date_start), year.date_end)
            group.teacher_ids = group.teaching_ids.filtered(
                lambda t, day=day: (
                    t.date_from and is_in_force(t.date_from, t.date_to or None, day)
                )
            ).teacher_id

    @api.depends("membership_ids")
    def _compute_pupil_count(self):
        """Count in sudo: how big a group is tells of nobody."""
        Membership_sudo = self.env["huisbezoek.membership"].sudo()
        counts = dict(
            Membership_sudo._read_group(
                Domain("group_id", "in", self.ids)
                & Membership_sudo._get_current_domain(),
                ["group_id"],
                ["__count"],
            )
        )
        for group in self:
            group.pupil_count = counts.get(group._origin.sudo(), 0)

    @api.constrains("school_id", "year_id")
    def _check_year(self):
        for group in self:
            if group.year_id.school_id != group.school_id:
                raise ValidationError(
                    self.env._("Choose a school year of the group's own school.")
                )

    # === ACTIONS === #

    def action_open_pupils(self):
        """Open the pupils of the group."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "huisbezoek_addon.huisbezoek_pupil_action"
        )
        action["domain"] = [("membership_ids.group_id", "=", self.id)]
        return action
