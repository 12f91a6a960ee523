from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import NOW
from .consultation_common import TODAY, ConsultationCase


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestConfidants(ConsultationCase):
    """Everybody finds with whom he can talk in confidence (G1)."""

    def _read(self, user):
        Confidant = self.env["huisbezoek.confidant"].with_user(user)
        return Confidant.search([])

    def test_an_employee_without_a_role_finds_and_reads_them(self):
        found = self._read(self.colleague)
        self.assertEqual(found, self.card | self.outside)
        spec = {name: {} for name in found.fields_get()}
        phones = [row["phone"] for row in found.web_read(spec)]
        self.assertEqual(set(phones), {"0622222222", "0633333333"})
        with self.assertRaises(AccessError):
            found[0].phone = "1"

    def test_nobody_of_another_board_or_outside_does(self):
        stranger = self._create_user("pia", "planner", self.other_school)
        self.assertFalse(self._read(stranger))
        parent = self._create_user("ouder", groups="base.group_portal")
        with self.assertRaises(AccessError):
            self._read(parent)

    def test_the_management_keeps_them_at_its_own_school(self):
        Confidant = self.env["huisbezoek.confidant"].with_user(self.manager)
        values = {"kind": "external", "name": "Yusra"}
        card = Confidant.create({**values, "school_id": self.school.id})
        card.date_to = TODAY
        with self.assertRaises(AccessError):
            Confidant.create({**values, "school_id": self.second_school.id})
        with self.assertRaises(AccessError):
            card.with_user(self.planner).phone = "1"

    def test_who_is_of_the_school_has_the_role(self):
        Confidant = self.env["huisbezoek.confidant"].with_user(self.manager)
        with self.assertRaisesRegex(ValidationError, "administrator"):
            Confidant.create({"user_id": self.bram.id, "school_id": self.school.id})
        self._give_role(self.bram, "confidant", date_from=TODAY + timedelta(days=7))
        card = Confidant.create({"user_id": self.bram.id, "school_id": self.school.id})
        self.assertEqual((card.name, card.email), ("Bram", self.bram.email))

    @mute_logger("odoo.sql_db")
    def test_who_is_from_outside_has_no_account(self):
        for values in (
            {"kind": "external", "name": "Y", "user_id": self.vera.id},
            {"kind": "internal", "name": "Y"},
        ):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.env["huisbezoek.confidant"].create(
                    {"school_id": self.school.id, **values}
                )

    def test_everybody_sees_who_replaces_a_confidant_and_until_when(self):
        self.assertFalse(self.card.with_user(self.colleague).replaced_by)
        self._replace(self.vera, self.victor, days=8)
        self.env.invalidate_all()
        sentence = self.card.with_user(self.colleague).replaced_by
        self.assertEqual(sentence, "Replaced by Victor until 12/01/2026")
        with freeze_time(NOW + timedelta(days=9)):
            self.env.invalidate_all()
            self.assertFalse(self.card.with_user(self.colleague).replaced_by)

    def test_an_employee_without_a_role_sees_that_one_menu(self):
        menus = self._get_menus(self.colleague)
        self.assertEqual(menus, ["Home Visits/In confidence/Confidants"])

    def test_an_administrator_still_begins_with_the_first_steps(self):
        menus = self._get_menus(self.admin)
        self.assertEqual(menus[0], "Home Visits/Our school/First steps")
        self.assertNotIn("Home Visits/In confidence/Consultations", menus)

    def _get_menus(self, user):
        """Return the items of the app in the order in which they stand."""
        Menu = self.env["ir.ui.menu"].with_user(user)
        shown = Menu.browse(Menu._visible_menu_ids())
        root = self.env.ref("huisbezoek_addon.menu_huisbezoek_root")
        ours = shown.filtered(
            lambda menu: str(root.id) == (menu.parent_path or "").split("/")[0]
        )

        def place(menu):
            above = place(menu.parent_id) if menu.parent_id else ()
            return (*above, (menu.sequence, menu.id))

        return [menu.complete_name for menu in ours.sorted(place) if menu.action]


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestDeputies(ConsultationCase):
    """Only who is away says who replaces him (G2)."""

    def test_a_confidant_names_a_colleague(self):
        deputy = self._replace(self.vera, self.victor)
        self.assertEqual(deputy.user_id, self.vera)
        for user in (self.anouk, self.manager, self.care):
            self.assertEqual(deputy.with_user(user).deputy_id, self.victor)

    def test_nobody_names_one_for_another(self):
        forged = (
            self.env["huisbezoek.deputy"]
            .with_user(self.victor)
            .with_context(default_user_id=self.vera.id)
            .create(
                {
                    "user_id": self.vera.id,
                    "school_id": self.school.id,
                    "role": "confidant",
                    "deputy_id": self.vera.id,
                }
            )
        )
        self.assertEqual(forged.user_id, self.victor)
        own = self._replace(self.vera, self.victor)
        own.user_id = self.victor
        self.assertEqual(own.user_id, self.vera)
        for user in (self.manager, self.admin, self.care, self.victor, self.planner):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    own.with_user(user).date_to = TODAY
                with self.assertRaises(AccessError):
                    own.with_user(user).unlink()
        for user in (self.manager, self.admin, self.anouk):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._replace(user, self.victor)

    def test_a_deputy_has_the_same_role_and_is_somebody_else(self):
        for user in (self.care, self.anouk, self.vera):
            with self.subTest(user=user.login), self.assertRaises(ValidationError):
                self._replace(self.vera, user)
        with self.assertRaises(ValidationError):
            self._replace(self.vera, self.cora, role="care_coordinator")
        self.assertTrue(self._replace(self.care, self.cora, role="care_coordinator"))

    @mute_logger("odoo.sql_db")
    def test_one_deputy_at_a_time(self):
        yvonne = self._create_user("yvonne", "confidant")
        self._replace(self.vera, self.victor)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._replace(self.vera, yvonne, start=10, days=None)
        self._replace(self.vera, yvonne, start=11, days=None)

    def test_back_earlier(self):
        deputy = self._replace(self.vera, self.victor, start=-3)
        later = self._replace(self.vera, self.victor, start=30)
        action = (deputy | later).action_end()
        self.assertEqual(action["res_model"], "huisbezoek.deputy")
        self.assertEqual(deputy.date_to, TODAY - timedelta(days=1))
        self.assertFalse(later.exists())

    def test_a_deputy_without_the_role_replaces_nobody(self):
        self._replace(self.vera, self.victor)
        self.env["huisbezoek.role"].search(
            [("user_id", "=", self.victor.id)]
        ).action_end()
        self.assertFalse(self._ask().sudo().deputy_id)

    def test_the_term_of_a_school_lies_between_1_and_30_days(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.school.consultation_days = 31
            self.school.flush_recordset()
