from datetime import date, datetime

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .common import NOW, HuisbezoekCase

WHOLE_DAY = (0.0, 24.0)


class FeastCase(HuisbezoekCase):
    """The list of feasts of De Linde in 2026-2027."""

    def _get_feasts(self, *names, user=None):
        Feast = self.env["huisbezoek.feast"].with_user(user or self.planner)
        return Feast.search(
            [
                ("school_id", "=", self.school.id),
                ("source_key", "in", [f"feast/{name}" for name in names]),
            ]
        )

    def _choose(self, *names, user=None, family=None):
        """Let somebody of the office tick feasts in the dialog of a family."""
        family = (family or self.family_a).with_user(user or self.planner)
        context = family.action_choose_feasts()["context"]
        Choice = self.env["huisbezoek.feast.choice"].with_user(user or self.planner)
        form = Form(Choice.with_context(**context))
        for feast in self._get_feasts(*names):
            form.feast_ids.add(feast)
        return form.save()

    def _get_avoided(self, family=None):
        return [
            (row.date_from, row.date_to, row.hour_from, row.hour_to)
            for row in (family or self.family_a).avoidance_ids.sorted("id")
        ]


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestFeasts(FeastCase):
    """The feasts of the school, for whoever plans (C2)."""

    def test_a_school_year_comes_with_its_feasts(self):
        feasts = self.env["huisbezoek.feast"].search(
            [("school_id", "=", self.school.id)]
        )
        self.assertTrue(
            all(
                feast.date_to >= self.year.date_start
                and feast.date_from <= self.year.date_end
                for feast in feasts
            )
        )
        eid = self._get_feasts("2027/eid_al_fitr")
        self.assertEqual(eid.date_from, date(2027, 3, 9))
        self.assertEqual(eid.date_to, date(2027, 3, 11))
        self.assertTrue(eid.begins_evening_before)
        self.assertEqual(eid.margin_days, 1)
        self.assertFalse(eid.is_closed)
        # Public holidays are closed days already.
        self.assertFalse(self._get_feasts("2027/easter", "2027/kings_day"))

    def test_who_plans_reads_the_list_and_nobody_else(self):
        for user in (self.anouk, self.planner, self.care, self.manager, self.admin):
            with self.subTest(user=user.login):
                self.assertTrue(self._get_feasts("2027/eid_al_fitr", user=user))
        companion = self._create_user("cor", "companion")
        for user in (self.colleague, companion):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._get_feasts("2027/eid_al_fitr", user=user)
        stranger = self._create_user("piet", "planner", self.second_school)
        self.assertFalse(self._get_feasts("2027/eid_al_fitr", user=stranger))

    def test_school_corrects_its_list(self):
        eid = self._get_feasts("2027/eid_al_fitr", user=self.manager)
        eid.write({"date_from": date(2027, 3, 10), "margin_days": 0})
        self._get_feasts("2027/purim").unlink()
        self.env["huisbezoek.feast"].with_user(self.planner).create(
            {
                "school_id": self.school.id,
                "name": "Carnaval",
                "date_from": date(2027, 2, 7),
                "date_to": date(2027, 2, 9),
            }
        )
        self.school.with_user(self.planner).action_add_calendar()
        self.assertEqual(eid.date_from, date(2027, 3, 10))
        self.assertFalse(self._get_feasts("2027/purim"))
        with self.assertRaises(AccessError):
            eid.with_user(self.anouk).margin_days = 2
        with self.assertRaises(AccessError):
            eid.with_user(self.care).unlink()

    def test_feast_shows_its_days_in_the_language_of_who_reads(self):
        for lang, eid_days, purim_day in (
            ("en_US", "Tue 9 Mar 2027 – Thu 11 Mar 2027", "Tue 23 Mar 2027"),
            ("nl_NL", "di 9 mrt 2027 – do 11 mrt 2027", "di 23 mrt 2027"),
        ):
            self.env["res.lang"]._activate_lang(lang)
            feasts = self._get_feasts("2027/eid_al_fitr", "2027/purim")
            eid, purim = feasts.with_context(lang=lang)
            with self.subTest(lang=lang):
                self.assertEqual(eid.display_name, f"{eid.name}, {eid_days}")
                self.assertEqual(purim.display_name, f"{purim.name}, {purim_day}")

    @mute_logger("odoo.sql_db")
    def test_impossible_margin_is_refused(self):
        with self.assertRaises(IntegrityError):
            self._get_feasts("2027/purim").margin_days = -1
            self.env.flush_all()

    def test_no_family_and_no_visit_points_to_a_feast(self):
        """What a family keeps could be read from such a link (A5)."""
        links = {
            f"{name}.{field.name}"
            for name, model in self.env.registry.items()
            if not model._abstract
            for field in model._fields.values()
            if field.comodel_name == "huisbezoek.feast"
        }
        self.assertEqual(links, {"huisbezoek.feast.choice.feast_ids"})
        self.assertFalse(self.env["huisbezoek.feast.choice"]._fields["feast_ids"].store)
        relational = {
            field.comodel_name
            for field in self.env["huisbezoek.feast"]._fields.values()
            if field.relational
        }
        self.assertEqual(relational, {"huisbezoek.school", "res.company", "res.users"})


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestClosedFeasts(FeastCase):
    """A feast on which the school makes no visits closes it (C2)."""

    def _close(self, name="2027/eid_al_fitr"):
        feast = self._get_feasts(name)
        feast.is_closed = True
        return feast

    def _get_closed(self, first, last):
        Closed = self.env["huisbezoek.closed.day"].with_user(self.anouk)
        return Closed._get_closed(self.school, first, last)

    def test_it_counts_as_closed_on_its_own_days(self):
        days = date(2027, 3, 6), date(2027, 3, 14)
        self.assertEqual(self._get_closed(*days), [])
        feast = self._close()
        (closed,) = self._get_closed(*days)
        self.assertEqual(closed.name, feast.name)
        # Margin and evening are for families, not for the school.
        self.assertEqual(
            (closed.first, closed.last), (date(2027, 3, 9), date(2027, 3, 11))
        )

    def test_whoever_plans_is_warned_also_without_reading_the_list(self):
        feast = self._close()
        visit = self._create_visit()
        visit.start = datetime(2027, 3, 10, 14, 30)
        companion = self._create_user("cor", "companion")
        for user in (self.planner, self.anouk, self.care):
            with self.subTest(user=user.login):
                self.assertIn(feast.name, visit.with_user(user).planning_warning)
        unusual = visit.with_user(companion).get_unusual_days(
            "2027-03-08", "2027-03-09"
        )
        self.assertEqual(unusual, {"2027-03-08": False, "2027-03-09": True})

    def test_feast_of_another_school_closes_nothing_here(self):
        self.env["huisbezoek.feast"].search(
            [("school_id", "=", self.second_school.id)]
        ).is_closed = True
        self.assertEqual(self._get_closed(date(2027, 3, 6), date(2027, 3, 14)), [])
        Visit = self.env["huisbezoek.visit"].with_user(self.anouk)
        self.assertEqual(
            Visit.get_unusual_days("2027-03-09", "2027-03-09"), {"2027-03-09": False}
        )

    def test_closing_it_shows_the_visits_that_it_hits(self):
        visit = self._create_visit()
        visit.start = datetime(2027, 3, 10, 14, 30)
        feast = self._get_feasts("2027/eid_al_fitr")
        with Form(feast) as form:
            self.assertEqual(form.visit_count, 0)
            form.is_closed = True
            self.assertEqual(form.visit_count, 1)
        self.assertEqual(feast.visit_count, 1)
        feast.action_return_visits()
        self.assertEqual(visit.state, "todo")

    def test_an_open_feast_returns_nothing(self):
        visit = self._create_visit()
        visit.start = datetime(2027, 3, 10, 14, 30)
        self._get_feasts("2027/eid_al_fitr").action_return_visits()
        self.assertEqual(visit.state, "planned")


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestDatesToAvoid(FeastCase):
    """A family chooses from the list, and only dates are kept (C2, A5)."""

    def test_planner_ticks_a_feast_and_dates_are_kept(self):
        self._choose("2027/eid_al_fitr")
        self.assertEqual(
            self._get_avoided(),
            [(date(2027, 3, 8), date(2027, 3, 12), *WHOLE_DAY)],
        )

    def test_evening_before_is_avoided_from_sunset(self):
        self._choose("2027/shavuot")
        self.assertEqual(
            self._get_avoided(),
            [
                (date(2027, 6, 10), date(2027, 6, 10), 19.0, 24.0),
                (date(2027, 6, 11), date(2027, 6, 12), *WHOLE_DAY),
            ],
        )

    def test_rows_are_in_the_order_of_the_calendar_and_have_no_name(self):
        names = ["2027/shavuot", "2027/eid_al_fitr", "2027/keti_koti"]
        self._choose(*names)
        rows = self.family_a.avoidance_ids.sorted("id")
        self.assertEqual(rows.mapped("date_from"), sorted(rows.mapped("date_from")))
        stored = {
            name
            for name, field in rows._fields.items()
            if field.store and field.type in ("char", "text", "many2one", "html")
        }
        self.assertEqual(
            stored,
            {"household_id", "school_id", "company_id", "create_uid", "write_uid"},
        )

    def test_care_coordinator_may_choose_too(self):
        self._choose("2027/keti_koti", user=self.care)
        self.assertEqual(len(self._get_avoided()), 1)

    def test_choosing_again_or_what_was_typed_in_is_no_double(self):
        self.env["huisbezoek.avoidance"].with_user(self.planner).create(
            {
                "household_id": self.family_a.id,
                "date_from": date(2027, 3, 10),
                "date_to": date(2027, 3, 31),
            }
        )
        for _again in range(2):
            self._choose("2027/eid_al_fitr")
        self.assertEqual(
            self._get_avoided()[1:],
            [(date(2027, 3, 8), date(2027, 3, 9), *WHOLE_DAY)],
        )

    def test_a_visit_then_is_warned_about_without_a_word_of_why(self):
        self._choose("2027/eid_al_fitr")
        visit = self._create_visit()
        visit.start = datetime(2027, 3, 10, 14, 30)
        self.assertEqual(
            visit.with_user(self.anouk).planning_warning,
            "The family would rather not be visited then.",
        )

    def test_choice_is_stored_nowhere(self):
        """Not in the dialog's row, which has no place for it, and goes itself."""
        choice = self._choose("2027/eid_al_fitr", "2027/keti_koti")
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(choice.feast_ids)
        self.env.cr.execute(
            "SELECT table_name FROM information_schema.columns"
            " WHERE table_schema = current_schema() AND table_name LIKE %s"
            " AND column_name LIKE %s",
            ["huisbezoek%", "%feast%"],
        )
        self.assertEqual(self.env.cr.fetchall(), [])
        choice.action_done()
        self.assertFalse(choice.exists())

    def test_only_feasts_of_the_year_to_come_are_offered(self):
        choice = self._choose()
        arch = choice.get_view(view_type="form")["arch"]
        self.assertIn("today +12m", arch)
        offered = self.env["huisbezoek.feast"].with_user(self.planner)
        found = offered.search(
            [
                ("school_id", "=", self.school.id),
                ("date_to", ">=", "today"),
                ("date_from", "<", "today +12m"),
            ]
        )
        self.assertIn(self._get_feasts("2026/hanukkah"), found)
        self.assertNotIn(self._get_feasts("2026/diwali"), found)

    def test_teacher_and_management_do_not_choose_for_a_family(self):
        for user in (self.anouk, self.manager, self.admin):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._choose("2027/eid_al_fitr", user=user)
        self.assertEqual(self._get_avoided(), [])
        feasts = self._get_feasts("2027/eid_al_fitr", user=self.anouk)
        with self.assertRaises(AccessError):
            self.family_a.with_user(self.anouk)._avoid_feasts(feasts)

    def test_planner_of_another_school_gets_at_no_family(self):
        stranger = self._create_user("piet", "planner", self.second_school)
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self.env["huisbezoek.feast.choice"].with_user(stranger).create(
                {"household_id": self.family_a.id, "feast_ids": [(6, 0, [])]}
            )

    def test_feasts_are_those_of_the_own_school(self):
        both = self._create_user("both", "planner", self.second_school)
        self._give_role(both, "planner")
        elsewhere = self.env["huisbezoek.feast"].search(
            [("school_id", "=", self.second_school.id)], limit=1
        )
        with self.assertRaises(UserError):
            self.family_a.with_user(both)._avoid_feasts(elsewhere.with_user(both))
