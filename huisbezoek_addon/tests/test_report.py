import os
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_actions_report import _wkhtml

from .common import NOW, HuisbezoekCase

PDF_LOG = "odoo.addons.huisbezoek_addon.models.abstract.report_pdf_mixin"
#: The planned time of the visit that is reported on.
START = NOW + timedelta(minutes=30)


class ReportCase(HuisbezoekCase):
    """Anouk stands before the door of Defne's family."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.topics = cls.school.protocol_id.topic_ids

    def setUp(self):
        super().setUp()
        self.visit = self._create_visit(start=START)

    def _hold(self, visit=None, lead=None):
        """Return the draft report of a visit that was just held."""
        visit = (visit or self.visit).with_user(lead or self.anouk)
        visit.action_check_in()
        with freeze_time(NOW + timedelta(minutes=40)):
            action = visit.action_check_out()
        return (
            self.env["huisbezoek.report"].browse(action["res_id"]).with_env(visit.env)
        )

    def _finish(self, visit=None, lead=None, **vals):
        """Return the final report of a visit that was just held."""
        report = self._hold(visit, lead)
        report.write({"told": "She likes to draw.", **vals})
        report.action_finalize()
        return report

    @contextmanager
    def _with_programs(self, folder):
        """Let Odoo look for programs in one folder, and expect that it complains."""
        path = os.environ["PATH"]
        os.environ["PATH"] = folder
        _wkhtml.cache_clear()
        try:
            with self.assertLogs("odoo.addons.base.models.ir_actions_report"):
                yield
        finally:
            os.environ["PATH"] = path
            _wkhtml.cache_clear()

    def _without_programs(self):
        """Let Odoo find no program, as on a server without wkhtmltopdf."""
        return self._with_programs("/nowhere")

    @contextmanager
    def _broken_printer(self):
        """Let Odoo find a wkhtmltopdf that tells its version and prints nothing."""
        with TemporaryDirectory() as folder:
            program = Path(folder, "wkhtmltopdf")
            program.write_text(
                '#!/bin/sh\nif [ "$1" = --version ]; then echo "wkhtmltopdf 0.12.6";'
                " else exit 11; fi\n"
            )
            program.chmod(0o755)
            with mute_logger(PDF_LOG), self._with_programs(folder):
                yield


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestReport(ReportCase):
    """From the door to the dossier: what a visit leaves behind (E4, F1, F2, F3)."""

    # === AT THE DOOR === #

    def test_arrive_and_leave_with_true_times(self):
        visit = self.visit.with_user(self.anouk)
        self.assertTrue(visit.is_near)
        visit.action_check_in()
        self.assertEqual(visit.real_start, NOW)
        self.assertEqual(visit.state, "planned")
        with freeze_time(NOW + timedelta(minutes=50)):
            action = visit.action_check_out()
        self.assertEqual(visit.state, "done")
        self.assertEqual(visit.real_stop, NOW + timedelta(minutes=50))
        self.assertEqual(action["res_model"], "huisbezoek.report")

    def test_who_forgets_to_leave_gets_the_planned_length(self):
        visit = self.visit.with_user(self.anouk)
        visit.action_check_in()
        with freeze_time(NOW + timedelta(hours=20)):
            visit.action_check_out()
        self.assertEqual(visit.real_stop - visit.real_start, timedelta(minutes=45))

    def test_a_wrong_tap_is_taken_back(self):
        visit = self.visit.with_user(self.anouk)
        visit.action_check_in()
        visit.action_undo_check_in()
        self.assertFalse(visit.real_start)
        with self.assertRaises(UserError):
            visit.action_check_out()

    def test_nobody_arrives_on_another_day(self):
        self.visit.start = NOW + timedelta(days=2)
        with self.assertRaises(UserError):
            self.visit.with_user(self.anouk).action_check_in()

    def test_nobody_arrives_for_a_colleague(self):
        with self.assertRaises(AccessError):
            self.visit.with_user(self.bram).action_check_in()
        with self.assertRaises(AccessError):
            self.visit.with_user(self.bram).action_check_out()

    def test_planned_anew_after_arriving_begins_anew(self):
        visit = self.visit.with_user(self.anouk)
        visit.action_check_in()
        visit.action_back_to_planning()
        self.assertFalse(visit.real_start)

    def test_two_taps_leave_once(self):
        report = self._hold()
        again = self.visit.with_user(self.anouk).action_check_out()
        self.assertEqual(again["res_id"], report.id)
        self.assertEqual(len(self.visit.sudo().report_ids), 1)

    # === IN A MINUTE === #

    def test_what_is_known_is_filled_in(self):
        language = self.env["huisbezoek.language"].search([("code", "=", "tur")])
        self.family_a.guardian_ids.write(
            {"language_id": language.id, "needs_interpreter": True}
        )
        report = self._hold()
        self.assertEqual(report.guardian_ids, self.family_a.guardian_ids)
        self.assertEqual(report.part_ids.pupil_id, self.defne)
        self.assertEqual(report.language_id, language)
        self.assertFalse(report.interpreter)
        self.assertEqual(
            report.protocol_topic_ids, self.topics._filter_for_grades(["1"])
        )
        self.assertEqual(report.date, NOW.date())
        self.assertEqual(report.visitor_names, "Anouk")

    def test_a_report_in_a_minute(self):
        report = self._hold()
        with Form(report) as form:
            form.told = "She likes to draw."
            form.only_text = "Reads every evening."
            with form.agreement_ids.new() as agreement:
                agreement.what = "Anouk calls in January."
                agreement.date = date(2027, 1, 8)
        self.assertEqual(report.part_ids.text, "Reads every evening.")
        report.topic_ids = self.topics[:2]
        report.action_finalize()
        self.assertEqual(report.state, "final")
        self.assertEqual(self.visit.state, "reported")
        pdf = report.sudo().attachment_id
        self.assertEqual((pdf.res_model, pdf.res_id), (report._name, report.id))
        content = pdf.raw.decode()
        for said in ("likes to draw", "every evening", "calls in January", "Defne"):
            self.assertIn(said, content)
        self.assertFalse(pdf.index_content)
        self.assertNotIn("Defne", pdf.name)

    def test_the_pdf_is_dutch_with_dates_in_words(self):
        self.env["res.lang"]._activate_lang("nl_NL")
        addon = self.env.ref("base.module_huisbezoek_addon")
        addon._update_translations(["nl_NL"])
        self.company.partner_id.lang = "nl_NL"
        report = self._finish()
        content = report.sudo().attachment_id.raw.decode()
        self.assertIn("maandag 23 november 2026", content)
        self.assertIn("Verslag van een huisbezoek", content)
        self.assertRegex(report.sudo().attachment_id.name, r"^Verslag \d{5}\.")

    def test_an_empty_report_is_not_final(self):
        report = self._hold()
        with self.assertRaisesRegex(UserError, "at least one line"):
            report.action_finalize()
        self.assertEqual(report.state, "draft")

    def test_topics_and_people_are_of_this_visit(self):
        report = self._hold()
        stranger = self.family_b.guardian_ids
        with self.assertRaises(ValidationError):
            report.sudo().write({"guardian_ids": [Command.link(stranger.id)]})
        other = self.second_school.protocol_id.topic_ids
        with self.assertRaises(UserError):
            report.sudo().write({"topic_ids": [Command.link(other[0].id)]})

    def test_topics_fit_the_grade(self):
        protocol = self.school.protocol_id.copy()
        protocol.topic_ids.write({"grade_from": False, "grade_to": False})
        protocol.topic_ids[0].write({"grade_from": "3", "grade_to": "5"})
        protocol.topic_ids[1].write({"grade_to": "2"})
        fitting = protocol.topic_ids._filter_for_grades(["1"])
        self.assertEqual(fitting, protocol.topic_ids[1:])
        self.assertEqual(protocol.topic_ids._filter_for_grades([]), protocol.topic_ids)

    def test_topics_stay_as_visits_were_made_under_them(self):
        with self.assertRaises(UserError):
            self.topics[0].with_user(self.manager).name = "Something else"
        with self.assertRaises(UserError):
            self.topics[0].with_user(self.manager).unlink()

    def test_a_visit_that_was_not_held_has_no_report(self):
        visit = self._create_visit(self.family_b, self.emp_bram)
        with self.assertRaises(UserError):
            visit.with_user(self.bram).action_report()

    def test_later_with_the_true_times(self):
        with freeze_time(NOW + timedelta(days=1)):
            visit = self.visit.with_user(self.anouk)
            visit.action_hold()
            visit.real_stop = START + timedelta(minutes=75)
            visit.action_report()
            visit.sudo().report_ids.with_user(self.anouk).write({"told": "Well."})
            visit.sudo().report_ids.with_user(self.anouk).action_finalize()
        self.assertEqual(visit.state, "reported")
        self.assertEqual(visit.real_stop, START + timedelta(minutes=75))

    # === DUE === #

    def test_a_report_is_due_and_asked_for(self):
        self._hold()
        self.assertEqual(self.visit.report_due, date(2026, 11, 30))
        activity = self.visit.sudo().activity_ids
        self.assertEqual(activity.user_id, self.anouk)
        self.assertEqual(activity.date_deadline, date(2026, 11, 30))
        self.assertEqual(activity.summary, "Write the report")

    def test_nothing_is_asked_for_once_it_is_final(self):
        self._finish()
        self.assertFalse(self.visit.report_due)
        self.assertFalse(self.visit.sudo().activity_ids)

    def test_nothing_is_asked_for_a_visit_that_was_not_held(self):
        self._hold()
        self.visit.with_user(self.anouk).action_undo_hold()
        self.assertFalse(self.visit.sudo().activity_ids)

    def test_late_reports_are_reminded_of_once_a_week_without_a_name(self):
        self.school.write({"sender_email": "office@linde.example"})
        self._hold()
        Visit, Mail = self.env["huisbezoek.visit"], self.env["mail.mail"]
        before = Mail.search([])
        Visit._cron_remind_reports()
        self.assertFalse(Mail.search([]) - before)
        with freeze_time(NOW + timedelta(days=8)):
            Visit._cron_remind_reports()
            Visit._cron_remind_reports()
        mail = Mail.search([]) - before
        self.assertEqual(len(mail), 1)
        self.assertEqual(mail.email_to, self.anouk.email)
        for word in ("Defne", "Aydemir", "Anouk"):
            self.assertNotIn(word, f"{mail.subject} {mail.body_html}")
        with freeze_time(NOW + timedelta(days=15)):
            Visit._cron_remind_reports()
        self.assertEqual(len(Mail.search([]) - before), 2)

    # === AFTERWARDS === #

    def test_a_final_report_is_corrected_with_a_reason(self):
        report = self._finish()
        first = report.sudo().attachment_id
        with self.assertRaises(AccessError):
            report.told = "Something else"
        action = report.action_correct()
        wizard = Form(
            self.env["huisbezoek.report.correct"]
            .with_user(self.anouk)
            .with_context(**action["context"])
        )
        wizard.text = "The wrong day."
        wizard.save().action_apply()
        self.assertEqual((report.state, self.visit.state), ("draft", "done"))
        report.told = "She likes to paint."
        report.action_finalize()
        self.assertEqual(report.version, 2)
        change = report.change_ids
        self.assertEqual((change.version, change.reason), (1, "The wrong day."))
        self.assertEqual(change.sudo().attachment_id, first)
        self.assertIn("to draw", first.raw.decode())
        self.assertIn("to paint", report.sudo().attachment_id.raw.decode())
        self.assertFalse(self.env["huisbezoek.report.correct"].search([]))

    def test_a_correction_asks_why(self):
        report = self._finish()
        wizard = self.env["huisbezoek.report.correct"].with_user(self.anouk)
        with self.assertRaises(UserError):
            wizard.create({"report_id": report.id, "text": "  "}).action_apply()

    def test_nobody_else_corrects(self):
        report = self._finish()
        self._create_group("1B", "1", self.emp_bram)
        for user in (self.bram, self.planner, self.manager, self.admin):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                report.with_user(user)._reopen("I want to")

    def test_the_care_coordinator_corrects_for_who_left(self):
        report = self._finish()
        report.with_user(self.care)._reopen("She left the school.")
        report.with_user(self.care).told = "Better."
        report.with_user(self.care).action_finalize()
        self.assertEqual(report.sudo().version, 2)

    def test_the_family_adds_its_own_view(self):
        report = self._finish()
        wizard = self.env["huisbezoek.report.correct"].with_user(self.anouk)
        wizard.create(
            {
                "report_id": report.id,
                "kind": "parent_view",
                "text": "We did not say that.",
            }
        ).action_apply()
        self.assertEqual(report.state, "final")
        self.assertEqual(report.parent_view, "We did not say that.")
        self.assertIn("did not say", report.sudo().attachment_id.raw.decode())

    def test_agreements_wait_on_the_next_visit(self):
        self._finish(
            agreement_ids=[Command.create({"what": "Call in January", "who": "family"})]
        )
        coming = self._create_visit(start=NOW + timedelta(days=300))
        coming = coming.with_user(self.anouk)
        self.assertEqual(coming.open_agreement_ids.what, "Call in January")
        coming.open_agreement_ids.action_done()
        coming.invalidate_recordset()
        self.assertFalse(coming.open_agreement_ids)

    def test_agreements_of_one_household_stay_there(self):
        """What is said in one household is not for the other one (A4)."""
        self._finish(agreement_ids=[Command.create({"what": "Secret of mother"})])
        other = self.env["huisbezoek.household"].create(
            {"school_id": self.school.id, "pupil_ids": self.defne.ids, "name": "Kok"}
        )
        visit = self._create_visit(other, start=NOW + timedelta(days=30))
        self.assertFalse(visit.with_user(self.anouk).open_agreement_ids)

    def test_a_draft_becomes_final_once_however_often_it_is_asked(self):
        report = self._finish()
        report.action_finalize()
        self.assertEqual(report.version, 1)
        self.assertEqual(len(report.sudo()._get_all_files()), 1)

    def test_without_wkhtmltopdf_the_report_is_final_and_the_pdf_follows(self):
        with self._without_programs():
            report = self._finish()
            self.assertEqual(report.state, "final")
            with self.assertRaisesRegex(UserError, "wkhtmltopdf"):
                report.action_open_pdf()
        self.env["huisbezoek.visit"]._cron_remind_reports()
        self.assertTrue(report.sudo().attachment_id)

    # === DAY SHEET === #

    def test_day_sheet_names_no_address_and_no_surname(self):
        self.school.backup_id = self.emp_colleague
        self.emp_colleague.work_phone = "038-1234567"
        visit = self._create_visit(self.family_b, self.emp_bram, start=START)
        visit |= self.visit
        html, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.planner)
            ._render_qweb_html("huisbezoek_addon.day_sheet_document", visit.ids)
        )
        text = html.decode()
        for shown in ("Defne", "Tijn", "1A", "Getting to know each other"):
            self.assertIn(shown, text)
        for hidden in ("Aydemir", "Zandstra", "8011", "0612345678"):
            self.assertNotIn(hidden, text)

    def test_back_up_comes_from_the_school(self):
        self.emp_colleague.work_phone = "038-1234567"
        self.school.backup_id = self.emp_colleague
        visit = self._create_visit(self.family_b, self.emp_bram)
        self.assertEqual(visit.with_user(self.bram).backup_phone, "038-1234567")
