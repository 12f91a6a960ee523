from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .common import NOW
from .test_report import START, ReportCase

LATER = START + timedelta(hours=1)


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestReportAttacks(ReportCase):
    """What somebody tries who wants to read, change or hide a report."""

    def _finish_other(self):
        """Return Bram's final report about Tijn, whom Anouk does not teach."""
        visit = self._create_visit(self.family_b, self.emp_bram, start=NOW)
        return self._finish(visit, self.bram, told="Only for Bram.")

    def _move_to(self, group):
        """Let Defne go to another group in January."""
        self.defne.membership_ids.date_to = date(2027, 1, 9)
        self.defne.membership_ids = [
            Command.create({"group_id": group.id, "date_from": date(2027, 1, 10)})
        ]

    # === READING WHAT IS NOT ONE'S OWN === #

    def test_a_part_stays_with_its_report_and_its_pupil(self):
        other = self._finish_other()
        draft = self._hold()
        for values in (
            {"report_id": other.id},
            {"text": "planted", "report_id": other.id},
            {"pupil_id": self.tijn.id},
            {"pupil_agrees": True},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                draft.part_ids.write(values)
            with (
                self.subTest(values=values, way="x2many"),
                self.assertRaises(UserError),
            ):
                draft.write({"part_ids": [Command.update(draft.part_ids.id, values)]})
        with self.assertRaises(AccessError):
            other.with_user(self.anouk).read(["told"])

    def test_an_agreement_stays_with_its_report(self):
        other = self._finish_other()
        draft = self._hold()
        Agreement = self.env["huisbezoek.agreement"].with_user(self.anouk)
        own = Agreement.create({"report_id": draft.id, "what": "Call"})
        with self.assertRaises(UserError):
            own.report_id = other
        with self.assertRaises(AccessError):
            Agreement.create({"report_id": other.id, "what": "Call"})

    def test_a_held_visit_keeps_its_lead(self):
        """Whoever leads it reads the report: a planner does not give it away (C7)."""
        final = self._finish_other()
        with self.assertRaises(AccessError):
            final.visit_id.with_user(self.planner).lead_id = self.emp_anouk
        draft = self._hold()
        with self.assertRaises(AccessError):
            draft.visit_id.with_user(self.planner).lead_id = self.emp_bram
        self.visit.with_user(self.care).lead_id = self.emp_bram
        activity = self.visit.sudo().activity_ids
        self.assertEqual(activity.user_id, self.bram)
        own = self.env["huisbezoek.report"].with_user(self.bram).browse(draft.id)
        self.assertEqual(own.pupil_names, "Defne Aydemir")

    def test_reading_ends_with_the_school_year(self):
        report = self._finish()
        self.group_1.teaching_ids.date_to = date(2026, 11, 30)
        with freeze_time(datetime(2027, 9, 1, 12)):
            self.env["huisbezoek.role"].search([("user_id", "=", self.anouk.id)])
            next_year = self.env["huisbezoek.school.year"]._get_or_create(
                self.school, 2027
            )
            self.env.invalidate_all()
            own = report.with_user(self.anouk)
            with self.assertRaises(AccessError):
                own.read(["told"])
            with self.assertRaises(UserError):
                report.visit_id.with_user(self.anouk).year_id = next_year

    def test_who_left_before_the_pupil_came_is_no_coming_teacher(self):
        report = self._finish()
        group = self._create_group("2B", "2", self.emp_bram)
        group.teaching_ids.date_to = date(2026, 12, 31)
        self._move_to(group)
        self.assertFalse(report.with_user(self.bram).has_access("read"))
        group.teaching_ids.date_to = False
        self.env.invalidate_all()
        self.assertTrue(report.with_user(self.bram).has_access("read"))

    def test_the_coming_teacher_reads_who_was_there(self):
        report = self._finish()
        group = self._create_group("2B", "2", self.emp_bram)
        self._move_to(group)
        self.env.invalidate_all()
        [row] = report.with_user(self.bram).web_read(
            {"guardian_ids": {}, "guardian_names": {}, "pupil_names": {}}
        )
        self.assertEqual(row["guardian_names"], "OuderDefne Aydemir")
        self.assertEqual(row["pupil_names"], "Defne Aydemir")
        self.assertFalse(self.defne.with_user(self.bram).has_access("read"))

    def test_files_in_the_database_are_logged_too(self):
        self.env["ir.config_parameter"].set_param("ir_attachment.location", "db")
        file = self._finish().sudo().attachment_id
        self.env["huisbezoek.read.log"].search([]).unlink()
        self.env.invalidate_all()
        self.assertTrue(file.with_user(self.care).read(["db_datas"])[0]["db_datas"])
        self.assertEqual(self.env["huisbezoek.read.log"].search([]).way, "file")

    # === CHANGING WHAT WAS FINAL === #

    def test_a_visit_stays_reported_while_its_report_is_final(self):
        report = self._finish()
        visit = report.visit_id
        for user in (self.anouk, self.planner, self.care):
            own = visit.with_user(user)
            for step in (own.action_hold, own.action_undo_hold):
                with self.subTest(user=user.login), self.assertRaises(UserError):
                    step()
        self.assertEqual(visit.state, "reported")

    def test_a_report_does_not_change_through_its_visit(self):
        visit = self._finish().visit_id.with_user(self.anouk)
        for values in (
            {"real_start": "2026-11-01 10:00:00"},
            {"place": "school"},
            {"pupil_ids": [Command.clear()]},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                visit.write(values)

    def test_moving_a_text_writes_nothing_anew(self):
        report = self._finish(told="She likes to draw at home.")
        key = f"huisbezoek.report,{report.id},told"
        for stays in ("All is fine.", "She likes to draw at home.", "draw She"):
            with self.subTest(stays=stays), self.assertRaises(UserError):
                self.visit.with_user(self.anouk)._move_to_signal(key, stays, "x")
        self.assertEqual(report.told, "She likes to draw at home.")

    def test_common_words_are_taken_out_of_one_place_alone(self):
        report = self._finish(told="Father does not want grandfather to come.")
        visit = self.visit.with_user(self.planner)
        visit.message_post(body="not", message_type="comment")
        note = visit.message_ids.filtered(lambda m: m.message_type == "comment")
        visit._move_to_signal(f"mail.message,{note.id},body", "", "not")
        self.assertEqual(report.told, "Father does not want grandfather to come.")

    def test_another_note_keeps_its_marks(self):
        visit = self.visit.with_user(self.anouk)
        Markup = type(visit.message_post(body="x").body)
        visit.message_post(
            body=Markup("<p>Buy <b>ice</b>. Saw <i>Blue</i> marks on arm</p>"),
            message_type="comment",
        )
        visit.message_post(body="blue MARKS  on arm", message_type="comment")
        key = next(
            key
            for key, (_label, message, _name) in visit._get_movable_texts().items()
            if "MARKS" in (message["body"] or "")
        )
        visit._move_to_signal(key, "", "blue marks on arm")
        bodies = " ".join(visit.message_ids.mapped("body"))
        self.assertIn("<b>ice</b>", bodies)
        self.assertNotIn("marks", bodies.lower())

    def test_a_version_that_was_never_printed_is_kept_all_the_same(self):
        with self._without_programs():
            report = self._finish(told="First words.")
            report._reopen("A mistake")
            report.told = "Second words."
            report.action_finalize()
        content = report.change_ids.sudo().attachment_id.raw.decode()
        self.assertIn("First words.", content)

    def test_a_printer_that_crashes_stops_nothing(self):
        """As wkhtmltopdf does on some servers: it is there, and it fails."""
        report = self._hold()
        report.told = "She likes to draw."
        report = report.with_context(force_report_rendering=True)
        with self._broken_printer():
            report.action_finalize()
            self.assertEqual(report.state, "final")
            Visit = self.env["huisbezoek.visit"]
            Visit.with_context(**report.env.context)._cron_remind_reports()
        self.assertFalse(report.sudo().attachment_id)

    # === COPIES === #

    def test_a_copy_is_printed_again_only_as_it_was_given(self):
        report = self._finish()
        report.action_copy()
        copy = report.copy_ids
        report.action_copy()
        self.assertEqual(report.copy_ids, copy)
        copy.action_print()
        self.family_a.guardian_ids.guardianship_ids.contact_restricted = True
        with self.assertRaises(UserError):
            copy.action_print()
        self.family_a.guardian_ids.guardianship_ids.contact_restricted = False
        report._reopen("x")
        report.told = "Half a draft"
        Paper = self.env["ir.actions.report"].with_user(self.anouk)
        with mute_logger("odoo.http"), self.assertRaises(UserError):
            Paper._render_qweb_html("huisbezoek_addon.report_copy_document", copy.ids)

    def test_other_readers_print_no_copy(self):
        report = self._finish()
        report.action_copy()
        self._create_group("1B", "1", self.emp_bram)
        self.group_1.teaching_ids.teacher_id.copy  # noqa: B018
        with self.assertRaises(AccessError):
            report.copy_ids.with_user(self.bram).action_print()

    # === LIFE === #

    def test_a_draft_of_a_visit_that_was_not_held_is_thrown_away(self):
        report = self._hold()
        with self.assertRaises(UserError):
            report.action_discard()
        visit = self.visit.with_user(self.anouk)
        visit.action_undo_hold()
        visit._close("by_school")
        with self.assertRaisesRegex(UserError, "discards it first"):
            visit.with_user(self.planner).unlink()
        report.action_discard()
        self.assertFalse(report.exists())
        visit.with_user(self.planner).unlink()

    def test_a_sister_who_joins_later_gets_her_part(self):
        report = self._hold()
        sister = self.env["huisbezoek.pupil"].create(
            {"school_id": self.school.id, "first_name": "Emine", "last_name": "A"}
        )
        self.family_a.pupil_ids |= sister
        self.visit.pupil_ids |= sister
        self.visit.with_user(self.anouk).action_report()
        self.assertIn(sister, report.sudo().part_ids.pupil_id)

    def test_who_arrived_for_another_time_has_not_arrived(self):
        visit = self.visit.with_user(self.anouk)
        visit.action_check_in()
        visit.start = START + timedelta(days=1)
        self.assertFalse(visit.real_start)

    def test_arrived_and_held_afterwards(self):
        visit = self.visit.with_user(self.anouk)
        visit.action_check_in()
        with freeze_time(NOW + timedelta(hours=20)):
            visit.action_hold()
        self.assertEqual(visit.real_stop - visit.real_start, timedelta(minutes=45))

    def test_a_planner_does_not_stand_before_the_door(self):
        with self.assertRaisesRegex(UserError, "who leads"):
            self.visit.with_user(self.planner).action_check_in()

    def test_nobody_mails_who_has_left(self):
        self.school.sender_email = "office@linde.example"
        self._hold()
        self.anouk.active = False
        before = self.env["mail.mail"].search_count([])
        with freeze_time(NOW + timedelta(days=9)):
            self.env["huisbezoek.visit"]._cron_remind_reports()
        self.assertEqual(self.env["mail.mail"].search_count([]), before)

    def test_a_corrected_report_has_its_days_again(self):
        report = self._finish()
        with freeze_time(NOW + timedelta(days=100)):
            report.with_user(self.care)._reopen("x")
            self.assertEqual(report.visit_id.report_due, date(2027, 3, 10))

    def test_a_guardian_who_is_erased_leaves_the_files(self):
        report = self._finish()
        report._reopen("x")
        report.action_finalize()
        self.family_a.guardian_ids.sudo()._erase()
        for file in report.sudo()._get_all_files():
            self.assertNotIn("OuderDefne", file.raw.decode())

    def test_a_topic_does_not_move_to_a_used_protocol(self):
        draft = self.school.protocol_id.copy()
        topic = draft.topic_ids[0].with_user(self.manager)
        self._finish()
        topic.protocol_id = self.school.protocol_id  # it follows from the goal
        self.assertEqual(topic.protocol_id, draft)
        with self.assertRaises(UserError):
            topic.goal_id = self.school.protocol_id.goal_ids[0]

    # === BY THE DIALOG OF A WORRY === #

    def test_the_dialog_shows_nobody_the_notes_of_others(self):
        """Whatever text its keys name, it shows what the user may move."""
        other = self._create_visit(self.family_b, self.emp_bram)
        note = other.with_user(self.bram).message_post(
            body="Sentinel", message_type="comment"
        )
        activity = other.with_user(self.bram).activity_schedule(
            "mail.mail_activity_data_todo", note="Sentinel", user_id=self.bram.id
        )
        report = self._finish_other()
        for user in (self.anouk, self.planner, self.care):
            Move = self.env["huisbezoek.text.move"].with_user(user)
            Source = self.env["huisbezoek.text.move.source"].with_user(user)
            for record, key in (
                (other, f"mail.message,{note.id},body"),
                (other, f"mail.activity,{activity.id},note"),
                (report.visit_id, f"huisbezoek.report,{report.id},told"),
            ):
                if user != self.anouk and record == other:
                    continue  # They may change the visit, and read its log.
                self.env["huisbezoek.read.log"].search([]).unlink()
                move = Move.create({"visit_id": record.id})
                source = Source.create({"move_id": move.id, "key": key, "name": "x"})
                self.env.invalidate_all()
                with Form(move) as form:
                    form.moves = "x"
                    form.source_id = source
                    read = form.moves
                    form.moves = "x"
                with self.subTest(user=user.login, key=key):
                    if user == self.care:
                        self.assertEqual(read, "Only for Bram.")
                        logs = self.env["huisbezoek.read.log"].search([])
                        self.assertEqual(logs.user_id, self.care)
                    else:
                        self.assertFalse(read)

    def test_who_reads_no_report_takes_nothing_out_of_it(self):
        report = self._finish(told="She likes to draw at home. Fine.")
        visit = self.visit.with_user(self.planner)
        note = visit.message_post(
            body="She likes to draw at home.", message_type="comment"
        )
        visit._move_to_signal(
            f"mail.message,{note.id},body", "", "She likes to draw at home."
        )
        self.assertEqual(report.told, "She likes to draw at home. Fine.")

    def test_nothing_is_lost_and_no_sentence_is_turned_around(self):
        report = self._finish(told="Father does not hit her. She is well.")
        key = f"huisbezoek.report,{report.id},told"
        own = self.visit.with_user(self.anouk)
        for stays, moves in (
            ("Father does hit her. She is well.", "not"),
            ("She is well.", "Something else entirely, really."),
        ):
            with self.subTest(stays=stays), self.assertRaises(UserError):
                own._move_to_signal(key, stays, moves)
        self.assertEqual(report.told, "Father does not hit her. She is well.")

    def test_the_lead_does_not_become_a_companion(self):
        report = self._hold()
        with self.assertRaises(UserError):
            self.visit.with_user(self.planner).companion_ids = [
                Command.set(self.emp_anouk.ids)
            ]
        self.assertTrue(report.is_author)

    def test_who_went_stays_as_the_report_says(self):
        self.visit.companion_ids = [Command.set(self.emp_bram.ids)]
        place = self.visit.sudo().visitor_ids.filtered(lambda v: v.kind == "companion")
        self._finish()
        with self.assertRaises(UserError):
            self.visit.with_user(self.anouk).companion_ids = [Command.clear()]
        with self.assertRaises(UserError):
            place.with_user(self.bram).action_confirm()

    def test_a_visit_that_is_being_corrected_was_held(self):
        report = self._finish()
        report._reopen("x")
        with self.assertRaises(UserError):
            self.visit.with_user(self.planner)._close("not_home")
        report.action_finalize()
        self.assertEqual(self.visit.state, "reported")

    def test_a_file_is_not_copied(self):
        file = self._finish().sudo().attachment_id.with_user(self.anouk)
        with self.assertRaises(AccessError):
            file.copy({"res_model": False, "res_id": 0})
        with self.assertRaises(AccessError):
            file.copy({"res_model": "huisbezoek.visit", "res_id": self.visit.id})
