from odoo import api, fields, models

from .relation import read_relation_sudo

#: Who put the words of one over into those of the other. Never a pupil (D4).
INTERPRETERS = [
    ("none", "None needed"),
    ("professional", "Professional interpreter"),
    ("phone", "Interpreter by phone"),
    ("contact_parent", "Parent contact person"),
    ("colleague", "Colleague"),
    ("relative", "Adult relative"),
    ("missing", "There was none"),
]


class HuisbezoekReportFamily(models.AbstractModel):
    """Who sat together, as a report tells it to its own readers.

    A report may be read by next year's teacher, who reads neither visit nor pupil
    yet. So the names on it are read as superuser; they reach nobody else, since the
    fields are not stored and the report has its own rules.
    """

    _name = "huisbezoek.report.family"
    _description = "Who sat together"

    guardian_ids = fields.Many2many(
        "huisbezoek.guardian",
        "huisbezoek_report_guardian_rel",
        "report_id",
        "guardian_id",
        string="Who was there",
        check_company=True,
    )
    others_present = fields.Char(
        string="Others",
        prefetch=False,
        copy=False,
        help="For example a grandmother, or the parent contact person.",
    )
    language_id = fields.Many2one("huisbezoek.language", string="Language of the talk")
    interpreter = fields.Selection(
        INTERPRETERS,
        default="none",
        help="An adult who interpreted. A pupil never does.",
    )
    pupil_names = fields.Char(
        string="Pupils", compute="_compute_names", compute_sudo=True
    )
    group_names = fields.Char(
        string="Groups", compute="_compute_names", compute_sudo=True
    )
    guardian_names = fields.Char(
        string="Present", compute="_compute_names", compute_sudo=True
    )
    visitor_names = fields.Char(
        string="Visitors", compute="_compute_names", compute_sudo=True
    )
    topic_names = fields.Char(
        string="Topics", compute="_compute_names", compute_sudo=True
    )

    @api.depends(
        "part_ids.pupil_id.name",
        "guardian_ids.name",
        "visit_id.visitor_ids.employee_id",
        "topic_ids.name",
    )
    @api.depends_context("lang")
    def _compute_names(self):
        guardians = read_relation_sudo(self, "guardian_ids")
        for report in self:
            pupils = report.part_ids.pupil_id
            visitors = report.visit_id.visitor_ids.filtered(
                lambda visitor: visitor.state == "confirmed"
            )
            report.pupil_names = ", ".join(pupils.mapped("name"))
            report.group_names = ", ".join(pupils.group_id.mapped("name"))
            report.guardian_names = ", ".join(
                guardians[report._origin.id].mapped("name")
            )
            report.visitor_names = ", ".join(visitors.employee_id.mapped("name"))
            report.topic_names = ", ".join(report.topic_ids.mapped("name"))
