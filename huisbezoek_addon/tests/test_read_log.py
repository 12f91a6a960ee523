from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import NOW
from .test_report import ReportCase


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestReadLog(ReportCase):
    """Who reads a report or a signal is remembered, by whatever way (J3)."""

    def setUp(self):
        super().setUp()
        self.report = self._finish()
        self.signal = self.env["huisbezoek.care.signal"].create(
            {"visit_id": self.visit.id, "text": "Something"}
        )
        self.officer = self._create_user("olga", "privacy_officer")
        self.env.cr.execute("DELETE FROM huisbezoek_read_log")
        self.env.invalidate_all()

    def _get_log(self):
        """Return (user, model, way) of what was logged since the last look."""
        logs = self.env["huisbezoek.read.log"].search([])
        rows = [(log.user_id, log.res_model, log.way) for log in logs]
        self.env.cr.execute("DELETE FROM huisbezoek_read_log")
        self.env.invalidate_all()
        return rows

    def test_each_way_of_reading(self):
        """Screen, RPC, list, export, report, children and mapped values."""
        report = self.report.with_user(self.care)
        self.care.group_ids |= self.env.ref("base.group_allow_export")
        ways = {
            "field": lambda: report.told,
            "read": lambda: report.read(["told"]),
            "web_read": lambda: report.web_read({"told": {}, "state": {}}),
            "search_read": lambda: report.search_read([], ["expects"]),
            "web_search_read": lambda: report.web_search_read([], {"told": {}}),
            "search_fetch": lambda: report.search_fetch([], ["told"]),
            "export": lambda: report.export_data(["told"]),
            "mapped": lambda: report.search([]).mapped("follow_up"),
            "filtered_domain": lambda: report.filtered_domain([("told", "!=", False)]),
            "copy": lambda: report.copy_data(),
            "part": lambda: report.part_ids.mapped("text"),
            "part of a form": lambda: report.web_read(
                {"part_ids": {"fields": {"text": {}}}}
            ),
            "agreement": lambda: report.agreement_ids.create(
                {"report_id": report.id, "what": "x"}
            )
            if report.state == "draft"
            else report.told,
            "paper": lambda: self.env["ir.actions.report"]
            .with_user(self.care)
            ._render_qweb_html("huisbezoek_addon.report_document", report.ids),
        }
        for way, read in ways.items():
            with self.subTest(way=way):
                read()
                expected = [(self.care, "huisbezoek.report", "screen")]
                self.assertEqual(self._get_log(), [] if way == "copy" else expected)

    def test_what_does_not_tell_is_not_logged(self):
        report = self.report.with_user(self.care)
        report.web_search_read([], {"state": {}, "date": {}, "pupil_names": {}})
        report.display_name  # noqa: B018
        self.env["huisbezoek.care.signal"].with_user(self.care).search_read(
            [], ["state", "date", "display_name"]
        )
        self.assertEqual(self._get_log(), [])

    def test_signals_are_logged(self):
        self.signal.with_user(self.care).read(["text"])
        self.assertEqual(
            self._get_log(), [(self.care, "huisbezoek.care.signal", "screen")]
        )

    def test_files_are_logged(self):
        pdf = self.report.sudo().attachment_id.with_user(self.care)
        for read in (lambda: pdf.raw, lambda: pdf.read(["datas"])):
            read()
            self.assertEqual(
                self._get_log(), [(self.care, "huisbezoek.report", "file")]
            )
        pdf.read(["name", "file_size"])
        self.assertEqual(self._get_log(), [])

    def test_reading_on_is_one_reading(self):
        report = self.report.with_user(self.care)
        report.read(["told"])
        self.env.invalidate_all()
        report.read(["told", "expects"])
        with freeze_time(NOW + timedelta(minutes=6)):
            self.env.invalidate_all()
            report.read(["told"])
        self.assertEqual(len(self._get_log()), 2)

    def test_who_may_not_read_is_not_logged_and_reads_nothing(self):
        with self.assertRaises(AccessError):
            self.report.with_user(self.planner).read(["told"])
        self.assertEqual(self._get_log(), [])

    def test_the_log_is_added_to_and_nothing_else(self):
        self.report.with_user(self.care).read(["told"])
        logs = self.env["huisbezoek.read.log"].search([])
        with self.assertRaises(UserError):
            logs.way = "file"
        for user in (self.officer, self.care, self.admin, self.anouk, self.manager):
            own = logs.with_user(user)
            with self.subTest(user=user.login):
                with self.assertRaises(UserError):
                    own.write({"user_id": self.bram.id})
                with self.assertRaises(AccessError):
                    own.unlink()
                with self.assertRaises(AccessError):
                    own.create({"way": "file"})

    def test_the_privacy_officer_reads_numbers_and_no_name(self):
        self.report.with_user(self.care).read(["told"])
        Log = self.env["huisbezoek.read.log"].with_user(self.officer)
        [row] = Log.search_read([])
        self.assertEqual(row["user_id"][0], self.care.id)
        self.assertEqual(row["number"], f"Report {self.report.id:05d}")
        for word in ("Defne", "Aydemir", "draw"):
            self.assertNotIn(word, str(row))

    def test_nobody_searches_in_a_text(self):
        """Not by a condition, an order, a group, or a path from elsewhere."""
        Report = self.env["huisbezoek.report"].with_user(self.care)
        Part = self.env["huisbezoek.report.part"].with_user(self.care)
        Signal = self.env["huisbezoek.care.signal"].with_user(self.care)
        for ask in (
            lambda: Report.search([("told", "ilike", "draw")]),
            lambda: Report.search([("told", "!=", False)]),
            lambda: Report.search([("part_ids.text", "ilike", "a")]),
            lambda: Report.search([], order="told"),
            lambda: Report.formatted_read_group([], ["told"], ["__count"]),
            lambda: Report._read_group([], [], ["told:array_agg"]),
            lambda: Report._read_group([], [], ["told:max"]),
            lambda: Part.search([("text", "ilike", "a")]),
            lambda: Signal.search([("text", "ilike", "Some")]),
            lambda: Report.with_context(huisbezoek_fetching=True).search(
                [("told", "ilike", "draw")]
            ),
        ):
            with self.assertRaises(AccessError):
                ask()
        described = Report.fields_get(["told"])["told"]
        self.assertFalse(described["searchable"] or described["groupable"])

    def test_the_log_does_not_double_the_cost_of_a_page(self):
        """One query more for all that a page shows, however many reports it has."""
        spec = {"told": {}, "expects": {}, "part_ids": {"fields": {"text": {}}}}
        report = self.report.with_user(self.care)
        report.web_read(spec)
        self._get_log()
        plain = self._count(lambda: report.web_read({"state": {}, "part_ids": {}}))
        telling = self._count(lambda: report.web_read(spec))
        # Two texts to fetch, and two rows of the log: report and part.
        self.assertLessEqual(telling - plain, 6)

    def _count(self, run):
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        run()
        return self.env.cr.sql_log_count - before
