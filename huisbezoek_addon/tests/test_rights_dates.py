from datetime import date, datetime, timedelta

from odoo.exceptions import AccessDenied
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import NOW, HuisbezoekCase

TODAY = NOW.date()
YESTERDAY = TODAY - timedelta(days=1)
TOMORROW = TODAY + timedelta(days=1)


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestRightsDates(HuisbezoekCase):
    """What somebody may see ends by its date, and begins by it (J1)."""

    def _create_group_teacher(self, login, **teaching):
        """Return a teacher of group 1, beside Anouk."""
        user = self._create_user(login, "teacher")
        self._teach(user, self.group_1, **teaching)
        return user

    def _teach(self, user, group, **teaching):
        employee = self._create_employee(user)
        teacher = self.env["huisbezoek.teacher"].create(
            {
                "school_id": group.school_id.id,
                "name": employee.name,
                "employee_id": employee.id,
            }
        )
        group.teaching_ids = [Command.create({"teacher_id": teacher.id, **teaching})]

    def assertSees(self, user, *families):
        self.env.invalidate_all()
        for model, expected in (
            ("huisbezoek.household", self.env["huisbezoek.household"].union(*families)),
            (
                "huisbezoek.pupil",
                self.env["huisbezoek.household"].union(*families).pupil_ids,
            ),
        ):
            Model = self.env[model].with_user(user)
            found = Model.search([]) if Model.has_access("read") else Model
            self.assertEqual(found, expected.with_env(found.env))

    def test_duo_partner_sees_the_same_families(self):
        self.assertSees(self._create_group_teacher("duo"), self.family_a)

    def test_role_that_ended_yesterday(self):
        user = self._create_user("gone")
        self._give_role(user, "teacher", date_to=YESTERDAY)
        self._teach(user, self.group_1)
        self.assertSees(user)

    def test_role_that_begins_tomorrow(self):
        user = self._create_user("coming")
        self._give_role(user, "teacher", date_from=TOMORROW)
        self._teach(user, self.group_1)
        self.assertSees(user)
        with freeze_time(NOW + timedelta(days=1)):
            self.env["huisbezoek.role"]._cron_refresh()
            self.assertSees(user, self.family_a)

    def test_role_ends_in_the_night(self):
        user = self._create_user("leaving")
        self._give_role(user, "planner", date_to=TODAY)
        self.assertSees(user, self.family_a, self.family_b)
        with freeze_time(NOW + timedelta(days=1)):
            self.env["huisbezoek.role"]._cron_refresh()
            self.assertSees(user)

    def test_teaching_that_ended_yesterday(self):
        self.assertSees(self._create_group_teacher("ended", date_to=YESTERDAY))

    def test_teaching_that_begins_tomorrow(self):
        self.assertSees(self._create_group_teacher("later", date_from=TOMORROW))

    def test_membership_that_ended_yesterday(self):
        user = self._create_group_teacher("duo")
        self.defne.membership_ids.date_to = YESTERDAY
        self.assertSees(user)

    def test_pupil_who_changes_group(self):
        self.defne.membership_ids.date_to = YESTERDAY
        self.env.flush_all()
        self.defne.membership_ids = [
            Command.create({"group_id": self.group_2.id, "date_from": TODAY})
        ]
        self.assertSees(self.anouk)
        self.assertSees(self.bram, self.family_a, self.family_b)

    def test_last_years_teacher(self):
        self.assertSees(self.anouk, self.family_a)
        with freeze_time(datetime(2027, 8, 2, 12)):
            self.assertSees(self.anouk)

    def test_lead_sees_the_family_until_the_visit_is_over(self):
        visit = self._create_visit(self.family_b, self.emp_anouk)
        self.assertSees(self.anouk, self.family_a, self.family_b)
        visit._close("by_school")
        self.assertSees(self.anouk, self.family_a)

    def test_closed_visit_stays_without_its_family(self):
        visit = self._create_visit(self.family_b, self.emp_anouk)
        visit._close("declined")
        self.env.invalidate_all()
        (values,) = visit.with_user(self.anouk).web_read(
            {
                "family_label": {},
                "place_label": {},
                "wishes": {},
                "needs_interpreter": {},
                "household_id": {"fields": {"display_name": {}}},
                "guardian_ids": {"fields": {"name": {}}},
                "pupil_ids": {"fields": {"display_name": {}}},
                "language_ids": {"fields": {"display_name": {}}},
            }
        )
        self.assertNotIn("Zandstra", str(values))
        self.assertNotIn("Tijn", str(values))
        self.assertEqual(values["place_label"], "At home")

    def test_archived_user_cannot_log_in(self):
        user = self._create_user("archived", "planner", password="archived-pass")
        credential = {
            "login": "archived",
            "password": "archived-pass",
            "type": "password",
        }
        Users = self.env["res.users"]
        agent = {"interactive": True}
        self.assertEqual(Users._login(credential, agent)["uid"], user.id)
        user.active = False
        with self.assertRaises(AccessDenied):
            Users._login(credential, agent)

    def test_roles_outside_their_dates_notify_nobody(self):
        user = self._create_user("gone")
        self._give_role(user, "planner", date_to=date(2026, 10, 1))
        self.planner.active = False
        self.assertFalse(self.school._get_role_users("planner"))
