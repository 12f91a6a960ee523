import base64
from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import NOW
from .import_common import ImportCase

HEADER = "gezin_sleutel;leerling_sleutel;datum;tijd;duur;leraar;begeleider;plaats;stand"
HELD = ";101;05-10-2026;15:30;75;L1;;thuis;gehouden"
PLANNED = ";101;2026-12-07;15:30;45;anouk@school.example;;thuis;gepland"


@freeze_time(NOW)
class VisitImportCase(ImportCase):
    """Defne lives with family A, Tijn with family B; both have keys."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.defne.import_key = "101"
        cls.tijn.import_key = "102"
        cls.family_a.import_key = "G1"
        cls.emp_anouk.work_email = "anouk@school.example"
        cls.emp_colleague.work_email = "colette@school.example"
        Teacher = cls.env["huisbezoek.teacher"]
        cls.teacher_anouk = Teacher.search([("employee_id", "=", cls.emp_anouk.id)])
        cls.teacher_anouk.import_key = "L1"
        cls.teacher_bram = Teacher.search([("employee_id", "=", cls.emp_bram.id)])
        cls.teacher_bram.import_key = "L2"

    def _import_rows(self, *rows, header=HEADER, **vals):
        content = "\r\n".join((header, *rows)).encode("utf-8-sig")
        return self._import(content, kind="visits", file_name="b.csv", **vals)

    def _preview_rows(self, *rows, header=HEADER, **vals):
        content = "\r\n".join((header, *rows)).encode("utf-8-sig")
        return self._preview(content, kind="visits", file_name="b.csv", **vals)

    def _get_visits(self, household=None):
        return self.env["huisbezoek.visit"].search(
            [("household_id", "=", (household or self.family_a).id)]
        )

    def _get_notes(self, job):
        return {code for line in job.line_ids for code, _params in line.notes or ()}


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestImportVisits(VisitImportCase):
    """Earlier and planned visits, from CSV (A6)."""

    # === NEW === #

    def test_a_visit_that_was_held_is_brought_along(self):
        events = self.env["calendar.event"].search_count([])
        job = self._import_rows(HELD)
        self.assertEqual((job.create_count, job.error_count), (1, 0))
        visit = self._get_visits()
        self.assertEqual(visit.state, "done")
        self.assertEqual(visit.lead_id, self.emp_anouk)
        self.assertEqual(visit.pupil_ids, self.defne)
        self.assertEqual(visit.year_id, self.year)
        # Summer time still; it took longer than a visit is planned for.
        self.assertEqual(visit.real_start, datetime(2026, 10, 5, 13, 30))
        self.assertEqual(visit.real_stop, datetime(2026, 10, 5, 14, 45))
        self.assertEqual(visit.start, visit.real_start)
        self.assertEqual(visit.stop - visit.start, timedelta(hours=1))
        self.assertEqual(visit.create_uid, self.planner)
        line = job.line_ids
        self.assertEqual((line.kind, line.key, line.line), ("visit", "101", 2))
        self.assertEqual(line.visit_id, visit)
        # Of the past nothing comes into a calendar, and it takes nobody's time.
        self.assertFalse(visit.sudo().event_id)
        self.assertEqual(self.env["calendar.event"].search_count([]), events)
        self.assertFalse(self.env["huisbezoek.occupation"].search([]))
        # Nor does anybody owe a report of it, or get hours for it.
        self.assertFalse(visit.visitor_ids.annual_task_id.planned_hours)
        self.assertFalse(visit.report_due)
        self.assertFalse(visit.sudo().activity_ids)

    def test_a_visit_of_the_past_stays_out_of_the_calendar(self):
        self._import_rows(HELD)
        visit = self._get_visits().with_user(self.planner)
        visit.companion_ids = self.emp_colleague.browse(self.emp_colleague.id).ids
        visit.sudo()._sync_planning()
        self.assertFalse(visit.sudo().event_id)
        # Unless somebody takes it back and plans it anew.
        visit.action_undo_hold()
        visit.start = datetime(2026, 12, 9, 14, 0)
        self.assertEqual(visit.sudo().event_id.start, visit.start)

    def test_only_the_day_is_known(self):
        self._import_rows(";101;2026-10-05;;;L1;;;gehouden")
        visit = self._get_visits()
        self.assertEqual(visit.start, datetime(2026, 10, 5, 13, 0))
        self.assertFalse(visit.real_start or visit.real_stop)
        self.assertEqual(visit.place, "home")

    def test_how_visits_ended_otherwise(self):
        states = {
            "niet thuis": ("not_held", "not_home"),
            "no interpreter": ("not_held", "no_interpreter"),
            "afgezegd door ouders": ("cancelled", "by_parents"),
            "Cancelled by teacher": ("cancelled", "by_teacher"),
            "afgezegd door school": ("cancelled", "by_school"),
            "afgewezen": ("declined", "declined"),
        }
        self._import_rows(
            *(
                f";101;2026-10-{day:02};16:00;;L1;;;{word}"
                for day, word in enumerate(states, 5)
            )
        )
        visits = self._get_visits().sorted("start")
        self.assertEqual(
            [(visit.state, visit.outcome) for visit in visits], [*states.values()]
        )
        self.assertFalse(visits.sudo().event_id)

    def test_a_planned_visit_is_planned_as_by_hand(self):
        job = self._import_rows(PLANNED.replace(";;thuis", ";colette@school.example;"))
        self.assertEqual(job.create_count, 1)
        visit = self._get_visits()
        self.assertEqual(visit.state, "planned")
        self.assertEqual(visit.start, datetime(2026, 12, 7, 14, 30))
        event = visit.sudo().event_id
        self.assertEqual((event.start, event.privacy), (visit.start, "private"))
        partners = self.anouk.partner_id | self.colleague.partner_id
        self.assertEqual(event.partner_ids, partners)
        self.assertNotIn("Aydemir", f"{event.name}{event.description}{event.location}")
        companion = visit.visitor_ids.filtered(lambda v: v.kind == "companion")
        self.assertEqual(companion.employee_id, self.emp_colleague)
        self.assertEqual(companion.state, "asked")
        taken = self.env["huisbezoek.occupation"].search([("visit_id", "=", visit.id)])
        self.assertEqual(taken.partner_id, partners)

    def test_a_companion_of_the_past_was_there(self):
        self._import_rows(HELD.replace(";;thuis", ";colette@school.example;thuis"))
        companion = self._get_visits().visitor_ids.filtered(
            lambda v: v.kind == "companion"
        )
        self.assertEqual(companion.state, "confirmed")

    def test_the_visit_to_plan_is_planned(self):
        todo = self._create_visit(lead=self.emp_bram)
        job = self._import_rows(PLANNED)
        self.assertEqual(job.update_count, 1)
        self.assertEqual(self._get_visits(), todo)
        self.assertEqual((todo.state, todo.lead_id), ("planned", self.emp_anouk))
        self.assertTrue(todo.sudo().event_id)
        self.assertEqual(job.line_ids.visit_id, todo)

    def test_siblings_are_one_visit(self):
        brother = self.env["huisbezoek.pupil"].create(
            {
                "school_id": self.school.id,
                "first_name": "Emir",
                "last_name": "Aydemir",
                "import_key": "103",
                "household_ids": self.family_a.ids,
            }
        )
        job = self._import_rows(HELD, HELD.replace(";101;", ";103;"))
        visit = self._get_visits()
        self.assertEqual(visit.pupil_ids, self.defne | brother)
        self.assertEqual(job.create_count, 1)
        self.assertEqual(len(job.line_ids), 2)
        self.assertEqual(job.line_ids.visit_id, visit)

    def test_years_before_are_made(self):
        self._import_rows(";101;2023-11-06;16:00;;L1;;;gehouden", HELD)
        visit = self._get_visits()[-1]
        self.assertEqual(visit.year_id.name, "2023-2024")
        self.assertEqual(visit.year_id.date_start, date(2023, 8, 1))
        self.assertEqual(len(self.school.year_ids), 2)

    def test_years_lie_between_those_that_are_there(self):
        self.year.write({"date_start": "2026-07-27", "date_end": "2027-07-16"})
        self._import_rows(
            ";101;2026-05-11;16:00;;L1;;;gehouden",
            ";102;2027-07-20;16:00;;L2;;;gepland",
        )
        before = self._get_visits().year_id
        self.assertEqual(str(before.date_end), "2026-07-26")
        self.assertEqual(before.name, "2025-2026")
        # In the vacation: it belongs to the year that New Year's Day is in.
        self.assertEqual(self._get_visits(self.family_b).year_id, self.year)

    def test_a_pupil_who_left_was_visited(self):
        self.defne.write({"leave_date": "2026-07-01", "active": False})
        job = self._import_rows(";101;2026-05-11;16:00;;L1;;;gehouden", PLANNED)
        visit = self._get_visits().with_context(active_test=False)
        self.assertEqual(visit.pupil_ids, self.defne)
        self.assertIn("visit_pupil_left", self._get_notes(job))

    # === AGAIN === #

    def test_the_same_file_again_changes_nothing(self):
        self._create_visit(household=self.family_b)
        rows = (
            HELD,
            PLANNED,
            ";102;2026-12-08;16:00;;L2;colette@school.example;school;planned",
            ";101;2026-09-07;;;;;;niet thuis",
        )
        self._import_rows(*rows)
        events = self.env["calendar.event"].search_count([])
        with self.assertNothingWritten():
            job = self._import_rows(*reversed(rows))
        self.assertEqual(job.unchanged_count, 4)
        self.assertEqual(job.create_count + job.update_count, 0)
        self.assertEqual(self.env["calendar.event"].search_count([]), events)

    def test_what_colleagues_did_since_stays(self):
        self._import_rows(PLANNED, PLANNED.replace("101;2026-12-07", "102;2026-12-08"))
        moved, cancelled = self._get_visits(), self._get_visits(self.family_b)
        moved.with_user(self.planner).start = datetime(2026, 12, 10, 15, 0)
        cancelled.with_user(self.planner)._close("by_parents")
        job = self._import_rows(
            PLANNED, PLANNED.replace("101;2026-12-07", "102;2026-12-08")
        )
        self.assertEqual(moved.start, datetime(2026, 12, 10, 15, 0))
        self.assertEqual(cancelled.state, "cancelled")
        self.assertEqual(set(job.line_ids.mapped("outcome")), {"skip"})
        self.assertEqual(self._get_notes(job), {"visit_kept"})
        self.assertEqual(job.line_ids.visit_id, moved | cancelled)

    def test_a_visit_with_a_report_stays(self):
        self._import_rows(HELD)
        visit = self._get_visits()
        visit.sudo()._update_state("reported")
        job = self._import_rows(HELD.replace("gehouden", "niet thuis"))
        self.assertEqual(job.state, "done", job.error_text)
        self.assertEqual(visit.state, "reported")
        self.assertEqual(self._get_notes(job), {"visit_kept"})

    def test_a_lead_is_added_and_taken_off_by_nobody(self):
        row = ";101;2026-10-05;;;{};;;gehouden"
        job = self._import_rows(row.format(""))
        self.assertIn("visit_no_lead", self._get_notes(job))
        visit = self._get_visits()
        self.assertFalse(visit.lead_id)
        self._import_rows(row.format("L2"))
        self.assertEqual(self._get_visits(), visit)
        self.assertEqual(visit.lead_id, self.emp_bram)
        job = self._import_rows(row.format(""))
        self.assertEqual((job.unchanged_count, visit.lead_id), (1, self.emp_bram))

    def test_a_corrected_file_corrects(self):
        self._import_rows(PLANNED, HELD)
        held, planned = self._get_visits().sorted("start")
        event = planned.sudo().event_id
        job = self._import_rows(
            ";101;2026-12-14;16:00;30;L2;;school;gepland",
            ";101;2026-10-06;16:00;;L1;;;niet thuis",
        )
        self.assertEqual(job.update_count, 2)
        self.assertEqual(self._get_visits().sorted("start"), held | planned)
        self.assertEqual(planned.start, datetime(2026, 12, 14, 15, 0))
        self.assertEqual((planned.lead_id, planned.place), (self.emp_bram, "school"))
        # The other lead has an appointment of his own, and only one (C7).
        self.assertFalse(event.exists())
        event = planned.sudo().event_id
        self.assertTrue(event.active)
        self.assertEqual(event.start, planned.start)
        self.assertEqual(event.partner_ids, self.bram.partner_id)
        self.assertEqual((held.state, held.outcome), ("not_held", "not_home"))
        self.assertEqual(held.start, datetime(2026, 10, 6, 14, 0))
        self.assertFalse(held.real_start)

    def test_a_planned_visit_was_held_says_the_next_file(self):
        row = ";101;2026-11-20;15:30;45;L1;;thuis;"
        job = self._import_rows(f"{row}gepland")
        self.assertIn("visit_planned_past", self._get_notes(job))
        visit = self._get_visits()
        self.assertEqual(visit.state, "planned")
        self._import_rows(f"{row}gehouden".replace("45", "80"))
        self.assertEqual(self._get_visits(), visit)
        self.assertEqual(visit.state, "done")
        self.assertEqual(visit.real_stop - visit.real_start, timedelta(minutes=80))
        self.assertTrue(visit.sudo().event_id.active)
        self.assertFalse(
            self.env["huisbezoek.occupation"].search([("visit_id", "=", visit.id)])
        )
        with self.assertNothingWritten():
            job = self._import_rows(f"{row}gehouden".replace("45", "80"))
        self.assertEqual(job.unchanged_count, 1)

    def test_a_past_visit_that_is_planned_here_counts(self):
        self._import_rows(HELD.replace("gehouden", "niet thuis"))
        visit = self._get_visits()
        self.assertTrue(visit.is_from_before)
        visit.with_user(self.planner).start = NOW - timedelta(hours=2)
        visit.with_user(self.planner).action_hold()
        self.assertFalse(visit.is_from_before)
        self.assertTrue(visit.report_due)
        self.assertTrue(visit.visitor_ids.annual_task_id.planned_hours)

    def test_a_draft_report_keeps_its_visit(self):
        self._import_rows(HELD)
        visit = self._get_visits()
        visit.with_user(self.anouk)._get_or_create_report()
        self._import_rows(HELD.replace("L1", "L2"))
        self.assertEqual(visit.lead_id, self.emp_anouk)

    def test_what_was_held_is_not_planned_by_a_file(self):
        self._import_rows(HELD)
        job = self._import_rows(
            HELD.replace("gehouden", "gepland").replace(";75;", ";45;")
        )
        self.assertEqual(self._get_visits().state, "done")
        self.assertEqual(job.state, "done")

    def test_visits_swap_places(self):
        self._import_rows(PLANNED, PLANNED.replace("101;2026-12-07", "102;2026-12-08"))
        job = self._import_rows(
            PLANNED.replace("12-07", "12-08"), PLANNED.replace("101", "102")
        )
        self.assertEqual((job.update_count, job.error_count), (2, 0))
        self.assertEqual(self._get_visits().start, datetime(2026, 12, 8, 14, 30))
        self.assertEqual(
            self._get_visits(self.family_b).start, datetime(2026, 12, 7, 14, 30)
        )

    # === PROBLEMS === #

    def test_nobody_is_planned_twice(self):
        other = PLANNED.replace("101", "102").replace("15:30", "15:45")
        job = self._import_rows(PLANNED, other)
        self.assertEqual((job.create_count, job.error_count), (0, 2))
        self.assertIn("at line(s) 3", job.line_ids.sorted("line")[0].message)
        self._create_visit(household=self.family_b, start=datetime(2026, 12, 7, 15, 0))
        job = self._import_rows(PLANNED)
        self.assertIn("another home visit", job.line_ids.message)
        self.assertFalse(self._get_visits())

    def test_problems_name_line_column_and_remedy(self):
        self.env["huisbezoek.household"].create(
            {"school_id": self.school.id, "pupil_ids": self.tijn.ids}
        )
        self.env["huisbezoek.teacher"].create(
            {"school_id": self.school.id, "name": "Joris", "import_key": "L3"}
        )
        rows = {
            ";101;2026-13-05;15:30;;L1;;;gehouden": "datum: not a date",
            ";101;2026-12-24;15:30;;L1;;;gehouden": "has not come yet",
            ";101;2026-10-05;kwart;;L1;;;gehouden": "tijd: not a time",
            ";101;2026-10-05;15:30;lang;L1;;;gehouden": "duur: not a number",
            ";101;2026-12-07;15:30;90;L1;;;gepland": "60 minutes at most",
            ";101;2026-12-07;;;L1;;;gepland": "tijd: empty",
            ";101;2026-12-07;15:30;;;;;gepland": "leraar: empty",
            ";101;2026-10-05;15:30;;L9;;;gehouden": "import the teachers first",
            ";101;2026-10-05;15:30;;L3;;;gehouden": "waits for an employee",
            ";101;2026-10-05;15:30;;L1;;;afgezegd": "stand: not one of gepland",
            ";999;2026-10-05;15:30;;L1;;;gehouden": "Import the pupils first",
            ";102;2026-10-05;15:30;;L1;;;gehouden": "has 2 households",
            "G9;101;2026-10-05;15:30;;L1;;;gehouden": "no household has key G9",
            "G1;102;2026-10-05;15:30;;L1;;;gehouden": "does not belong to household",
        }
        with self.assertNothingWritten():
            job = self._import_rows(*rows)
        self.assertEqual(job.error_count, len(rows))
        for line, expected in zip(
            job.line_ids.sorted("line"), rows.values(), strict=True
        ):
            self.assertIn(expected, line.message)
            self.assertIn(f"Line {line.line}", line.message)

    def test_text_is_not_read(self):
        job = self._preview_rows(
            f"{HELD};Moeder was erg verdrietig;geheim",
            header=f"{HEADER};Opmerkingen;Adres geheim",
        )
        self.assertIn("Opmerkingen was not read: reports and worries", job.notes_text)
        self.assertIn("Adres geheim was not read: it may not", job.notes_text)
        self.assertEqual(job.create_count, 1)

    def test_the_preview_writes_nothing(self):
        with self.assertNothingWritten():
            job = self._preview_rows(HELD, PLANNED)
        self.assertEqual(job.create_count, 2)

    def test_all_or_nothing(self):
        """Somebody took the time between the plan and the writing of it."""
        self.env.cr.execute(
            """
            CREATE FUNCTION huisbezoek_test_refuse() RETURNS trigger AS $$
            BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = '23514'; END
            $$ LANGUAGE plpgsql;
            CREATE TRIGGER huisbezoek_test_refuse BEFORE INSERT
            ON huisbezoek_occupation
            FOR EACH ROW EXECUTE FUNCTION huisbezoek_test_refuse()
            """
        )
        job = self._preview_rows(HELD, PLANNED)
        job.action_import()
        with (
            self.assertNothingWritten(),
            self.assertLogs("odoo.addons.huisbezoek_addon", "ERROR") as log,
        ):
            self._run_cron()
        self.assertEqual(job.state, "failed")
        self.assertNotIn("Aydemir", "".join(log.output))

    # === RIGHTS AND PRIVACY === #

    def test_nobody_gets_a_role_and_nobody_is_made(self):
        roles = self.env["huisbezoek.role"].search_count([])
        people = [
            self.env[name].search_count([])
            for name in ("res.users", "res.partner", "hr.employee")
        ]
        self._import_rows(HELD, PLANNED)
        self.assertEqual(self.env["huisbezoek.role"].search_count([]), roles)
        self.assertEqual(
            people,
            [
                self.env[name].search_count([])
                for name in ("res.users", "res.partner", "hr.employee")
            ],
        )

    def test_who_leads_belongs_to_the_school(self):
        stranger = self._create_user("sanne", "teacher", school=self.second_school)
        self._create_employee(stranger, work_email="sanne@school.example")
        row = ";101;2026-10-05;15:30;;{};;;gehouden"
        job = self._import_rows(
            row.format("sanne@school.example"), row.format("colette@school.example")
        )
        self.assertEqual(job.error_count, 2)
        self._create_employee(self.care, work_email="carla@school.example")
        self._import_rows(row.format("Carla@school.example"))
        self.assertEqual(self._get_visits().lead_id.user_id, self.care)

    def test_another_school_is_out_of_reach(self):
        group = self._create_group("1B", "1", school=self.second_school)
        pupil, _family = self._create_family("Bo", "Dam", group)
        pupil.import_key = "201"
        job = self._import_rows(HELD.replace("101", "201"))
        self.assertIn("pupil_unknown", self._get_notes(job))

    def test_only_the_planner_imports(self):
        for user in (self.anouk, self.care, self.manager, self.admin, self.colleague):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._preview_rows(HELD, user=user)

    def test_what_the_file_said_is_for_nobody_to_write(self):
        self._import_rows(HELD)
        visit = self._get_visits().with_user(self.planner)
        with self.assertRaises(AccessError):
            visit.import_mark = {"state": "planned"}
        with self.assertRaises(AccessError):
            self._create_visit(import_mark={"state": "done"})

    def test_rows_of_the_report_hold_no_name(self):
        job = self._import_rows(HELD, PLANNED, HELD.replace(";L1;", ";L9;"))
        job.line_ids.flush_recordset()
        self.env.cr.execute(
            "SELECT string_agg(report::text, ' ') FROM huisbezoek_import_line report"
        )
        text = self.env.cr.fetchone()[0]
        for word in ("Defne", "Aydemir", "Anouk", "anouk@"):
            self.assertNotIn(word, text)
        with self.assertRaises(AccessError):
            job.line_ids.with_user(self.anouk).read(["visit_id"])

    # === FILES === #

    def test_templates_can_be_imported(self):
        job = self._upload(b"x", kind="visits")
        for name, language in (("bezoeken.csv", "nl"), ("visits.csv", "en")):
            template = base64.b64decode(job[f"template_{language}"])
            action = getattr(job, f"action_download_template_{language}")()
            self.assertIn(name, action["url"])
            found = self._preview(template, kind="visits")
            self.assertEqual(found.state, "preview", found.error_text)
            told = {"pupil_unknown", "colleague_unknown"}
            self.assertEqual(self._get_notes(found), told)
        self.assertIn(b"leerling_sleutel", base64.b64decode(job.template_nl))
        self.assertIn(b"pupil_key", base64.b64decode(job.template_en))

    def test_the_wrong_file_is_refused(self):
        with self.assertNothingWritten():
            job = self._preview(b"<EDEX></EDEX>", kind="visits")
            other = self._preview(b"naam;stad\nx;y", kind="visits")
        self.assertIn("EDEXML goes under pupils", job.error_text)
        self.assertIn("lacks the column(s) leerling_sleutel", other.error_text)

    def test_english_and_tabs_do_as_well(self):
        self._import_rows(
            "101\t2026-10-05\t3:30 PM\t0:45\tL1\theld",
            header="Pupil key\tDate\tTime\tDuration\tTeacher\tState",
        )
        self.assertEqual(self._get_visits().real_start, datetime(2026, 10, 5, 13, 30))

    def test_a_household_of_two(self):
        second = self.env["huisbezoek.household"].create(
            {
                "school_id": self.school.id,
                "import_key": "G2",
                "pupil_ids": [Command.link(self.defne.id)],
            }
        )
        self._import_rows(f"G2{HELD}")
        self.assertEqual(self._get_visits(second).state, "done")
        self.assertFalse(self._get_visits())
