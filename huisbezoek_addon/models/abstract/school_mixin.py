from odoo import api, fields, models
from odoo.exceptions import UserError


class HuisbezoekSchoolMixin(models.AbstractModel):
    """Every record of the addon belongs to one school and its company.

    The rules keep schools apart by ``school_id`` and companies by
    ``company_id``, so both stand on each record (A1, design §5.12).

    A model that holds something of a person says so in ``_personal_data``, as
    a pair (what, until when), and takes it away in ``_erase`` (design §5.15).
    """

    _name = "huisbezoek.school.mixin"
    _description = "Belongs to a school"
    _check_company_auto = True

    _personal_data = None

    school_id = fields.Many2one(
        "huisbezoek.school",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["huisbezoek.school"]._default_school(),
    )
    company_id = fields.Many2one(
        related="school_id.company_id",
        store=True,
        precompute=True,
        required=True,
        index=True,
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `orm`: school and company follow, nobody states them.

        Rules test these two fields, and the ORM takes a value that a client
        gives for a field that should follow from another.
        """
        if not self.env.su:
            follows = {"company_id"}
            if self._fields["school_id"].related:
                follows.add("school_id")
            vals_list = [
                {name: vals[name] for name in vals.keys() - follows}
                for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        """Override of `orm`: a record stays with its school."""
        if self.env.su:
            return super().write(vals)
        vals = {name: vals[name] for name in vals if name != "company_id"}
        if "school_id" in vals and self.school_id.ids != [vals["school_id"]]:
            raise self._make_other_school_error()
        # Writing the parent of a record may carry it along to another school.
        schools = [record.school_id for record in self.sudo()]
        result = super().write(vals)
        if [record.school_id for record in self.sudo()] != schools:
            raise self._make_other_school_error()
        return result

    def _make_other_school_error(self):
        return UserError(
            self.env._(
                "A record stays with its school: it would be seen by the"
                " wrong people. Make it anew at the other school."
            )
        )

    # === ERASING === #

    def _erase(self):
        """Take away what the records hold of a person; by default, the records.

        Called as superuser by retention and by a granted request for erasure.
        A model that must keep a trace, such as a count, overrides this.
        """
        self.unlink()
