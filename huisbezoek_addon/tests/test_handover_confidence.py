from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import NOW
from .handover_common import WEDNESDAY, HandoverCase


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestHandoverConfidence(HandoverCase):
    """What does not go along, and what each sees before and after (C7)."""

    def setUp(self):
        super().setUp()
        self.visit = self._create_visit(start=WEDNESDAY)

    def _messages(self, user):
        """Return what somebody reads in the log of the visit, as the client asks."""
        self.env.flush_all()
        self.env.invalidate_all()
        Message = self.env["mail.message"].with_user(user)
        found = Message.search(
            [("model", "=", "huisbezoek.visit"), ("res_id", "=", self.visit.id)]
        )
        return " ".join(found.mapped("body"))

    def _note(self, user, text, **values):
        return self.visit.with_user(user).message_post(
            body=text, message_type="comment", **values
        )

    # === THE FAMILY ===

    def test_who_led_the_visit_loses_the_family(self):
        visit = self._create_visit(self.family_b, lead=self.emp_anouk)
        records = visit, self.family_b, self.tijn, self.family_b.guardian_ids
        for record in records:
            self.assertTrue(record.with_user(self.anouk).has_access("read"))
        self._hand_over(visit, self.emp_saskia)
        self.env.flush_all()
        for record in records:
            self.assertFalse(record.with_user(self.anouk).has_access("read"))
            self.assertTrue(record.with_user(self.saskia).has_access("read"))
        self.assertEqual(visit.with_user(self.saskia).family_label, "Zandstra · Tijn")

    def test_who_teaches_the_pupil_still_reads_and_no_more_writes(self):
        self._hand_over(self.visit, self.emp_bram)
        own = self.visit.with_user(self.anouk)
        self.assertTrue(own.has_access("read"))
        self.assertFalse(own.has_access("write"))

    # === THE REPORT ===

    def test_a_report_that_was_begun_keeps_its_visit(self):
        report = self.visit.with_user(self.anouk)._get_or_create_report()
        report.told = "What they told in confidence"
        other = self._create_more(1)
        for user in (self.planner, self.care):
            done = self._hand_over(self.visit | other, self.emp_bram, user=user)
            self.assertNotIn(self.visit, done["handed_over"])
            other.lead_id = self.emp_anouk
        self.assertEqual(self.visit.lead_id, self.emp_anouk)
        self.assertFalse(report.with_user(self.bram).has_access("read"))
        dialog = self._open_dialog(self.visit | other)
        self.assertIn("A report was begun: 1.", dialog.summary)

    def test_held_visits_stay_and_the_dialog_says_whom_to_ask(self):
        held = self._create_more(1, start=NOW - timedelta(days=3))
        held.with_user(self.planner).action_hold()
        dialog = self._open_dialog(self.visit | held)
        self.assertIn("Held already: 1.", dialog.summary)
        self.assertIn("care coordinator", dialog.summary)
        dialog.save().action_hand_over()
        self.assertEqual(held.lead_id, self.emp_anouk)
        self.assertEqual(self.visit.lead_id, self.emp_saskia)

    def test_a_visit_that_has_begun_stays_until_somebody_says_how_it_went(self):
        self.visit.start = NOW - timedelta(days=1)
        dialog = self._open_dialog(self.visit)
        self.assertIn("Begun or past: 1.", dialog.summary)
        with self.assertRaisesRegex(UserError, "None of these"):
            dialog.save().action_hand_over()
        self.visit.with_user(self.planner).action_back_to_planning()
        self._hand_over(self.visit, self.emp_bram)
        self.assertEqual(self.visit.lead_id, self.emp_bram)

    def test_earlier_reports_are_not_the_next_leads(self):
        report = self._create_report(self.visit.sudo())["huisbezoek.report"]
        self._hand_over(self.visit, self.emp_bram)
        self.env.flush_all()
        self.assertFalse(report.with_user(self.bram).has_access("read"))
        self.assertFalse(self.visit.with_user(self.bram).open_agreement_ids)
        self.assertTrue(report.with_user(self.anouk).has_access("read"))

    # === CONSULTATIONS AND SIGNALS ===

    def test_consultations_and_signals_stay_with_who_wrote_them(self):
        vera = self._create_user("vera", "confidant")
        asked = self._create_consultation(self.visit.sudo(), vera)
        question = asked["huisbezoek.consultation"]
        signal = (
            self.env["huisbezoek.care.signal"]
            .with_user(self.anouk)
            .create({"visit_id": self.visit.id, "text": "A worry"})
        )
        self._hand_over(self.visit, self.emp_bram)
        self.env.flush_all()
        for record in (question, signal):
            self.assertTrue(record.with_user(self.anouk).has_access("read"))
            self.assertFalse(record.with_user(self.bram).has_access("read"))
        self.assertTrue(question.with_user(vera).has_access("read"))
        self.assertTrue(signal.with_user(self.care).has_access("read"))

    # === NOTES, FILES, TO-DOS ===

    def test_notes_of_who_led_before_are_for_him_and_the_office(self):
        note = self._note(self.anouk, "I found it hard")
        self._note(self.planner, "Ring at the back")
        self.assertIn("hard", self._messages(self.anouk))
        self._hand_over(self.visit, self.emp_bram)
        self.assertEqual(
            [
                ("hard" in text, "back" in text)
                for text in map(
                    self._messages, (self.bram, self.planner, self.care, self.anouk)
                )
            ],
            [(False, True), (True, True), (True, True), (True, False)],
        )
        with self.assertRaises(AccessError):
            note.with_user(self.bram).read(["body"])
        with self.assertRaises(AccessError):
            note.with_user(self.bram).write({"body": "x"})
        self.assertNotIn(note.id, self.visit.with_user(self.bram).message_ids.ids)

    def test_so_it_is_when_the_lead_is_changed_on_the_page(self):
        self._note(self.anouk, "I found it hard")
        self.visit.with_user(self.planner).lead_id = self.emp_bram
        self.assertNotIn("hard", self._messages(self.bram))
        self.visit.with_user(self.planner).lead_id = self.emp_anouk
        self.assertIn("hard", self._messages(self.anouk))

    def test_also_where_nobody_led_it_in_between(self):
        self.visit.with_user(self.planner).action_back_to_planning()
        self._note(self.anouk, "I found it hard")
        self.visit.with_user(self.planner).lead_id = False
        self.visit.with_user(self.planner).lead_id = self.emp_bram
        self.assertNotIn("hard", self._messages(self.bram))

    def test_files_go_with_the_notes(self):
        Attachment = self.env["ir.attachment"].with_user(self.anouk)
        values = {"res_model": "huisbezoek.visit", "res_id": self.visit.id}
        loose = Attachment.create({"name": "a.txt", "raw": b"loose", **values})
        noted = Attachment.create({"name": "b.txt", "raw": b"noted", **values})
        self._note(self.anouk, "See this", attachment_ids=noted.ids)
        files = loose | noted
        self._hand_over(self.visit, self.emp_bram)
        self.env.flush_all()
        self.env.invalidate_all()
        of_visit = [("res_model", "=", "huisbezoek.visit")]
        self.assertFalse(files.with_user(self.bram).search(of_visit))
        for file in files:
            self.assertFalse(file.with_user(self.bram).has_access("read"))
            for user in (self.anouk, self.planner, self.care):
                self.assertTrue(file.with_user(user).has_access("read"))
        # They go where the visit goes.
        self.visit.sudo()._erase()
        self.assertFalse(files.exists())

    def test_a_worry_is_moved_out_of_them_as_well(self):
        note = self._note(self.planner, "Zorgelijk verhaal van thuis. Bel eerst.")
        values = {"res_model": "huisbezoek.visit", "res_id": self.visit.id}
        file = (
            self.env["ir.attachment"]
            .with_user(self.anouk)
            .create({"name": "Zorgelijk verhaal van thuis.", "raw": b"x", **values})
        )
        self._hand_over(self.visit, self.emp_bram)
        self.visit.with_user(self.planner)._move_to_signal(
            f"mail.message,{note.id},body", "Bel eerst.", "Zorgelijk verhaal van thuis."
        )
        self.assertFalse(file.exists())

    def test_own_to_dos_become_notes_and_what_others_asked_goes_on(self):
        todo = self.env.ref("mail.mail_activity_data_todo").id
        own = self.visit.with_user(self.anouk).activity_schedule(
            summary="Ask about the divorce",
            user_id=self.anouk.id,
            activity_type_id=todo,
        )
        own.sudo().automated = False
        asked = self.visit.with_user(self.planner).activity_schedule(
            summary="Agree on a date", user_id=self.anouk.id, activity_type_id=todo
        )
        self._hand_over(self.visit, self.emp_bram)
        self.assertFalse(own.exists())
        self.assertEqual(asked.user_id, self.bram)
        self.assertNotIn("divorce", self._messages(self.bram))
        self.assertIn("divorce", self._messages(self.planner))
        self.assertIn("divorce", self._messages(self.anouk))

    # === THE CALENDAR ===

    def test_the_appointment_is_a_new_one(self):
        event = self.visit.sudo().event_id
        event.with_user(self.anouk).message_post(body="I found it hard")
        self._hand_over(self.visit, self.emp_bram)
        self.env.flush_all()
        self.assertFalse(event.exists())
        new = self.visit.sudo().event_id
        self.assertEqual((new.user_id, new.start), (self.bram, WEDNESDAY))
        self.assertEqual(new.partner_ids, self.bram.partner_id)
        self.assertEqual(new.attendee_ids.mapped("state"), ["accepted"])
        self.assertNotIn("hard", " ".join(new.message_ids.mapped("body")))
        self.assertEqual(new.with_user(self.bram).display_name, "Home visit Defne")
        seen = self.env["calendar.event"].with_user(self.anouk).browse(new.id)
        self.assertNotIn("Defne", seen.display_name)

    def test_nobody_follows(self):
        self._hand_over(self.visit, self.emp_bram)
        self.assertFalse(self.visit.message_partner_ids)
        people = self.visit.sudo().event_id.message_partner_ids
        self.assertNotIn(self.anouk.partner_id, people)

    # === WHO IS TOLD ===

    def _get_told(self, user):
        return self.env["mail.activity"].search(
            [("user_id", "=", user.id), ("res_model", "=", False)]
        )

    def test_the_new_leads_are_told_once_and_nothing_telling(self):
        visits = self._create_more(3) | self.visit
        mails = self.env["mail.mail"].search_count([])
        self._hand_over(visits, self.emp_bram, self.emp_saskia)
        self.assertEqual(
            self._get_told(self.bram).summary, "New home visits to lead: 2"
        )
        self.assertEqual(len(self._get_told(self.saskia)), 1)
        self.assertFalse(self._get_told(self.anouk))
        told = str(self._get_told(self.bram).read())
        for word in ("Defne", "Aydemir", "Anouk", "Kind"):
            self.assertNotIn(word, told)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        groups = self.env["res.users"].with_user(self.bram)._get_activity_groups()
        self.assertTrue(any(group["model"] == "mail.activity" for group in groups))

    def test_who_led_them_is_told_by_choice(self):
        dialog = self._open_dialog(self.visit)
        dialog.tell_former = True
        dialog.save().action_hand_over()
        self.assertIn("take over from you: 1", self._get_told(self.anouk).summary)

    def test_who_does_it_needs_no_telling(self):
        self._hand_over(self.visit, self.emp_saskia, user=self.anouk, tell_former=True)
        self.assertFalse(self._get_told(self.anouk))

    def test_the_planner_finds_it_again_in_the_log(self):
        self._hand_over(self.visit, self.emp_bram)
        log = self._messages(self.planner)
        self.assertIn("Handed over: Anouk → Bram.", log)
        for word in ("Defne", "Aydemir"):
            self.assertNotIn(word, log)
