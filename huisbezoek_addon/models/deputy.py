from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ..logic.consultations import REPLACED


class HuisbezoekDeputy(models.Model):
    """Who reads and answers while a confidant or care coordinator is away (G2).

    Only the absent one names his deputy: whoever else could, could read along.
    """

    _name = "huisbezoek.deputy"
    _description = "Deputy"
    _inherit = ["huisbezoek.school.mixin", "huisbezoek.dated.mixin"]
    _order = "date_from desc, id desc"
    _rec_name = "deputy_id"
    _personal_data = ("who was away and replaced by whom", "two years after it ended")

    user_id = fields.Many2one(
        "res.users",
        string="Who is away",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.user,
    )
    role = fields.Selection(
        [("confidant", "Confidant"), ("care_coordinator", "Care coordinator")],
        string="As",
        required=True,
        default=lambda self: self._default_role(),
    )
    deputy_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('id', 'in', candidate_ids)]",
        help="A colleague with the same role. From the first day on he reads what is"
        " asked of you and was not answered yet.",
    )
    candidate_ids = fields.Many2many("res.users", compute="_compute_candidates")

    # PostgreSQL has no range of texts without an extension, so the role is a number.
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(user_id, user_id, '[]') WITH &&,"
        " int4range(school_id, school_id, '[]') WITH &&,"
        " int4range(CASE role WHEN 'confidant' THEN 1 ELSE 2 END,"
        " CASE role WHEN 'confidant' THEN 1 ELSE 2 END, '[]') WITH &&,"
        " daterange(date_from, date_to, '[]') WITH &&)",
        "You have a deputy on some of those days already. Change the dates of that"
        " one first.",
    )
    _lookup_idx = models.Index("(school_id, role, user_id, date_from)")

    @api.model
    def _default_role(self):
        held = self.env.user.sudo().huisbezoek_role_ids.filtered("active")
        return next((role for role in REPLACED if role in held.mapped("role")), False)

    @api.depends("school_id", "role", "user_id")
    def _compute_candidates(self):
        for deputy in self:
            holders = self._get_holders(deputy.school_id, deputy.role)
            deputy.candidate_ids = holders - deputy.user_id

    # === CONSTRAINTS === #

    @api.constrains("user_id", "deputy_id", "school_id", "role")
    def _check_roles(self):
        for deputy in self:
            holders = self._get_holders(deputy.school_id, deputy.role)
            if deputy.user_id not in holders:
                raise ValidationError(
                    self.env._(
                        "You do not have that role at %(school)s, so nobody needs to"
                        " replace you in it.",
                        school=deputy.school_id.name,
                    )
                )
            if deputy.deputy_id not in holders - deputy.user_id:
                raise ValidationError(
                    self.env._(
                        "%(user)s cannot replace you: that takes a colleague with the"
                        " same role at %(school)s. Have an administrator give it.",
                        user=deputy.deputy_id.name,
                        school=deputy.school_id.name,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `orm`: nobody but the absent one names his deputy."""
        if not self.env.su:
            vals_list = [{**vals, "user_id": self.env.uid} for vals in vals_list]
        deputies = super().create(vals_list)
        deputies._pass_on()
        return deputies

    def write(self, vals):
        """Override of `orm`: it stays one's own, and takes effect at once."""
        if not self.env.su:
            vals = {name: vals[name] for name in vals if name != "user_id"}
        result = super().write(vals)
        self._pass_on()
        return result

    def unlink(self):
        """Override of `orm`: without a deputy his reading ends."""
        users = self.user_id
        result = super().unlink()
        self.env["huisbezoek.consultation"]._sync_deputies_of_sudo(users)
        return result

    def _pass_on(self):
        self.env["huisbezoek.consultation"]._sync_deputies_of_sudo(self.user_id)

    def action_end(self):
        """Be back: end the deputies of today and of later days."""
        self.check_access("write")
        ended = self.browse()
        for deputy in self:
            yesterday = fields.Date.subtract(deputy.school_id._get_today(), days=1)
            if deputy.date_from > yesterday:
                # Nobody was replaced yet, so nothing is left of it.
                deputy.unlink()
            else:
                deputy.date_to = yesterday
                ended |= deputy
        if ended != self:
            action = self.env["ir.actions.act_window"]._for_xml_id(
                "huisbezoek_addon.huisbezoek_deputy_action"
            )
            return {**action, "target": "main"}
        return True

    # === HELPERS === #

    @api.model
    def _get_holders(self, school, role):
        """Return who has a role at the school today or later."""
        if not school or not role:
            return self.env["res.users"]
        # Also who has no role, and reads no school, reads the confidants.
        school = school._origin.sudo()
        roles = (
            self.env["huisbezoek.role"]
            .sudo()
            .with_context(active_test=False)
            .search(
                Domain("school_id", "=", school.id)
                & Domain("role", "=", role)
                & self._get_lasting_domain(school._get_today())
            )
        )
        # A role that had yet to begin and was ended lies before its first day.
        lasting = roles.filtered(lambda r: not r.date_to or r.date_from <= r.date_to)
        return lasting.user_id.filtered("active")

    @api.model
    def _get_current(self, schools, users):
        """Return who replaces whom today, as superuser; a few queries for all.

        Who has lost the role in which he replaces, or his account, replaces nobody.

        :return: ``{(school, role, user): deputy}``.
        """
        schools, users = schools._origin.sudo(), users._origin.sudo()
        if not schools or not users:
            return {}
        today = {school: school._get_today() for school in schools}
        found = self.sudo().search(
            Domain("school_id", "in", schools.ids)
            & Domain("user_id", "in", users.ids)
            & Domain("date_from", "<=", max(today.values()))
            & self._get_lasting_domain(min(today.values()))
        )
        return {
            (deputy.school_id, deputy.role, deputy.user_id): deputy
            for deputy in found
            if deputy.date_from <= today[deputy.school_id]
            and (not deputy.date_to or today[deputy.school_id] <= deputy.date_to)
            and deputy.deputy_id in deputy.school_id._get_role_users(deputy.role)
        }

    def _get_sentence(self):
        """Return until when who replaces, in the user's language."""
        self.ensure_one()
        if not self.date_to:
            return self.env._("Replaced by %(deputy)s", deputy=self.deputy_id.name)
        return self.env._(
            "Replaced by %(deputy)s until %(date)s",
            deputy=self.deputy_id.name,
            date=format_date(self.env, self.date_to),
        )
