from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import SQL

from .common import NOW
from .test_report import ReportCase
from .waiting_common import WaitingMixin

#: Words that stand nowhere else in the database.
WORRY = "Blauwe plekken op zijn arm"
WORD = "Blauwe plekken"


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestCareSignal(WaitingMixin, ReportCase):
    """A worry is for the care coordinator, wherever it was typed (F4)."""

    def _move(self, user, visit=None, source=None, **texts):
        """Move a text by the dialog, as somebody does who opens it."""
        visit = (visit or self.visit).with_user(user)
        move = self.env["huisbezoek.text.move"].browse(
            visit._get_move_action()["res_id"]
        )
        form = Form(move.with_user(user))
        if source:
            form.source_id = move.source_ids.filtered(lambda s: source in s.name)
        for name, text in texts.items():
            form[name] = text
        form.save().action_move()
        return self.env["huisbezoek.care.signal"].search([])

    def _find_everywhere(self, word):
        """Return the columns of the whole database, and files, that hold a word."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " JOIN information_schema.tables USING (table_schema, table_name)"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
            " AND data_type IN"
            " ('text', 'character varying', 'jsonb', 'json', 'bytea')"
        )
        found = set()
        for table, column in self.env.cr.fetchall():
            self.env.cr.execute(
                SQL(
                    "SELECT 1 FROM %s WHERE %s::text ILIKE %s LIMIT 1",
                    SQL.identifier(table),
                    SQL.identifier(column),
                    f"%{word}%",
                )
            )
            if self.env.cr.fetchone():
                found.add(f"{table}.{column}")
        files = self.env["ir.attachment"].search(
            [("res_model", "=like", "huisbezoek.%"), ("id", "!=", False)]
        )
        if any(word in (file.raw or b"").decode("utf-8", "ignore") for file in files):
            found.add("files")
        return found

    # === A WORRY OF ITS OWN === #

    def test_a_teacher_tells_the_care_coordinator(self):
        Signal = self.env["huisbezoek.care.signal"].with_user(self.anouk)
        signal = Signal.create({"visit_id": self.visit.id, "text": WORRY})
        self.assertEqual(signal.user_id, self.anouk)
        seen = signal.with_user(self.care)
        self.assertEqual(seen.text, WORRY)
        waiting = {"huisbezoek.care.signal": (0, 1, 0)}
        self.assertEqual(self._get_waiting(self.care), waiting)
        seen.action_seen()
        self.assertEqual(signal.state, "seen")
        self.assertEqual(signal.seen_user_id, self.care)
        self.assertFalse(self._get_waiting(self.care))

    def test_nobody_speaks_for_another(self):
        Signal = self.env["huisbezoek.care.signal"].with_user(self.anouk)
        signal = Signal.with_context(
            default_user_id=self.bram.id, default_state="seen"
        ).create(
            {
                "visit_id": self.visit.id,
                "text": WORRY,
                "user_id": self.bram.id,
                "state": "seen",
            }
        )
        self.assertEqual((signal.user_id, signal.state), (self.anouk, "new"))

    def test_a_signal_is_about_a_visit_that_one_may_read(self):
        Signal = self.env["huisbezoek.care.signal"].with_user(self.bram)
        with self.assertRaises(AccessError):
            Signal.create({"visit_id": self.visit.id, "text": WORRY})

    def test_a_signal_stays_as_it_was_written(self):
        Signal = self.env["huisbezoek.care.signal"].with_user(self.anouk)
        signal = Signal.create({"visit_id": self.visit.id, "text": WORRY})
        with self.assertRaises(UserError):
            signal.text = "Nothing"
        with self.assertRaises(UserError):
            signal.with_user(self.care).text = "Nothing"
        with self.assertRaises(AccessError):
            signal.unlink()
        with self.assertRaises(AccessError):
            signal.action_seen()

    def test_without_a_care_coordinator_nothing_is_lost(self):
        report = self._hold()
        report.told = WORRY
        self.env["huisbezoek.role"].search([("user_id", "=", self.care.id)]).sudo(
            True
        ).action_end()
        with self.assertRaisesRegex(UserError, "care coordinator"):
            self._move(self.anouk)
        self.assertEqual(report.told, WORRY)

    def test_coordinators_get_a_mail_that_tells_nothing(self):
        self.school.sender_email = "office@linde.example"
        before = self.env["mail.mail"].search([])
        Signal = self.env["huisbezoek.care.signal"].with_user(self.anouk)
        Signal.create({"visit_id": self.visit.id, "text": WORRY})
        mail = self.env["mail.mail"].search([]) - before
        self.assertEqual(mail.mapped("email_to"), [self.care.email])
        # Administrators read who made a mail, and who its author is.
        root = self.env.ref("base.user_root")
        self.assertEqual(mail.create_uid | mail.mail_message_id.create_uid, root)
        self.assertNotEqual(mail.author_id, self.anouk.partner_id)
        for word in ("Defne", "Aydemir", "Anouk", "signal", WORD):
            self.assertNotIn(word, f"{mail.subject}{mail.body_html}")

    # === TYPED IN THE WRONG PLACE === #

    def test_a_sentence_is_moved_out_of_a_draft(self):
        report = self._hold()
        report.told = f"He likes football. {WORRY}."
        signal = self._move(self.anouk, stays="He likes football.", moves=f"{WORRY}.")
        self.assertEqual(report.told, "He likes football.")
        self.assertEqual(signal.text, f"{WORRY}.")
        self.assertEqual(signal.user_id, self.anouk)
        self.assertEqual(self._find_everywhere(WORD), {"huisbezoek_care_signal.text"})

    def test_moved_from_everywhere_it_stands(self):
        """The report, its former versions and PDFs, the log and the activities."""
        report = self._hold()
        report.write(
            {
                "told": f"First. {WORRY}",
                "follow_up": f"Ask about it:\n{WORRY}",
                "agreement_ids": [Command.create({"what": WORRY})],
            }
        )
        report.part_ids.text = f"{WORRY} en meer"
        report.action_finalize()
        report._reopen(f"Not {WORRY}?")
        report.action_finalize()
        visit = self.visit.with_user(self.anouk)
        visit.message_post(body=f"Nog iets: {WORRY}", message_type="comment")
        visit.activity_schedule(
            "mail.mail_activity_data_todo", note=WORRY, user_id=self.anouk.id
        )
        self.assertIn("files", self._find_everywhere(WORD))
        self._move(self.anouk, source="family told", stays="First.", moves=WORRY)
        self.assertEqual(self._find_everywhere(WORD), {"huisbezoek_care_signal.text"})
        self.assertEqual(report.told, "First.")
        self.assertEqual(report.follow_up, "Ask about it:")
        self.assertEqual(report.part_ids.text, "en meer")
        self.assertIn("First.", report.sudo().attachment_id.raw.decode())
        self.assertEqual(report.state, "final")

    def test_a_note_in_the_log_is_moved_by_the_planner(self):
        visit = self.visit.with_user(self.planner)
        visit.message_post(body=WORRY, message_type="comment")
        signal = self._move(self.planner)
        self.assertEqual(signal.text, WORRY)
        self.assertEqual(self._find_everywhere(WORD), {"huisbezoek_care_signal.text"})
        with self.assertRaises(AccessError):
            signal.with_user(self.planner).read(["state"])

    def test_nobody_moves_what_he_may_not_change(self):
        report = self._finish()
        source = f"huisbezoek.report,{report.id},told"
        self._create_group("1B", "1", self.emp_bram)
        for user in (self.planner, self.bram, self.manager, self.admin):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.visit.with_user(user)._move_to_signal(source, "", "text")

    def test_nobody_moves_another_record_by_its_key(self):
        own = self._hold()
        other_visit = self._create_visit(self.family_b, self.emp_bram, start=NOW)
        other = self._hold(other_visit, self.bram)
        other.told = WORRY
        for source in (f"huisbezoek.report,{other.id},told", "res.users,2,login"):
            with self.subTest(source=source), self.assertRaises(AccessError):
                self.visit.with_user(self.anouk)._move_to_signal(source, "", "text")
        self.assertEqual(other.told, WORRY)
        self.assertTrue(own)

    # === WHO NOTICES === #

    def test_nobody_notices_that_a_signal_exists(self):
        before = {
            user: self._look(user)
            for user in (self.bram, self.planner, self.manager, self.admin)
        }
        Signal = self.env["huisbezoek.care.signal"].with_user(self.anouk)
        Signal.create({"visit_id": self.visit.id, "text": WORRY})
        for user, seen in before.items():
            with self.subTest(user=user.login):
                self.assertEqual(self._look(user), seen)

    def _look(self, user):
        """Return all that a user can count: activities, messages, what a visit says."""
        self.env.invalidate_all()
        visit = self.visit.with_user(user)
        return (
            self.env["mail.activity"].with_user(user).search_count([]),
            self.env["mail.message"].with_user(user).search_count([]),
            user.with_user(user)._get_activity_groups(),
            visit.has_access("read")
            and visit.web_read({name: {} for name in visit.fields_get()}),
        )
