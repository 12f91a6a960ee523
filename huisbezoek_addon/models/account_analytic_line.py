from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: What ties a line to a visit.
LINK = {"home_visit_id", "home_visit_kind"}


class AccountAnalyticLine(models.Model):
    """Hour lines of visits are written by the visits, as leave writes its own.

    Whoever may write hour lines could otherwise make a visit longer, or move
    its hours to other work; the visit would not know.
    """

    _inherit = "account.analytic.line"

    home_visit_id = fields.Many2one(
        "huisbezoek.visit",
        readonly=True,
        copy=False,
        index="btree_not_null",
        # What a family was is erased in time; the hours of its visit stay.
        ondelete="set null",
        groups="huisbezoek_addon.group_user",
    )
    home_visit_kind = fields.Selection(
        [
            ("visit", "Visit"),
            ("travel", "Travel"),
            ("consultation", "Consultation"),
            ("report", "Report"),
        ],
        string="Kind of hours",
        readonly=True,
        copy=False,
        groups="huisbezoek_addon.group_user",
    )

    _home_visit_uniq = models.UniqueIndex(
        "(home_visit_id, employee_id, home_visit_kind) WHERE home_visit_id IS NOT NULL",
        "The hours of this visit are there already.",
    )

    def _is_of_home_visits(self):
        """Tell whether any of the lines stands in a project of home visits."""
        return any(line.project_id.is_home_visit_project for line in self.sudo())

    def _is_readonly(self):
        return super()._is_readonly() or self._is_of_home_visits()

    def _check_can_write(self, values):
        """Override of `hr_timesheet`: not around the visit, nor to its task."""
        if not self.env.su:
            targets = self.env["project.project"].sudo()
            targets |= targets.browse(values.get("project_id") or [])
            tasks = self.env["project.task"].sudo().browse(values.get("task_id") or [])
            targets |= tasks.project_id
            if (
                LINK & values.keys()
                or self._is_of_home_visits()
                or any(target.is_home_visit_project for target in targets)
            ):
                raise self._make_follows_visit_error()
        return super()._check_can_write(values)

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `hr_timesheet`: nobody ties a line to a visit by hand."""
        if not self.env.su:
            defaults = {f"default_{name}" for name in LINK} & self.env.context.keys()
            if defaults or any(LINK & vals.keys() for vals in vals_list):
                raise self._make_follows_visit_error()
        return super().create(vals_list)

    def _check_can_create(self):
        """Override of `hr_timesheet`: no lines by hand in the annual task."""
        if not self.env.su and self._is_of_home_visits():
            raise self._make_follows_visit_error()
        return super()._check_can_create()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_of_home_visit(self):
        if not self.env.su and self._is_of_home_visits():
            raise self._make_follows_visit_error()

    def _make_follows_visit_error(self):
        return UserError(
            self.env._(
                "The hours of home visits follow from the visits. To correct yours,"
                " open Home Visits / Hours / My hours and choose 'Correct' at the"
                " visit."
            )
        )

    def _get_favorite_project_id_domain(self, employee_id=False):
        """Override of `hr_timesheet`: nobody books other work here."""
        return Domain(super()._get_favorite_project_id_domain(employee_id)) & Domain(
            "project_id.is_home_visit_project", "!=", True
        )
