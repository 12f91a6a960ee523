import base64
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..formats.family_csv import MAX_CSV_BYTES, template_csv
from ..formats.sources import MAX_BYTES, MEGABYTE
from ..formats.visit_csv import visit_template_csv
from ..logic.errors import FileError

#: Largest file in bytes of each kind.
LIMITS = {"edexml": MAX_BYTES, "households": MAX_CSV_BYTES, "visits": MAX_CSV_BYTES}
#: The names under which templates are downloaded, by kind and language.
TEMPLATES = {
    "households": {"nl": "gezinnen.csv", "en": "households.csv"},
    "visits": {"nl": "bezoeken.csv", "en": "visits.csv"},
}
#: Days after which a file that nobody imported is deleted.
FILE_DAYS = 7
#: Days after which the rows of a report are deleted.
ROW_DAYS = 365
#: What a person fills in; all else is the work of the import itself.
_CHOICES = frozenset(
    {
        *("school_id", "kind", "file", "file_name", "year_id"),
        *("adopt_keys", "accept_brin", "location_ids", "teacher_ids"),
    }
)
#: What the preview is of: to change it is to start again.
_FIXED = frozenset({"school_id", "kind", "file", "file_name"})
_CHANGEABLE = ("draft", "preview", "failed")


class HuisbezoekImport(models.Model):
    """A file with pupils, families or visits, from upload to report (A6).

    The preview is made in the request and writes nothing of the school; the
    import itself is a job in the background, in one transaction: everything or
    nothing. The record stays as history; the file does not.
    """

    _name = "huisbezoek.import"
    _description = "Import"
    _inherit = [
        "huisbezoek.school.mixin",
        "huisbezoek.import.reading",
        "huisbezoek.import.writing",
        "huisbezoek.import.teachers",
        "huisbezoek.import.families",
        "huisbezoek.import.visits",
        "huisbezoek.import.visits.writing",
        "huisbezoek.import.report",
        "huisbezoek.import.batch",
        "huisbezoek.import.job",
        "huisbezoek.job.mixin",
    ]
    _order = "id desc"
    _rec_name = "file_name"
    _personal_data = (
        "the file while it is being imported, and who imported it",
        "the end of the import; at most a week for the file",
    )

    state = fields.Selection(
        selection_add=[
            ("draft", "Choose a file"),
            ("preview", "Preview"),
            ("queued",),
            ("running", "Importing"),
        ],
        ondelete={"preview": "set default"},
    )
    kind = fields.Selection(
        [
            ("edexml", "Pupils, groups and teachers (EDEXML)"),
            ("households", "Households and guardians (CSV)"),
            ("visits", "Earlier and planned visits (CSV)"),
        ],
        required=True,
        default="edexml",
    )
    file = fields.Binary(attachment=True, copy=False)
    file_name = fields.Char(copy=False)
    user_id = fields.Many2one(string="Imported by")
    # Choices
    year_id = fields.Many2one(
        "huisbezoek.school.year",
        check_company=True,
        domain="[('school_id', '=', school_id)]",
        help="Only used where the file names no school year itself.",
    )
    adopt_keys = fields.Boolean(
        string="New pupil administration",
        help="The school changed to another program, so all pupils have new keys."
        " Pupils are found by name and date of birth, and their keys replaced.",
    )
    accept_brin = fields.Boolean(
        string="This file is of this school",
        help="The BRIN in the file is another one than that of the school. Only tick"
        " this when you are sure.",
    )
    location_ids = fields.One2many("huisbezoek.import.location", "import_id")
    teacher_ids = fields.One2many("huisbezoek.import.teacher", "import_id")

    # Downloads
    template_nl = fields.Binary(compute="_compute_templates")
    template_en = fields.Binary(compute="_compute_templates")

    @api.depends("kind")
    def _compute_templates(self):
        for job in self:
            template = visit_template_csv if job.kind == "visits" else template_csv
            job.template_nl = base64.b64encode(template("nl"))
            job.template_en = base64.b64encode(template("en"))

    @api.constrains("file", "kind")
    def _check_size(self):
        for job in self.filtered("file"):
            limit = LIMITS[job.kind]
            if len(job.with_context(bin_size=False).file) * 3 / 4 > limit + 3:
                raise UserError(
                    self.env._(
                        "The file is larger than %(limit)s MB. Export fewer pupils at"
                        " a time, for example one location.",
                        limit=limit // MEGABYTE,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `orm`: only what a person fills in comes from outside.

        Nothing may say that somebody looked at the preview already.
        """
        if self.env.su:
            return super().create(vals_list)
        return super().create(
            [
                {name: value for name, value in vals.items() if name in _CHOICES}
                for vals in vals_list
            ]
        )

    def write(self, vals):
        """Override of `orm`: the outcome of an import is not for anybody to write."""
        if not self.env.su:
            if vals.keys() - _CHOICES:
                raise AccessError(
                    self.env._("The outcome of an import cannot be changed by hand.")
                )
            changeable = ("draft",) if vals.keys() & _FIXED else _CHANGEABLE
            if self.filtered(lambda job: job.state not in changeable):
                raise UserError(
                    self.env._("This import can no longer be changed. Make a new one.")
                )
        return super().write(vals)

    def _filter_failed(self):
        return self.filtered(lambda job: job.state == "failed")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_history(self):
        # Retention and a request for erasure come as superuser.
        kept = self.filtered(lambda job: job.state in ("queued", "running", "done"))
        if kept and not self.env.su:
            raise UserError(
                self.env._(
                    "An import that is going on or done stays as history. Cancel it"
                    " first, if it still waits."
                )
            )

    # === ACTIONS === #

    def action_preview(self):
        """Read the file and show what an import would do; nothing is written yet."""
        self.ensure_one()
        self.check_access("write")
        if self.state not in _CHANGEABLE:
            raise UserError(self.env._("This import has been started already."))
        import_sudo = self.sudo()
        try:
            self._make_preview()
        except FileError as error:
            import_sudo._forget_rows()
            import_sudo.write(
                {
                    "state": "draft",
                    "error": [error.code, error.params],
                    "has_other_brin": error.code == "other_school",
                    "has_no_year": error.code
                    in ("school_year_missing", "header_missing"),
                }
            )
        else:
            import_sudo.write({"state": "preview", "error": False})
        return True

    def action_other_file(self):
        """Go back to the start, to choose another file."""
        self.check_access("write")
        for import_sudo in self.sudo().filtered(
            lambda job: job.state in ("preview", "failed")
        ):
            import_sudo._forget_rows()
            import_sudo.write({"state": "draft", "error": False, "file": False})

    def action_import(self):
        """Let the import be carried out in the background."""
        self.ensure_one()
        self.check_access("write")
        if self.state not in ("preview", "failed") or not self.file:
            raise UserError(
                self.env._("Choose a file and look at the preview first, then import.")
            )
        self._enqueue_sudo()
        return True

    def action_cancel(self):
        """Take the import out of the queue, as long as it has not begun."""
        self.check_access("write")
        self._dequeue_sudo("preview")

    def action_dismiss(self):
        """Put a failed import away; its file is deleted."""
        self.check_access("write")
        import_sudo = self.sudo()._filter_failed()
        import_sudo._forget_file()

    def action_open_rows(self):
        """Open the rows of the report, problems first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "huisbezoek_addon.huisbezoek_import_line_action"
        )
        action["domain"] = [("import_id", "=", self.id)]
        return action

    def action_download_report(self):
        """Download what happened with each row."""
        return self._get_download("report_csv", f"import-{self.id}.csv")

    def action_download_template_nl(self):
        """Download a file to fill in, with Dutch columns."""
        return self._get_template("nl")

    def action_download_template_en(self):
        """Download a file to fill in, with English columns."""
        return self._get_template("en")

    def _get_template(self, language):
        self.ensure_one()
        names = TEMPLATES.get(self.kind) or TEMPLATES["households"]
        return self._get_download(f"template_{language}", names[language])

    def _get_download(self, name, file_name):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/huisbezoek.import/{self.id}/{name}"
            f"?filename={file_name}&download=true",
            "target": "download",
        }

    # === UPKEEP === #

    @api.autovacuum
    def _gc_files(self):
        """Delete files that nobody imported, and old reports."""
        now = fields.Datetime.now()
        forgotten = self.search(
            [
                ("state", "in", ("draft", "preview", "failed")),
                ("write_date", "<", now - timedelta(days=FILE_DAYS)),
                ("file", "!=", False),
            ]
        )
        forgotten._forget_rows()
        forgotten.write({"file": False, "state": "draft", "error": False})
        self.search(
            [
                ("write_date", "<", now - timedelta(days=ROW_DAYS)),
                ("line_ids", "!=", False),
            ]
        ).line_ids.unlink()
