from odoo import api, fields, models
from odoo.fields import Domain


class HuisbezoekVisitPreparation(models.AbstractModel):
    """What a visitor wants to know before the door, on one page (E2)."""

    _name = "huisbezoek.visit.preparation"
    _description = "Prepares a visit"

    topic_ids = fields.Many2many(
        "huisbezoek.topic", string="To talk about", compute="_compute_topics"
    )
    open_agreement_ids = fields.One2many(
        "huisbezoek.agreement",
        string="Agreed last time",
        compute="_compute_open_agreements",
        groups="huisbezoek_addon.group_teacher,huisbezoek_addon.group_care_coordinator",
    )
    backup_id = fields.Many2one(
        "hr.employee",
        string="Back-up",
        compute="_compute_backup",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        help="Whom you can call before and after the visit.",
    )
    backup_phone = fields.Char(
        string="Phone of the back-up", compute="_compute_backup_phone"
    )

    @api.depends("protocol_id", "pupil_ids")
    def _compute_topics(self):
        for visit in self:
            visit.topic_ids = visit._get_topics()

    def _get_topics(self):
        """Return the topics of the protocol that fit the pupils' grades."""
        self.ensure_one()
        grades = self.sudo().pupil_ids.mapped("grade")
        return self.protocol_id.topic_ids._filter_for_grades(grades)

    @api.depends("household_id")
    @api.depends_context("uid")
    def _compute_open_agreements(self):
        """Show what this household agreed: not what was said in another one (A4)."""
        Agreement = self.env["huisbezoek.agreement"]
        found = Agreement.search(
            Domain("report_id.household_id", "in", self.household_id.ids)
            & Domain("report_id.state", "=", "final")
            & Domain("is_done", "=", False)
        )
        by_household = found.grouped(
            lambda agreement: agreement.report_id.sudo().household_id.id
        )
        for visit in self:
            visit.open_agreement_ids = by_household.get(
                visit.household_id.id, Agreement
            ).filtered(lambda a, visit=visit: a.report_id.visit_id != visit._origin)

    @api.depends("school_id")
    def _compute_backup(self):
        for visit in self:
            visit.backup_id = visit.backup_id or visit.school_id.sudo().backup_id

    @api.depends("backup_id")
    def _compute_backup_phone(self):
        for visit in self:
            backup_sudo = visit.backup_id.sudo()
            visit.backup_phone = backup_sudo.mobile_phone or backup_sudo.work_phone
