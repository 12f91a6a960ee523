from datetime import date, datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, freeze_time, new_test_user, tagged

from .common import NOW, HuisbezoekCase

TODAY = NOW.date()
YESTERDAY = date(2026, 11, 22)
JANUARY = date(2027, 1, 4)


class RolesCase(HuisbezoekCase):
    """Adds Ada, who administers De Linde, and Boris, who administers De Brug."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ada = cls._create_user("ada", "administrator")
        cls.boris = cls._create_user("boris", "administrator", cls.second_school)

    def _give(self, giver, user, role, school=None, **vals):
        """Give a role as a user does."""
        return (
            self.env["huisbezoek.role"]
            .with_user(giver)
            .create(
                {
                    "user_id": user.id,
                    "role": role,
                    "school_id": (school or self.school).id,
                    **vals,
                }
            )
        )

    def _sees(self, user):
        """Return the pupils that the user finds."""
        self.env.invalidate_all()
        return self.env["huisbezoek.pupil"].with_user(user).search([])

    def _get_messages(self, role):
        return self.env["mail.message"].search(
            [("model", "=", "huisbezoek.role"), ("res_id", "=", role.id)]
        )

    def _is_told(self, user, role):
        return user.partner_id in self._get_messages(role).notified_partner_ids


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestGivingRoles(RolesCase):
    """Administrators give and end roles in one place, dated and per school (J2)."""

    def test_role_given_today_opens_the_school_and_its_menus(self):
        role = self._give(self.ada, self.colleague, "planner")
        self.assertEqual(role.state, "current")
        self.assertEqual(role.granted_by_id, self.ada)
        self.assertTrue(self.colleague.has_group("huisbezoek_addon.group_planner"))
        self.assertEqual(self._sees(self.colleague), self.defne | self.tijn)

    def test_ended_role_opens_nothing_from_then_on(self):
        role = self._give(self.ada, self.colleague, "planner", date_from=YESTERDAY)
        role.action_end()
        self.assertEqual((role.state, role.date_to), ("ended", YESTERDAY))
        self.assertFalse(self.colleague.has_group("huisbezoek_addon.group_planner"))
        with self.assertRaises(AccessError):
            self._sees(self.colleague)

    def test_role_given_by_mistake_today_leaves_no_day(self):
        role = self._give(self.ada, self.colleague, "planner")
        role.action_end()
        self.assertLess(role.date_to, role.date_from)
        again = self._give(self.ada, self.colleague, "planner")
        self.assertEqual(again.state, "current")

    def test_role_ended_before_it_began_never_begins(self):
        role = self._give(self.ada, self.colleague, "planner", date_from=JANUARY)
        role.action_archive()
        self.assertEqual(role.state, "ended")
        with freeze_time(JANUARY):
            role._cron_refresh()
        self.assertFalse(role.active)

    def test_ended_role_stays_as_it_was(self):
        role = self._give(self.ada, self.colleague, "planner", date_from=YESTERDAY)
        role.action_end()
        with self.assertRaises(UserError):
            role.write({"date_to": JANUARY})
        role.action_end()
        self.assertEqual(role.date_to, YESTERDAY)

    def test_who_where_and_what_never_change(self):
        role = self._give(self.ada, self.colleague, "planner")
        for name, value in {
            "user_id": self.bram.id,
            "school_id": self.second_school.id,
            "role": "care_coordinator",
            "granted_by_id": self.bram.id,
            "active": False,
        }.items():
            with self.assertRaises(UserError):
                role.write({name: value})

    def test_role_is_never_deleted(self):
        role = self._give(self.ada, self.colleague, "planner")
        with self.assertRaises(AccessError):
            role.unlink()
        with self.assertRaises(AccessError):
            role.with_user(self.admin).unlink()

    def test_same_role_twice_at_once_is_refused(self):
        self._give(self.ada, self.colleague, "planner", date_to=JANUARY)
        with self.assertRaises(ValidationError):
            self._give(self.ada, self.colleague, "planner", date_from=JANUARY)
        self._give(self.ada, self.colleague, "planner", date_from=date(2027, 1, 5))

    def test_only_people_of_the_board_get_a_role(self):
        portal = new_test_user(self.env, "ouder", groups="base.group_portal")
        with self.assertRaises(ValidationError):
            self._give(self.admin, portal, "teacher")
        stranger = self._create_user("stefan", school=self.other_school)
        with self.assertRaises(ValidationError):
            self._give(self.ada, stranger, "teacher")

    def test_administrator_of_one_school_gives_none_at_another(self):
        with self.assertRaises(AccessError):
            self._give(self.ada, self.colleague, "planner", self.second_school)
        role = self._give(self.boris, self.colleague, "planner", self.second_school)
        with self.assertRaises(AccessError):
            role.with_user(self.ada).action_end()

    def test_planner_gives_no_roles(self):
        with self.assertRaises(AccessError):
            self._give(self.planner, self.colleague, "teacher")
        with self.assertRaises(AccessError):
            self._give(self.manager, self.colleague, "teacher")

    def test_administrator_sees_who_has_what_and_management_too(self):
        for user in (self.admin, self.ada, self.manager):
            roles = self.env["huisbezoek.role"].with_user(user).search([])
            self.assertIn(self.planner, roles.user_id)
        mine = self.env["huisbezoek.role"].with_user(self.anouk).search([])
        self.assertEqual(mine.user_id, self.anouk)

    def test_filter_finds_the_roles_that_open_files(self):
        Role = self.env["huisbezoek.role"]
        reading = Role.search([("reads_files", "=", True)])
        others = Role.search([("reads_files", "=", False)])
        self.assertIn(self.care, reading.user_id)
        self.assertIn(self.manager, others.user_id)
        self.assertFalse(reading & others)


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestRolesByDate(RolesCase):
    """Roles begin and end by their dates, without anybody being there (J2)."""

    def _run_at(self, moment):
        with freeze_time(moment):
            self.env["huisbezoek.role"]._cron_refresh()
        self.env.flush_all()

    def test_role_begins_in_the_night(self):
        role = self._give(self.ada, self.colleague, "planner", date_from=JANUARY)
        self.assertEqual(role.state, "coming")
        self.assertFalse(self.colleague.has_group("huisbezoek_addon.group_planner"))
        # Midnight in Amsterdam is 23:00 UTC of the day before.
        self._run_at(datetime(2027, 1, 3, 22, 5))
        self.assertFalse(role.active)
        self._run_at(datetime(2027, 1, 3, 23, 5))
        self.assertTrue(role.active)
        self.assertTrue(self.colleague.has_group("huisbezoek_addon.group_planner"))

    def test_role_ends_after_its_last_day(self):
        role = self._give(self.ada, self.colleague, "planner", date_to=JANUARY)
        self._run_at(datetime(2027, 1, 4, 22, 5))
        self.assertTrue(role.active)
        self._run_at(datetime(2027, 1, 4, 23, 5))
        self.assertFalse(role.active)
        self.assertFalse(self.colleague.has_group("huisbezoek_addon.group_user"))

    def test_role_of_another_school_keeps_the_group_and_not_the_pupils(self):
        self._give(self.ada, self.colleague, "planner", date_to=JANUARY)
        self._give(self.boris, self.colleague, "planner", self.second_school)
        self._run_at(datetime(2027, 2, 1, 1, 0))
        self.assertTrue(self.colleague.has_group("huisbezoek_addon.group_planner"))
        self.assertFalse(self._sees(self.colleague))

    def test_missed_nights_are_made_up_for(self):
        role = self._give(self.ada, self.colleague, "planner", date_to=JANUARY)
        self._run_at(datetime(2027, 3, 1, 1, 0))
        self.assertFalse(role.active)

    def test_school_overseas_has_its_own_midnight(self):
        self.second_school.tz = "America/Curacao"
        role = self._give(
            self.boris,
            self.colleague,
            "planner",
            self.second_school,
            date_from=JANUARY,
        )
        self._run_at(datetime(2027, 1, 3, 23, 5))
        self.assertFalse(role.active)
        self._run_at(datetime(2027, 1, 4, 4, 5))
        self.assertTrue(role.active)

    def test_night_with_nothing_due_costs_one_query(self):
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.env["huisbezoek.role"]._cron_refresh()

    def test_group_given_by_hand_goes_with_the_next_change(self):
        group = self.env.ref("huisbezoek_addon.group_care_coordinator")
        self.colleague.group_ids += group
        self._give(self.ada, self.colleague, "teacher")
        self.assertFalse(self.colleague.has_group("huisbezoek_addon." + group.name))
        self.assertNotIn(group, self.colleague.group_ids)


@tagged("post_install", "-at_install")
class TestRolesTour(HttpCase):
    """Giving and ending a role, with a mouse (J2)."""

    def test_administrator_gives_and_ends_a_role(self):
        company = self.env["res.company"].create({"name": "Stichting Vlieroord"})
        school = self.env["huisbezoek.school"].create(
            {"name": "De Linde", "company_id": company.id}
        )
        ada, carla = (
            new_test_user(
                self.env,
                login,
                name=login.capitalize(),
                company_id=company.id,
                company_ids=company.ids,
            )
            for login in ("ada", "carla")
        )
        self.env["huisbezoek.role"].create(
            {"user_id": ada.id, "role": "administrator", "school_id": school.id}
        )
        self.start_tour("/odoo", "huisbezoek_give_role", login="ada")
        role = carla.huisbezoek_role_ids
        self.assertEqual((role.role, role.state), ("care_coordinator", "ended"))
        self.assertEqual(role.granted_by_id, ada)
