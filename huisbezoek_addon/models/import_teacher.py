from odoo import api, fields, models


class HuisbezoekImportTeacher(models.Model):
    """A teacher in a file whom no employee fits; the planner may choose one (A6).

    Kept from the preview until the import is done. The choice links a teacher
    to an employee; it makes no employee and gives nobody a right.
    """

    _name = "huisbezoek.import.teacher"
    _description = "Teacher in an import without employee"
    _inherit = ["huisbezoek.school.mixin"]
    _order = "name, id"
    _personal_data = ("name of a teacher in a file", "the end of the import")

    import_id = fields.Many2one(
        "huisbezoek.import", required=True, index=True, ondelete="cascade"
    )
    school_id = fields.Many2one(
        related="import_id.school_id", store=True, precompute=True, default=None
    )
    key = fields.Char(required=True, readonly=True)
    name = fields.Char(required=True, readonly=True)
    roles = fields.Char(
        string="Roles in the file",
        readonly=True,
        help="A hint, and never a right: roles are given by hand.",
    )
    employee_id = fields.Many2one(
        "hr.employee",
        check_company=True,
        domain="[('company_id', '=', company_id),"
        " ('id', 'not in', taken_employee_ids)]",
        ondelete="set null",
    )
    taken_employee_ids = fields.Many2many(
        "hr.employee", compute="_compute_taken_employee_ids", compute_sudo=True
    )

    _key_uniq = models.Constraint(
        "UNIQUE (import_id, key)", "This teacher already stands in the list."
    )
    _employee_uniq = models.UniqueIndex(
        "(import_id, employee_id) WHERE employee_id IS NOT NULL",
        "One employee cannot be two teachers. Choose another employee for one of them.",
    )

    @api.depends("import_id.teacher_ids.employee_id")
    def _compute_taken_employee_ids(self):
        for choice in self:
            others = choice.import_id.teacher_ids - choice
            listed = self.env["huisbezoek.teacher"].search(
                [
                    ("school_id", "=", choice.school_id.id),
                    ("import_key", "!=", choice.key),
                    ("employee_id", "!=", False),
                ]
            )
            choice.taken_employee_ids = others.employee_id | listed.employee_id
