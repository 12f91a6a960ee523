from odoo import api, fields, models
from odoo.exceptions import UserError

from ..logic.report_copy import Tie, parents_copies
from .abstract.relation import read_relation_sudo

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
        guardians = read_relation_sudo(self, "guardian_ids")
        for copy in self:
            names = guardians[copy.id].mapped("name") or [copy.pupil_id.name]
            copy.receiver_names = ", ".join(filter(None, names))

    @api.model
    def _get_receivers(self, report):
        """Return who may get a copy of a report today: [(guardians, pupil, parts)]."""
        parts = report.part_ids
        by_pupil = {part.pupil_id.id: part for part in parts}
        today = report.school_id._get_today()
        guardianships = report.visit_id.household_id.guardian_ids.guardianship_ids
        current = guardianships.filtered_domain(
            guardianships._get_current_domain(today)
        )
        copies = parents_copies(
            [part._to_subject() for part in parts],
            [
                Tie(tie.guardian_id.id, tie.pupil_id.id, tie.contact_restricted)
                for tie in current
            ],
            today,
        )
        Guardian, Pupil = self.env["huisbezoek.guardian"], self.env["huisbezoek.pupil"]
        return [
            (
                Guardian.browse(guardians),
                Pupil,
                parts.browse([by_pupil[pupil].id for pupil in sorted(pupils)]),
            )
            for pupils, guardians in copies.items()
        ] + [
            (Guardian, part.pupil_id, part)
            for part in parts
            if part.receiver in ("pupil", "both")
        ]

    def _create_for(self, report):
        """Make the copies of one final report that may be given today (as superuser).

        A copy that was made of this version is not made again.

        :raises UserError: where nobody may get one yet, with the reason.
        """
        if report.state != "final":
            raise UserError(
                self.env._("The family gets a copy when the report is final.")
            )
        receivers = self._get_receivers(report)
        if not receivers:
            raise UserError(
                self.env._(
                    "Nobody may get a copy yet: a guardian must stand with the pupil,"
                    " without a restriction of contact."
                )
            )
        present = {
            copy._get_receiver(): copy
            for copy in report.copy_ids
            if copy.version == report.version
        }
        copies = self.browse()
        for guardians, pupil, parts in receivers:
            copies += present.get((guardians, pupil, parts)) or self.create(
                {
                    "report_id": report.id,
                    "version": report.version,
                    "guardian_ids": guardians.ids,
                    "pupil_id": pupil.id,
                    "part_ids": parts.ids,
                }
            )
        return copies

    def _get_receiver(self):
        self.ensure_one()
        guardians, parts = self.guardian_ids.sorted("id"), self.part_ids.sorted("id")
        return (guardians, self.pupil_id, parts)

    def _check_printable(self):
        """Refuse to print what is no copy of the report, for who may have it."""
        for copy_sudo in self.sudo():
            report = copy_sudo.report_id
            if (
                report.state != "final"
                or report.version != copy_sudo.version
                or copy_sudo._get_receiver() not in self._get_receivers(report)
            ):
                raise UserError(
                    self.env._(
                        "This copy is not given again: the report or who may read it"
                        " has changed. Give a new copy from the report."
                    )
                )

    def action_print(self):
        """Print the copies again."""
        self.report_id._check_author()
        self._check_printable()
        return self.env.ref(ACTION).report_action(self, config=False)
