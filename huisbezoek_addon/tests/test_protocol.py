from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged

from .common import NOW, HuisbezoekCase


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class ProtocolCase(HuisbezoekCase):
    """The management of De Linde, with an active protocol and perhaps a draft."""

    def setUp(self):
        super().setUp()
        self.protocol = self.school.protocol_id.with_user(self.manager)

    def _make_draft(self):
        return self.protocol.browse(self.protocol.action_new_version()["res_id"])

    def _get_translation(self, protocol, code):
        return protocol.translation_ids.filtered(lambda t: t.language_id.code == code)


@tagged("post_install", "-at_install")
class TestProtocolVersions(ProtocolCase):
    """A protocol holds as it was when visits were made under it (B1)."""

    def test_an_active_version_is_never_altered(self):
        translation = self._get_translation(self.protocol, "tur")
        for record, values in (
            (self.protocol, {"visit_length": 30}),
            (self.protocol, {"title": "Something else"}),
            (self.protocol, {"state": "draft"}),
            (self.protocol.goal_ids[0], {"name": "Another goal"}),
            (self.protocol.topic_ids[0], {"name": "Another topic"}),
            (self.protocol.section_ids[0], {"text": "Another text"}),
            (
                self.protocol,
                {
                    "section_ids": [
                        Command.update(self.protocol.section_ids[0].id, {"name": "x"})
                    ]
                },
            ),
            (translation, {"language_id": translation.language_id.id}),
        ):
            for user in (self.manager, self.admin):
                with (
                    self.subTest(model=record._name, values=values, user=user.login),
                    self.assertRaises(UserError),
                ):
                    record.with_user(user).write(values)
        for record in (
            self.protocol,
            self.protocol.goal_ids[0],
            self.protocol.topic_ids[0],
            self.protocol.section_ids[0],
            translation,
            translation.passage_ids[0],
        ):
            with self.subTest(model=record._name), self.assertRaises(UserError):
                record.with_user(self.manager).unlink()

    def test_nothing_moves_into_an_active_version(self):
        draft = self._make_draft()
        for part in (draft.goal_ids[0], draft.section_ids[0]):
            with self.subTest(model=part._name), self.assertRaises(UserError):
                part.protocol_id = self.protocol
            with self.subTest(model=part._name), self.assertRaises(UserError):
                part.create({"protocol_id": self.protocol.id, "name": "New"})
        topic = draft.topic_ids[0]
        with self.assertRaises(UserError):
            topic.goal_id = self.protocol.goal_ids[0]
        topic.protocol_id = self.protocol  # follows from its goal, so nothing happens
        self.assertEqual(topic.protocol_id, draft)

    def test_what_the_mr_decided_is_recorded_afterwards_too(self):
        self.protocol.mr_consent_date = NOW.date()
        self.assertEqual(self.protocol.mr_consent_date, NOW.date())

    def test_new_version_takes_over_when_activated(self):
        visit = self._create_visit()
        draft = self._make_draft()
        self.assertEqual((draft.version, draft.state), (2, "draft"))
        draft.visit_length = 30
        draft.section_ids[0].text = "We come for half an hour."
        draft.action_activate()
        self.assertEqual(self.protocol.state, "archived")
        self.assertEqual(self.school.protocol_id, draft)
        self.assertEqual(draft.activated_date, NOW.date())
        with self.assertRaises(UserError):
            self.protocol.action_activate()
        self.assertEqual(visit.protocol_id, self.protocol)
        self.assertEqual(visit.duration, 0.75)
        later = self._create_visit(self.family_b, self.emp_bram)
        self.assertEqual((later.protocol_id, later.duration), (draft, 0.5))
        self.assertNotEqual(
            visit.protocol_id.section_ids[0].text, draft.section_ids[0].text
        )

    def test_copy_is_whole_and_of_its_own(self):
        arabic = self._get_translation(self.protocol, "ara")
        arabic.action_check()
        draft = self._make_draft()
        self.env.invalidate_all()
        for name in ("goal_ids", "topic_ids", "section_ids", "translation_ids"):
            with self.subTest(field=name):
                self.assertEqual(len(draft[name]), len(self.protocol[name]))
                self.assertFalse(draft[name] & self.protocol[name])
        copied = self._get_translation(draft, "ara")
        self.assertEqual(copied.state, "unchecked")
        self.assertEqual(
            copied.passage_ids.mapped("text"), arabic.passage_ids.mapped("text")
        )
        self.assertEqual(copied.passage_ids.section_id.protocol_id, draft)
        self.assertEqual(draft.topic_ids.goal_id, draft.goal_ids)

    def test_open_draft_is_opened_again(self):
        self.assertEqual(self._make_draft(), self._make_draft())

    def test_nobody_activates_by_writing(self):
        draft = self.protocol.with_context(default_state="active").create(
            {"school_id": self.school.id, "activated_date": NOW.date()}
        )
        self.assertEqual((draft.state, draft.activated_date), ("draft", False))
        with self.assertRaises(UserError):
            draft.state = "active"

    def test_planner_reads_and_does_not_activate(self):
        draft = self.protocol.copy()
        with self.assertRaises(AccessError):
            draft.with_user(self.planner).action_activate()

    def test_nobody_is_visited_without_a_protocol(self):
        self.protocol.sudo().state = "archived"
        with self.assertRaisesRegex(UserError, "De Linde has no active protocol"):
            self._create_visit()

    def test_the_history_says_who_activated_it(self):
        draft = self._make_draft()
        self.env.cr.precommit.clear()
        draft.with_context(tracking_disable=False).action_activate()
        self.env.flush_all()
        self.env.cr.precommit.run()
        tracked = draft.sudo().message_ids.tracking_value_ids
        self.assertIn("Active", tracked.mapped("new_value_char"))


