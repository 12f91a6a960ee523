from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..logic.grades import GRADES


class HuisbezoekMembership(models.Model):
    """A pupil is in a group, from a day until a day (A2)."""

    _name = "huisbezoek.membership"
    _description = "Pupil in a group"
    _inherit = ["huisbezoek.school.mixin", "huisbezoek.dated.mixin"]
    _order = "date_from desc, id"
    _rec_name = "group_id"
    _personal_data = ("which pupil was in which group", "two years after leaving")

    pupil_id = fields.Many2one(
        "huisbezoek.pupil",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    group_id = fields.Many2one(
        "huisbezoek.group",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('school_id', '=', school_id)]",
    )
    school_id = fields.Many2one(
        related="pupil_id.school_id", store=True, precompute=True, default=None
    )
    year_id = fields.Many2one(related="group_id.year_id", store=True, precompute=True)
    grade = fields.Selection(
        list(GRADES.items()),
        compute="_compute_grade",
        store=True,
        readonly=False,
        precompute=True,
    )
    is_composite = fields.Boolean(
        related="group_id.is_composite", store=True, precompute=True
    )
    is_imported = fields.Boolean(
        readonly=True,
        help="An import gave this place, so a later import may end it.",
    )
    date_from = fields.Date(
        default=None,
        compute="_compute_period",
        store=True,
        readonly=False,
        precompute=True,
    )
    date_to = fields.Date(
        compute="_compute_period",
        store=True,
        readonly=False,
        precompute=True,
    )

    _no_double = models.Constraint(
        "EXCLUDE USING gist (int4range(pupil_id, pupil_id, '[]') WITH &&,"
        " int4range(group_id, group_id, '[]') WITH &&,"
        " daterange(date_from, date_to, '[]') WITH &&)",
        "A pupil cannot be in the same group twice at once.",
    )
    _one_base_group = models.Constraint(
        "EXCLUDE USING gist (int4range(pupil_id, pupil_id, '[]') WITH &&,"
        " daterange(date_from, date_to, '[]') WITH &&)"
        " WHERE (is_composite IS NOT TRUE)",
        "A pupil has one base group at a time. End the earlier one first.",
    )

    @api.depends("group_id")
    def _compute_grade(self):
        for membership in self:
            membership.grade = membership.grade or membership.group_id.grade

    @api.depends("group_id")
    def _compute_period(self):
        for membership in self:
            year = membership.group_id.year_id
            membership.date_from = membership.date_from or year.date_start
            membership.date_to = membership.date_to or year.date_end

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `orm`: a place that ends makes room for the one that begins.

        Both may come in one save; the database would see the new one first.
        """
        self.flush_model()
        return super().create(vals_list)

    @api.constrains("pupil_id", "group_id")
    def _check_school(self):
        for membership in self:
            if membership.pupil_id.school_id != membership.group_id.school_id:
                raise ValidationError(
                    self.env._("Choose a group of the pupil's own school.")
                )
