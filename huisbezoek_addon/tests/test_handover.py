from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from ..logic import planning
from .common import NOW
from .handover_common import HOUR, THURSDAY, WEDNESDAY, HandoverCase


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestHandover(HandoverCase):
    """A teacher's open visits go to colleagues in one step (C7)."""

    # === THE MAIN PATH === #

    def test_planner_hands_over_all_open_visits_of_who_is_ill(self):
        visits = self._create_more(3)
        visits |= self._create_visit(start=WEDNESDAY)
        action = self.teacher_anouk.with_user(self.planner).action_hand_over()
        dialog = Form(
            self.env[action["res_model"]]
            .with_user(self.planner)
            .with_context(**action["context"])
        )
        self.assertEqual(dialog.visit_ids.ids, visits.sorted().ids)
        # Who teaches the group too is proposed.
        self.assertEqual(dialog.employee_ids.ids, self.emp_saskia.ids)
        notice = dialog.save().action_hand_over()["params"]
        self.assertEqual(visits.lead_id, self.emp_saskia)
        self.assertIn("handed over: 4.", notice["message"])
        self.assertEqual(visits.mapped("state").count("planned"), 1)

    def test_spread_evenly_counting_what_each_has(self):
        self._create_visit(self.family_b, self.emp_bram)
        visits = self._create_more(5)
        self._hand_over(visits, self.emp_bram, self.emp_saskia)
        leads = visits.mapped(lambda v: v.lead_id.name)
        self.assertEqual((leads.count("Bram"), leads.count("Saskia")), (2, 3))

    def test_the_norm_of_the_round_counts(self):
        long = self._create_visit(self.family_b, self.emp_bram)
        long.round_id = self.env["huisbezoek.round"].create(
            {"school_id": self.school.id, "norm_hours": 6.0}
        )
        visits = self._create_more(3)
        self._hand_over(visits, self.emp_bram, self.emp_saskia)
        self.assertEqual(visits.lead_id, self.emp_saskia)

    def test_brothers_and_sisters_go_to_one_colleague(self):
        sister, father = self._create_family("Elif", "Aydemir", self.group_2)
        father.pupil_ids |= self.defne
        visits = self._create_visit() | self._create_visit(father)
        visits |= self._create_more(2)
        self._hand_over(visits, self.emp_bram, self.emp_saskia)
        self.assertEqual(len(visits[:2].lead_id), 1)

    def test_all_that_is_open_and_nothing_else(self):
        todo, hold, planned, held, closed = self._create_more(5)
        planned.start = WEDNESDAY
        hold.with_user(self.planner).action_on_hold()
        held.start = NOW - timedelta(days=3)
        held.with_user(self.planner).action_hold()
        closed.with_user(self.planner)._close("by_parents")
        visits = todo | hold | planned | held | closed
        done = self._hand_over(visits, self.emp_bram)
        self.assertEqual(done["handed_over"], todo | hold | planned)
        self.assertEqual((held | closed).lead_id, self.emp_anouk)
        self.assertEqual(hold.state, "on_hold")

    # === TIMES === #

    def test_a_visit_keeps_its_time_where_the_new_lead_is_free(self):
        visit = self._create_visit(start=WEDNESDAY)
        done = self._hand_over(visit, self.emp_bram)
        self.assertEqual(done["kept"], visit)
        self.assertEqual((visit.state, visit.start), ("planned", WEDNESDAY))
        self.assertEqual(self._occupied(self.emp_bram), {WEDNESDAY})
        self.assertEqual(self._occupied(self.emp_anouk), set())

    def test_otherwise_it_is_to_be_planned_again(self):
        self._create_visit(self.family_b, self.emp_bram, start=WEDNESDAY)
        clashing = self._create_visit(start=WEDNESDAY + timedelta(minutes=30))
        fitting = self._create_more(1, start=THURSDAY)
        done = self._hand_over(clashing | fitting, self.emp_bram)
        self.assertEqual(done["to_plan"], clashing)
        self.assertEqual((clashing.state, clashing.start), ("todo", False))
        self.assertEqual(clashing.lead_id, self.emp_bram)
        self.assertEqual(fitting.state, "planned")

    def test_an_appointment_leave_or_a_free_day_is_not_free_either(self):
        self.env["calendar.event"].with_user(self.bram).create(
            {"name": "Dentist", "start": WEDNESDAY, "stop": WEDNESDAY + HOUR}
        )
        self.env["resource.calendar.leaves"].create(
            {
                "resource_id": self.emp_bram.resource_id.id,
                "date_from": THURSDAY - 6 * HOUR,
                "date_to": THURSDAY + 6 * HOUR,
            }
        )
        visits = self._create_more(4)
        # Wednesday, Thursday, Friday and Saturday.
        for number, visit in enumerate(visits):
            visit.start = WEDNESDAY + timedelta(days=number)
        done = self._hand_over(visits, self.emp_bram)
        self.assertEqual(done["kept"], visits[2])

    def test_two_visits_at_once_are_never_one_persons(self):
        first = self._create_visit(start=WEDNESDAY)
        second = self._create_visit(self.family_b, self.emp_bram, start=WEDNESDAY)
        done = self._hand_over(first | second, self.emp_saskia)
        self.assertEqual(len(done["kept"]), 1)
        self.assertEqual(len(done["to_plan"]), 1)

    def test_the_way_between_two_homes_is_left(self):
        """Two leads hand over to one, back to back at two addresses."""
        first = self._create_visit(start=WEDNESDAY)
        second = self._create_visit(self.family_b, self.emp_bram, start=first.stop)
        later = self._create_more(1, start=first.stop + HOUR / 2)
        done = self._hand_over(second | later | first, self.emp_saskia)
        self.assertEqual(done["kept"], first | later)
        self.assertFalse((first | later).filtered("planning_warning"))

    def test_so_is_the_way_from_what_one_leads_already(self):
        own = self._create_visit(self.family_b, self.emp_bram, start=WEDNESDAY)
        coming = self._create_visit(start=own.stop)
        done = self._hand_over(own | coming, self.emp_bram)
        self.assertEqual((done["handed_over"], done["to_plan"]), (coming, coming))
        self.assertEqual(own.state, "planned")

    def test_no_more_in_a_week_than_the_round_says(self):
        visits = self._create_more(3)
        visits.round_id = self.env["huisbezoek.round"].create(
            {"school_id": self.school.id, "week_limit": 2}
        )
        for number, visit in enumerate(visits):
            visit.start = WEDNESDAY + timedelta(days=number)
        done = self._hand_over(visits, self.emp_saskia)
        self.assertEqual(done["kept"], visits[:2])

    def test_plan_all_again(self):
        visits = self._create_visit(start=WEDNESDAY) | self._create_more(1)
        dialog = self._open_dialog(visits)
        dialog.times = "again"
        notice = dialog.save().action_hand_over()["params"]
        self.assertEqual(visits.mapped("state"), ["todo", "todo"])
        self.assertIn("same time: 0; to be planned again: 1", notice["message"])
        self.assertTrue(notice["sticky"])

    # === WHO GOES ALONG === #

    def test_companions_stay_asked(self):
        visit = self._create_visit(start=WEDNESDAY)
        visit.companion_ids = [Command.set(self.emp_colleague.ids)]
        place = visit.visitor_ids.filtered(lambda v: v.kind == "companion")
        self._hand_over(visit, self.emp_bram)
        self.assertEqual(place.exists().state, "asked")
        people = self.bram.partner_id | self.colleague.partner_id
        self.assertEqual(visit.sudo().event_id.partner_ids, people)

    def test_a_companion_becomes_the_lead(self):
        visit = self._create_visit(start=WEDNESDAY)
        visit.companion_ids = [Command.set(self.emp_bram.ids)]
        done = self._hand_over(visit, self.emp_bram)
        self.assertEqual(done["kept"], visit)
        self.assertEqual(visit.visitor_ids.mapped("kind"), ["lead"])
        self.assertFalse(visit.companion_ids)

    def test_a_companion_who_could_not_come_then_gets_another_time(self):
        visit = self._create_visit(start=WEDNESDAY)
        visit.companion_ids = [Command.set(self.emp_bram.ids)]
        place = visit.visitor_ids.filtered(lambda v: v.kind == "companion")
        place.with_user(self.bram).action_decline()
        done = self._hand_over(visit, self.emp_bram)
        self.assertEqual(done["to_plan"], visit)

    def test_nobody_is_his_own_back_up(self):
        self.school.backup_id = self.emp_colleague
        visit = self._create_visit(backup_id=self.emp_bram.id)
        self._hand_over(visit, self.emp_bram)
        self.assertEqual(visit.backup_id, self.emp_colleague)

    # === WHO MAY, AND TO WHOM === #

    def test_teacher_hands_her_own_visits_to_who_teaches_the_pupils_too(self):
        visits = self._create_more(2) | self._create_visit(start=WEDNESDAY)
        dialog = self._open_dialog(visits, self.anouk)
        self.assertEqual(dialog.possible_ids.ids, self.emp_saskia.ids)
        dialog.save().action_hand_over()
        self.assertEqual(visits.lead_id, self.emp_saskia)

    def test_teacher_hands_nothing_to_others(self):
        visits = self._create_more(2)
        with self.assertRaisesRegex(UserError, "none of these.*: 2 of these visits"):
            self._hand_over(visits, self.emp_bram, user=self.anouk)

    def test_teacher_hands_over_no_visits_of_colleagues(self):
        visits = self._create_more(2) | self._create_visit(lead=self.emp_saskia)
        with self.assertRaisesRegex(UserError, "somebody else: 1 of these visits"):
            self._hand_over(visits, self.emp_saskia, user=self.anouk)
        self.assertEqual(visits[:2].lead_id, self.emp_anouk)

    def test_care_coordinator_hands_over(self):
        visits = self._create_more(2)
        self._hand_over(visits, self.emp_bram, user=self.care)
        self.assertEqual(visits.lead_id, self.emp_bram)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_nobody_else_does(self):
        visit = self._create_visit()
        piet = self._create_user("piet", "planner", self.second_school)
        for user in (self.bram, self.colleague, self.manager, self.admin, piet):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self._hand_over(visit, self.emp_bram, user=user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["huisbezoek.visit.handover"].with_user(user).create(
                    {
                        "visit_ids": visit.ids,
                        "employee_ids": self.emp_bram.ids,
                    }
                )
        self.assertEqual(visit.lead_id, self.emp_anouk)

    def test_of_nobody_to_nobody_and_of_two_schools(self):
        visit = self._create_visit()
        group = self._create_group("1X", "1", school=self.second_school)
        _pupil, family = self._create_family("Femke", "Visser", group)
        self._give_role(self.planner, "planner", self.second_school)
        other = self._create_visit(family, start=False)
        for visits, employee, words in (
            (visit, self.env["hr.employee"], "at least one colleague"),
            (visit.browse(), self.emp_bram, "None of these visits"),
            (visit | other, self.emp_bram, "one school at a time"),
        ):
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                self._hand_over(visits, employee)

    def test_a_teacher_without_open_visits(self):
        with self.assertRaisesRegex(UserError, "Anouk: no open visits"):
            self.teacher_anouk.with_user(self.planner).action_hand_over()

    def test_somebody_without_a_calendar_is_named_with_the_remedy(self):
        walker = self.env["hr.employee"].create(
            {"name": "Wim", "company_id": self.company.id}
        )
        walker.work_contact_id = False
        visit = self._create_visit(start=WEDNESDAY)
        with self.assertRaisesRegex(UserError, "Wim has no user and no work contact"):
            self._hand_over(visit, walker)

    def test_one_that_cannot_be_handed_over_refuses_all(self):
        """Nothing is half done: here somebody was booked at the same moment."""
        visits = self._create_visit(start=WEDNESDAY) | self._create_more(1)
        other = self._create_visit(self.family_b, self.emp_bram, start=WEDNESDAY)
        self.patch(planning, "is_free", lambda *_slot: True)
        with (
            self.assertRaisesRegex(UserError, "Bram is on another visit"),
            self.env.cr.savepoint(),
        ):
            self._hand_over(visits, self.emp_bram)
        self.env.invalidate_all()
        self.assertEqual(visits.lead_id, self.emp_anouk)
        self.assertEqual(other.lead_id, self.emp_bram)