@tagged("post_install", "-at_install")
class TestProtocolText(ProtocolCase):
    """What a draft has to say before parents get it (B1-B3)."""

    def setUp(self):
        super().setUp()
        self.draft = self._make_draft()

    def test_a_school_begins_with_a_text_of_its_own(self):
        school = self._create_school("De Wilg", self.company)
        text = "\n".join(school.protocol_ids.section_ids.mapped("text"))
        self.assertIn("De leerkrachten van De Wilg", text)
        self.assertNotIn("{", text)
        self.assertEqual(
            set(school.protocol_ids.translation_ids.language_id.mapped("code")),
            {"eng", "tur", "ara", "pol", "ukr"},
        )
        self.assertEqual(
            set(school.protocol_ids.translation_ids.mapped("state")), {"unchecked"}
        )

    def test_it_says_where_parents_and_pupils_go(self):
        keys = self.draft.parents_section_ids.mapped("key")
        for key in ("purpose", "who", "choice", "appointment", "frequency"):
            self.assertIn(key, keys)
        for key in ("information", "pupils", "questions"):
            self.assertIn(key, keys)

    def test_gaps_and_empty_sections_stop_it(self):
        first, second = self.draft.parents_section_ids[:2]
        first.text = "Call [name] on [number]."
        second.text = "  "
        self.assertIn("[name], [number]", self.draft.todo)
        self.assertIn(second.name, self.draft.todo)
        with self.assertRaisesRegex(UserError, "not ready for parents"):
            self.draft.action_activate()
        self.assertEqual(self.protocol.state, "active")
        first.text = second.text = "Written."
        self.assertFalse(self.draft.todo)

    def test_without_a_topic_a_report_would_have_none(self):
        self.draft.goal_ids.topic_ids.unlink()
        self.assertIn("No goal gives a topic", self.draft.todo)

    def test_missing_consent_is_said_and_stops_nothing(self):
        self.assertIn("consent of the MR", self.draft.advice)
        self.assertIn("no confidant", self.draft.advice)
        self.draft.mr_consent_date = NOW.date()
        vera = self._create_user("vera", "confidant")
        self.env["huisbezoek.confidant"].create(
            {"school_id": self.school.id, "user_id": vera.id}
        )
        self.draft.invalidate_recordset(["advice"])
        self.assertFalse(self.draft.advice)
        self.draft.action_activate()

    def test_goals_give_the_report_its_topics(self):
        goal = self.draft.goal_ids.create(
            {
                "protocol_id": self.draft.id,
                "name": "Reading together",
                "topic_ids": [Command.create({"name": "Which books"})],
            }
        )
        self.assertEqual(goal.topic_ids.protocol_id, self.draft)
        self.assertEqual(goal.topic_ids.school_id, self.school)
        self.draft.action_activate()
        visit = self._create_visit()
        self.assertIn("Which books", visit.topic_ids.mapped("name"))

    # === TRANSLATIONS === #

    def test_a_person_ticks_a_translation(self):
        turkish = self._get_translation(self.draft, "tur")
        turkish.write({"checked_date": NOW.date()})  # the button does that
        self.assertFalse(turkish.checked_date)
        turkish.action_check()
        self.assertEqual(turkish.state, "checked")
        self.assertEqual(turkish.checked_user_id, self.manager)
        with self.assertRaisesRegex(UserError, "Somebody checked"):
            turkish.passage_ids[0].text = "Another text"
        turkish.action_uncheck()
        turkish.passage_ids[0].text = "Another text"
        with self.assertRaises(AccessError):
            turkish.with_user(self.planner).action_check()

    def test_a_translation_lags_behind_when_the_dutch_changes(self):
        polish = self._get_translation(self.draft, "pol")
        polish.action_check()
        section = self.draft.parents_section_ids[0]
        section.text = section.text  # nothing new
        self.assertEqual(polish.state, "checked")
        section.text = "Wij komen graag."
        self.assertEqual(polish.state, "behind")
        with self.assertRaises(UserError):
            polish.action_check()
        self.assertIn("Polish", self.draft.advice)
        passage = polish.passage_ids.filtered(lambda p: p.section_id == section)
        self.assertNotIn(passage.text, str(polish.preview))
        passage.text = "Chętnie przyjdziemy."
        self.assertEqual(polish.state, "unchecked")
        self.assertIn("Chętnie przyjdziemy.", str(polish.preview))

    def test_a_language_is_added_to_the_active_version(self):
        language = self.env["huisbezoek.language"].create(
            {"name": "Klingon", "code": "tlh"}
        )
        with Form(
            self.protocol.translation_ids.browse().with_context(
                default_protocol_id=self.protocol.id
            )
        ) as form:
            form.language_id = language
        added = form.record
        self.assertEqual(added.state, "open")
        self.assertEqual(
            added.passage_ids.section_id, self.protocol.parents_section_ids
        )
        for passage in added.passage_ids:
            passage.write({"name": "Qapla", "text": f"Qapla {passage.id}"})
        added.action_check()
        with self.assertRaises(ValidationError):
            added.copy(
                {
                    "language_id": self.env["huisbezoek.language"]
                    .search([("code", "=", "nld")])
                    .id
                }
            )

    def test_what_was_put_away_is_not_translated_any_more(self):
        arabic = self._get_translation(self.protocol, "ara")
        self.draft.action_activate()
        for change in (
            arabic.action_check,
            lambda: arabic.write({"title": "x"}),
            lambda: arabic.passage_ids[0].write({"text": "x"}),
        ):
            with self.assertRaisesRegex(UserError, "archived"):
                change()

    def test_a_new_section_has_a_place_in_each_translation(self):
        section = self.draft.section_ids.create(
            {
                "protocol_id": self.draft.id,
                "name": "Foto's",
                "text": "Wij maken geen foto's.",
            }
        )
        self.assertEqual(section.passage_ids.translation_id, self.draft.translation_ids)
        self.assertEqual(self._get_translation(self.draft, "ukr").state, "open")


