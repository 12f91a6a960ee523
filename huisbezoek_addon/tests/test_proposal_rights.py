from datetime import datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import NOW
from .proposal_common import ProposalCase


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestProposalRights(ProposalCase):
    """Proposals are the planner's, and what follows in them is nobody's to say."""

    def test_no_line_is_made_of_a_visit_that_one_may_not_plan(self):
        one = self._propose()
        group = self._create_group("1B", "1", self.emp_bram, self.second_school)
        family = self._create_family("Femke", "Quispel", group)[1]
        foreign = self.env["huisbezoek.visit"].create(
            {"school_id": self.second_school.id, "household_id": family.id}
        )
        values = {"proposal_id": one.id, "visit_id": foreign.id}
        Line = self.env["huisbezoek.proposal.line"]
        with self.assertRaises(AccessError):
            Line.with_user(self.planner).create(values)
        with self.assertRaisesRegex(UserError, "one school"):
            Line.create(values)

    def test_only_planners_see_proposals(self):
        one = self._propose()
        for user in (self.anouk, self.care, self.manager, self.admin, self.colleague):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                one.with_user(user).read(["state"])
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                one.line_ids.with_user(user).read(["start"])

    # === BESIDE A PROPOSAL === #

    def test_who_goes_can_change_while_the_visit_stands_in_a_proposal(self):
        """Whoever changes the visit reads no proposals, and need not know of one."""
        line = self._propose().line_ids[0]
        saskia = self._create_employee(self._create_user("saskia", "teacher"))
        teacher = self.env["huisbezoek.teacher"].create(
            {"school_id": self.school.id, "name": "Saskia", "employee_id": saskia.id}
        )
        self.group_1.teaching_ids = [Command.create({"teacher_id": teacher.id})]
        for user, employee in ((self.anouk, saskia), (self.care, self.emp_bram)):
            self.env.flush_all()
            self.env.invalidate_all()
            visit = line.visit_id.with_user(user).sudo(False)
            visit._hand_over(employee)
            visit.env.flush_all()
            self.assertEqual(line.sudo().lead_id, employee)

    def test_a_teacher_takes_a_companion_along_and_plans_himself(self):
        line = self._propose().line_ids[0]
        self.env.flush_all()
        self.env.invalidate_all()
        visit = line.visit_id.with_user(self.anouk).sudo(False)
        visit.companion_ids = self.emp_bram.ids
        visit.start = "2026-12-02 14:30:00"
        visit.env.flush_all()
        self.assertEqual(visit.state, "planned")

    # === FORGING === #

    def _create_stranger(self):
        """Return a visit of another board, whose teacher is on leave a day."""
        group = self._create_group("9Z", "1", school=self.other_school)
        family = self._create_family("Zed", "Zed", group)[1]
        user = self._create_user("strange", "teacher", self.other_school)
        employee = self._create_employee(user)
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Leave",
                "resource_id": employee.resource_id.id,
                "company_id": self.other_company.id,
                "date_from": "2026-12-02 23:00:00",
                "date_to": "2026-12-03 22:59:59",
            }
        )
        return self.env["huisbezoek.visit"].create(
            {
                "school_id": self.other_school.id,
                "household_id": family.id,
                "lead_id": employee.id,
            }
        )

    def test_a_line_stays_with_its_visit(self):
        """Moving a line that points elsewhere would tell who is away there."""
        stranger = self._create_stranger()
        line = self._propose().line_ids[0]
        visit = line.visit_id
        line.write({"visit_id": stranger.id, "start": datetime(2026, 12, 3, 14, 30)})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(line.visit_id, visit)
        self.assertEqual(line.start, datetime(2026, 12, 3, 14, 30))
        self.assertNotIn("absent", str(line.warning_codes))

    def test_a_client_gives_a_time_and_nothing_that_follows(self):
        one, other = self._propose(), self._propose()
        line = one.line_ids[0]
        stop = line.stop
        reason = ["no_windows", {"person": self.emp_colleague.id, "remedy": "x"}]
        forged = {
            "reason": reason,
            "warning_codes": [["closed", {"day": "A forged day"}]],
            "proposal_id": other.id,
            "school_id": self.second_school.id,
            "lead_id": self.emp_colleague.id,
            "stop": datetime(2030, 1, 1),
        }
        line.write(forged)
        one.write({"line_ids": [Command.update(line.id, forged)]})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((line.proposal_id, line.school_id), (one, self.school))
        self.assertEqual((line.lead_id, line.stop), (self.emp_anouk, stop))
        self.assertFalse(line.reason or line.warning_codes)

    def test_nor_does_he_when_he_makes_one(self):
        one = self._propose()
        visit = self._create_visit(self.family_b, self.emp_bram)
        reason = ["no_windows", {"person": self.emp_colleague.id, "remedy": "x"}]
        Line = self.env["huisbezoek.proposal.line"].with_user(self.planner)
        values = {"proposal_id": one.id, "visit_id": visit.id, "reason": reason}
        line = Line.with_context(default_warning_codes=[["visited", {}]]).create(values)
        self.assertFalse(line.reason or line.warning_codes)
        line.unlink()
        line = Line.create({**values, "start": "2026-12-05 10:00:00"})
        self.assertIn("visit hours", line.warning)

    def test_no_time_joins_a_proposal_that_was_applied(self):
        one = self._propose()
        one.action_apply()
        visit = self._create_visit(self.family_b, self.emp_bram)
        with self.assertRaisesRegex(UserError, "have been applied"):
            self.env["huisbezoek.proposal.line"].with_user(self.planner).create(
                {
                    "proposal_id": one.id,
                    "visit_id": visit.id,
                    "start": "2026-12-08 14:30:00",
                }
            )

    def test_the_round_is_one_of_the_same_school(self):
        values = {
            "school_id": self.school.id,
            "date_from": "2026-12-01",
            "date_to": "2026-12-11",
        }
        Round = self.env["huisbezoek.round"]
        Proposal = self.env["huisbezoek.proposal"].with_user(self.planner)
        for school in (self.second_school, self.other_school):
            round_ = Round.create({"school_id": school.id})
            self.env.invalidate_all()
            with self.subTest(school=school.name):
                with self.assertRaisesRegex(ValidationError, "own school"):
                    Proposal.create({**values, "round_id": round_.id})
                with self.assertRaisesRegex(ValidationError, "own school"):
                    self._propose().round_id = round_

    def test_who_applied_it_and_when_is_nobody_s_to_say(self):
        one = self._propose()
        forged = {"applied_by_id": self.bram.id, "applied_date": NOW}
        with self.assertRaises(AccessError):
            one.write(forged)
        values = {
            "school_id": self.school.id,
            "date_from": "2026-12-01",
            "date_to": "2026-12-11",
        }
        made = one.with_context(default_applied_by_id=self.bram.id)
        made = made.create({**values, **forged})
        self.assertFalse(made.applied_by_id or made.applied_date)
