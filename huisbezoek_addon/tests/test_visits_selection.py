from datetime import datetime, timedelta

from lxml import html

from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, tagged

from .common import NOW, HuisbezoekCase

#: Wednesday, 15:30 in Amsterdam.
WEDNESDAY = datetime(2026, 11, 25, 14, 30)
DAY = timedelta(days=1)


class SelectionCase(HuisbezoekCase):
    """A planner ticks visits in the list, in whatever state they are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visits = cls.env["huisbezoek.visit"]
        for state in ("todo", "planned", "on_hold", "done", "cancelled"):
            _pupil, family = cls._create_family(f"Kind{state}", state, cls.group_1)
            cls.visits |= cls.visits.create(
                {
                    "school_id": cls.school.id,
                    "household_id": family.id,
                    "lead_id": cls.emp_anouk.id,
                }
            )
        todo, planned, hold, done, cancelled = cls.visits
        planned.start = WEDNESDAY
        hold.action_on_hold()
        done.start = NOW - 3 * DAY
        done.action_hold()
        cancelled._close("by_school")
        cls.mixed = cls.visits.with_user(cls.planner)
        cls.todo, cls.planned, cls.hold, cls.done, cls.cancelled = cls.mixed

    def _states(self):
        return self.visits.mapped("state")


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestVisitsFromSelection(SelectionCase):
    """What is done to a selection, at once and with a word on the rest (C7)."""

    def _open_close(self, visits, user=None):
        return Form(
            self.env["huisbezoek.visit.close"]
            .with_user(user or self.planner)
            .with_context(active_ids=visits.ids)
        )

    # === WILL NOT TAKE PLACE ===

    def test_a_reason_for_all_that_can_still_be_cancelled(self):
        dialog = self._open_close(self.mixed)
        dialog.outcome = "by_parents"
        self.assertEqual(dialog.count, 3)
        self.assertEqual(dialog.staying, "1 × Held, 1 × Cancelled")
        notice = dialog.save().action_close()["params"]
        self.assertEqual(
            self._states(), ["cancelled", "cancelled", "cancelled", "done", "cancelled"]
        )
        self.assertEqual(
            self.visits.mapped("outcome"),
            ["by_parents"] * 3 + [False, "by_school"],
        )
        self.assertEqual(
            notice["message"],
            "Visits changed: 3. As they were: 1 × Held, 1 × Cancelled.",
        )
        self.assertFalse(
            self.visits.sudo().event_id.filtered("active") - self.done.sudo().event_id
        )

    def test_nobody_was_away_where_nobody_would_have_come(self):
        dialog = self._open_close(self.mixed)
        dialog.outcome = "not_home"
        dialog.save().action_close()
        self.assertEqual(
            self._states(), ["todo", "not_held", "on_hold", "done", "cancelled"]
        )

    def test_none_that_can_says_so_and_changes_nothing(self):
        dialog = self._open_close(self.done | self.cancelled)
        dialog.outcome = "by_parents"
        with self.assertRaisesRegex(UserError, "1 × Held, 1 × Cancelled"):
            dialog.save().action_close()

    def test_closing_is_all_or_nothing(self):
        """Also for code that does not ask which can: the first is not written."""
        with self.assertRaisesRegex(UserError, "cannot become"):
            (self.planned | self.done)._close("declined")
        self.assertEqual(self.planned.state, "planned")

    def test_teacher_closes_her_own_and_no_others(self):
        dialog = self._open_close(self.todo | self.planned, self.anouk)
        dialog.outcome = "by_teacher"
        dialog.save().action_close()
        self.assertEqual(self._states()[:2], ["cancelled", "cancelled"])
        other = self._create_visit(self.family_b, self.emp_bram)
        with self.assertRaises(UserError):
            other.with_user(self.anouk)._close_selection("by_teacher")

    # === PLAN AGAIN, PUT ASIDE ===

    def test_what_was_closed_by_mistake_is_planned_again(self):
        self.mixed._close_selection("declined")
        notice = self.mixed.action_back_to_planning()["params"]
        self.assertEqual(self._states(), ["todo", "todo", "todo", "done", "todo"])
        self.assertFalse(any((self.visits - self.done).mapped("outcome")))
        self.assertEqual(
            notice["message"], "Visits changed: 4. As they were: 1 × Held."
        )

    def test_put_aside(self):
        self.mixed.action_on_hold()
        self.assertEqual(
            self._states(), ["on_hold", "on_hold", "on_hold", "done", "cancelled"]
        )

    def test_one_by_itself_says_why_not(self):
        with self.assertRaisesRegex(UserError, "'Held'.*'To plan'"):
            self.done.action_back_to_planning()
        self.assertFalse(self.planned.action_back_to_planning())

    # === WHERE THE BUTTONS ARE ===

    def test_buttons_stand_above_a_selection_of_list_and_cards(self):
        Visit = self.env["huisbezoek.visit"].with_user(self.planner)
        views = Visit.get_views(
            [(False, "list"), (False, "kanban")], {"toolbar": True}
        )["views"]
        for kind, count in (("list", 5), ("kanban", 2)):
            arch = html.fromstring(views[kind]["arch"])
            buttons = [b.get("string") for b in arch.xpath("//header/button")]
            self.assertEqual(len(buttons), count)
            self.assertIn("Hand over", buttons)
            prints = [one["name"] for one in views[kind]["toolbar"]["print"]]
            self.assertIn("Day sheet", prints)
            self.assertIn("Planning list per teacher", prints)
            self.assertIn("Planning list per group", prints)


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestVisitsOnPaper(SelectionCase):
    """A selection is printed: a sheet per visitor and day, and a list (E2, C7)."""

    def _print(self, document, visits=None, user=None):
        """Return the pages of a paper as text."""
        visits = visits or self.visits
        content, _kind = (
            self.env["ir.actions.report"]
            .with_user(user or self.planner)
            ._render_qweb_html(f"huisbezoek_addon.{document}_document", visits.ids)
        )
        pages = html.fromstring(content).find_class("o_huisbezoek_page")
        return [" ".join(page.text_content().split()) for page in pages]

    def test_a_day_sheet_per_visitor_and_day_in_that_order(self):
        visits = self.planned
        for lead, start in (
            (self.emp_bram, WEDNESDAY),
            (self.emp_anouk, WEDNESDAY + DAY),
            (self.emp_bram, WEDNESDAY + DAY),
            (self.emp_anouk, WEDNESDAY + timedelta(hours=1)),
        ):
            visits |= self._create_visit(lead=lead, start=start)
        # What will not be made has no place on a day.
        visits |= self.cancelled | self.todo
        pages = self._print("day_sheet", visits)
        self.assertEqual(
            [("Anouk" in page, "25" in page) for page in pages],
            [(True, True), (True, False), (False, True), (False, False)],
        )
        self.assertIn("Kindplanned (group 1A)", pages[0])

    def test_planning_list_per_teacher(self):
        self._create_visit(self.family_b, self.emp_bram, start=WEDNESDAY)
        nobody = self._create_visit()
        nobody.lead_id = False
        visits = self.env["huisbezoek.visit"].search(
            [("school_id", "=", self.school.id)]
        )
        [page] = self._print("planning_list_lead", visits)
        places = [page.index(word) for word in ("Anouk (5)", "Bram (1)", "Nobody yet")]
        self.assertEqual(places, sorted(places))
        self.assertIn("Wed 25 Nov 15:30 Tijn 2A", page)
        self.assertIn("Kindcancelled 1A At home Cancelled", page)

    def test_two_teachers_of_one_name_have_a_list_each(self):
        self._create_visit(self.family_b, self.emp_bram)
        self.emp_bram.name = "Anouk"
        visits = self.env["huisbezoek.visit"].search(
            [("school_id", "=", self.school.id)]
        )
        [page] = self._print("planning_list_lead", visits)
        self.assertIn("Anouk (5)", page)
        self.assertIn("Anouk (1)", page)

    def test_planning_list_per_group(self):
        visits = self.visits | self._create_visit(self.family_b, self.emp_bram)
        [page] = self._print("planning_list_group", visits)
        self.assertLess(page.index("1A (5)"), page.index("2A (1)"))

    def test_a_list_per_school(self):
        self._give_role(self.planner, "planner", self.second_school)
        group = self._create_group("1X", "1", school=self.second_school)
        _pupil, family = self._create_family("Femke", "Visser", group)
        pages = self._print(
            "planning_list_lead", self.todo | self._create_visit(family)
        )
        self.assertEqual(len(pages), 2)
        self.assertIn("De Brug", pages[1])

    def test_paper_tells_no_more_than_it_needs(self):
        self.family_b.guardian_ids.needs_interpreter = True
        turkish = self.env["huisbezoek.language"].search([], limit=1)
        self.family_b.guardian_ids.language_id = turkish
        visit = self._create_visit(self.family_b, self.emp_bram, start=WEDNESDAY)
        for document in ("planning_list_lead", "planning_list_group", "day_sheet"):
            [page] = self._print(document, visit)
            for shown in ("Tijn", "2A", turkish.name, "(with an interpreter)"):
                self.assertIn(shown, page)
            for hidden in ("Zandstra", "8011", "Zwolle", "0612345678", "Ouder"):
                self.assertNotIn(hidden, page)

    def test_two_of_one_first_name_are_told_apart_by_a_letter(self):
        other = self._create_visit(
            self._create_family("Defne", "Kaplan", self.group_1)[1]
        )
        visits = (self._create_visit() | other).with_user(self.planner)
        self.assertEqual(
            set(visits._get_sheet_names().values()), {"Defne A.", "Defne K."}
        )

    def test_secret_address_and_unreadable_family(self):
        self.school.reports_for_all = True
        visit = self._create_visit(self.family_b, self.emp_bram, start=WEDNESDAY)
        visit.with_user(self.planner)._close("by_school")
        self.env.flush_all()
        # Bram led it, and teaches the pupil no more.
        self.group_2.teaching_ids.date_to = NOW.date() - DAY
        self.env.flush_all()
        [page] = self._print("planning_list_lead", visit, self.bram)
        self.assertNotIn("Tijn", page)
        self.assertIn(f"Visit {visit.id:05d}", page)

    def test_cost_of_printing_does_not_grow(self):
        def measure(visits):
            before = self.env.cr.sql_log_count
            for document in ("planning_list_lead", "day_sheet"):
                self.env.invalidate_all()
                self._print(document, visits)
            return self.env.cr.sql_log_count - before

        many = self.planned
        for number in range(20):
            _pupil, family = self._create_family(f"K{number}", "Veel", self.group_1)
            many |= self._create_visit(family, start=WEDNESDAY + number * DAY + DAY)
        measure(many)
        self.assertLessEqual(measure(many) - measure(many[:4]), 4)
