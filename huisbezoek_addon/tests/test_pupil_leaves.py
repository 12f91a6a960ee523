from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Date
from odoo.tests import Form, freeze_time, tagged

from .common import NOW, HuisbezoekCase

TODAY = NOW.date()
OPEN = ("todo", "invited", "planned", "on_hold")


class MovingCase(HuisbezoekCase):
    """Defne has a brother of Bram's group, and a visit by Anouk."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kerem = cls.env["huisbezoek.pupil"].create(
            {
                "school_id": cls.school.id,
                "first_name": "Kerem",
                "last_name": "Aydemir",
                "birth_date": "2019-02-01",
                "membership_ids": [Command.create({"group_id": cls.group_2.id})],
            }
        )
        cls.family_a.pupil_ids |= cls.kerem

    def _plan(self, days, **vals):
        start = NOW.replace(hour=14, minute=30) + timedelta(days=days)
        return self._create_visit(start=start, **vals)

    def _ask(self, model, pupils, user=None, **vals):
        dialog = self.env[f"huisbezoek.pupil.{model}"].with_user(user or self.planner)
        return dialog.create({"pupil_ids": pupils.ids, **vals})

    def _leave(self, pupils, last_day=TODAY, **vals):
        """Let pupils leave; return what the dialog said before."""
        dialog = self._ask("leave", pupils, last_day=last_day, **vals)
        said = dialog.cancelled_ids, dialog.continued_ids
        dialog.action_leave()
        return said

    def _activities(self, user):
        return self.env["mail.activity"].search([("user_id", "=", user.id)])


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestPupilLeaves(MovingCase):
    """A pupil leaves in the middle of the year, and visits follow (A2)."""

    def test_a_visit_to_nobody_is_cancelled(self):
        visit = self._plan(3, pupil_ids=[Command.set(self.defne.ids)])
        self.assertEqual(self._leave(self.defne), (visit, visit.browse()))
        self.assertEqual((visit.state, visit.outcome), ("cancelled", "by_school"))
        self.assertFalse(visit.sudo().event_id.active)
        self.assertEqual(self.defne.leave_date, TODAY)
        self.assertEqual(self.defne.membership_ids.date_to, TODAY)

    def test_a_visit_goes_on_with_a_brother_who_stays(self):
        visit = self._plan(3)
        self.assertEqual(visit.pupil_ids, self.defne | self.kerem)
        self.assertEqual(self._leave(self.defne), (visit.browse(), visit))
        self.assertEqual((visit.state, visit.pupil_ids), ("planned", self.kerem))

    def test_brothers_and_sisters_leave_together(self):
        visit = self._create_visit()
        self._leave(self.defne | self.kerem)
        self.assertEqual((visit.state, visit.outcome), ("cancelled", "by_school"))

    def test_in_the_other_household_likewise(self):
        other = self.family_a.copy({"pupil_ids": [Command.set(self.defne.ids)]})
        visits = self._create_visit() | self._create_visit(other)
        self._leave(self.defne)
        self.assertEqual(visits.mapped("state"), ["todo", "cancelled"])

    def test_a_last_day_to_come_hits_what_is_planned_after_it(self):
        before = self._plan(10, pupil_ids=[Command.set(self.defne.ids)])
        after = self._plan(12, pupil_ids=[Command.set(self.defne.ids)])
        on_hold = self._create_visit(pupil_ids=[Command.set(self.defne.ids)])
        on_hold.action_on_hold()
        self._leave(self.defne, TODAY + timedelta(days=11))
        self.assertEqual(
            [before.state, after.state, on_hold.state],
            ["planned", "cancelled", "on_hold"],
        )
        # What was not planned by then asks for attention.
        with freeze_time(NOW + timedelta(days=12)):
            self.env.invalidate_all()
            self.assertEqual(on_hold.attention, "pupil_left")

    def test_what_was_held_stays(self):
        visit = self._plan(-3)
        visit.action_hold()
        past = self._plan(-2, household=self.family_b)
        self._leave(self.defne | self.tijn)
        self.assertEqual(visit.pupil_ids, self.defne | self.kerem)
        self.assertEqual(past.state, "planned")

    def test_a_place_that_would_begin_later_goes(self):
        year = self.year._get_or_create_next()
        group = self.env["huisbezoek.group"].create(
            {"school_id": self.school.id, "year_id": year.id, "name": "2A"}
        )
        self.defne.membership_ids = [Command.create({"group_id": group.id})]
        self._leave(self.defne, date(2027, 3, 1))
        self.assertEqual(self.defne.membership_ids.group_id, self.group_1)
        self.assertEqual(self.defne.membership_ids.date_to, date(2027, 3, 1))

    def test_the_office_chooses_who_is_told(self):
        visit = self._plan(3)
        mails = self.env["mail.mail"].search_count([])
        self._leave(self.defne, tell_leads=False)
        self.assertFalse(self._activities(self.anouk) | self._activities(self.care))
        self._leave(self.kerem, tell_care=True)
        for user in (self.anouk, self.care):
            activity = self._activities(user)
            self.assertEqual(
                (activity.res_model, activity.res_id), (visit._name, visit.id)
            )
            self.assertEqual(activity.summary, "This visit was cancelled by the school")
            for name in ("Defne", "Kerem", "Aydemir"):
                self.assertNotIn(name, f"{activity.summary} {activity.res_name}")
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)

    def test_the_page_shows_what_would_happen_and_does_nothing(self):
        self._plan(3)
        action = self.defne.with_user(self.planner).action_leave()
        form = Form(
            self.env[action["res_model"]]
            .with_user(self.planner)
            .with_context(**action["context"])
        )
        self.assertEqual(len(form.continued_ids), 1)
        form.last_day = Date.add(TODAY, days=30)
        self.assertEqual(len(form.continued_ids), 0)
        self.assertFalse(self.defne.leave_date)

    def test_archiving_leads_to_the_same_page(self):
        pupil = self.defne.with_user(self.planner)
        self._create_visit()
        self.assertEqual(pupil.action_archive()["res_model"], "huisbezoek.pupil.leave")
        self.assertTrue(pupil.active)
        with self.assertRaisesRegex(UserError, "Ask the planner"):
            self.defne.with_user(self.care).action_archive()
        self.assertFalse(self.tijn.with_user(self.planner).action_archive())
        self.assertFalse(self.tijn.active)

    def test_who_left_is_archived_once_nothing_is_to_be_done(self):
        self._leave(self.tijn, TODAY)
        visit = self._plan(-2)
        self._leave(self.defne, TODAY - timedelta(days=1))
        Pupil = self.env["huisbezoek.pupil"]
        Pupil._cron_archive_left()
        self.assertTrue(self.tijn.active and self.defne.active)
        with freeze_time(NOW + timedelta(days=1)):
            Pupil._cron_archive_left()
            self.assertFalse(self.tijn.active)
            self.assertTrue(self.defne.active)
            visit.with_user(self.planner)._close("not_home")
            Pupil._cron_archive_left()
            self.assertFalse(self.defne.active)

    def test_only_the_office_lets_pupils_leave(self):
        self._create_visit()
        for user in (self.anouk, self.care, self.manager, self.colleague):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    self._ask("leave", self.defne, user).action_leave()
                with self.assertRaises(AccessError):
                    self._ask("move", self.defne, user, group_id=self.group_2.id)
        for user in (self.anouk, self.manager):
            with self.assertRaises(AccessError):
                self.defne.with_user(user)._leave(TODAY)

    def test_another_school_is_out_of_reach(self):
        second = self._create_user("paul", "planner", school=self.second_school)
        with self.assertRaises(AccessError):
            self._ask("leave", self.defne, second).action_leave()

    def test_who_is_new_this_year(self):
        Pupil = self.env["huisbezoek.pupil"].with_user(self.planner)
        new = [("is_new", "=", True)]
        # Nothing is known of an earlier year, so nobody is said to be new.
        self.assertFalse(Pupil.search(new))
        self.tijn.entry_date = "2026-10-05"
        self.assertEqual(Pupil.search(new), self.tijn)
        self.kerem.entry_date = "2024-08-20"
        past = self.env["huisbezoek.school.year"].create(
            {"school_id": self.school.id, "date_start": "2025-08-01"}
        )
        group = self.env["huisbezoek.group"].create(
            {"school_id": self.school.id, "year_id": past.id, "name": "1A"}
        )
        bo, _family = self._create_family("Bo", "Los", self.group_2)
        bo.membership_ids = [Command.create({"group_id": group.id})]
        self.assertEqual(Pupil.search(new), self.defne | self.tijn)
        self.assertTrue(self.defne.is_new)
        self.assertEqual(Pupil.search([("is_new", "=", False)]), self.kerem | bo)


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestGroupChange(MovingCase):
    """A pupil goes to another group, and visits follow (A2)."""

    def _move(self, pupils, group, day=TODAY, **vals):
        self._ask("move", pupils, group_id=group.id, day=day, **vals).action_move()

    def _get_places(self, pupil):
        return [
            (place.group_id.name, place.grade, place.date_from, place.date_to)
            for place in pupil.membership_ids.sorted("date_from")
        ]

    def test_the_old_place_ends_and_the_new_one_begins(self):
        self._move(self.defne, self.group_2, date(2026, 11, 30))
        self.assertEqual(
            self._get_places(self.defne),
            [
                ("1A", "1", date(2026, 8, 1), date(2026, 11, 29)),
                ("2A", "2", date(2026, 11, 30), date(2027, 7, 31)),
            ],
        )
        self._move(self.defne, self.group_2, date(2026, 11, 30))
        self.assertEqual(len(self.defne.membership_ids), 2)

    def test_from_the_first_day_on_there_never_was_another(self):
        self._move(self.defne, self.group_2, date(2026, 8, 1))
        self.assertEqual(
            self._get_places(self.defne),
            [("2A", "2", date(2026, 8, 1), date(2027, 7, 31))],
        )

    def test_who_had_no_group_gets_one_until_leaving(self):
        self.tijn.membership_ids.unlink()
        self.tijn.leave_date = "2027-01-15"
        self._move(self.tijn, self.group_1)
        self.assertEqual(
            self._get_places(self.tijn), [("1A", "1", TODAY, date(2027, 1, 15))]
        )

    def test_visits_go_to_the_new_teacher(self):
        family = [Command.set(self.defne.ids)]
        todo = self._create_visit(pupil_ids=family)
        planned = self._plan(9, pupil_ids=family)
        before = self._plan(1, pupil_ids=family)
        self._move(self.defne, self.group_2, TODAY + timedelta(days=2))
        self.assertEqual((todo | planned).lead_id, self.emp_bram)
        self.assertEqual(before.lead_id, self.emp_anouk)
        self.assertEqual(planned.sudo().event_id.user_id, self.bram)

    def test_visits_may_stay(self):
        visit = self._create_visit(pupil_ids=[Command.set(self.defne.ids)])
        self._move(self.defne, self.group_2, visits="stay")
        self.assertEqual(visit.lead_id, self.emp_anouk)
        self.assertEqual(visit.with_user(self.planner).attention, "lead_gone")

    def test_who_still_teaches_the_brother_keeps_the_visit(self):
        visit = self._create_visit()
        self._move(self.kerem, self._create_group("3A", "3", self.emp_colleague))
        self.assertEqual(visit.lead_id, self.emp_anouk)
        self._move(self.defne, self.group_2)
        self.assertEqual(visit.lead_id, self.emp_bram)

    def test_a_colleague_who_was_asked_to_lead_keeps_the_visit(self):
        visit = self._create_visit(lead=self.emp_colleague)
        self._move(
            self.defne | self.kerem, self._create_group("3A", "3", self.emp_bram)
        )
        self.assertEqual(visit.lead_id, self.emp_colleague)

    def test_a_new_group_without_teacher_leaves_the_visit(self):
        visit = self._create_visit(pupil_ids=[Command.set(self.defne.ids)])
        self._move(self.defne, self._create_group("3A", "3"))
        self.assertEqual(visit.lead_id, self.emp_anouk)

    def test_the_care_coordinator_may_be_told(self):
        visit = self._create_visit(pupil_ids=[Command.set(self.defne.ids)])
        self._move(self.defne, self.group_2, tell_care=True)
        activity = self._activities(self.care)
        self.assertEqual(activity.res_id, visit.id)
        self.assertEqual(activity.summary, "This visit has another lead")

    def test_what_cannot_be(self):
        language = self._create_group("Taal", False)
        language.is_composite = True
        other = self._create_group("1X", "1", school=self.second_school)
        for group, day, message in (
            (language, TODAY, "next to the base groups"),
            (other, TODAY, "pupils' own school"),
            (self.group_2, date(2027, 8, 1), "school year of the group"),
        ):
            with self.subTest(message), self.assertRaisesRegex(UserError, message):
                self.defne.with_user(self.planner)._change_group(
                    group.with_user(self.planner).sudo(), day
                )


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestTeacherLeaves(MovingCase):
    """A teacher goes, and others take the groups and the visits over (A2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.teacher_anouk = cls.group_1.teaching_ids.teacher_id
        cls.teacher_bram = cls.group_2.teaching_ids.teacher_id
        cls.new = cls.env["huisbezoek.teacher"].create(
            {
                "school_id": cls.school.id,
                "name": "Nina",
                "employee_id": cls.emp_colleague.id,
            }
        )

    def _hand_over(self, teacher, successors, last_day=TODAY, user=None, **vals):
        action = teacher.with_user(user or self.planner).action_hand_over_groups()
        dialog = self.env[action["res_model"]].with_user(user or self.planner)
        dialog = dialog.with_context(**action["context"]).create(
            {"last_day": last_day, "successor_ids": successors.ids, **vals}
        )
        dialog.action_hand_over()
        return dialog

    def _get_teachings(self, group):
        return {(t.teacher_id.name, t.date_from, t.date_to) for t in group.teaching_ids}

    def test_groups_and_visits_go_to_the_successor(self):
        todo, planned = self._create_visit(), self._plan(9)
        own = self._plan(0)
        dialog = self._hand_over(self.teacher_anouk, self.new)
        self.assertEqual(dialog.group_ids, self.group_1)
        self.assertEqual(dialog.visit_count, 0)
        self.assertEqual(
            self._get_teachings(self.group_1),
            {
                ("Anouk", date(2026, 8, 1), TODAY),
                ("Nina", TODAY + timedelta(days=1), date(2027, 7, 31)),
            },
        )
        self.assertEqual((todo | planned).lead_id, self.emp_colleague)
        self.assertEqual(own.lead_id, self.emp_anouk)

    def test_two_take_over_together(self):
        visits = self._create_visit() | self._create_visit(
            self.family_b, self.emp_anouk
        )
        self._hand_over(self.teacher_anouk, self.new | self.teacher_bram)
        self.assertEqual(
            set(self.group_1.teaching_ids.teacher_id.mapped("name")),
            {"Anouk", "Nina", "Bram"},
        )
        self.assertEqual(visits.lead_id, self.emp_colleague | self.emp_bram)

    def test_one_group_goes_and_the_other_stays(self):
        self.group_2.teaching_ids = [
            Command.create({"teacher_id": self.teacher_anouk.id})
        ]
        first = self._create_visit(pupil_ids=[Command.set(self.defne.ids)])
        second = self._create_visit(self.family_b, self.emp_anouk)
        teaching = self.group_1.teaching_ids.with_user(self.planner)
        action = teaching.action_hand_over_groups()
        form = Form(
            self.env[action["res_model"]]
            .with_user(self.planner)
            .with_context(**action["context"])
        )
        self.assertEqual(form.group_ids.ids, self.group_1.ids)
        self.assertEqual(form.visit_count, 1)
        form.successor_ids.add(self.new)
        form.save().action_hand_over()
        self.assertEqual(first.lead_id, self.emp_colleague)
        self.assertEqual(second.lead_id, self.emp_anouk)
        self.assertEqual(len(self.group_2.teaching_ids), 2)

    def test_twice_is_once_and_a_year_to_come_goes_along(self):
        year = self.year._get_or_create_next()
        group = self.env["huisbezoek.group"].create(
            {
                "school_id": self.school.id,
                "year_id": year.id,
                "name": "1A",
                "teaching_ids": [Command.create({"teacher_id": self.teacher_anouk.id})],
            }
        )
        for _again in range(2):
            self._hand_over(
                self.teacher_anouk,
                self.new,
                group_ids=[Command.set((self.group_1 | group).ids)],
            )
        days = (date(2027, 8, 1), date(2028, 7, 31))
        self.assertEqual(self._get_teachings(group), {("Nina", *days)})
        self.assertEqual(len(self.group_1.teaching_ids), 2)

    def test_nobody_known_yet(self):
        visit = self._create_visit()
        nobody = self.new.browse()
        with self.assertRaisesRegex(UserError, "no successor who can lead"):
            self._hand_over(self.teacher_anouk, nobody)
        self._hand_over(self.teacher_anouk, nobody, with_visits=False)
        self.assertEqual(self.group_1.teaching_ids.date_to, TODAY)
        self.assertEqual(visit.lead_id, self.emp_anouk)

    def test_what_cannot_be(self):
        with self.assertRaisesRegex(UserError, "other teachers of the same school"):
            self._hand_over(self.teacher_anouk, self.teacher_anouk)

    def test_a_successor_who_was_archived_leads_nothing(self):
        visit = self._create_visit()
        self.emp_colleague.active = False
        with self.assertRaisesRegex(UserError, "no successor who can lead"):
            self._hand_over(self.teacher_anouk, self.new)
        self.assertEqual(visit.lead_id, self.emp_anouk)

    def test_only_the_office_hands_groups_over(self):
        for user in (self.anouk, self.care, self.manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._hand_over(self.teacher_anouk, self.new, user=user)
        with self.assertRaises(AccessError):
            self.teacher_anouk.with_user(self.anouk)._hand_over_groups(
                self.group_1, TODAY, self.new
            )
