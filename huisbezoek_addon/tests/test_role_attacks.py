from datetime import date

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import NOW
from .test_roles import JANUARY, TODAY, RolesCase


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestNobodyHelpsHimself(RolesCase):
    """An administrator who wants to read a file finds every way closed (J2)."""

    def test_not_by_giving_himself_a_role(self):
        for giver in (self.admin, self.ada):
            with self.assertRaises(AccessError):
                self._give(giver, giver, "care_coordinator")

    def test_not_by_a_list_that_hides_him(self):
        with self.assertRaises(AccessError):
            self.env["huisbezoek.role"].with_user(self.ada).create(
                [
                    {
                        "user_id": user.id,
                        "role": "planner",
                        "school_id": self.school.id,
                    }
                    for user in (self.colleague, self.ada)
                ]
            )

    def test_not_by_the_context(self):
        Role = self.env["huisbezoek.role"].with_user(self.ada)
        with self.assertRaises(AccessError):
            Role.with_context(default_user_id=self.ada.id).create(
                {"role": "planner", "school_id": self.school.id}
            )
        coming = Role.with_context(
            default_active=True, default_granted_by_id=self.bram.id
        ).create(
            {
                "user_id": self.colleague.id,
                "role": "planner",
                "school_id": self.school.id,
                "date_from": JANUARY,
            }
        )
        self.assertFalse(coming.active)
        self.assertEqual(coming.granted_by_id, self.ada)

    def test_not_through_the_school_or_the_user(self):
        command = {"role": "planner", "user_id": self.admin.id}
        with self.assertRaises(AccessError):
            self.school.with_user(self.admin).write(
                {"role_ids": [Command.create(command)]}
            )
        with self.assertRaises(AccessError):
            self.admin.with_user(self.admin).write(
                {
                    "huisbezoek_role_ids": [
                        Command.create({"role": "planner", "school_id": self.school.id})
                    ]
                }
            )
        with self.assertRaises(AccessError):
            self.env["huisbezoek.school"].with_user(self.admin).create(
                {"name": "De Nieuwe", "role_ids": [Command.create(command)]}
            )

    def test_not_by_duplicating_a_colleagues_role(self):
        role = self._give(self.admin, self.colleague, "planner")
        with self.assertRaises(AccessError):
            role.with_user(self.ada).copy({"user_id": self.ada.id})

    def test_not_by_an_import(self):
        result = (
            self.env["huisbezoek.role"]
            .with_user(self.ada)
            .load(
                ["user_id/.id", "school_id/.id", "role"],
                [[str(self.ada.id), str(self.school.id), "planner"]],
            )
        )
        self.assertFalse(result["ids"])
        self.assertIn("Nobody gives himself", result["messages"][0]["message"])

    def test_not_by_stretching_his_own_role(self):
        role = self._give(self.admin, self.ada, "planner", date_to=JANUARY)
        own = role.with_user(self.ada)
        for vals in (
            {"date_to": False},
            {"date_to": date(2027, 2, 1)},
            {"date_from": date(2026, 8, 1)},
        ):
            with self.assertRaises(AccessError):
                own.write(vals)
        own.write({"date_to": TODAY})
        own.action_end()
        self.assertEqual(role.state, "ended")

    def test_not_by_groups_given_by_hand(self):
        groups = ("planner", "care_coordinator", "teacher")
        self.admin.with_user(self.admin).write(
            {
                "group_ids": [
                    Command.link(self.env.ref(f"huisbezoek_addon.group_{name}").id)
                    for name in groups
                ]
            }
        )
        self.assertFalse(self._sees(self.admin))
        for model in ("household", "guardian", "visit", "secret.address"):
            found = self.env[f"huisbezoek.{model}"].with_user(self.admin).search([])
            self.assertFalse(found, model)

    def test_not_by_becoming_a_teacher_in_the_hr_files(self):
        self.emp_anouk.user_id = self.admin
        self.admin.group_ids += self.env.ref("huisbezoek_addon.group_teacher")
        self.assertFalse(self._sees(self.admin))

    def test_not_through_an_account_that_left_the_staff(self):
        role = self._give_role(self.colleague, "planner")
        portal = self.env.ref("base.group_portal")
        self.colleague.with_user(self.admin).group_ids = [Command.set(portal.ids)]
        role._refresh()
        self.assertTrue(role.active)
        with self.assertRaises(AccessError):
            self._sees(self.colleague)

    def test_not_unseen_through_a_second_account(self):
        puppet = self._create_user("pop")
        role = self._give(self.admin, puppet, "care_coordinator")
        self.assertTrue(self._is_told(self.manager, role))
        log = self._get_messages(role).filtered(
            lambda message: message.message_type == "notification"
        )
        self.assertIn("Admin_ict", log[:1].body)

    def test_not_unseen_by_tidying_up_the_log(self):
        role = self._give(self.admin, self.colleague, "care_coordinator")
        logged = self._get_messages(role).with_user(self.admin)
        for message in logged:
            with self.assertRaises(AccessError):
                message.unlink()
        reports = logged.filtered(lambda message: "Admin_ict" in message.body)
        self.assertEqual(len(reports), 2, "one in the log, one sent to management")
        for message in reports:
            with self.assertRaises(AccessError):
                message.body = "Nothing to see here"

    def test_not_unseen_as_the_only_manager(self):
        self._give_role(self.ada, "management", self.second_school)
        ada_there = self._give_role(self.ada, "administrator", self.second_school)
        self._give_role(self.care, "care_coordinator", self.second_school)
        role = self._give(self.ada, self.colleague, "planner", ada_there.school_id)
        self.assertTrue(self._is_told(self.care, role))

    def test_not_unseen_by_silencing_the_mail(self):
        silent = self.env["huisbezoek.role"].with_user(self.admin)
        role = silent.with_context(
            tracking_disable=True, mail_notrack=True, mail_create_nolog=True
        ).create(
            {
                "user_id": self.colleague.id,
                "role": "care_coordinator",
                "school_id": self.school.id,
            }
        )
        self.assertTrue(self._is_told(self.manager, role))

    def test_not_unseen_by_stretching_the_role_of_a_colleague(self):
        role = self._give_role(self.colleague, "planner", date_to=JANUARY)
        self._get_messages(role).unlink()
        role.with_user(self.ada).write({"date_to": TODAY})
        self.assertFalse(self._is_told(self.manager, role))
        role.with_user(self.ada).write({"date_to": False})
        self.assertTrue(self._is_told(self.manager, role))

    def test_not_unseen_by_ending_the_watch_first(self):
        watch = self.school.role_ids.filtered(lambda r: r.role == "management")
        watch.with_user(self.ada).action_end()
        self.assertTrue(self._is_told(self.manager, watch))

    def test_nobody_has_a_role_after_installing(self):
        for user in (self.env.ref("base.user_root"), self.env.ref("base.user_admin")):
            self.assertFalse(user.huisbezoek_role_ids)
            self.assertFalse(user.has_group("huisbezoek_addon.group_user"))
