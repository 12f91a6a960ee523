from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import NOW
from .import_common import GROUPS, ImportCase, edexml, pupil_xml, teacher_xml

SEM = pupil_xml("101", "Sem", "Linde")
YARA = pupil_xml("102", "Yara", "Kaya", group="g2")
COMPOSITE = """<groep key="g1"><naam>1A</naam><jaargroep>1</jaargroep></groep>
<samengestelde_groep key="nt2"><naam>NT2</naam></samengestelde_groep>"""


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestImport(ImportCase):
    """Pupils, groups and teachers from EDEXML, again and again (A2, A6)."""

    def test_preview_counts_and_writes_nothing(self):
        with self.assertNothingWritten():
            job = self._preview(edexml(SEM, YARA))
        self.assertEqual(job.state, "preview")
        self.assertEqual(job.counts["pupil"], {"create": 2})
        self.assertEqual(job.year_name, "2026-2027")
        self.assertEqual(str(job.reference_date), "2026-10-01")
        self.assertIn("New", str(job.summary))

    def test_import_places_pupils_in_the_groups_that_are_there(self):
        job = self._import(edexml(SEM, YARA))
        self.assertEqual(job.state, "done")
        sem = self._get_pupil("101")
        self.assertEqual(sem.name, "Sem Linde")
        self.assertEqual(sem.group_id, self.group_1)
        self.assertEqual(self._get_places(sem), [("1A", "2026-08-01", "2027-07-31")])
        self.assertFalse(job.file)
        self.assertEqual(job.user_id, self.planner)

    def test_the_same_file_again_changes_nothing(self):
        self._import(edexml(SEM, YARA))
        with self.assertNothingWritten():
            job = self._import(edexml(SEM, YARA))
        self.assertEqual(job.counts["pupil"], {"unchanged": 2})
        self.assertEqual(job.counts["group"], {"unchanged": 2})

    def test_hand_made_changes_stay_where_the_file_says_nothing(self):
        self._import(edexml(SEM))
        sem = self._get_pupil("101")
        self.family_a.pupil_ids |= sem
        self.family_a.guardian_ids.visitor_wish = "woman"
        self.family_a.avoidance_ids = [(0, 0, {"weekday": "4"})]
        self._import(edexml(pupil_xml("101", "Sem", "Linden"), day="2026-11-02"))
        self.assertEqual(sem.last_name, "Linden")
        self.assertEqual(self.family_a.guardian_ids.visitor_wish, "woman")
        self.assertEqual(self.family_a.avoidance_ids.weekday, "4")
        self.assertIn(sem, self.family_a.pupil_ids)

    def test_a_pupil_who_moves_leaves_the_old_group_the_day_before(self):
        self._import(edexml(SEM))
        self._import(
            edexml(pupil_xml("101", "Sem", "Linde", group="g2"), day="2026-11-02")
        )
        self.assertEqual(
            self._get_places(self._get_pupil("101")),
            [("1A", "2026-08-01", "2026-11-01"), ("2A", "2026-11-02", "2027-07-31")],
        )

    def test_a_correction_of_the_same_day_replaces_the_place(self):
        self._import(edexml(SEM))
        moved = pupil_xml("101", "Sem", "Linde", group="g2")
        self._import(edexml(moved, day="2026-11-02"))
        self._import(edexml(SEM, day="2026-11-02"))
        self.assertEqual(
            self._get_places(self._get_pupil("101")),
            [("1A", "2026-08-01", "2026-11-01"), ("1A", "2026-11-02", "2027-07-31")],
        )

    def test_an_older_file_adds_and_overwrites_nothing(self):
        self._import(edexml(SEM, day="2026-11-02"))
        older = pupil_xml("101", "Samuel", "Linde", group="g2")
        job = self._import(edexml(older, YARA, day="2026-09-01"))
        self.assertTrue(job.is_older)
        sem = self._get_pupil("101")
        self.assertEqual((sem.first_name, sem.group_id), ("Sem", self.group_1))
        self.assertTrue(self._get_pupil("102"))

    def test_who_leaves_is_archived_and_open_visits_are_told(self):
        self._import(edexml(SEM))
        sem = self._get_pupil("101")
        self.family_a.pupil_ids |= sem
        visit = self._create_visit(pupil_ids=[(4, sem.id)])
        left = pupil_xml(
            "101", "Sem", "Linde", extra="<uitstroomdatum>2026-10-30</uitstroomdatum>"
        )
        job = self._import(edexml(left, day="2026-11-02"))
        self.assertEqual(job.leave_count, 1)
        self.assertFalse(sem.active)
        self.assertEqual(str(sem.leave_date), "2026-10-30")
        self.assertEqual(self._get_places(sem), [("1A", "2026-08-01", "2026-10-30")])
        self.assertEqual(visit.state, "todo")
        line = job.line_ids.filtered(lambda line: line.outcome == "leave")
        self.assertIn("1 visit(s) are still open", line.message)
        with self.assertNothingWritten():
            again = self._import(edexml(left, day="2026-11-02"))
        self.assertEqual(again.counts["pupil"], {"unchanged": 1})

    def test_a_leave_date_to_come_ends_the_place_and_keeps_the_pupil(self):
        self._import(edexml(SEM))
        leaving = pupil_xml(
            "101", "Sem", "Linde", extra="<uitstroomdatum>2026-12-18</uitstroomdatum>"
        )
        self._import(edexml(leaving, day="2026-11-02"))
        sem = self._get_pupil("101")
        self.assertTrue(sem.active)
        self.assertEqual(self._get_places(sem), [("1A", "2026-08-01", "2026-12-18")])

    def test_a_composite_group_comes_on_top_and_goes(self):
        nt2 = (
            "<samengestelde_groepen><samengestelde_groep key='nt2'/>"
            "</samengestelde_groepen>"
        )
        self._import(
            edexml(pupil_xml("101", "Sem", "Linde", extra=nt2), groups=COMPOSITE)
        )
        sem = self._get_pupil("101")
        self.assertEqual(set(sem.membership_ids.group_id.mapped("name")), {"1A", "NT2"})
        self.assertEqual(sem.group_id, self.group_1)
        self._import(edexml(SEM, groups=COMPOSITE, day="2026-11-02"))
        place = sem.membership_ids.filtered("is_composite")
        self.assertEqual(str(place.date_to), "2026-11-01")

    def test_a_place_given_by_hand_is_not_taken_away(self):
        self._import(edexml(SEM, groups=COMPOSITE))
        club = self._create_group("Koor", False)
        club.is_composite = True
        sem = self._get_pupil("101")
        sem.membership_ids = [(0, 0, {"group_id": club.id})]
        self._import(edexml(SEM, groups=COMPOSITE, day="2026-11-02"))
        place = sem.membership_ids.filtered("is_composite")
        self.assertEqual(str(place.date_to), "2027-07-31")

    def test_the_year_of_the_file_is_made_and_history_stays(self):
        self._import(edexml(SEM))
        self._import(
            edexml(
                pupil_xml("101", "Sem", "Linde", group="n1"),
                groups=GROUPS.replace("g2", "n1"),
                year="2027-2028",
                day="2027-07-05",
            )
        )
        self.assertEqual(
            self._get_places(self._get_pupil("101")),
            [("1A", "2026-08-01", "2027-07-31"), ("2A", "2027-08-01", "2028-07-31")],
        )
        self.assertEqual(
            set(self.school.year_ids.mapped("name")), {"2026-2027", "2027-2028"}
        )

    def test_who_is_not_in_the_file_is_told_and_kept(self):
        job = self._preview(edexml(SEM))
        absent = job.line_ids.filtered(lambda line: line.outcome == "absent")
        self.assertEqual(absent.pupil_id, self.defne | self.tijn)
        self.assertIn("Not in this file", absent[0].message)

    def test_locations_of_other_schools_are_left_out(self):
        locations = """<vestigingen><vestiging key="HV"><naam>Zonneplein</naam>
            </vestiging><vestiging key="NV"><naam>Havenkade</naam></vestiging>
            </vestigingen>"""
        here = pupil_xml("101", "Sem", "Linde", extra='<vestiging key="HV"/>')
        there = pupil_xml("102", "Yara", "Kaya", "g2", extra='<vestiging key="NV"/>')
        content = edexml(here, there, locations=locations)
        job = self._preview(content)
        self.assertEqual(job.location_ids.mapped("key"), ["HV", "NV"])
        job.location_ids[1].is_included = False
        job.action_preview()
        self.assertEqual(job.counts["pupil"], {"create": 1, "skip": 1})
        job.action_import()
        self._run_cron()
        self.assertFalse(self._get_pupil("102"))
        self.assertEqual(self._import(content).counts["pupil"]["unchanged"], 1)

    def test_a_new_administration_has_new_keys(self):
        self._import(edexml(SEM))
        sem = self._get_pupil("101")
        renewed = edexml(pupil_xml("901", "Sem", "Linde"), day="2026-11-02")
        refused = self._preview(renewed)
        self.assertEqual(refused.error_count, 1)
        self._import(renewed, adopt_keys=True)
        self.assertEqual(sem.import_key, "901")


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestImportTeachers(ImportCase):
    """Teachers are matched to employees; nobody is made, no right is given (A6)."""

    def test_a_teacher_is_found_by_work_email(self):
        self.emp_colleague.work_email = "colette@school.example"
        before = self.colleague.group_ids
        job = self._import(
            edexml(
                SEM,
                teachers=[
                    teacher_xml("L1", "Colette", "Dam", "Colette@school.example")
                ],
            )
        )
        self.assertFalse(job.teacher_ids)
        teacher = self.group_1.teaching_ids.teacher_id.filtered("import_key")
        self.assertEqual(teacher.employee_id, self.emp_colleague)
        self.assertEqual(teacher.name, "Colette Dam")
        self.assertEqual(self.colleague.group_ids, before)
        self.assertFalse(
            self.env["huisbezoek.pupil"].with_user(self.colleague).has_access("read")
        )

    def test_the_teacher_who_was_there_is_found_again(self):
        self.emp_anouk.work_email = "anouk@school.example"
        self._import(
            edexml(
                SEM,
                teachers=[teacher_xml("L1", "A.", "Visser", "anouk@school.example")],
            )
        )
        self.assertEqual(self.group_1.teaching_ids.teacher_id.import_key, "L1")
        self.assertEqual(len(self.group_1.teaching_ids), 1)
        self.assertTrue(self.group_1.teaching_ids.is_imported)

    def test_who_fits_nobody_waits_or_is_chosen(self):
        content = edexml(
            SEM, teachers=[teacher_xml("L1", "Joris", "Dam", roles=("DIR",))]
        )
        employees = self.env["hr.employee"].search_count([])
        job = self._import(content)
        teacher = self.env["huisbezoek.teacher"].search([("import_key", "=", "L1")])
        self.assertFalse(teacher.employee_id)
        self.assertEqual(teacher.teaching_ids.group_id, self.group_1)
        self.assertIn("no employee fits", "".join(job.line_ids.mapped("message")))
        job = self._preview(content)
        self.assertEqual(job.teacher_ids.name, "Joris Dam")
        self.assertEqual(job.teacher_ids.roles, "DIR")
        job.teacher_ids.employee_id = self.emp_colleague.id
        job.action_import()
        self._run_cron()
        self.assertEqual(teacher.employee_id, self.emp_colleague)
        self.assertFalse(job.teacher_ids)
        self.assertEqual(self.env["hr.employee"].search_count([]), employees)

    def test_an_employee_of_the_list_is_not_offered_again(self):
        job = self._preview(edexml(SEM, teachers=[teacher_xml("L1", "Joris", "Dam")]))
        self.assertIn(self.emp_anouk, job.teacher_ids.taken_employee_ids)
        self.assertNotIn(self.emp_colleague, job.teacher_ids.taken_employee_ids)
        job.teacher_ids.employee_id = self.emp_anouk.id
        job.action_import()
        self._run_cron()
        self.assertEqual(job.state, "done")
        teacher = self.env["huisbezoek.teacher"].search([("import_key", "=", "L1")])
        self.assertFalse(teacher.employee_id)

    def test_an_employee_of_another_board_is_refused(self):
        stranger = self._create_user("stranger", school=self.other_school)
        employee = self._create_employee(stranger)
        job = self._preview(edexml(SEM, teachers=[teacher_xml("L1", "Joris", "Dam")]))
        with self.assertRaises(UserError):
            job.teacher_ids.employee_id = employee.id

    def test_a_parent_among_the_teachers_is_left_out(self):
        job = self._import(
            edexml(SEM, teachers=[teacher_xml("L9", "Ali", "Kaya", roles=("OUD",))])
        )
        self.assertFalse(
            self.env["huisbezoek.teacher"].search([("import_key", "=", "L9")])
        )
        line = job.line_ids.filtered(lambda line: line.kind == "teacher")
        self.assertEqual(line.outcome, "skip")
        self.assertIn("OUD", line.message)

    def test_roles_are_labels_and_groups_change(self):
        self._import(
            edexml(SEM, teachers=[teacher_xml("L1", "Joris", "Dam", roles=("VAK",))])
        )
        teacher = self.env["huisbezoek.teacher"].search([("import_key", "=", "L1")])
        self.assertEqual(teacher.teaching_ids.kind, "subject")
        self._import(
            edexml(
                SEM,
                teachers=[teacher_xml("L1", "Joris", "Dam", groups=("g2",))],
                day="2026-11-02",
            )
        )
        self.assertEqual(
            [
                (row.group_id.name, str(row.date_from), str(row.date_to))
                for row in teacher.teaching_ids.sorted("date_from")
            ],
            [("1A", "2026-08-01", "2026-11-01"), ("2A", "2026-11-02", "2027-07-31")],
        )
