import base64
from collections import Counter

from odoo import api, fields, models

from ...formats.csv_safe import write_csv
from ...logic.import_checks import absent_note, leaver_notes
from ...logic.import_messages import severity

_WEIGHT = {"error": 0, "warning": 1, "notice": 2, None: 3}


class HuisbezoekImportReport(models.AbstractModel):
    """What an import would do, or did: counts, sentences and rows (A6)."""

    _name = "huisbezoek.import.report"
    _description = "Report of an import"

    line_ids = fields.One2many("huisbezoek.import.line", "import_id", readonly=True)
    notable_line_ids = fields.One2many(
        "huisbezoek.import.line",
        "import_id",
        domain=[("severity", "!=", False)],
        readonly=True,
    )
    # What stands in the file
    year_name = fields.Char(string="School year in the file", readonly=True)
    reference_date = fields.Date(readonly=True, help="The day that the file describes.")
    file_created_at = fields.Datetime(readonly=True)
    file_brin = fields.Char(string="BRIN in the file", readonly=True)
    file_version = fields.Char(string="Version", readonly=True)
    is_older = fields.Boolean(readonly=True)
    has_other_brin = fields.Boolean(readonly=True)
    has_no_year = fields.Boolean(readonly=True)
    file_notes = fields.Json(readonly=True)
    notes_text = fields.Text(compute="_compute_notes_text")
    # Counts
    counts = fields.Json(readonly=True)
    summary = fields.Html(compute="_compute_summary", sanitize=False)
    create_count = fields.Integer(string="New", readonly=True)
    update_count = fields.Integer(string="Changed", readonly=True)
    unchanged_count = fields.Integer(string="Unchanged", readonly=True)
    leave_count = fields.Integer(string="Left", readonly=True)
    error_count = fields.Integer(string="Problems", readonly=True)
    warning_count = fields.Integer(string="To check", readonly=True)
    report_csv = fields.Binary(compute="_compute_report_csv")

    @api.depends("file_notes")
    @api.depends_context("lang")
    def _compute_notes_text(self):
        Line = self.env["huisbezoek.import.line"]
        for job in self:
            job.notes_text = "\n".join(map(Line._word, job.file_notes or ()))

    @api.depends("counts")
    @api.depends_context("lang")
    def _compute_summary(self):
        Line = self.env["huisbezoek.import.line"]
        kinds = dict(Line._fields["kind"]._description_selection(self.env))
        outcomes = dict(Line._fields["outcome"]._description_selection(self.env))
        for job in self:
            counts = job.counts or {}
            job.summary = counts and self.env["ir.qweb"]._render(
                "huisbezoek_addon.huisbezoek_import_summary",
                {
                    "counts": counts,
                    "kinds": [(k, kinds[k]) for k in kinds if k in counts],
                    "outcomes": [
                        (o, outcomes[o])
                        for o in outcomes
                        if any(o in row for row in counts.values())
                    ],
                },
            )

    def _compute_report_csv(self):
        labels = ["line", "kind", "key", "outcome", "message"]
        for job in self:
            lines = job.line_ids.sorted(lambda line: (line.line, line.id))
            lines.fetch(["line", "kind", "key", "outcome", "notes"])
            texts = {
                name: dict(lines._fields[name]._description_selection(self.env))
                for name in ("kind", "outcome")
            }
            rows = [
                (
                    line.line or None,
                    texts["kind"][line.kind],
                    line.key or None,
                    texts["outcome"][line.outcome],
                    line.message or None,
                )
                for line in lines
            ]
            header = [
                lines._fields[name].get_description(self.env)["string"]
                for name in labels
            ]
            job.report_csv = base64.b64encode(write_csv([header, *rows]))

    # === PREVIEW === #

    def _make_preview(self):
        """Read the file, and keep what an import would do."""
        import_sudo = self.sudo()
        if self.kind == "edexml":
            plan, known = self._plan_edexml()
            import_sudo._keep_header(plan)
            import_sudo._keep_locations(plan)
            import_sudo._keep_teachers(plan, known.records)
        else:
            is_visits = self.kind == "visits"
            plan, notes = self._plan_visits() if is_visits else self._plan_households()
            import_sudo.file_notes = [(n.code, n.params) for n in notes]
        import_sudo._keep_rows(plan, {}, is_preview=True)

    def _keep_header(self, plan):
        header = plan.header
        self.write(
            {
                "year_name": plan.school_year,
                "reference_date": plan.reference_date,
                "file_created_at": plan.stamp.created_at,
                "file_brin": header and header.brin,
                "file_version": header and header.version,
                "is_older": plan.is_older,
                "file_notes": [(n.code, n.params) for n in plan.notes],
                "has_other_brin": bool(
                    header
                    and header.brin
                    and self.school_id.brin
                    and header.brin != self.school_id.brin.upper()
                ),
            }
        )

    def _keep_locations(self, plan):
        """Keep the locations to choose from, if there are several; choices stay."""
        present = set(self.location_ids.mapped("key"))
        several = plan.locations if len(plan.locations) > 1 else ()
        self.location_ids.create(
            [
                {"import_id": self.id, "key": location.key, "name": location.name}
                for location in several
                if location.key and location.key not in present
            ]
        )

    def _keep_teachers(self, plan, records):
        """Keep the teachers for whom an employee may be chosen; choices stay.

        :param records: line of the file → teacher.
        """
        waiting = [row for row in plan.rows if row.kind == "teacher" and _waits(row)]
        often = Counter(row.key for row in waiting)
        waiting = {row.key: row for row in waiting if row.key and often[row.key] == 1}
        self.teacher_ids.filtered(
            lambda t: not t.employee_id and t.key not in waiting
        ).unlink()
        present = set(self.teacher_ids.mapped("key"))
        self.teacher_ids.create(
            [
                {
                    "import_id": self.id,
                    "key": key,
                    "name": records[row.line].first_name,
                    "roles": ", ".join(row.roles),
                }
                for key, row in waiting.items()
                if key not in present
            ]
        )

    # === REPORT === #

    def _keep_report(self, plan, ids):
        """Keep what was done with each row."""
        if self.kind == "edexml":
            self._keep_header(plan)
        self._keep_rows(plan, ids, is_preview=False)

    def _keep_rows(self, plan, ids, is_preview):
        """Keep the counts and the rows; of a preview those with something to say."""
        self.line_ids.unlink()
        leavers = [r.record_id for r in plan.rows if r.outcome == "leave"]
        visits = self._count_open_visits(leavers) if leavers else {}
        values, weights = [], Counter()
        for number, row in enumerate(plan.rows):
            notes = row.notes
            if row.outcome == "leave":
                notes += leaver_notes(row.line, visits.get(row.record_id, 0))
            heavy = _heaviest(notes)
            weights[heavy] += 1
            if heavy or not is_preview or row.outcome == "leave":
                record_id = ids.get(number) or row.record_id
                values.append(self._prepare_line_values(row, notes, heavy, record_id))
        values += map(self._prepare_absent_values, getattr(plan, "absent_ids", ()))
        for batch in self._get_batches(values):
            self.env["huisbezoek.import.line"].create(batch)
            if not is_preview:
                self._tell_progress(len(batch))
        self._keep_counts(plan, weights)

    def _keep_counts(self, plan, weights):
        counts, totals = {}, Counter()
        for row in plan.rows:
            # Siblings on one visit stand in rows of their own: it counts once.
            if not row.part_of:
                counts.setdefault(row.kind, Counter())[row.outcome] += 1
                totals[row.outcome] += 1
        outcomes = ("create", "update", "unchanged", "leave")
        self.write(
            {
                "counts": counts,
                **{f"{outcome}_count": totals[outcome] for outcome in outcomes},
                "error_count": weights["error"],
                "warning_count": weights["warning"],
            }
        )

    def _prepare_line_values(self, row, notes, heavy, record_id):
        return {
            "import_id": self.id,
            "kind": row.kind,
            "line": row.line,
            "key": row.key.removeprefix("key:")
            if not row.key.startswith("line:")
            else False,
            "outcome": row.outcome,
            "severity": heavy,
            "severity_order": _WEIGHT[heavy],
            "notes": [(note.code, note.params) for note in notes],
            "pupil_id": record_id if row.kind == "pupil" else False,
            "household_id": record_id if row.kind == "household" else False,
            "visit_id": record_id if row.kind == "visit" else False,
        }

    def _prepare_absent_values(self, pupil_id):
        note = absent_note()
        return {
            "import_id": self.id,
            "kind": "pupil",
            "outcome": "absent",
            "severity": "notice",
            "severity_order": _WEIGHT["notice"],
            "notes": [(note.code, note.params)],
            "pupil_id": pupil_id,
        }


def _waits(row):
    """Tell whether a teacher waits for an employee."""
    codes = {note.code for note in row.notes}
    return bool(codes & {"teacher_unmatched", "teacher_email_shared"})


def _heaviest(notes):
    """Return how heavy the gravest of the notes weighs, None without any."""
    return min((severity(n.code) for n in notes), key=_WEIGHT.get, default=None)
