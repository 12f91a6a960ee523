import base64
import logging
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Datetime
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import NOW
from .import_common import ImportCase, edexml, pupil_xml, teacher_xml

CONTENT = edexml(
    pupil_xml("101", "Semgeheim", "Lindegeheim"),
    pupil_xml("102", "Yarageheim", "Kayageheim"),
    teachers=[teacher_xml("L1", "Jorisgeheim", "Damgeheim")],
)


@contextmanager
def _gather_log():
    """Give all that is logged at INFO and above, whatever the log level."""
    lines, handler = [], logging.Handler()
    handler.emit = lambda record: lines.append(handler.format(record))
    loggers = [logging.getLogger(), logging.getLogger("odoo")]
    levels = [logger.level for logger in loggers]
    loggers[0].addHandler(handler)
    for logger in loggers:
        logger.setLevel(logging.INFO)
    try:
        yield lines
    finally:
        loggers[0].removeHandler(handler)
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestImportJob(ImportCase):
    """The job in the background: all or nothing, and it can be repeated (A6)."""

    def _queue(self, content=CONTENT, **vals):
        job = self._preview(content, **vals)
        job.action_import()
        return job

    def _let_database_refuse(self, code, name="Kayageheim"):
        """Let the database raise ``code`` when a pupil of this name arrives."""
        self.env.cr.execute(
            f"""
            CREATE FUNCTION huisbezoek_test_refuse() RETURNS trigger AS $$
            BEGIN
                IF NEW.last_name = '{name}' THEN
                    RAISE EXCEPTION 'refused % here', NEW.last_name
                    USING ERRCODE = '{code}';
                END IF;
                RETURN NEW;
            END $$ LANGUAGE plpgsql;
            CREATE TRIGGER huisbezoek_test_refuse BEFORE INSERT ON huisbezoek_pupil
            FOR EACH ROW EXECUTE FUNCTION huisbezoek_test_refuse()
            """
        )

    @contextmanager
    def _hold_refused_queries(self, count):
        """Hold that the log tells of so many refused queries, without a value."""
        with self.assertLogs("odoo.sql_db", "ERROR") as log:
            yield
        self.assertEqual(len(log.output), count)
        for word in ("geheim", "Ander"):
            self.assertNotIn(word, "".join(log.output))

    def test_a_job_silences_nobody_elses_log(self):
        """Another request's refused query is told while a job runs."""
        logger, seen = logging.getLogger("odoo.sql_db"), []
        job = self._queue()
        with patch.object(
            type(job),
            "_carry_out",
            lambda job: seen.append((logger.handlers[:], logger.propagate)),
        ):
            before = logger.handlers[:], logger.propagate
            self._run_cron()
        self.assertEqual(seen, [before])

    def test_import_wakes_the_scheduled_action(self):
        triggers = self.env["ir.cron.trigger"]
        before = triggers.search_count([("cron_id", "=", self.cron.id)])
        job = self._queue()
        self.assertEqual(job.state, "queued")
        self.assertFalse(self._get_pupil("101"))
        after = triggers.search_count([("cron_id", "=", self.cron.id)])
        self.assertEqual(after, before + 1)

    def test_nothing_to_do_is_one_query(self):
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.env["huisbezoek.import"].search(
                [("state", "in", ("queued", "running"))], order="id"
            )
        self._run_cron()
        self.assertFalse(self._get_pupil("101"))

    def test_cancel_while_it_waits(self):
        job = self._queue()
        job.action_cancel()
        self.assertEqual(job.state, "preview")
        self._run_cron()
        self.assertFalse(self._get_pupil("101"))
        job.action_import()
        self._run_cron()
        self.assertEqual(job.state, "done")
        with self.assertRaises(UserError):
            job.action_cancel()

    def test_one_import_of_a_school_at_a_time(self):
        self._queue()
        other = self._preview(CONTENT)
        with self.assertRaisesRegex(UserError, "still going on"):
            other.action_import()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            other.sudo().write({"state": "queued"})
            self.env.flush_all()

    def test_a_failure_leaves_the_school_as_it_was_and_can_be_repeated(self):
        self._let_database_refuse("23514")
        job = self._queue()
        with self.assertNothingWritten():
            with self.assertLogs("odoo", "ERROR") as log:
                self._run_cron()
        self.assertEqual(job.state, "failed")
        self.assertIn("Nothing was changed", job.error_text)
        self.assertNotIn("geheim", job.error_text)
        self.assertNotIn("geheim", "".join(log.output))
        refused, failed = log.output
        self.assertIn("bad query", refused)
        self.assertIn(f"Import {job.id} failed: CheckViolation", failed)
        self.assertTrue(job.file)
        self.env.cr.execute("DROP TRIGGER huisbezoek_test_refuse ON huisbezoek_pupil")
        job.action_import()
        self._run_cron()
        self.assertEqual(job.state, "done")
        self.assertTrue(self._get_pupil("102"))

    def test_colleagues_in_the_way_are_waited_for(self):
        self._let_database_refuse("40001")
        job = self._queue()
        with self.assertNothingWritten(), self._hold_refused_queries(3):
            self._run_cron()
            self.assertEqual(job.state, "queued")
            self._run_cron()
            self._run_cron()
        self.assertEqual(job.state, "failed")
        self.assertIn("colleagues were changing", job.error_text)

    def test_a_job_that_was_broken_off_is_done_again(self):
        job = self._queue()
        # As a stopped server leaves it: the attempt is known, nothing else.
        job.sudo().write({"state": "running", "attempt_count": 1})
        self._run_cron()
        self.assertEqual(job.state, "done")
        self.assertTrue(self._get_pupil("101"))

    def test_a_job_that_breaks_the_server_each_time_is_given_up(self):
        job = self._queue()
        job.sudo().write({"state": "running", "attempt_count": 3})
        with self.assertNothingWritten():
            self._run_cron()
        self.assertEqual(job.state, "failed")
        self.assertIn("the server was stopped", job.error_text)

    def test_who_is_no_planner_any_more_imports_nothing(self):
        job = self._queue()
        self.school.role_ids.filtered(lambda r: r.user_id == self.planner).action_end()
        with self.assertNothingWritten():
            self._run_cron()
        self.assertEqual(job.sudo().state, "failed")
        self.assertIn("may not do it any more", job.sudo().error_text)

    def test_the_job_has_the_rights_of_who_started_it(self):
        second = self._create_user("paul", "planner")
        job = self._preview(CONTENT)
        job.with_user(second).action_import()
        self._run_cron()
        self.assertEqual(job.user_id, second)
        self.assertEqual(self._get_pupil("101").create_uid, second)

    def test_progress_is_told(self):
        job = self._queue()
        self.assertEqual(job.progress, 0)
        self._run_cron()
        progress = self.env["huisbezoek.job.progress"]._find(job._name, job.ids)
        self.assertGreater(progress.total, 0)
        self.assertEqual(progress.done, progress.total)
        job.invalidate_recordset()
        self.assertEqual(job.progress, 100)

    def test_the_file_goes_when_it_is_done_or_put_away(self):
        job = self._queue()
        attachments = self.env["ir.attachment"].search(
            [("res_model", "=", job._name), ("res_field", "=", "file")]
        )
        self.assertEqual(attachments.res_id, job.id)
        self._run_cron()
        self.assertFalse(attachments.exists())
        self._let_database_refuse("40001", "Ander")
        failed = self._queue(edexml(pupil_xml("103", "Bo", "Ander")))
        with self._hold_refused_queries(3):
            for _attempt in range(3):
                self._run_cron()
        self.assertTrue(failed.file)
        failed.action_dismiss()
        self.assertFalse(failed.file)

    def test_forgotten_files_go_after_a_week(self):
        job = self._preview(CONTENT)
        fresh = self._upload(CONTENT)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE huisbezoek_import SET write_date = %s WHERE id = %s",
            [Datetime.now() - timedelta(days=8), job.id],
        )
        self.env.invalidate_all()
        self.env["huisbezoek.import"]._gc_files()
        self.assertFalse(job.file)
        self.assertFalse(job.teacher_ids)
        self.assertEqual(job.state, "draft")
        self.assertTrue(fresh.file)

    def test_old_reports_go_after_a_year(self):
        job = self._import(CONTENT)
        self.env.cr.execute(
            "UPDATE huisbezoek_import SET write_date = %s WHERE id = %s",
            [Datetime.now() - timedelta(days=366), job.id],
        )
        self.env.invalidate_all()
        self.env["huisbezoek.import"]._gc_files()
        self.assertFalse(job.line_ids)
        self.assertEqual(job.create_count, 3)

    def test_history_stays(self):
        job = self._import(CONTENT)
        rows = job.line_ids
        with self.assertRaises(UserError):
            job.unlink()
        with self.assertRaises(UserError):
            job.file = base64.b64encode(CONTENT)
        with self.assertRaises(AccessError):
            job.error_count = 0
        job.sudo()._erase()
        self.assertFalse(rows.exists())
        self.assertTrue(self._get_pupil("101"))


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestImportPrivacy(ImportCase):
    """Who sees an import, and what never leaves it (A6, design §5.3)."""

    def test_only_the_planner_of_the_school_sees_imports(self):
        job = self._preview(CONTENT)
        models = ("import", "import.line", "import.teacher", "import.location")
        second = self._create_user("paul", "planner", school=self.second_school)
        for user in (
            *(self.colleague, self.anouk, self.care, self.manager, self.admin),
            second,
        ):
            for model in models:
                records = self.env[f"huisbezoek.{model}"].with_user(user)
                with self.subTest(user=user.login, model=model):
                    if records.has_access("read"):
                        self.assertFalse(records.search([]))
                    with self.assertRaises(AccessError):
                        job.line_ids.with_user(user).read(["message"])
            with self.assertRaises(AccessError):
                job.with_user(user).action_preview()
            with self.assertRaises(AccessError):
                job.with_user(user).action_import()
        self.assertTrue(job.line_ids.with_user(self.planner).read(["message"]))

    def test_only_the_planner_of_the_school_reads_the_file(self):
        job = self._upload(CONTENT)
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", job._name), ("res_field", "=", "file")]
        )
        for user in (self.colleague, self.anouk, self.care, self.manager, self.admin):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                attachment.with_user(user).read(["raw"])
        self.assertEqual(attachment.with_user(self.planner).raw, CONTENT)
        self.assertNotIn("EDEX", attachment.name)

    def test_a_report_cannot_be_written(self):
        job = self._preview(CONTENT)
        with self.assertRaises(AccessError):
            job.line_ids[0].key = "x"
        with self.assertRaises(AccessError):
            job.state = "done"
        with self.assertRaises(AccessError):
            job.user_id = self.colleague.id
        made = self._upload(CONTENT, state="done", user_id=self.colleague.id)
        self.assertEqual((made.state, made.user_id), ("draft", self.planner))
        context = {"default_state": "queued", "default_user_id": self.manager.id}
        made = self._upload(CONTENT, context=context)
        self.assertEqual((made.state, made.user_id), ("draft", self.planner))

    def test_report_rows_hold_no_name(self):
        job = self._import(CONTENT)
        job.line_ids.flush_recordset()
        self.env.cr.execute(
            "SELECT string_agg(report::text, ' ') FROM huisbezoek_import_line report"
        )
        text = self.env.cr.fetchone()[0]
        self.assertIn("101", text)
        self.assertNotIn("geheim", text)

    def test_nothing_of_a_file_is_logged(self):
        words = ("geheim", "2021-05-01")
        with _gather_log() as lines:
            job = self._preview(CONTENT)
            job.action_import()
            self._run_cron()
            self.assertTrue(job.report_csv)
        self.assertEqual(job.state, "done")
        self.assertTrue(any("carry out imports" in line for line in lines))
        for line in lines:
            for word in words:
                self.assertNotIn(word, line)

    def test_the_report_cannot_be_run_by_a_spreadsheet(self):
        job = self._import(edexml(pupil_xml("=1+1", "Sem", "Linde")))
        text = base64.b64decode(job.report_csv).decode("utf-8-sig")
        self.assertIn(";'=1+1;", text)
        self.assertNotIn(";=1+1", text)
        self.assertIn("Line;", text)

    def test_template_is_there_in_both_languages(self):
        job = self._upload(CONTENT)
        self.assertIn(b"gezin_sleutel", base64.b64decode(job.template_nl))
        self.assertIn(b"household_key", base64.b64decode(job.template_en))
        self.assertIn("/template_nl", job.action_download_template_nl()["url"])
