from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import NOW
from .test_protocol import ProtocolCase

TODAY = NOW.date()


@tagged("post_install", "-at_install")
class TestProtocolFamilies(ProtocolCase):
    """Parents know the protocol before the first visit (B4)."""

    def _inform(self, families, user=None, **values):
        """Record by the dialog that families were informed."""
        families = families.with_user(user or self.planner)
        action = families.action_inform()
        dialog = self.env[action["res_model"]].with_user(families.env.user)
        form = Form(dialog.with_context(**action["context"]))
        for name, value in values.items():
            form[name] = value
        form.save().action_record()
        return self.env["huisbezoek.acknowledgement"].search(
            [("household_id", "in", families.ids)]
        )

    def test_a_selection_is_informed_at_once(self):
        families = self.family_a | self.family_b
        self.assertEqual(set(families.mapped("protocol_state")), {"none"})
        told = self._inform(families, channel="evening")
        self.assertEqual(len(told), 2)
        self.assertEqual(told.protocol_id, self.protocol)
        self.assertEqual(set(told.mapped("channel")), {"evening"})
        self.assertEqual(told.user_id, self.planner)
        self.assertEqual(set(families.mapped("protocol_state")), {"informed"})

    def test_once_more_is_no_double_and_a_confirmation_is_added(self):
        self._inform(self.family_a, date=TODAY - timedelta(days=9))
        told = self._inform(self.family_a, channel="orally", is_acknowledged=True)
        self.assertEqual(len(told), 1)
        self.assertEqual(told.channel, "letter")
        self.assertEqual(told.date, TODAY - timedelta(days=9))
        self.assertEqual(told.acknowledged_date, TODAY)
        self.assertEqual(self.family_a.protocol_state, "acknowledged")

    def test_a_teacher_tells_the_families_of_his_pupils_alone(self):
        told = self._inform(self.family_a, self.anouk, channel="orally")
        self.assertEqual(told.user_id, self.anouk)
        self.assertEqual(self.family_a.with_user(self.anouk).protocol_state, "informed")
        with self.assertRaises(AccessError):
            told.with_user(self.anouk).acknowledged_date = TODAY
        with self.assertRaises(AccessError):
            self._inform(self.family_b, self.anouk)
        with self.assertRaises(AccessError):
            told.with_user(self.manager).read(["date"])

    def test_families_of_an_older_version_are_listed(self):
        self._inform(self.family_a, is_acknowledged=True)
        draft = self._make_draft()
        draft.action_activate()
        action = draft.with_user(self.planner).action_inform_families()
        Household = self.env["huisbezoek.household"].with_user(self.planner)
        mine = Household.search(action["domain"])
        older = mine.filtered_domain([("protocol_state", "=", "older")])
        self.assertEqual(older, self.family_a.with_user(self.planner))
        for state, families in (
            ("older", self.family_a),
            ("none", self.family_b),
            ("informed", self.family_a.browse()),
            ("acknowledged", self.family_a.browse()),
        ):
            with self.subTest(state=state):
                found = Household.search(
                    [*action["domain"], ("protocol_state", "=", state)]
                )
                self.assertEqual(found, families.with_user(self.planner))
        self._inform(self.family_a)
        self.assertEqual(self.family_a.protocol_state, "informed")
        self.assertEqual(len(self.family_a.acknowledgement_ids), 2)

    def test_the_planner_is_told_of_a_new_version_and_nobody_else(self):
        draft = self._make_draft()
        mails = self.env["mail.mail"].search_count([])
        draft.action_activate()
        activity = draft.sudo().activity_ids
        self.assertEqual(activity.user_id, self.planner)
        self.assertEqual(activity.summary, "Inform the families of this version")
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)

    def test_a_visit_says_that_its_family_does_not_know_the_protocol(self):
        visit = self._create_visit()
        self.assertEqual(visit.with_user(self.anouk).protocol_state, "none")
        action = visit.with_user(self.anouk).action_inform()
        self.assertEqual(action["context"]["default_household_ids"], self.family_a.ids)
        self._inform(self.family_a)
        visit.invalidate_recordset()
        self.assertEqual(visit.with_user(self.anouk).protocol_state, "informed")

    def test_a_form_that_names_another_family_learns_nothing(self):
        self._inform(self.family_b)
        visit = self.env["huisbezoek.visit"].with_user(self.anouk)
        made = visit.new({"household_id": self.family_b.id})
        self.assertFalse(made.protocol_state)

    def test_bad_input(self):
        with self.assertRaisesRegex(ValidationError, "up to and including today"):
            self._inform(self.family_a, date=TODAY + timedelta(days=1))
        with self.assertRaisesRegex(UserError, "at least one family"):
            self.family_a.browse().action_inform()
        draft = self._make_draft()
        with self.assertRaises(ValidationError):
            self.env["huisbezoek.acknowledgement"].with_user(self.planner).create(
                {"household_id": self.family_a.id, "protocol_id": draft.id}
            )
        self.protocol.sudo().state = "archived"
        with self.assertRaisesRegex(UserError, "no active protocol"):
            self._inform(self.family_a)

    def test_a_list_of_families_costs_no_query_each(self):
        """The state is read for all families of a page at once."""
        group = self.group_1
        families = self.family_a.browse(
            [self._create_family(f"Kind{n}", "Zon", group)[1].id for n in range(20)]
        )
        self._inform(families[:10])
        counts = []
        for some in (families[:5], families[:5], families):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.with_user(self.planner).mapped("protocol_state")
            counts.append(self.env.cr.sql_log_count - before)
        # The first reading warms the caches of the rules.
        self.assertEqual(counts[1], counts[2])

    def test_recording_for_many_families_is_one_batch(self):
        group = self.group_1
        families = self.family_a.browse(
            [self._create_family(f"Kind{n}", "Zon", group)[1].id for n in range(20)]
        ).with_user(self.planner)
        Acknowledgement = self.env["huisbezoek.acknowledgement"].with_user(self.planner)
        self.env.flush_all()
        Acknowledgement._record(families[:1], TODAY, "letter", False)
        self.env.flush_all()
        counts = []
        for some in (families[1:3], families[3:]):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            Acknowledgement._record(some, TODAY, "letter", False)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_who_recorded_it_stays_and_the_days_make_sense(self):
        told = self._inform(self.family_a).with_user(self.planner)
        told.user_id = self.care
        self.assertEqual(told.user_id, self.planner)
        with self.assertRaises(ValidationError):
            told.acknowledged_date = "2001-01-01"
        dialog = self.env["huisbezoek.inform"].with_user(self.planner).create({})
        with self.assertRaisesRegex(UserError, "at least one family"):
            dialog.action_record()

    def test_a_visit_from_the_calendar_where_one_has_two_schools(self):
        """There is no default school then, and so no time of day."""
        self._give_role(self.planner, "planner", self.second_school)
        Visit = self.env["huisbezoek.visit"].with_user(self.planner)
        Visit.with_context(default_start="2026-12-01 15:00:00").onchange(
            {}, [], {name: {} for name in ("start", "school_id", "year_id")}
        )
