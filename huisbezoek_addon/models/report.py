from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, ormcache

#: What an author fills in; all else follows from the life of the report.
_WRITTEN = frozenset(
    {
        *("topic_ids", "told", "expects", "follow_up", "parent_view"),
        *("guardian_ids", "others_present", "language_id", "interpreter"),
        *("part_ids", "only_text", "agreement_ids"),
    }
)


class HuisbezoekReport(models.Model):
    """The short report of a visit, in the dossiers of its pupils (F1, F2).

    It serves the goals of the protocol: topics, what the family tells and expects,
    a part per pupil and agreements. There is no place for impressions of the home,
    and a worry is a signal of its own (F4). While it is a draft, its author and the
    care coordinator read it; who else reads the final one stands in the rules.
    """

    _name = "huisbezoek.report"
    _description = "Report"
    _inherit = [
        "huisbezoek.school.mixin",
        "huisbezoek.mine.mixin",
        "huisbezoek.confidential.mixin",
        "huisbezoek.report.pdf",
        "huisbezoek.report.family",
    ]
    _order = "date desc, id desc"
    _confidential = frozenset(
        {"told", "expects", "follow_up", "parent_view", "others_present"}
    )
    _personal_data = (
        "what a family told, and what was agreed with it",
        "two years after the last pupil left the school",
    )

    visit_id = fields.Many2one(
        "huisbezoek.visit", required=True, index=True, ondelete="restrict"
    )
    school_id = fields.Many2one(
        related="visit_id.school_id", store=True, precompute=True, default=None
    )
    household_id = fields.Many2one(related="visit_id.household_id")
    place = fields.Selection(related="visit_id.place")
    visit_state = fields.Selection(
        related="visit_id.state", string="State of the visit"
    )
    state = fields.Selection(
        [("draft", "Draft"), ("final", "Final")],
        required=True,
        readonly=True,
        default="draft",
        index=True,
    )
    version = fields.Integer(readonly=True, copy=False, aggregator=None)
    reopened_date = fields.Date(readonly=True, copy=False)
    final_date = fields.Datetime(string="Final since", readonly=True, copy=False)
    date = fields.Date(compute="_compute_date", store=True)
    due_date = fields.Date(related="visit_id.report_due", string="Final by")
    # The common part
    topic_ids = fields.Many2many(
        "huisbezoek.topic", string="What we talked about", check_company=True
    )
    protocol_topic_ids = fields.Many2many(
        "huisbezoek.topic", compute="_compute_protocol_topics"
    )
    told = fields.Text(string="What the family told", prefetch=False, copy=False)
    expects = fields.Text(
        string="What the family expects of the school", prefetch=False, copy=False
    )
    follow_up = fields.Text(
        string="What the school does with it", prefetch=False, copy=False
    )
    parent_view = fields.Text(
        string="The family's own view",
        prefetch=False,
        copy=False,
        help="In the family's own words, where it sees something differently.",
    )
    # The part per pupil, and what was agreed
    part_ids = fields.One2many("huisbezoek.report.part", "report_id")
    part_count = fields.Integer(compute="_compute_part_count")
    only_text = fields.Text(
        string="About the child",
        compute="_compute_only_text",
        inverse="_inverse_only_text",
        help="The part of the only pupil, without a table around it.",
    )
    agreement_ids = fields.One2many("huisbezoek.agreement", "report_id")
    change_ids = fields.One2many("huisbezoek.report.change", "report_id")
    copy_ids = fields.One2many("huisbezoek.report.copy", "report_id")
    is_author = fields.Boolean(compute="_compute_is_author")

    _visit_uniq = models.Constraint("UNIQUE (visit_id)", "A visit has one report.")

    # === COMPUTES === #

    @api.depends("visit_id.real_start", "visit_id.start", "school_id.tz")
    def _compute_date(self):
        for report in self:
            visit = report.visit_id
            moment = visit.real_start or visit.start
            report.date = moment and visit.school_id._to_local(moment).date()

    @api.depends_context("lang")
    def _compute_display_name(self):
        for report in self:
            report.display_name = self.env._(
                "Report %(number)05d", number=report._origin.id
            )

    @api.depends("part_ids")
    def _compute_part_count(self):
        for report in self:
            report.part_count = len(report.part_ids)

    @api.depends("part_ids.text")
    def _compute_only_text(self):
        for report in self:
            report.only_text = len(report.part_ids) == 1 and report.part_ids.text

    def _inverse_only_text(self):
        for report in self.filtered(lambda report: len(report.part_ids) == 1):
            report.part_ids.text = report.only_text

    @api.depends("visit_id")
    def _compute_protocol_topics(self):
        for report in self:
            report.protocol_topic_ids = report.visit_id.sudo()._get_topics()

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_is_author(self):
        School = self.env["huisbezoek.school"]
        ids = School.sudo().search(School._get_mine_domain("care_coordinator")).ids
        led = self.env["huisbezoek.visit"].sudo()
        led = led.search(
            Domain("id", "in", self.visit_id.ids)
            & self._get_led_domain(fields.Date.context_today(self))
        )
        for report in self:
            report.is_author = (
                report.school_id.id in ids or report.visit_id._origin.id in led.ids
            )

    @api.model
    def _get_led_domain(self, day):
        """Return the domain of visits that the user led, until the year is over."""
        return (
            Domain("lead_user_id", "=", self.env.uid)
            & Domain("year_id.date_end", ">=", day)
            & self.env["huisbezoek.school"]._get_my_domain("teacher")
        )

    @api.model
    @ormcache("self.env.uid", "day")
    def _get_mine_sql(self, day):
        """Return SQL that selects the reports that a teacher reads (F2).

        His own until the school year is over; and the final ones of pupils whom he
        teaches now or next year, or of his whole school where it chose so.
        """
        reports_sudo = self.sudo().with_context({})
        final = Domain("state", "=", "final")
        taught = self.env["huisbezoek.pupil"]._get_lasting_subselect(day)
        own = Domain("visit_id", "any!", self._get_led_domain(day))
        of_pupils = Domain("part_ids", "any!", Domain("pupil_id", "in", taught))
        of_school = Domain("school_id.reports_for_all", "=", True) & self.env[
            "huisbezoek.school"
        ]._get_my_domain("teacher")
        return SQL(
            "(%s)",
            SQL(" UNION ").join(
                reports_sudo._search(domain).select()
                for domain in (own, final & of_pupils, final & of_school)
            ),
        )

    # === CONSTRAINTS === #

    @api.constrains("topic_ids", "guardian_ids")
    def _check_of_visit(self):
        for report in self.sudo():
            visit = report.visit_id
            if (
                report.topic_ids.protocol_id - visit.protocol_id
                or report.guardian_ids.household_id - visit.household_id
            ):
                raise ValidationError(
                    self.env._(
                        "Choose topics of the protocol of the visit, and guardians of"
                        " the household that was visited."
                    )
                )

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `orm`: authors write texts; the life of a report is its own."""
        if not self.env.su and vals.keys() - _WRITTEN:
            raise UserError(
                self.env._("Use the buttons of the report to bring it further.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_retention(self):
        if not self.env.su:
            raise UserError(
                self.env._(
                    "A report stays in the dossier until the retention takes it away."
                    " Correct it instead."
                )
            )

    # === ACTIONS === #

    def action_finalize(self):
        """Make the report final: its readers see it, and it becomes a PDF (F2)."""
        for report in self:
            if report.state == "final":
                continue
            report.check_access("write")
            report._check_content()
            visit = report.visit_id
            if visit.state == "planned":
                visit.action_hold()
            report.sudo().write(
                {
                    "state": "final",
                    "version": report.version + 1,
                    "final_date": fields.Datetime.now(),
                }
            )
            visit._update_state("reported")
            report.sudo()._make_pdf()

    def _add_missing_parts(self):
        """Give a brother or sister who joined the visit later a part in the draft."""
        report_sudo = self.sudo()
        if report_sudo.state == "draft":
            missing = report_sudo.visit_id.pupil_ids - report_sudo.part_ids.pupil_id
            report_sudo.part_ids.create(
                [{"report_id": self.id, "pupil_id": pupil.id} for pupil in missing]
            )

    def _check_content(self):
        report_sudo = self.sudo()
        texts = [
            *(report_sudo[name] for name in ("told", "expects", "follow_up")),
            *report_sudo.part_ids.mapped("text"),
            *report_sudo.agreement_ids.mapped("what"),
        ]
        if not report_sudo.topic_ids and not any(map(bool, texts)):
            raise UserError(
                self.env._(
                    "Tick what you talked about, or write at least one line, before"
                    " the report is final."
                )
            )

    def _check_author(self):
        """Refuse who neither led the visit this year nor coordinates care."""
        if not self.env.su and not all(self.mapped("is_author")):
            raise AccessError(
                self.env._(
                    "The visitor who wrote the report changes it this school year;"
                    " after that the care coordinator does."
                )
            )

    def _reopen(self, reason):
        """Bring final reports back to draft, to be corrected (F3).

        :param str reason: why, kept in the history.
        """
        self._check_author()
        for report in self.filtered(lambda r: r.state == "final"):
            report.sudo()._keep_version("correction", reason)
            report.sudo().write(
                {"state": "draft", "reopened_date": report.school_id._get_today()}
            )
            report.visit_id._update_state("done")

    def _add_parent_view(self, text):
        """Add the family's own view to final reports, and make the PDF anew (F3).

        :param str text: in the family's own words.
        """
        self._check_author()
        for report in self.sudo().filtered(lambda r: r.state == "final"):
            report._keep_version("parent_view", False)
            report.parent_view = "\n\n".join(filter(None, (report.parent_view, text)))
            report.version += 1
            report._make_pdf()

    def _keep_version(self, kind, reason):
        """Keep the version that was final in the history (called in sudo)."""
        if not self.attachment_id:
            self._make_file()
        self.env["huisbezoek.report.change"].create(
            {
                "report_id": self.id,
                "version": self.version,
                "kind": kind,
                "reason": reason,
                "attachment_id": self.attachment_id.id,
            }
        )
        self.attachment_id = False

    def _get_form_action(self):
        """Return the action that opens the report on its own page."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def action_correct(self):
        """Ask why the report is to be corrected."""
        return self._get_change_action("correction")

    def action_parent_view(self):
        """Ask for the family's own view."""
        return self._get_change_action("parent_view")

    def _get_change_action(self, kind):
        self.ensure_one()
        self._check_author()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "huisbezoek_addon.huisbezoek_report_correct_action"
        )
        action["context"] = {"default_report_id": self.id, "default_kind": kind}
        return action

    def action_discard(self):
        """Throw a draft away that was never final, of a visit that was not held."""
        self.ensure_one()
        self._check_author()
        if self.version or self.visit_id.state in ("done", "reported"):
            raise UserError(
                self.env._(
                    "Only a draft of a visit that was not held can be thrown away."
                )
            )
        action = self.visit_id.sudo().get_formview_action()
        self.sudo().unlink()
        return action

    def action_move_text(self):
        """Ask which text is a worry, for the care coordinator (F4)."""
        self.ensure_one()
        self._check_author()
        return self.visit_id.sudo()._get_move_action()

    def action_copy(self):
        """Print the family's copies, and remember who gets one (F3)."""
        self.ensure_one()
        self._check_author()
        copies = self.env["huisbezoek.report.copy"].sudo()._create_for(self.sudo())
        return copies.sudo(False).action_print()

    # === ERASING === #

    def _erase(self):
        """Override of the school mixin: parts, copies and files go along."""
        self._get_all_files().unlink()
        return super()._erase()
