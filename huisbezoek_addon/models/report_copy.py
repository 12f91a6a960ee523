from odoo import fields, models
from odoo.exceptions import UserError

from ..logic.report_copy import Tie, parents_copies

ACTION = "huisbezoek_addon.huisbezoek_report_copy_action_pdf"


class HuisbezoekReportCopy(models.Model):
    """A copy of a report for somebody of the family, and who gave it (F3).

    A copy is for guardians of the household that was visited, or for a pupil of 18
    or older. It holds the parts about the pupils whom its receivers may read about,
    and nothing of another household (A4).
    """

    _name = "huisbezoek.report.copy"
    _description = "Copy of a report"
    _inherit = ["huisbezoek.school.mixin"]
    _order = "id desc"
    _personal_data = ("who of a family got a copy of a report", "with the report")

    report_id = fields.Many2one(
        "huisbezoek.report", required=True, index=True, ondelete="cascade"
    )
    school_id = fields.Many2one(
        related="report_id.school_id", store=True, precompute=True, default=None
    )
    version = fields.Integer(aggregator=None)
    guardian_ids = fields.Many2many("huisbezoek.guardian", string="Guardians")
    pupil_id = fields.Many2one("huisbezoek.pupil", ondelete="cascade", index=True)
    part_ids = fields.Many2many("huisbezoek.report.part", string="About")
    receiver_names = fields.Char(
        string="For", compute="_compute_receiver_names", compute_sudo=True
    )
    user_id = fields.Many2one(
        "res.users", string="Given by", default=lambda self: self.env.user
    )
    date = fields.Datetime(default=fields.Datetime.now)

    def _compute_receiver_names(self):
        for copy in self:
            names = copy.guardian_ids.mapped("name") or [copy.pupil_id.name]
            copy.receiver_names = ", ".join(filter(None, names))

    def _create_for(self, report):
        """Make the copies of one final report that may be given today.

        :raises UserError: where nobody may get one yet, with the reason.
        """
        if report.state != "final":
            raise UserError(
                self.env._("The family gets a copy when the report is final.")
            )
        parts = report.part_ids
        by_pupil = {part.pupil_id.id: part for part in parts}
        guardianships = report.visit_id.household_id.guardian_ids.guardianship_ids
        current = guardianships.filtered_domain(
            guardianships._get_current_domain(report.school_id._get_today())
        )
        copies = parents_copies(
            [part._to_subject() for part in parts],
            [
                Tie(tie.guardian_id.id, tie.pupil_id.id, tie.contact_restricted)
                for tie in current
            ],
            report.school_id._get_today(),
        )
        shared = {"report_id": report.id, "version": report.version}
        vals_list = [
            {
                **shared,
                "guardian_ids": list(guardians),
                "part_ids": [by_pupil[pupil].id for pupil in pupils],
            }
            for pupils, guardians in copies.items()
        ]
        vals_list += [
            {**shared, "pupil_id": part.pupil_id.id, "part_ids": part.ids}
            for part in parts
            if part.receiver == "pupil"
        ]
        if not vals_list:
            raise UserError(
                self.env._(
                    "Nobody may get a copy yet. From 16 on the pupil agrees first; and"
                    " a guardian must stand with the pupil, without a restriction of"
                    " contact."
                )
            )
        return self.create(vals_list)

    def action_print(self):
        """Print the copies again."""
        self.check_access("read")
        return self.env.ref(ACTION).report_action(self, config=False)
