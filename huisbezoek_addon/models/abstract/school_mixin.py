from odoo import fields, models


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

    def _erase(self):
        """Take away what the records hold of a person; by default, the records.

        Called as superuser by retention and by a granted request for erasure.
        A model that must keep a trace, such as a count, overrides this.
        """
        self.unlink()