@tagged("post_install", "-at_install")
class TestProtocolAttacks(ProtocolCase):
    """What a manager who tampers, or is in a hurry, cannot bring about."""

    def setUp(self):
        super().setUp()
        self.draft = self._make_draft()
        self.turkish = self._get_translation(self.draft, "tur")

    def _pairs(self, protocol):
        """Return which Dutch heading stands beside which translated text."""
        translation = self._get_translation(protocol, "tur")
        return {p.section_id.name: p.text for p in translation.passage_ids}

    def test_sections_in_another_order_keep_their_translations(self):
        pairs = self._pairs(self.draft)
        self.draft.parents_section_ids[0].sequence = 99
        self.draft.action_activate()
        self.env.flush_all()
        self.env.invalidate_all()
        new = self.draft.browse(self.draft.action_new_version()["res_id"])
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self._pairs(new), pairs)
        self.assertEqual(new.section_ids[8].name, self.draft.section_ids[8].name)

    def test_a_new_version_after_the_working_document_was_left_out(self):
        english = self._get_translation(self.draft, "eng")
        english.with_staff = False
        self.assertEqual(
            set(english.passage_ids.section_id.mapped("audience")), {"parents"}
        )
        self.draft.action_activate()
        self.draft.action_new_version()
        english.with_staff = True
        self.assertEqual(english.passage_ids.section_id, self.draft.section_ids)

    def test_a_section_stays_where_and_for_whom_it_is(self):
        other = self.draft.copy()
        section = self.draft.parents_section_ids[0]
        with self.assertRaises(UserError):
            section.audience = "staff"
        with self.assertRaises(UserError):
            section.protocol_id = other

    def test_nobody_makes_places_or_reads_sections_of_others_by_them(self):
        foreign = self.other_school.protocol_id.section_ids[0]
        values = {"translation_id": self.turkish.id, "section_id": foreign.id}
        Passage = self.env["huisbezoek.protocol.passage"]
        with self.assertRaises(AccessError):
            Passage.with_user(self.manager).create(values)
        with self.assertRaises(ValidationError):
            Passage.create(values)
        with self.assertRaises(UserError):
            self.turkish.passage_ids[0].section_id = foreign

    def test_each_change_of_the_dutch_takes_the_mark_off(self):
        for change in (
            lambda draft: draft.section_ids.create(
                {"protocol_id": draft.id, "name": "Nieuw", "text": "Nieuw."}
            ),
            lambda draft: draft.parents_section_ids[0].unlink(),
            lambda draft: draft.write({"title": "Anders"}),
        ):
            draft = self.draft.copy()
            turkish = self._get_translation(draft, "tur")
            turkish.action_check()
            change(draft)
            self.assertNotEqual(turkish.state, "checked")
            self.assertFalse(turkish.checked_user_id)

    def test_the_context_of_a_client_marks_nothing(self):
        language = self.env["huisbezoek.language"].search([("code", "=", "fra")])
        forged = self.draft.with_context(
            default_checked_date="2026-01-01", default_checked_user_id=self.care.id
        )
        forged.write(
            {"translation_ids": [Command.create({"language_id": language.id})]}
        )
        added = self._get_translation(self.draft, "fra")
        self.assertFalse(added.checked_date or added.checked_user_id)
        self.assertEqual(added.state, "open")

    def test_a_heading_mended_does_not_bring_an_old_text_back(self):
        self.draft.parents_section_ids[0].text = "Wij komen graag."
        passage = self.turkish.passage_ids[0]
        passage.name = "Yeni"
        self.assertTrue(passage.is_behind)
        passage.action_still_right()
        self.assertFalse(passage.is_behind)

    def test_blank_or_unfinished_translations_are_not_checked(self):
        passage = self.turkish.passage_ids[0]
        for values in (
            {"text": "  "},
            {"text": "Ara [telefon]"},
            {"text": "x", "name": ""},
        ):
            passage.write(values)
            with self.subTest(values=values), self.assertRaises(UserError):
                self.turkish.action_check()

    def test_the_decision_of_the_mr_is_read_by_who_reads_the_protocol(self):
        file = (
            self.env["ir.attachment"]
            .with_user(self.manager)
            .create(
                {"name": "besluit.pdf", "raw": b"%PDF", "res_model": self.draft._name}
            )
        )
        self.protocol.document_ids = file
        for user in (self.anouk, self.planner):
            read = self.protocol.with_user(user).web_read(
                {"document_ids": {"fields": {"name": {}}}}
            )
            self.assertEqual(read[0]["document_ids"][0]["name"], "besluit.pdf")
        with self.assertRaises(AccessError):
            file.with_user(self.colleague).read(["name"])

    def test_the_mr_decided_before_today_and_before_it_was_put_away(self):
        with self.assertRaises(ValidationError):
            self.draft.mr_consent_date = "2099-01-01"
        self.draft.action_activate()
        with self.assertRaises(UserError):
            self.protocol.mr_consent_date = NOW.date()
