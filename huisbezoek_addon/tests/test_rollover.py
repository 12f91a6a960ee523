import base64
from contextlib import contextmanager
from datetime import date, timedelta
from unittest.mock import patch

from psycopg2.errors import SerializationFailure, UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import NOW, HuisbezoekCase
from .import_common import edexml, pupil_xml, teacher_xml

JUNE = "2027-06-14 12:00:00"
LAST, FIRST = date(2027, 7, 31), date(2027, 8, 1)


class RolloverCase(HuisbezoekCase):
    """The school of the other tests, with an eighth group that leaves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cron = cls.env.ref("huisbezoek_addon.huisbezoek_rollover_cron")
        cls.group_8 = cls._create_group("8A", "8", cls.emp_colleague)
        cls.noor, _family = cls._create_family("Noor", "Smit", cls.group_8)
        cls.teacher_of = {
            group: group.teaching_ids.teacher_id
            for group in (cls.group_1, cls.group_2, cls.group_8)
        }

    def _prepare(self, user=None, **vals):
        return (
            self.env["huisbezoek.rollover"]
            .with_user(user or self.planner)
            .create({"school_id": self.school.id, **vals})
        )

    def _carry_out(self, rollover):
        rollover.action_carry_out()
        self._run_cron()
        rollover.invalidate_recordset()
        return rollover

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()

    def _get_line(self, rollover, group):
        return rollover.line_ids.filtered(lambda line: line.group_id == group)

    def _get_next(self, pupil):
        """Return the group, grade and days of a pupil in the next year."""
        return [
            (place.group_id.name, place.grade, place.date_from, place.date_to)
            for place in pupil.membership_ids
            if place.date_from >= FIRST
        ]

    def _count(self):
        """Return how much there is of all that a roll-over makes."""
        models = ("school.year", "group", "teaching", "membership", "pupil")
        return {
            model: self.env[f"huisbezoek.{model}"].search_count([]) for model in models
        }

    @contextmanager
    def assertNothingMade(self):
        before = self._count()
        yield
        self.assertEqual(self._count(), before)


@freeze_time(JUNE)
@tagged("post_install", "-at_install")
class TestRollover(RolloverCase):
    """The office carries its school over to the next year (A2)."""

    # === THE PROPOSAL === #

    def test_the_proposal_is_what_a_primary_school_does(self):
        lines = self._prepare().line_ids
        self.assertEqual(
            [
                (line.group_id.name, line.outcome, line.new_name, line.new_grade)
                for line in lines
            ],
            [
                (False, "group", "1A", "1"),
                ("1A", "group", "2A", "2"),
                ("2A", "group", "3A", "3"),
                ("8A", "leave", False, False),
            ],
        )
        self.assertEqual(lines.mapped("pupil_count"), [0, 1, 1, 1])
        # who teaches a grade goes on with it
        self.assertEqual(lines[0].teacher_ids, self.teacher_of[self.group_1])
        self.assertEqual(lines[1].teacher_ids, self.teacher_of[self.group_2])
        self.assertFalse(lines[2].teacher_ids)
        self.assertIn("No teacher yet", lines[2].remarks)
        self.assertIn("who enter", lines[0].remarks)

    def test_a_pupil_without_a_group_is_told(self):
        self._create_family("Bo", "Los", self.group_1)[0].membership_ids.unlink()
        rollover = self._prepare()
        self.assertEqual(rollover.unplaced_count, 1)
        found = self.env["huisbezoek.pupil"].search(
            rollover.action_open_unplaced()["domain"]
        )
        self.assertEqual(found.first_name, "Bo")
        self.assertEqual(rollover.todo_count, 3)

    def test_nothing_is_made_before_it_is_carried_out(self):
        with self.assertNothingMade():
            rollover = self._prepare()
            rollover.action_look_again()
            rollover.action_carry_out()
            rollover.action_cancel()
            self._run_cron()
        self.assertEqual(rollover.state, "draft")

    def test_a_combination_group_goes_on_by_grade(self):
        self.group_2.write({"name": "2/3", "grade": "C"})
        self.tijn.membership_ids.grade = "2"
        bo, _family = self._create_family("Bo", "Los", self.group_2)
        bo.membership_ids.grade = "3"
        rollover = self._prepare()
        lines = self._get_line(rollover, self.group_2)
        self.assertEqual(lines.mapped("grade"), ["2", "3"])
        lines[1].new_name = "4A"
        self._carry_out(rollover)
        self.assertEqual(self._get_next(self.tijn)[0][:2], ("2/3", "3"))
        self.assertEqual(self._get_next(bo)[0][:2], ("4A", "4"))
        self.assertEqual(rollover.to_year_id.group_ids.mapped("grade").count("C"), 1)

    # === CARRYING OUT === #

    def test_groups_teachers_and_pupils_go_over(self):
        rollover = self._carry_out(self._prepare())
        self.assertEqual(rollover.state, "done")
        year = rollover.to_year_id
        self.assertEqual((year.name, year.date_start), ("2027-2028", FIRST))
        self.assertEqual(sorted(year.group_ids.mapped("name")), ["1A", "2A", "3A"])
        days = (FIRST, date(2028, 7, 31))
        self.assertEqual(self._get_next(self.defne), [("2A", "2", *days)])
        self.assertEqual(self._get_next(self.tijn), [("3A", "3", *days)])
        self.assertEqual(self._get_next(self.noor), [])
        self.assertEqual(self.noor.leave_date, LAST)
        self.assertFalse(self.defne.leave_date)
        second = year.group_ids.filtered(lambda group: group.name == "2A")
        teaching = second.teaching_ids
        self.assertEqual(teaching.teacher_id, self.teacher_of[self.group_2])
        self.assertEqual((teaching.date_from, teaching.date_to), days)
        self.assertEqual(rollover.progress, 100)
        self.assertEqual(
            (rollover.group_count, rollover.teaching_count, rollover.place_count),
            (3, 2, 2),
        )
        # It is the planner's own work, by his own rights.
        self.assertEqual(second.create_uid, self.planner)

    def test_who_sees_whom_changes_with_the_year(self):
        self._carry_out(self._prepare())
        Pupil = self.env["huisbezoek.pupil"]
        self.assertEqual(Pupil.with_user(self.anouk).search([]), self.defne)
        with freeze_time("2027-08-02 12:00:00"):
            self.env.invalidate_all()
            self.assertEqual(Pupil.with_user(self.bram).search([]), self.defne)
            self.assertFalse(Pupil.with_user(self.anouk).search([]))
            self.assertEqual(self.defne.group_id.name, "2A")

    def test_twice_is_once(self):
        rollover = self._carry_out(self._prepare())
        with self.assertNothingMade():
            self._carry_out(rollover)
        self.assertEqual(rollover.state, "done")
        self.assertEqual((rollover.place_count, rollover.leave_count), (2, 1))

    def test_late_changes_are_added_and_nothing_else(self):
        rollover = self._carry_out(self._prepare())
        self.defne.membership_ids.filtered(
            lambda m: m.date_from >= FIRST
        ).date_to = "2027-12-31"
        bo, _family = self._create_family("Bo", "Los", self.group_1)
        self._get_line(rollover, self.group_2).teacher_ids = self.teacher_of[
            self.group_8
        ]
        self._carry_out(rollover)
        self.assertEqual(self._get_next(bo)[0][0], "2A")
        self.assertEqual(self._get_next(self.defne)[0][3], date(2027, 12, 31))
        third = rollover.to_year_id.group_ids.filtered(lambda g: g.name == "3A")
        self.assertEqual(third.teaching_ids.teacher_id, self.teacher_of[self.group_8])
        self.assertEqual(rollover.place_count, 3)

    def test_a_group_that_came_since_is_looked_at_first(self):
        rollover = self._prepare()
        group = self._create_group("4A", "4")
        action = rollover.action_carry_out()
        self.assertEqual(action["tag"], "display_notification")
        self.assertEqual(rollover.state, "draft")
        self.assertEqual(self._get_line(rollover, group).new_name, "5A")
        self.assertTrue(rollover.action_carry_out())
        self.assertEqual(rollover.state, "queued")

    def test_what_was_changed_by_hand_stays_when_looking_again(self):
        rollover = self._prepare()
        line = self._get_line(rollover, self.group_1)
        line.write({"new_name": "2B", "outcome": "group"})
        rollover.action_look_again()
        self.assertEqual(line.new_name, "2B")
        self.assertEqual(len(rollover.line_ids), 4)

    def test_what_the_office_made_already_is_used(self):
        year = self.school.year_ids._get_or_create_next()
        values = {"school_id": self.school.id, "year_id": year.id, "grade": "2"}
        second = self.env["huisbezoek.group"].create({**values, "name": "2a"})
        other = self.env["huisbezoek.group"].create({**values, "name": "2B"})
        self.defne.membership_ids = [Command.create({"group_id": other.id})]
        bo, _family = self._create_family("Bo", "Los", self.group_1)
        rollover = self._prepare()
        self.assertIn(
            "in another group", self._get_line(rollover, self.group_1).remarks
        )
        self._carry_out(rollover)
        self.assertEqual(self._get_next(self.defne)[0][0], "2B")
        self.assertEqual(bo.membership_ids.group_id, self.group_1 | second)
        self.assertEqual(rollover.to_year_id, year)
        self.assertEqual(len(year.group_ids.filtered(lambda g: g.name == "2A")), 0)

    def test_who_stays_in_the_eighth_group_does_not_leave(self):
        year = self.school.year_ids._get_or_create_next()
        group = self.env["huisbezoek.group"].create(
            {"school_id": self.school.id, "year_id": year.id, "name": "8A"}
        )
        self.noor.membership_ids = [Command.create({"group_id": group.id})]
        self._carry_out(self._prepare())
        self.assertFalse(self.noor.leave_date)

    def test_who_has_a_day_of_leaving_keeps_it(self):
        self.noor.leave_date = "2027-07-09"
        self.tijn.leave_date = "2027-07-09"
        self.defne.leave_date = "2027-10-15"
        self._carry_out(self._prepare())
        self.assertEqual(self.noor.leave_date, date(2027, 7, 9))
        self.assertEqual(self._get_next(self.tijn), [])
        self.assertEqual(self._get_next(self.defne)[0][2:], (FIRST, date(2027, 10, 15)))

    def test_who_leaves_between_two_school_years_is_not_carried_over(self):
        self.year.date_end = date(2027, 7, 9)
        first = date(2027, 8, 23)
        self.env["huisbezoek.school.year"].create(
            {"school_id": self.school.id, "date_start": first, "date_end": "2028-07-20"}
        )
        self.defne.leave_date = first - timedelta(days=1)
        self.tijn.leave_date = first
        rollover = self._carry_out(self._prepare())
        self.assertEqual(rollover.state, "done")
        self.assertEqual(self._get_next(self.defne), [])
        self.assertEqual(self._get_next(self.tijn), [("3A", "3", first, first)])
        self.assertEqual(self.defne.leave_date, first - timedelta(days=1))

    def test_an_archived_teacher_is_not_carried_over(self):
        teacher = self.teacher_of[self.group_1]
        rollover = self._prepare()
        self.assertIn(teacher, rollover.line_ids.teacher_ids)
        self.emp_anouk.active = False
        self._carry_out(rollover)
        self.assertNotIn(teacher, rollover.to_year_id.group_ids.teaching_ids.teacher_id)
        rollover.unlink()
        self.assertNotIn(teacher, self._prepare().line_ids.teacher_ids)

    def test_a_place_without_an_end_ends_with_its_year(self):
        self.defne.membership_ids.date_to = False
        self._carry_out(self._prepare())
        old = self.defne.membership_ids.filtered(lambda m: m.group_id == self.group_1)
        self.assertEqual(old.date_to, LAST)
        self.assertEqual(self._get_next(self.defne)[0][0], "2A")

    def test_groups_that_merge_and_a_language_class(self):
        language = self._create_group("Taal", False)
        language.is_composite = True
        self.defne.membership_ids = [Command.create({"group_id": language.id})]
        second = self._create_group("1B", "1", self.emp_anouk)
        bo, _family = self._create_family("Bo", "Los", second)
        rollover = self._prepare()
        self.assertIn("without pupils", self._get_line(rollover, language).remarks)
        self._get_line(rollover, second).new_name = "2A"
        self._carry_out(rollover)
        self.assertEqual(bo.membership_ids[0].group_id.name, "2A")
        self.assertEqual(
            bo.membership_ids[0].group_id,
            self.defne.membership_ids.filtered(lambda m: m.date_from >= FIRST).group_id,
        )
        copy = rollover.to_year_id.group_ids.filtered("is_composite")
        self.assertEqual((copy.name, copy.pupil_count), ("Taal", 0))

    def test_an_open_visit_stays_and_is_found_as_one_of_an_earlier_year(self):
        visit = self._create_visit()
        self._carry_out(self._prepare())
        domain = [
            ("state", "in", ("todo", "invited", "planned", "on_hold")),
            ("year_id.date_end", "<", "today"),
        ]
        Visit = self.env["huisbezoek.visit"].with_user(self.planner)
        self.assertFalse(Visit.search(domain))
        with freeze_time("2027-08-02 12:00:00"):
            self.assertEqual(Visit.search(domain), visit)
            self.assertEqual(visit.state, "todo")

    def test_an_import_of_the_new_year_goes_on_from_it(self):
        self.defne.import_key = "101"
        rollover = self._carry_out(self._prepare())
        groups = '<groep key="n2"><naam>2A</naam><jaargroep>2</jaargroep></groep>'
        content = edexml(
            pupil_xml("101", "Defne", "Aydemir", group="n2", born="2021-04-17"),
            teachers=[teacher_xml("L9", "Nieuw", "Dam", groups=("n2",))],
            groups=groups,
            year="2027-2028",
            day="2027-10-01",
        )
        with freeze_time("2027-10-02 12:00:00"):
            job = self._import(content)
        self.assertEqual(job.state, "done")
        second = rollover.to_year_id.group_ids.filtered(lambda g: g.name == "2A")
        self.assertEqual(second.import_key, "n2")
        self.assertEqual(len(self._get_next(self.defne)), 1)
        with self.assertNothingMade():
            self._carry_out(rollover)

    def _import(self, content):
        job = (
            self.env["huisbezoek.import"]
            .with_user(self.planner)
            .create(
                {
                    "school_id": self.school.id,
                    "file": base64.b64encode(content),
                    "file_name": "EDEX.XML",
                    "accept_brin": True,
                }
            )
        )
        job.action_preview()
        job.action_import()
        cron = self.env.ref("huisbezoek_addon.huisbezoek_import_cron")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        return job

    # === THE JOB === #

    def _break_off_after(self, model):
        """Let the work stop once it has made records of a model."""
        Model = self.env.registry[f"huisbezoek.{model}"]
        create = Model.create

        def create_and_stop(records, vals_list):
            create(records, vals_list)
            raise SerializationFailure("a colleague was first")

        return patch.object(Model, "create", create_and_stop)

    def test_broken_off_in_the_middle_nothing_is_half_done(self):
        for model in ("group", "teaching", "membership"):
            with self.subTest(model=model), self.assertNothingMade():
                rollover = self.env["huisbezoek.rollover"].search([]) or self._prepare()
                rollover = rollover.with_user(self.planner)
                rollover.action_carry_out()
                with self._break_off_after(model):
                    self._run_cron()
                self.assertEqual(rollover.state, "queued")
                self.assertFalse(self.noor.leave_date)
                rollover.action_cancel()
        self._carry_out(rollover)
        self.assertEqual(self._get_next(self.defne)[0][0], "2A")
        self.assertEqual(rollover.place_count, 2)

    def test_who_is_no_planner_any_more_carries_nothing_over(self):
        rollover = self._prepare()
        rollover.action_carry_out()
        self.school.role_ids.filtered(lambda r: r.user_id == self.planner).action_end()
        with self.assertNothingMade():
            self._run_cron()
        self.assertEqual(rollover.sudo().state, "failed")
        self.assertIn("Nothing was changed", rollover.sudo().error_text)

    def test_the_school_reads_what_a_rule_of_ours_says_and_no_more(self):
        words = "A group needs a name."

        def refuse(rollover, plan):
            raise UserError(words)

        def stumble(rollover, plan):
            rollover.env["res.partner"].browse(10**8).sudo().name.strip()

        rollover = self._prepare()
        writing = self.env.registry["huisbezoek.rollover"]
        for fault, sentence in (
            (refuse, f"Nothing was changed: {words}"),
            (stumble, "something unexpected went wrong"),
        ):
            with (
                self.subTest(sentence=sentence),
                self.assertNothingMade(),
                patch.object(writing, "_apply_leavers", fault),
                mute_logger("odoo.addons.huisbezoek_addon.models.abstract.job_mixin"),
            ):
                self._carry_out(rollover)
                self.assertEqual(rollover.state, "failed")
                self.assertIn(sentence, rollover.error_text)

    def test_nothing_changes_while_it_is_carried_out(self):
        rollover = self._prepare()
        rollover.action_carry_out()
        with self.assertRaisesRegex(UserError, "being carried out"):
            rollover.line_ids[0].new_name = "9Z"
        with self.assertRaisesRegex(UserError, "being carried out"):
            rollover.action_look_again()
        with self.assertRaisesRegex(UserError, "being carried out"):
            rollover.unlink()

    # === WHO MAY, AND WHAT MAY BE WRITTEN === #

    def test_only_planners_of_the_school_have_to_do_with_it(self):
        second = self._create_user("paul", "planner", school=self.second_school)
        others = (self.anouk, self.care, self.manager, self.admin, second)
        for user in others:
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._prepare(user)
        rollover = self._prepare()
        for user in others:
            with self.subTest(user=user.login):
                own = rollover.with_user(user)
                for call in (own.action_carry_out, own.action_look_again):
                    with self.assertRaises(AccessError):
                        call()

    def test_a_client_writes_neither_the_outcome_nor_where_a_line_comes_from(self):
        rollover = self._prepare(state="done", place_count=9, user_id=self.anouk.id)
        self.assertEqual((rollover.state, rollover.place_count), ("draft", 0))
        self.assertEqual(rollover.user_id, self.planner)
        with self.assertRaises(AccessError):
            rollover.state = "done"
        with self.assertRaises(UserError):
            rollover.place_count = 9
        line = self._get_line(rollover, self.group_1)
        line.write({"group_id": self.group_2.id, "new_group_id": self.group_2.id})
        self.assertEqual((line.group_id, line.new_group_id.id), (self.group_1, False))

    def test_a_line_needs_a_name_and_stays(self):
        rollover = self._prepare()
        line = self._get_line(rollover, self.group_1)
        with self.assertRaisesRegex(ValidationError, "name of next year's group"):
            line.new_name = " "
        with self.assertRaisesRegex(UserError, "would be forgotten"):
            line.unlink()
        rollover.line_ids[0].unlink()
        rollover.line_ids = [Command.create({"new_name": "1C", "new_grade": "1"})]
        self._carry_out(rollover)
        self.assertIn("1C", rollover.to_year_id.group_ids.mapped("name"))
        self.assertNotIn("1A", rollover.to_year_id.group_ids.mapped("name"))

    def test_teachers_of_another_school_are_refused(self):
        other = self._create_group(
            "1X", "1", self._create_employee(self.manager), self.second_school
        )
        rollover = self._prepare()
        with self.assertRaises(UserError):
            rollover.line_ids[0].teacher_ids = other.teaching_ids.teacher_id

    def test_one_roll_over_of_a_year(self):
        self._prepare()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self._prepare()

    # === IN MAY === #

    def test_planners_are_told_in_may_and_once(self):
        Rollover = self.env["huisbezoek.rollover"]
        mails = self.env["mail.mail"].search_count([])
        with freeze_time("2027-04-20 06:00:00"):
            Rollover._cron_prepare()
        self.assertFalse(Rollover.search([]))
        with freeze_time("2027-05-03 06:00:00"):
            Rollover._cron_prepare()
            Rollover._cron_prepare()
        rollover = Rollover.search([("school_id", "=", self.school.id)])
        self.assertEqual(rollover.activity_ids.user_id, self.planner)
        self.assertEqual(rollover.activity_ids.summary, "Prepare the next school year")
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.assertEqual(len(rollover.line_ids), 4)
        # A school that has no groups has nothing to carry over.
        self.assertFalse(Rollover.search([("school_id", "=", self.second_school.id)]))
        self._carry_out(rollover.with_user(self.planner))
        self.assertFalse(rollover.activity_ids)

    def test_what_a_planner_deleted_does_not_come_back_at_night(self):
        Rollover = self.env["huisbezoek.rollover"]
        Rollover._cron_prepare()
        of_school = [("school_id", "=", self.school.id)]
        Rollover.search(of_school).with_user(self.planner).unlink()
        Rollover._cron_prepare()
        self.assertFalse(Rollover.search(of_school))
        # By hand it does.
        self.assertTrue(self._prepare())

    def test_cost_of_the_proposal_does_not_grow_with_the_school(self):
        rollover = self._prepare()
        rollover._plan()
        self._read_preview(rollover)
        with self._count_queries() as few:
            self._read_preview(rollover)
        for number in range(20):
            self._create_family(f"Kind{number}", f"Naam{number}", self.group_1)
        with self._count_queries() as many:
            self._read_preview(rollover)
        self.assertEqual(len(many), len(few))

    def _read_preview(self, rollover):
        self.env.flush_all()
        self.env.invalidate_all()
        rollover.web_read(
            {
                "todo_count": {},
                "unplaced_count": {},
                "line_ids": {"fields": {"pupil_count": {}, "remarks": {}}},
            }
        )

    @contextmanager
    def _count_queries(self):
        queries = []
        cr = self.env.cr
        before = cr.sql_log_count
        yield queries
        queries += [None] * (cr.sql_log_count - before)


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestRolloverYears(RolloverCase):
    """Which year comes after which (A2)."""

    def test_the_year_after_is_the_next_there_is(self):
        year = self.year
        made = year._get_or_create_next()
        self.assertEqual((made.date_start, made.date_end), (FIRST, date(2028, 7, 31)))
        self.assertEqual(year._get_or_create_next(), made)

    def test_after_a_year_of_another_calendar_the_next_ends_in_july(self):
        self.year.date_end = LAST + timedelta(days=15)
        made = self.year._get_or_create_next()
        self.assertEqual(
            (made.date_start, made.date_end), (date(2027, 8, 16), date(2028, 7, 31))
        )
