from datetime import date, timedelta

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import Form, freeze_time, tagged

from .common import NOW
from .consultation_common import ANSWER, QUESTION, ConsultationCase

LATE = NOW + timedelta(days=4)


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestConsultations(ConsultationCase):
    """A teacher talks a visit over, in confidence (G2)."""

    def _get_told(self, user):
        """Return (late, today, later) of what waits for a user."""
        return self._get_waiting(user).get("huisbezoek.consultation")

    def _find(self, user):
        self.env.invalidate_all()
        return self.env["huisbezoek.consultation"].with_user(user).search([])

    # === ASKING === #

    def test_from_a_question_to_an_answer_that_helped(self):
        asked = self._ask(visit_id=self.visit.id)
        self.assertEqual(asked.addressee_id, self.vera)
        self.assertEqual(asked.due_date, date(2026, 11, 26))
        self.assertEqual(self._get_told(self.vera), (0, 1, 0))
        self.assertFalse(self._get_told(self.anouk))
        received = self._find(self.vera)
        self.assertEqual(received.question, QUESTION)
        self.assertNotIn("Aydemir", received.visit_id.display_name)
        received.answer = ANSWER
        received.action_answer()
        self.assertFalse(self._get_told(self.vera))
        self.assertEqual(self._get_told(self.anouk), (0, 1, 0))
        self.assertEqual(asked.answer, ANSWER)
        asked.action_close("yes")
        self.assertEqual((asked.state, asked.went_well), ("closed", "yes"))
        self.assertFalse(self._get_told(self.anouk))

    def test_the_dialog_on_a_visit_needs_no_more_than_the_question(self):
        Consultation = self.env["huisbezoek.consultation"].with_user(self.anouk)
        dialog = Form(Consultation.with_context(default_visit_id=self.visit.id))
        self.assertEqual(dialog.addressee_id, self.vera)
        self.assertEqual(dialog.addressee_phone, "0622222222")
        self.assertEqual(dialog.outside_ids.ids, self.outside.ids)
        self.assertIn("Only you and Vera read this", dialog.reader_note)
        dialog.question = QUESTION
        asked = dialog.save()
        self.assertEqual(asked.visit_id.id, self.visit.id)
        self.assertEqual(asked.school_id, self.school)

    def test_whom_one_can_ask(self):
        Consultation = self.env["huisbezoek.consultation"].with_user(self.anouk)
        dialog = Form(Consultation.with_context(default_visit_id=self.visit.id))
        for kind, users in (
            ("confidant", self.vera),
            ("care_coordinator", self.care | self.cora),
            ("backup", self.ben),
        ):
            dialog.kind = kind
            with self.subTest(kind=kind):
                self.assertEqual(set(dialog.candidate_ids.ids), set(users.ids))
                self.assertEqual(
                    dialog.addressee_id.id, users.id if len(users) == 1 else False
                )
        self.assertEqual(dialog.addressee_phone, "0611111111")

    def test_who_cannot_answer_is_not_asked(self):
        """An error says whom to call instead."""
        former = self.env["huisbezoek.confidant"].create(
            {
                "school_id": self.school.id,
                "user_id": self.victor.id,
                "date_from": "2025-01-01",
                "date_to": "2026-01-01",
                "phone": "1",
            }
        )
        self.assertTrue(former)
        self.emp_colleague.work_phone = "0644444444"
        for kind, user, told in (
            ("confidant", self.victor, "Confidants"),
            ("confidant", self.care, "Confidants"),
            ("care_coordinator", self.vera, "Confidants"),
            ("care_coordinator", self.colleague, "call 0644444444"),
            ("backup", self.bram, "Confidants"),
        ):
            with (
                self.subTest(kind=kind, user=user.login),
                self.assertRaisesRegex(UserError, told),
                self.env.cr.savepoint(),
            ):
                self._ask(kind=kind, addressee_id=user.id, visit_id=self.visit.id)
        with self.assertRaisesRegex(UserError, "yourself"):
            self._ask(self.care, kind="care_coordinator", addressee_id=self.care.id)
        with self.assertRaisesRegex(UserError, "Choose whom you ask"):
            self._ask(kind="care_coordinator")
        with self.assertRaisesRegex(UserError, "talk over"):
            self._ask(question=" ")

    def test_who_works_at_two_schools_says_at_which_he_asks(self):
        self._give_role(self.anouk, "teacher", self.second_school)
        with self.assertRaisesRegex(UserError, "school"):
            self._ask()
        self.assertEqual(self._ask(school_id=self.school.id).addressee_id, self.vera)
        self.assertEqual(self._ask(visit_id=self.visit.id).school_id, self.school)

    def test_one_asks_for_oneself_and_about_ones_own_visits(self):
        forged = self._ask(
            user_id=self.bram.id,
            state="closed",
            answer="x",
            deputy_id=self.bram.id,
            went_well="yes",
        )
        self.assertEqual((forged.user_id, forged.state), (self.anouk, "open"))
        self.assertFalse(forged.answer or forged.deputy_id or forged.went_well)
        for user in (self.bram, self.ben):
            with self.assertRaisesRegex(UserError, "Leave the visit out"):
                self._ask(user, visit_id=self.visit.id, addressee_id=self.vera.id)

    def test_without_a_role_at_the_school_nobody_asks(self):
        with self.assertRaises(AccessError):
            self._ask(self.colleague, school_id=self.school.id)
        elsewhere = self._create_user("piet", "planner", self.second_school)
        with self.assertRaises(MissingError):
            self._ask(elsewhere, school_id=self.school.id, addressee_id=self.vera.id)

    def test_errors_are_not_written_to_the_log(self):
        """Odoo logs each error of a user as a warning, which administrators read."""
        with self.assertRaises(UserError) as caught:
            self._ask(addressee_id=self.bram.id)
        self.assertLess(caught.exception.loglevel, 20)

    # === WHO WRITES WHAT === #

    def test_each_writes_his_own_part_in_his_own_time(self):
        asked = self._ask()
        received = asked.with_user(self.vera)
        asked.question = "Other"
        for record, vals in (
            (asked, {"answer": "x"}),
            (asked, {"state": "closed"}),
            (asked, {"deputy_id": self.anouk.id}),
            (asked, {"user_id": self.vera.id}),
            (asked, {"due_date": "2030-01-01"}),
            (received, {"question": "x"}),
            (received, {"addressee_id": self.victor.id}),
            (received, {"went_well": "yes"}),
            (received, {"deputy_id": self.victor.id}),
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                record.write(vals)
        with self.assertRaises(UserError):
            received.action_answer()
        with self.assertRaises(UserError):
            received.action_close("yes")
        received.answer = ANSWER
        with self.assertRaises(UserError):
            asked.action_answer()
        received.action_answer()
        with self.assertRaises(UserError):
            asked.question = "x"
        received.answer = f"{ANSWER} and more"
        asked.action_close("partly")
        with self.assertRaises(UserError):
            received.answer = "x"
        with self.assertRaises(UserError):
            asked.action_close("no")

    def test_an_answer_is_read_once_it_is_given(self):
        export = self.env.ref("base.group_allow_export")
        (self.anouk | self.vera).group_ids |= export
        asked = self._ask()
        received = asked.with_user(self.vera)

        def read(record):
            self.env.flush_all()
            self.env.invalidate_all()
            rows = [record.read(["answer"]), record.web_read({"answer": {}})]
            rows = [row["answer"] for (row,) in rows]
            return [*rows, record.export_data(["answer"])["datas"][0][0]]

        received.answer = ANSWER
        self.assertFalse(any(read(asked)))
        self.assertEqual(read(received), [ANSWER] * 3)
        received.action_answer()
        self.assertEqual(read(asked), [ANSWER] * 3)

    def test_closing_ends_what_a_deputy_reads(self):
        asked = self._ask()
        self._replace(self.vera, self.victor)
        self.assertEqual(self._find(self.victor), asked)
        asked.action_close("no")
        self.assertFalse(self._find(self.victor))
        self.env["huisbezoek.consultation"]._cron_pass_on()
        self.assertFalse(self._find(self.victor))
        self.assertEqual(self._find(self.vera), asked)

    def test_nobody_deletes_it(self):
        asked = self._ask()
        for user in (self.anouk, self.vera):
            with self.assertRaises(AccessError):
                asked.with_user(user).unlink()
        asked.sudo()._erase()
        self.assertFalse(self._get_told(self.vera))

    def test_nobody_searches_in_a_text(self):
        self._ask()
        Consultation = self.env["huisbezoek.consultation"].with_user(self.vera)
        for ask in (
            lambda: Consultation.search([("question", "ilike", "a")]),
            lambda: Consultation.formatted_read_group([], ["answer"], ["__count"]),
            lambda: Consultation.search([], order="question"),
        ):
            with self.assertRaisesRegex(AccessError, "confidential"):
                ask()

    def test_nobody_adds_a_file_a_note_or_an_activity(self):
        asked = self._ask()
        for user in (self.anouk, self.vera):
            env = self.env(user=user)
            own = asked.with_env(env)
            for attempt in (
                lambda own=own, env=env: env["ir.attachment"].create(
                    {"name": "x", "res_model": own._name, "res_id": own.id}
                ),
                lambda own=own, env=env: env["mail.message"].create(
                    {"body": "x", "model": own._name, "res_id": own.id}
                ),
                lambda own=own, env=env: env["mail.activity"].create(
                    {
                        "res_model_id": env["ir.model"]._get_id(own._name),
                        "res_id": own.id,
                        "user_id": self.bram.id,
                    }
                ),
            ):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    attempt()

    # === ASKING SOMEBODY ELSE === #

    def test_who_was_asked_before_reads_it_no_longer(self):
        asked = self._ask(kind="care_coordinator", addressee_id=self.care.id)
        asked.with_user(self.care).answer = "Begun"
        asked.addressee_id = self.cora
        self.assertFalse(self._find(self.care))
        self.assertFalse(self._get_told(self.care))
        self.assertEqual(self._find(self.cora), asked)
        self.assertFalse(asked.with_user(self.cora).answer)
        self.assertEqual(self._get_told(self.cora), (0, 1, 0))
        with self.assertRaises(UserError), self.env.cr.savepoint():
            asked.kind = "confidant"
        asked.write({"kind": "confidant", "addressee_id": self.vera.id})
        self.assertEqual(asked.addressee_id, self.vera)
        self.assertFalse(self._find(self.cora))
        with self.assertRaises(UserError):
            asked.addressee_id = self.bram

    def test_only_the_asker_asks_somebody_else(self):
        """Not the management, by pointing the card to another user."""
        asked = self._ask()
        self.card.with_user(self.manager).user_id = self.victor
        with self.assertRaises(UserError), self.env.cr.savepoint():
            asked.visit_id = self.visit
        self.env.invalidate_all()
        self.assertEqual(asked.addressee_id, self.vera)
        form = Form(asked)
        form.visit_id = self.visit.with_user(self.anouk)
        self.assertEqual(form.addressee_id, self.vera)
        self.assertFalse(self._find(self.victor))
        asked.addressee_id = self.victor
        self.assertEqual(self._find(self.victor), asked)

    def test_defaults_of_an_administrator_decide_nothing(self):
        Default = self.env["ir.default"].with_user(self.admin)
        for name, value in (
            ("kind", "care_coordinator"),
            ("addressee_id", self.care.id),
            ("visit_id", self.visit.id),
            ("state", "answered"),
            ("deputy_id", self.victor.id),
        ):
            Default.set("huisbezoek.consultation", name, value)
        asked = self._ask()
        self.assertEqual((asked.kind, asked.state), ("confidant", "open"))
        self.assertEqual(asked.addressee_id, self.vera)
        self.assertFalse(asked.visit_id or asked.sudo().deputy_id)
        dialog = Form(self.env["huisbezoek.consultation"].with_user(self.anouk))
        self.assertEqual(dialog.kind, "confidant")
        self.assertEqual(dialog.addressee_id, self.vera)

    def test_no_search_is_kept(self):
        for model in ("huisbezoek.consultation", "huisbezoek.care.signal"):
            for user in (self.care, self.admin):
                with self.assertRaisesRegex(UserError, "Searches are not kept"):
                    self.env["ir.filters"].with_user(user).create(
                        {"name": "x", "model_id": model, "user_ids": [user.id]}
                    )

    def test_nobody_reads_it_any_more(self):
        for way in ("role", "archived", "deleted"):
            with self.subTest(way=way), self.env.cr.savepoint() as savepoint:
                asked = self._ask()
                if way == "role":
                    self.env["huisbezoek.role"].search(
                        [("user_id", "=", self.vera.id)]
                    ).action_end()
                    self.assertFalse(
                        self.vera.has_group("huisbezoek_addon.group_confidant")
                    )
                elif way == "archived":
                    self.vera.active = False
                else:
                    self.vera.unlink()
                self.env.invalidate_all()
                self.assertTrue(asked.is_unread)
                self.assertEqual(self._get_told(self.anouk), (0, 1, 0))
                asked.write({"kind": "care_coordinator", "addressee_id": self.cora.id})
                self.assertFalse(asked.is_unread)
                self.assertFalse(self._get_told(self.anouk))
                savepoint.rollback()
                self.env.invalidate_all()

    # === THE TERM === #

    def test_what_is_late_is_told_to_both_and_nobody_else(self):
        asked = self._ask()
        with freeze_time(LATE):
            self.assertEqual(self._get_told(self.vera), (1, 0, 0))
            self.assertEqual(self._get_told(self.anouk), (1, 0, 0))
            for user in (self.victor, self.care, self.bram, self.manager, self.admin):
                self.assertFalse(self._get_waiting(user))
            # Asking anew begins the term anew.
            asked.write({"kind": "care_coordinator", "addressee_id": self.care.id})
            self.assertFalse(self._get_told(self.anouk))
            self.assertGreater(asked.due_date, LATE.date())

    def test_the_term_is_the_schools_own(self):
        self.school.consultation_days = 5
        self.assertEqual(self._ask().due_date, date(2026, 11, 30))

    def test_words_are_those_of_the_readers_language(self):
        self.env["res.lang"]._activate_lang("nl_NL")
        self.vera.lang = "nl_NL"
        self._ask()
        env = self.env(user=self.vera, context={"lang": "nl_NL"})
        group = env["huisbezoek.consultation"]._get_waiting_group()
        self.assertEqual(group["name"], "Er wacht iets op je")

    # === MAILS === #

    def test_every_monday_the_same_mail_whether_or_not_something_waits(self):
        self.school.sender_email = "office@linde.example"
        mails = []
        for waits in (False, True):
            with self.env.cr.savepoint() as savepoint:
                before = self.env["mail.mail"].search([])
                if waits:
                    self._ask()
                self.env["huisbezoek.school"]._cron_in_confidence()
                self.env["huisbezoek.school"]._cron_in_confidence()
                sent = self.env["mail.mail"].search([]) - before
                mails.append(sorted(sent.mapped(lambda m: (m.email_to, m.subject))))
                savepoint.rollback()
                self.env.invalidate_all()
        self.assertEqual(mails[0], mails[1])
        readers = self.vera | self.victor | self.care | self.cora
        self.assertEqual(
            [address for address, _subject in mails[0]],
            sorted(readers.mapped("email")),
        )

    def test_the_monday_mail_comes_again_next_week(self):
        self.school.sender_email = "office@linde.example"
        cron = self.env["huisbezoek.school"]
        cron._cron_in_confidence()
        before = self.env["mail.mail"].search([])
        for days, count in ((1, 0), (6, 0), (7, 4), (8, 0)):
            with freeze_time(NOW + timedelta(days=days)):
                cron._cron_in_confidence()
                sent = self.env["mail.mail"].search([]) - before
                before |= sent
                self.assertEqual(len(sent), count)

    # === COSTS === #

    def test_a_list_of_80_costs_as_many_queries_as_one_of_8(self):
        spec = {
            name: {"fields": {"display_name": {}}} if field.type == "many2one" else {}
            for name, field in self.env["huisbezoek.consultation"]._fields.items()
            if name
            in ("date", "user_id", "addressee_id", "deputy_id", "due_date", "state")
            or name in ("is_late", "went_well", "visit_id", "display_name")
        }
        for _number in range(80):
            self._ask(visit_id=self.visit.id)
        Consultation = self.env["huisbezoek.consultation"].with_user(self.vera)

        def count(limit):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows = Consultation.web_search_read([], spec, limit=limit)
            self.assertEqual(len(rows["records"]), limit)
            return self.env.cr.sql_log_count - before

        count(8)
        self.assertEqual(count(80), count(8))

    def test_crons_with_nothing_due_cost_the_same_few_queries(self):
        def count(cron):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            cron()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        Consultation = self.env["huisbezoek.consultation"]
        for _number in range(3):
            self._ask()
        School = self.env["huisbezoek.school"]
        crons = (Consultation._cron_pass_on, School._cron_in_confidence)
        School._cron_in_confidence()
        few = [count(cron) for cron in crons]
        for _number in range(30):
            self._ask()
        self.assertEqual([count(cron) for cron in crons], few)

    def test_the_activity_menu_costs_the_same_whatever_others_ask(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.vera.with_user(self.vera)._get_activity_groups()
            return self.env.cr.sql_log_count - before

        asked = self._ask()
        count()
        one = count()
        for _number in range(30):
            self._ask(kind="care_coordinator", addressee_id=self.care.id)
        self.assertEqual(count(), one)
        for _number in range(30):
            self._ask()
        self.assertEqual(count(), one)
        self.assertTrue(asked)

    def test_ids_are_drawn_at_random_and_drawn_again(self):
        ids = [self._ask().id for _number in range(5)]
        self.assertGreater(max(ids) - min(ids), 1000)
        table = "ALTER TABLE huisbezoek_consultation ALTER COLUMN id SET DEFAULT "
        self.env.cr.execute("CREATE TEMP SEQUENCE draws")
        # The first two draws are taken already; the third is free.
        self.env.cr.execute(
            f"{table} CASE WHEN nextval('draws') < 3 THEN {ids[0]} ELSE 7654321 END"
        )
        with self.assertLogs("odoo.sql_db", "ERROR") as log:
            asked = self._ask()
        self.assertEqual(asked.id, 7654321)
        self.assertNotIn("consultation", str(log.output))
