from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...logic import visit_states

#: What is recorded by those who may, with its date and its paper.
CONSENT = {
    "hours_consent_date",
    "hours_consent_document",
    "hours_consent_filename",
    "hours_consented",
}
#: Who reads on what paper the consent stands.
READERS = (
    "huisbezoek_addon.group_management,huisbezoek_addon.group_administrator,"
    "base.group_system"
)


class HuisbezoekSchoolHours(models.AbstractModel):
    """How a school counts hours, and the consent of its P-MR to do so (H2).

    Realised hours of a person are personnel data that show how somebody works;
    the staff section of the participation council (P-MR) consents to it first.
    """

    _name = "huisbezoek.school.hours"
    _description = "Counts hours"

    hours_basis = fields.Selection(
        [
            ("real", "The real time of the visit"),
            ("norm", "The planned length of the visit"),
        ],
        string="Hours of a visit",
        required=True,
        default="real",
        help="What counts for the visit itself. The way, the consultation and the"
        " report always follow the norm of the protocol.",
    )
    hours_consent_date = fields.Date(
        string="Consent of the P-MR", copy=False, tracking=True
    )
    hours_consent_document = fields.Binary(
        string="Document of the consent", copy=False, groups=READERS
    )
    hours_consent_filename = fields.Char(copy=False, groups=READERS)
    hours_consented = fields.Boolean(
        string="Hours are written", compute="_compute_hours_consented", store=True
    )

    @api.depends("hours_consent_date")
    def _compute_hours_consented(self):
        for school in self:
            school.hours_consented = bool(school.hours_consent_date)

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `orm`: a consent is recorded, not put in along the way."""
        if any(vals.get(name) for vals in vals_list for name in CONSENT):
            self._check_recording()
        return super().create(vals_list)

    def write(self, vals):
        """Override of `orm`: once hours are written, the consent stands."""
        if CONSENT & vals.keys():
            self._check_recording()
        if "hours_consent_date" in vals and not vals["hours_consent_date"]:
            self._check_no_hours()
        basis = vals.get("hours_basis")
        changing = self.filtered(lambda school: basis and school.hours_basis != basis)
        result = super().write(vals)
        if changing:
            changing._count_anew()
        return result

    @api.constrains("hours_consent_date")
    def _check_hours_consent_date(self):
        for school in self:
            date = school.hours_consent_date
            if date and date > school._get_today():
                raise UserError(
                    self.env._(
                        "The P-MR cannot have consented on a day to come. Give the"
                        " day on which it did."
                    )
                )

    def _check_recording(self):
        if not self.env.su:
            raise UserError(
                self.env._(
                    "Press 'Record the consent' on the school's page, or record it"
                    " under Home Visits / Hours / Consent of the P-MR."
                )
            )

    def _check_no_hours(self):
        Line = self.env["account.analytic.line"].sudo()
        if Line.search_count([("home_visit_id.school_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._(
                    "Hours were written under this consent, so it stays on record."
                    " Correct its date or document instead."
                )
            )

    def _check_may_consent(self):
        """Let the management and the administrators of the school record it."""
        for school in self:
            if not (
                self.env.user in school._get_role_users("management", "administrator")
                or self.env.user.has_group("base.group_system")
            ):
                raise AccessError(
                    self.env._(
                        "Only the management or an administrator of the school"
                        " records the consent of the P-MR. Ask one of them."
                    )
                )

    def _record_hours_consent(self, date, document, filename, basis):
        """Record that the P-MR consented; hours that are due come by themselves."""
        self.ensure_one()
        self.check_access("read")
        self._check_may_consent()
        values = {"hours_consent_date": date, "hours_basis": basis}
        if document:
            values |= {
                "hours_consent_document": document,
                "hours_consent_filename": filename,
            }
        self.sudo().write(values)
        annuals_sudo = (
            self.env["huisbezoek.annual.task"]
            .sudo()
            .search([("school_id", "=", self.id)])
        )
        annuals_sudo._ensure_tasks()
        self.env["huisbezoek.visit"]._wake_hours()

    def _count_anew(self):
        """Let the hours of what was held follow a change, in the background."""
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE huisbezoek_visit SET hours_due = TRUE"
                " WHERE school_id IN %s AND state IN %s AND hours_due IS NOT TRUE",
                self._ids,
                tuple(visit_states.HELD),
            )
        )
        self.env["huisbezoek.visit"].invalidate_model(["hours_due"], flush=False)
        self.env["huisbezoek.visit"]._wake_hours()

    # === ACTIONS === #

    def action_record_hours_consent(self):
        """Open the dialog in which the consent is recorded."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "huisbezoek_addon.huisbezoek_hours_consent_action"
        )
        action["context"] = {"default_school_id": self.id}
        return action

    def action_take_back_hours_consent(self):
        """Take back a consent under which nothing was written yet."""
        self.check_access("read")
        self._check_may_consent()
        self.sudo().write(
            {
                "hours_consent_date": False,
                "hours_consent_document": False,
                "hours_consent_filename": False,
            }
        )
        # An allotment is a figure about a person, and others read tasks.
        annuals_sudo = self.env["huisbezoek.annual.task"].sudo()
        annuals_sudo.search([("school_id", "in", self.ids)])._drop_tasks()
        self.env["huisbezoek.round.teacher"].sudo()._forget_hours(self)
