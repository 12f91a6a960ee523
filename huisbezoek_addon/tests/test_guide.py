import base64

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..logic.guide import STEPS
from .common import NOW, HuisbezoekCase

TODAY = NOW.date()
OWN_ITEM = {"name": "A small present for each child", "step": "start"}


class GuideCase(HuisbezoekCase):
    """De Linde has a planner and a care coordinator, and further nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Item = cls.env["huisbezoek.guide.item"]
        cls.iris = cls._create_user("iris", "administrator")

    def _get_items(self, user=None, school=None):
        return self.Item.with_user(user or self.manager).search(
            [("school_id", "=", (school or self.school).id)]
        )

    def _get_item(self, key, user=None, school=None):
        return self._get_items(user, school).filtered(lambda item: item.key == key)

    def _get_done(self, user=None, school=None):
        self.env.invalidate_all()
        items = self._get_items(user, school)
        return set(items.filtered(lambda item: item.state == "done").mapped("key"))

    def _upload(self, user, item=None, name="decision.pdf", **vals):
        """Upload as the browser does; before the first save there is no record."""
        return (
            self.env["ir.attachment"]
            .with_user(user)
            .create(
                {
                    "name": name,
                    "datas": base64.b64encode(b"%PDF-1.4"),
                    "res_model": self.Item._name,
                    "res_id": item.id if item else 0,
                    **vals,
                }
            )
        )


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestGuide(GuideCase):
    """A school is led from its vision to its yearly evaluation (B6)."""

    def test_manager_opens_the_guide_of_a_new_school(self):
        """All is open but what is there: every school begins with a protocol."""
        school = self._create_school("De Wilg", self.company)
        self._give_role(self.manager, "management", school)
        items = self._get_items(school=school)
        self.assertEqual(set(items.mapped("step")), set(STEPS))
        self.assertEqual(len(items), 25)
        self.assertEqual(len(set(items.mapped("key"))), 25)
        self.assertTrue(all(item.description for item in items))
        self.assertEqual(self._get_done(school=school), {"protocol"})
        self.assertEqual(set(items.mapped("state")), {"todo", "done"})

    def test_items_stand_in_the_order_of_the_steps(self):
        steps = list(dict.fromkeys(self._get_items().mapped("step")))
        self.assertEqual(steps, list(STEPS))

    def test_all_five_steps_show_also_where_nothing_stands(self):
        self._get_items().filtered(lambda item: item.step != "start").sudo().unlink()
        groups = self.Item.with_user(self.manager).formatted_read_group(
            [("school_id", "=", self.school.id)], ["step"], ["__count"]
        )
        self.assertEqual([group["__count"] for group in groups], [5])
        groups = (
            self.Item.with_user(self.manager)
            .with_context(read_group_expand=True)
            .formatted_read_group(
                [("school_id", "=", self.school.id)], ["step"], ["__count"]
            )
        )
        self.assertEqual([group["step"] for group in groups], list(STEPS))

    # === WHAT THE DATA TELL === #

    def test_consent_of_the_p_mr_ticks_its_item_by_itself(self):
        item = self._get_item("hours_consent")
        self.assertEqual(item.state, "todo")
        self.assertTrue(item.can_open)
        dialog = item.action_open_target()
        self.env[dialog["res_model"]].with_user(self.manager).with_context(
            **dialog["context"]
        ).create({"date": "2026-11-16"}).action_record()
        self.env.invalidate_all()
        self.assertEqual(item.state, "done")
        self.assertEqual(str(item.date_told), "2026-11-16")
        # Taken back, it is open again.
        self.school.with_user(self.manager).action_take_back_hours_consent()
        self.env.invalidate_all()
        self.assertEqual(item.state, "todo")

    def test_back_up_and_roles_tick_theirs(self):
        self.assertEqual(self._get_done(), {"protocol", "roles"})
        self.school.with_user(self.iris).backup_id = self.emp_colleague
        self.assertEqual(self._get_done(), {"protocol", "roles", "backup"})
        self.env["huisbezoek.role"].search(
            [("user_id", "=", self.care.id)]
        ).action_end()
        self.assertEqual(self._get_done(), {"protocol", "backup"})

    def test_what_the_data_tell_nobody_ticks(self):
        item = self._get_item("backup")
        with self.assertRaises(UserError):
            item.action_done()
        with self.assertRaises(UserError):
            item.date_done = TODAY
        item.action_busy()
        self.assertEqual(item.state, "busy")
        item.action_skip()
        self.assertEqual(item.state, "skipped")

    def test_search_finds_states_whoever_tells_them(self):
        self._get_item("vision").action_done()
        self._get_item("dpia").action_busy()
        self._get_item("companion").action_skip()
        items = self._get_items()
        for state in ("todo", "busy", "done", "skipped"):
            with self.subTest(state=state):
                expected = items.filtered(lambda item, s=state: item.state == s)
                self.assertTrue(expected)
                domain = [("school_id", "=", self.school.id)]
                self.assertEqual(
                    items.search([*domain, ("state", "=", state)]), expected
                )
                self.assertEqual(
                    items.search([*domain, ("state", "!=", state)]), items - expected
                )

    # === WHAT SOMEBODY TICKS === #

    def test_an_item_is_done_on_a_day(self):
        item = self._get_item("vision")
        item.action_busy()
        item.action_done()
        self.assertEqual((item.state, item.date_done), ("done", TODAY))
        item.action_reopen()
        self.assertEqual((item.state, item.date_done), ("todo", False))
        item.date_done = "2026-10-01"
        self.assertEqual(item.state, "done")
        item.state = "done"
        self.assertEqual(str(item.date_done), "2026-10-01")

    def test_what_is_to_come_is_not_done(self):
        with self.assertRaises(ValidationError):
            self._get_item("vision").date_done = "2026-12-01"

    def test_late_is_what_is_open_after_its_day(self):
        vision, dpia = self._get_item("vision"), self._get_item("dpia")
        (vision | dpia).write({"date_due": "2026-11-20"})
        self.assertTrue(vision.is_late)
        vision.action_done()
        self.assertFalse(vision.is_late)
        self.assertTrue(dpia.is_late)
        dpia.date_due = TODAY
        self.assertFalse(dpia.is_late)

    # === WHO SEES TO IT === #

    def test_owner_does_his_own_item_and_nothing_else(self):
        item = self._get_item("interpreters")
        item.owner_id = self.anouk
        mine = item.with_user(self.anouk)
        self.assertTrue(mine.can_change)
        self.assertFalse(mine.can_lead)
        mine.action_busy()
        mine.write({"note": "Called the agency.", "date_done": TODAY})
        mine.document_ids = [Command.link(self._upload(self.anouk, item).id)]
        self.assertEqual(item.state, "done")
        for vals in (
            {"name": "Other"},
            {"owner_id": self.bram.id},
            {"date_due": TODAY},
            {"step": "vision"},
            {"sequence": 1},
            {"note": "And", "description": "Other"},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                mine.write(vals)
        with self.assertRaises(AccessError):
            self._get_item("vision", self.anouk).action_done()
        with self.assertRaises(AccessError):
            mine.create(OWN_ITEM)
        with self.assertRaises(AccessError):
            mine.unlink()

    def test_owner_whose_role_ended_does_nothing_any_more(self):
        item = self._get_item("interpreters")
        item.owner_id = self.anouk
        self.env["huisbezoek.role"].search(
            [("user_id", "=", self.anouk.id)]
        ).action_end()
        with self.assertRaises(AccessError):
            item.with_user(self.anouk).action_done()

    def test_owner_is_somebody_of_the_school(self):
        item = self._get_item("interpreters")
        self.assertIn(self.anouk, item.staff_ids)
        self.assertNotIn(self.colleague, item.staff_ids)
        # Who has a role is not told to who has nothing to choose.
        self.assertFalse(item.with_user(self.anouk).staff_ids)
        with self.assertRaises(ValidationError):
            item.owner_id = self.colleague

    def test_whoever_is_named_is_mailed_nothing(self):
        before = self.env["mail.mail"].search_count([])
        items = self._get_items().with_context(tracking_disable=False)
        items[0].owner_id = self.anouk
        items[0].action_busy()
        self.env.cr.flush()
        self.assertEqual(self.env["mail.mail"].search_count([]), before)
        self.assertFalse(items[0].message_follower_ids)

    def test_what_was_changed_can_be_found_again(self):
        item = self._get_item("vision").with_context(tracking_disable=False)
        item.action_done()
        self.env.flush_all()
        self.cr.precommit.run()
        value = item.message_ids.sudo().tracking_value_ids
        self.assertEqual(value.field_id.name, "date_done")

    # === A SCHOOL'S OWN ITEMS === #

    def test_own_items_are_added_and_deleted(self):
        for user in (self.manager, self.iris, self.admin):
            with self.subTest(user=user.login):
                item = self.Item.with_user(user).create(
                    {**OWN_ITEM, "school_id": self.school.id, "key": "vision"}
                )
                self.assertFalse(item.key)
                self.assertEqual(item, self._get_items(user)[-1])
                item.action_done()
                item.unlink()
        with self.assertRaises(AccessError):
            self.Item.with_user(self.planner).create(
                {**OWN_ITEM, "school_id": self.school.id}
            )

    def test_what_belongs_to_every_guide_is_not_deleted(self):
        with self.assertRaises(UserError):
            self._get_item("vision").unlink()
        with self.assertRaises(UserError):
            self._get_item("vision").key = "other"

    # === WHO READS === #

    def test_everybody_with_a_role_reads_and_another_school_sees_nothing(self):
        for user in (self.anouk, self.planner, self.care):
            self.assertEqual(len(self._get_items(user)), 25)
        piet = self._create_user("piet", "management", self.second_school)
        self.assertFalse(self._get_items(piet))
        self.assertEqual(len(self._get_items(piet, self.second_school)), 25)
        with self.assertRaises(AccessError):
            self._get_item("vision").with_user(piet).read(["name"])
        with self.assertRaises(AccessError):
            self._get_items(self.colleague)

    def test_leading_one_school_opens_nothing_at_another(self):
        both = self._create_user("both", "teacher")
        self._give_role(both, "management", self.second_school)
        item = self._get_item("vision")
        item.owner_id = both
        item.with_user(both).action_busy()
        with self.assertRaises(AccessError):
            item.with_user(both).date_due = TODAY
        with self.assertRaises(AccessError):
            self._get_item("dpia", both).action_busy()

    # === DOCUMENTS === #

    def test_document_is_read_by_who_reads_the_item(self):
        item = self._get_item("mr_consent")
        document = self._upload(self.manager, public=True)
        item.document_ids = [Command.link(document.id)]
        self.assertEqual((document.res_model, document.res_id), (item._name, item.id))
        self.assertFalse(document.public)
        self.assertEqual(item.document_count, 1)
        self.assertTrue(document.with_user(self.anouk).datas)
        piet = self._create_user("piet", "management", self.second_school)
        for user in (piet, self.colleague):
            with self.assertRaises(AccessError):
                document.with_user(user).read(["name"])
        with self.assertRaises(AccessError):
            document.with_user(self.anouk).unlink()

    def test_document_that_is_taken_off_is_gone(self):
        item = self._get_item("mr_consent")
        document = self._upload(self.manager, item)
        item.document_ids = [Command.link(document.id)]
        item.document_ids = [Command.unlink(document.id)]
        self.assertFalse(document.exists())

    def test_file_of_something_else_is_not_shown_here(self):
        vision, item = self._get_item("vision"), self._get_item("mr_consent")
        elsewhere = self._upload(self.manager, vision)
        hidden = self._upload(self.colleague, name="private.pdf")
        with self.assertRaises(UserError):
            item.document_ids = [Command.link(elsewhere.id)]
        with self.assertRaises(AccessError):
            item.document_ids = [Command.link(hidden.id)]

    # === PAGES BEHIND AN ITEM === #

    def test_what_has_a_page_opens_it(self):
        for key, model in {
            "roles": "huisbezoek.role",
            "backup": "huisbezoek.school",
            "dossier": "huisbezoek.school",
            "protocol": "huisbezoek.protocol",
            "working_document": "huisbezoek.protocol",
            "mr_consent": "huisbezoek.protocol",
            "calendar": "huisbezoek.closed.day",
            "round": "huisbezoek.round",
            "hours_task": "huisbezoek.annual.task",
            "hours_consent": "huisbezoek.hours.consent",
        }.items():
            with self.subTest(key=key):
                item = self._get_item(key)
                self.assertTrue(item.can_open)
                self.assertEqual(item.action_open_target()["res_model"], model)
        self.assertFalse(self._get_item("vision").can_open)
        self.assertFalse(self._get_item("roles", self.anouk).can_open)
        # An administrator allots no hours.
        self.assertFalse(self._get_item("hours_task", self.iris).can_open)

    def test_protocol_in_the_making_is_what_opens(self):
        self.assertEqual(
            self._get_item("protocol").action_open_target()["res_id"],
            self.school.protocol_id.id,
        )
        draft = self.school.protocol_id.copy()
        self.assertEqual(
            self._get_item("protocol").action_open_target()["res_id"], draft.id
        )


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestGuideStarters(GuideCase):
    """Each school begins with the same guide, and makes it its own (B6)."""

    def test_guide_is_there_in_every_language_in_use(self):
        self.env["res.lang"]._activate_lang("nl_NL")
        school = self._create_school("De Wilg", self.company)
        items = self.Item.search([("school_id", "=", school.id)])
        for item in items:
            with self.subTest(key=item.key):
                dutch = item.with_context(lang="nl_NL")
                self.assertTrue(dutch.name)
                self.assertNotEqual(dutch.name, item.name)
                self.assertNotEqual(dutch.description, item.description)

    def test_schools_of_before_get_what_they_lack_and_keep_the_rest(self):
        items = self._get_items().sudo()
        vision = items.filtered(lambda item: item.key == "vision")
        vision.write({"name": "Our dream", "date_done": TODAY})
        items.filtered(lambda item: item.key in ("dpia", "budget")).unlink()
        made = self.Item._create_starters(self.school | self.second_school)
        self.assertEqual(set(made.mapped("key")), {"dpia", "budget"})
        self.assertEqual((vision.name, vision.state), ("Our dream", "done"))
        self.assertFalse(self.Item._create_starters(self.school))
        self.assertEqual(
            self._get_items().mapped("key")[:3], ["vision", "school_plan", "mr_heard"]
        )


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestGuideCosts(GuideCase):
    """The board costs the same, however many schools and items (K4)."""

    FIELDS = {
        name: {}
        for name in (
            "name",
            "state",
            "is_late",
            "is_living",
            "can_change",
            "can_open",
            "is_school_shown",
            "date_due",
            "document_count",
        )
    }

    def _count_queries(self, user):
        self.env.flush_all()
        self.env.invalidate_all()
        Item = self.Item.with_user(user)
        before = self.cr.sql_log_count
        result = Item.web_search_read([("state", "!=", "skipped")], self.FIELDS)
        return self.cr.sql_log_count - before, result["length"]

    def test_board_costs_the_same_however_many_schools(self):
        self._count_queries(self.manager)
        few, one_school = self._count_queries(self.manager)
        for index in range(4):
            school = self._create_school(f"School {index}", self.company)
            self._give_role(self.manager, "management", school)
            self.Item.create(
                [
                    {**OWN_ITEM, "name": f"Own {number}", "school_id": school.id}
                    for number in range(10)
                ]
            )
        many, five_schools = self._count_queries(self.manager)
        self.assertEqual(five_schools, one_school + 4 * 35)
        # The user and his partner may be read anew once, since new roles change him.
        self.assertLessEqual(many, few + 2)
