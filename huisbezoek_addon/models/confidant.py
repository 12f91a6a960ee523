from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class HuisbezoekConfidant(models.Model):
    """Whom everybody at a school can talk to in confidence, and how (G1).

    Every employee finds them, also without a role in home visits. One from outside
    has no account here: he is reached by phone, and nothing of that is stored.
    """

    _name = "huisbezoek.confidant"
    _description = "Confidant"
    _inherit = ["huisbezoek.school.mixin", "huisbezoek.dated.mixin"]
    _order = "kind desc, name, id"
    _personal_data = (
        "who is confidant of the school and how to reach him",
        "two years after he was",
    )

    kind = fields.Selection(
        [("internal", "Of the school"), ("external", "From outside")],
        required=True,
        default="internal",
        help="One from outside is bound to secrecy towards the school too.",
    )
    user_id = fields.Many2one(
        "res.users",
        index=True,
        ondelete="cascade",
        domain="[('id', 'in', candidate_ids)]",
        help="Somebody with the role of confidant at the school. Give the role first.",
    )
    candidate_ids = fields.Many2many("res.users", compute="_compute_candidates")
    name = fields.Char(
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    organisation = fields.Char(help="Where an outside confidant works.")
    phone = fields.Char()
    email = fields.Char(
        string="E-mail",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
    )
    note = fields.Text(
        string="How and when", help="Such as: Tuesdays and Thursdays, after three."
    )
    replaced_by = fields.Char(compute="_compute_replaced_by")

    _user_check = models.Constraint(
        "CHECK ((kind = 'external') = (user_id IS NULL))",
        "A confidant of the school has an account, one from outside has none.",
    )

    # === COMPUTES === #

    @api.depends("kind", "user_id")
    def _compute_name(self):
        for confidant in self:
            user = confidant.user_id
            if user and user != confidant._origin.user_id:
                confidant.name = user.name
                confidant.email = user.email
            else:
                confidant.name = confidant.name or user.name
                confidant.email = confidant.email or user.email

    @api.depends("school_id")
    def _compute_candidates(self):
        for confidant in self:
            confidant.candidate_ids = self.env["huisbezoek.deputy"]._get_holders(
                confidant.school_id, "confidant"
            )

    @api.depends("user_id", "school_id")
    @api.depends_context("lang")
    def _compute_replaced_by(self):
        deputies = self.env["huisbezoek.deputy"]._get_current(
            self.school_id, self.user_id
        )
        for confidant in self:
            deputy = deputies.get(
                (confidant.school_id._origin, "confidant", confidant.user_id._origin)
            )
            confidant.replaced_by = deputy and deputy._get_sentence()

    # === CONSTRAINTS === #

    @api.constrains("user_id", "school_id")
    def _check_user(self):
        for confidant in self.filtered("user_id"):
            if confidant.user_id not in confidant.candidate_ids:
                raise ValidationError(
                    self.env._(
                        "%(user)s does not have the role of confidant at %(school)s."
                        " Have an administrator give it first.",
                        user=confidant.user_id.name,
                        school=confidant.school_id.name,
                    )
                )

    # === HELPERS === #

    @api.model
    def _get_of_today_sudo(self, school, kind):
        """Return who is confidant of the school today, of one kind."""
        school = school._origin.sudo()
        return self.sudo().search(
            Domain("school_id", "=", school.id)
            & Domain("kind", "=", kind)
            & self._get_current_domain(school._get_today())
        )
