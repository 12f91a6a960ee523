from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_mail_server import MailDeliveryException
from odoo.addons.mail.tests.common import MailCase

from ..logic.guide import STEPS
from .common import NOW, HuisbezoekCase


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestFirstSteps(HuisbezoekCase, MailCase):
    """Whoever sets up a school meets one page that knows what is done (K5)."""

    def _open(self, user, school=None):
        Setup = self.env["huisbezoek.setup"].with_user(user)
        setup = Setup.browse(Setup.action_open()["res_id"])
        setup.school_id = school or setup.school_id
        return setup

    def test_administrator_without_any_role_begins_with_an_open_page(self):
        company = self.env["res.company"].create({"name": "Board Three"})
        self.admin.write({"company_ids": company.ids, "company_id": company.id})
        setup = self._open(self.admin).with_context(allowed_company_ids=company.ids)
        self.assertTrue(setup.can_administer)
        self.assertFalse(setup.can_plan)
        self.assertEqual((setup.done_count, setup.step_count), (0, 6))
        dialog = setup.action_school()
        self.assertFalse(dialog["res_id"])
        self.assertEqual(dialog["context"]["default_name"], "Board Three")

    def test_school_made_in_the_dialog_is_what_the_page_goes_on_with(self):
        company = self.env["res.company"].create({"name": "Board Three"})
        self.admin.write({"company_ids": company.ids, "company_id": company.id})
        setup = self._open(self.admin)
        self.env["huisbezoek.school"].with_user(self.admin).create(
            {"name": "De Wilg", "city": "Assen"}
        )
        self.env.invalidate_all()
        self.assertEqual(setup.name, "De Wilg")
        self.assertTrue(setup.is_school_done)

    def test_steps_follow_from_what_is_there(self):
        setup = self._open(self.admin, self.school)
        self.assertEqual(setup.name, "De Linde")
        self.assertTrue(setup.is_school_done)
        self.assertTrue(setup.is_roles_done)
        self.assertEqual(setup.planner_names, "Petra")
        self.assertTrue(setup.is_pupils_done)
        self.assertTrue(setup.is_families_done)
        self.assertFalse(setup.is_hours_done)
        self.assertFalse(setup.is_mail_done)

    def test_each_school_has_steps_of_its_own(self):
        setup = self._open(self.admin, self.second_school)
        self.assertTrue(setup.has_several)
        self.assertFalse(setup.is_roles_done)
        self.assertFalse(setup.is_pupils_done)

    def test_hours_are_accepted_with_one_click_or_by_setting_them(self):
        setup = self._open(self.admin, self.school)
        setup.action_accept_hours()
        self.assertTrue(setup.is_hours_done)
        self.second_school.evening_to = 20.0
        self.assertTrue(self.second_school.hours_accepted)

    def test_planner_meets_his_own_steps(self):
        setup = self._open(self.planner)
        self.assertFalse(setup.can_administer)
        self.assertTrue(setup.can_plan)
        self.assertEqual((setup.done_count, setup.step_count), (2, 2))
        self.assertEqual(setup.read()[0]["planner_names"], "Petra")
        with self.assertRaises(AccessError):
            setup.action_accept_hours()
        with self.assertRaises(AccessError):
            setup.action_send_test_mail()

    def test_management_meets_what_it_steers(self):
        """Who does what and whether the office is ready; it sets nothing up."""
        setup = self._open(self.manager)
        self.assertEqual(setup.name, "De Linde")
        self.assertFalse(setup.can_administer)
        self.assertTrue(setup.can_manage)
        self.assertEqual((setup.done_count, setup.step_count), (3, 3))
        self.assertEqual(setup.action_roles()["res_model"], "huisbezoek.role")
        with self.assertRaises(AccessError):
            setup.action_accept_hours()
        with self.assertRaises(AccessError):
            self.env["huisbezoek.role"].with_user(self.manager).create(
                {
                    "user_id": self.colleague.id,
                    "role": "planner",
                    "school_id": self.school.id,
                }
            )

    def test_five_steps_tell_how_far_they_are_and_what_is_next(self):
        setup = self._open(self.manager)
        rows = setup.guide_step_ids
        self.assertEqual(rows.mapped("step"), list(STEPS))
        self.assertEqual(sum(rows.mapped("item_count")), 25)
        vision = rows[0]
        self.assertEqual((vision.done_count, vision.item_count), (0, 3))
        self.assertIn("vision", vision.next_name)
        items = self.env["huisbezoek.guide.item"].search(
            [("school_id", "=", self.school.id), ("step", "=", "vision")]
        )
        items[0].action_done()
        items[1].action_skip()
        self.env.invalidate_all()
        self.assertEqual((vision.done_count, vision.item_count), (1, 2))
        self.assertEqual(vision.next_name, items[2].name)
        items[2].action_done()
        self.env.invalidate_all()
        self.assertEqual((vision.done_count, vision.item_count), (2, 2))
        self.assertFalse(vision.next_name)
        # The page's own steps are counted apart from those of the guide.
        self.assertEqual((setup.done_count, setup.step_count), (3, 3))

    def test_step_opens_the_guide_of_its_school(self):
        setup = self._open(self.admin, self.second_school)
        action = setup.guide_step_ids[2].action_open_guide()
        self.assertEqual(action["domain"], [("school_id", "=", self.second_school.id)])
        self.assertEqual(action["context"]["search_default_step"], "rails")

    def test_page_follows_the_school_that_is_chosen(self):
        form = Form(self._open(self.admin, self.school))
        self.assertEqual(form.name, "De Linde")
        form.school_id = self.second_school
        self.assertEqual((form.name, form.done_count), ("De Brug", 1))
        self.assertEqual(len(form.guide_step_ids._records), 5)

    def test_steps_of_another_school_are_not_told(self):
        setup = self._open(self.manager, self.second_school)
        self.assertEqual(setup.name, "De Linde")
        setup = self._open(self.admin, self.second_school)
        self.env["huisbezoek.guide.item"].search(
            [("school_id", "=", self.school.id)]
        ).action_skip()
        self.assertEqual(sum(setup.guide_step_ids.mapped("item_count")), 25)

    def test_colleague_without_role_does_not_open_it(self):
        with self.assertRaises(AccessError):
            self._open(self.colleague)
        with self.assertRaises(AccessError):
            self._open(self.anouk)

    def test_planner_learns_nothing_of_a_school_that_is_not_his(self):
        setup = self._open(self.planner, self.other_school)
        self.assertEqual(setup.name, "De Linde")

    def test_page_costs_the_same_however_many_families(self):
        for index in range(3):
            self._create_family(f"Kind{index}", "Jansen", self.group_1)
        setup = self._open(self.admin, self.school)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(19):
            setup.read(["is_pupils_done", "done_count", "planner_names"])

    def test_five_steps_cost_the_same_however_many_items(self):
        setup = self._open(self.admin, self.school)
        for number in range(20):
            setup.guide_step_ids.env["huisbezoek.guide.item"].create(
                {"name": f"Own {number}", "school_id": self.school.id}
            )
        self.env.flush_all()
        self.env.invalidate_all()
        # One or two for each thing that the data tell, whatever the number of items.
        with self.assertQueryCount(27):
            setup.guide_step_ids.read(["done_count", "item_count", "next_name"])


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestTestMail(HuisbezoekCase, MailCase):
    """A test mail shows that families can be reached, before one is (K5)."""

    def setUp(self):
        super().setUp()
        self.admin.email = "iris@board.example"
        self.school.write(
            {"sender_email": "office@linde.example", "reply_to": "post@linde.example"}
        )
        self.mine = self.school.with_user(self.admin)

    def test_mail_goes_out_as_families_will_get_it(self):
        partners = self.env["res.partner"].with_context(active_test=False)
        before = partners.search_count([])
        with self.mock_mail_gateway():
            outcome = self.mine.action_send_test_mail()
        self.assertEqual(outcome["params"]["type"], "success")
        self.assertIn("iris@board.example", outcome["params"]["message"])
        [mail] = self._mails
        self.assertEqual(mail["email_from"], '"De Linde" <office@linde.example>')
        self.assertEqual(mail["reply_to"], "post@linde.example")
        self.assertEqual(mail["email_to"], ["iris@board.example"])
        self.assertTrue(self.school.mail_tested_on)
        self.assertEqual(partners.search_count([]), before)

    def test_failure_is_told_and_leaves_the_step_open(self):
        with (
            self.mock_mail_gateway(),
            mute_logger("odoo.addons.mail.models.mail_mail"),
        ):
            self.send_email_mocked.side_effect = MailDeliveryException("no server")
            outcome = self.mine.action_send_test_mail()
        self.assertEqual(outcome["params"]["type"], "danger")
        self.assertFalse(self.school.mail_tested_on)

    def test_another_sender_asks_for_another_test(self):
        with self.mock_mail_gateway():
            self.mine.action_send_test_mail()
        self.school.sender_email = "visits@linde.example"
        self.assertFalse(self.school.mail_tested_on)

    def test_without_sender_or_own_address_it_says_what_is_missing(self):
        self.school.sender_email = False
        with self.assertRaises(UserError):
            self.mine.action_send_test_mail()

    def test_teacher_sends_no_mail_in_the_name_of_the_school(self):
        with self.assertRaises(AccessError):
            self.school.with_user(self.anouk).action_send_test_mail()


@tagged("post_install", "-at_install")
class TestFirstStepsTour(HttpCase):
    """The first hour of an administrator, with a mouse (K5)."""

    def test_administrator_gets_through_the_first_steps(self):
        company = self.env["res.company"].create(
            {"name": "Stichting Vlieroord", "city": "Zwolle"}
        )
        for login, groups in (
            ("iris", "base.group_user,base.group_system"),
            ("petra", "base.group_user"),
        ):
            new_test_user(
                self.env,
                login,
                groups=groups,
                name=login.capitalize(),
                email=f"{login}@board.example",
                company_id=company.id,
                company_ids=company.ids,
            )
        self.start_tour("/odoo", "huisbezoek_first_steps", login="iris")
        school = self.env["huisbezoek.school"].search(
            [("company_id", "in", company.ids)]
        )
        self.assertEqual(school.name, "De Linde")
        self.assertEqual(school.holiday_region, "north")
        self.assertTrue(school.hours_accepted)
        self.assertTrue(school.mail_tested_on)
        self.assertEqual(school._get_role_users("planner").login, "petra")
