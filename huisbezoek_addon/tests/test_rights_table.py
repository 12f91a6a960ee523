from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import NOW, HuisbezoekCase

OPERATIONS = {"r": "read", "w": "write", "c": "create", "u": "unlink"}

#: One user per role at De Linde, besides the teachers.
ROLES = (
    "companion",
    "planner",
    "care_coordinator",
    "confidant",
    "management",
    "privacy_officer",
    "board",
    "administrator",
)
TEACHERS = ("teacher", "subject_teacher", "other_teacher")
STAFF = dict.fromkeys((*TEACHERS, *ROLES), "r")
#: Nobody below has a role at De Linde, so none of them is in any cell of it but
#: those that name them.
OTHERS = (
    "no_role",
    "group_by_hand",
    "system",
    "planner_second",
    "care_coordinator_second",
    "planner_foreign",
    "care_coordinator_foreign",
    "portal",
    "public",
)

#: model → whose record → who may do what; whoever is not named may do nothing.
#: r read, w write, c create, u unlink. "own": Defne, whom the teacher and the
#: subject teacher teach and the teacher visits with the companion. "other": Tijn
#: of the other teacher. "second": a school of the same board. "foreign": a school
#: of another board.
FAMILY = {
    "own": {"teacher": "r", "subject_teacher": "r"},
    "other": {"other_teacher": "r"},
}


def of_family(planner="rwcu", care="rwcu", teachers=True):
    """Return the cells of a model that belongs to one family."""
    cells = {
        whose: {
            **(FAMILY[whose] if teachers else {}),
            "planner": planner,
            "care_coordinator": care,
        }
        for whose in FAMILY
    }
    return {
        **cells,
        "second": {"planner_second": planner, "care_coordinator_second": care},
        "foreign": {"planner_foreign": planner, "care_coordinator_foreign": care},
    }


def of_school(planner="r", system="", **others):
    """Return the cells of a model that tells of no family."""
    return {
        "own": {**STAFF, "planner": planner, "system": system, **others},
        "second": {
            "planner_second": planner,
            "care_coordinator_second": "r",
            "system": system,
        },
        "foreign": {"planner_foreign": planner, "care_coordinator_foreign": "r"},
    }


def of_care_structure():
    """Return the cells of the care structure, which care coordinators keep too."""
    keepers = ("care_coordinator", "administrator", "management")
    cells = of_school(system="rwcu", **dict.fromkeys(keepers, "rwcu"))
    cells["second"]["care_coordinator_second"] = "rwcu"
    cells["foreign"]["care_coordinator_foreign"] = "rwcu"
    return cells


def of_feast_list():
    """Return the cells of the feasts: who plans reads them, who keeps them writes."""
    return {
        "own": {
            **dict.fromkeys((*TEACHERS, "care_coordinator"), "r"),
            **dict.fromkeys(("planner", "management", "administrator"), "rwcu"),
            "system": "rwcu",
        },
        "second": {
            "planner_second": "rwcu",
            "care_coordinator_second": "r",
            "system": "rwcu",
        },
        "foreign": {"planner_foreign": "rwcu", "care_coordinator_foreign": "r"},
    }


def of_report():
    """Return the cells of a final report and what belongs to it."""
    return {
        "own": {"teacher": "r", "subject_teacher": "r", "care_coordinator": "r"},
        "other": {"other_teacher": "r", "care_coordinator": "r"},
        "second": {"care_coordinator_second": "r"},
        "foreign": {"care_coordinator_foreign": "r"},
    }


def of_planner(rights):
    """Return the cells of a model that only planners have to do with."""
    return {
        "own": {"planner": rights},
        "second": {"planner_second": rights},
        "foreign": {"planner_foreign": rights},
    }


TABLE = {
    # Schools and who works there
    "huisbezoek.school": of_school(administrator="rw", system="rwcu"),
    "huisbezoek.role": {
        "own": {
            "teacher": "r",
            "management": "r",
            "administrator": "rwc",
            "system": "rwc",
        },
        "second": {"planner_second": "r", "system": "rwc"},
        "foreign": {"planner_foreign": "r"},
    },
    "huisbezoek.school.year": of_school("rwcu", "rwcu", administrator="rwcu"),
    "huisbezoek.closed.day": of_school(
        "rwcu", "rwcu", administrator="rwcu", management="rwcu"
    ),
    "huisbezoek.feast": of_feast_list(),
    # When one person can visit; those of the whole school see test_weekly_times
    "huisbezoek.weekly.time": {
        "own": {"teacher": "rwcu", "planner": "rwcu", "care_coordinator": "r"},
        "other": {"other_teacher": "rwcu", "planner": "rwcu", "care_coordinator": "r"},
        "second": {"planner_second": "rwcu", "care_coordinator_second": "r"},
        "foreign": {"planner_foreign": "rwcu", "care_coordinator_foreign": "r"},
    },
    "huisbezoek.travel.time": of_school("rwcu", "rwcu", administrator="rwcu"),
    "huisbezoek.protocol": of_school(
        "r", "rwcu", administrator="rwcu", management="rwcu"
    ),
    # What one sees to, and what each guide begins with, see test_guide
    "huisbezoek.guide.item": of_school(
        "r", "rwcu", administrator="rwcu", management="rwcu"
    ),
    "huisbezoek.group": of_school("rwcu"),
    "huisbezoek.teacher": of_school("rwcu"),
    "huisbezoek.teaching": of_school("rwcu"),
    "huisbezoek.language": {
        "own": {
            **STAFF,
            "planner": "rwc",
            "planner_second": "rwc",
            "planner_foreign": "rwc",
            "care_coordinator_second": "r",
            "care_coordinator_foreign": "r",
            "administrator": "rwcu",
            "system": "rwcu",
            "group_by_hand": "rwcu",
        },
    },
    # Families
    "huisbezoek.pupil": of_family(care="rw"),
    "huisbezoek.membership": of_family(care="r"),
    "huisbezoek.household": of_family(care="rwc"),
    "huisbezoek.guardian": of_family(care="rwc"),
    "huisbezoek.guardianship": of_family(care="rwc"),
    "huisbezoek.avoidance": of_family(),
    "huisbezoek.secret.address": of_family(planner="", teachers=False),
    # Visits
    "huisbezoek.visit": {
        **of_family(care="rwc"),
        "own": {
            "teacher": "rwc",
            "subject_teacher": "rc",
            "planner": "rwcu",
            "care_coordinator": "rwc",
        },
        "other": {
            "other_teacher": "rwc",
            "planner": "rwcu",
            "care_coordinator": "rwc",
        },
    },
    "huisbezoek.visitor": {
        **of_family("r", "r"),
        "own": {
            "teacher": "r",
            "subject_teacher": "r",
            "companion": "r",
            "planner": "r",
            "care_coordinator": "r",
        },
    },
    # Teachers and subject teachers see who interprets on the visits of their pupils
    "huisbezoek.interpreter": of_family(),
    "huisbezoek.interpreter.time": of_family(),
    "huisbezoek.occupation": {},
    # Rounds, and times that are proposed
    "huisbezoek.round": {
        "own": {**STAFF, "planner": "rwcu", "management": "rwcu"},
        "second": {"planner_second": "rwcu", "care_coordinator_second": "r"},
        "foreign": {"planner_foreign": "rwcu", "care_coordinator_foreign": "r"},
    },
    "huisbezoek.round.teacher": {
        "own": {"planner": "rw", "management": "rw", "care_coordinator": "r"},
        "second": {"planner_second": "rw", "care_coordinator_second": "r"},
        "foreign": {"planner_foreign": "rw", "care_coordinator_foreign": "r"},
    },
    "huisbezoek.proposal": of_planner("rwcu"),
    "huisbezoek.proposal.line": of_planner("rwcu"),
    # What a visit leaves behind: "own" and "other" are final, see test_drafts
    "huisbezoek.topic": of_school("r", "rwcu", administrator="rwcu", management="rwcu"),
    "huisbezoek.goal": of_school("r", "rwcu", administrator="rwcu", management="rwcu"),
    "huisbezoek.protocol.section": of_school(
        "r", "rwcu", administrator="rwcu", management="rwcu"
    ),
    "huisbezoek.protocol.translation": of_school(
        "r", "rwcu", administrator="rwcu", management="rwcu"
    ),
    "huisbezoek.protocol.passage": of_school(
        "r", "rw", administrator="rw", management="rw"
    ),
    "huisbezoek.acknowledgement": of_family(care="rwc"),
    "huisbezoek.report": of_report(),
    "huisbezoek.report.part": of_report(),
    "huisbezoek.agreement": of_report(),
    "huisbezoek.report.change": of_report(),
    "huisbezoek.report.copy": of_report(),
    "huisbezoek.care.signal": {
        "own": {"teacher": "rc", "care_coordinator": "rwc"},
        "other": {"other_teacher": "rc", "care_coordinator": "rwc"},
        "second": {"care_coordinator_second": "rwc"},
        "foreign": {"care_coordinator_foreign": "rwc"},
    },
    "huisbezoek.care.route": of_care_structure(),
    "huisbezoek.care.step": of_care_structure(),
    "huisbezoek.care.task": {
        "own": {"care_coordinator": "rw"},
        "other": {"care_coordinator": "rw"},
        "second": {"care_coordinator_second": "rw"},
        "foreign": {"care_coordinator_foreign": "rw"},
    },
    "huisbezoek.read.log": {
        "own": {"privacy_officer": "r"},
        "second": {},
        "foreign": {},
    },
    # Hours, at a school whose P-MR consented; the others have not
    "huisbezoek.annual.task": {
        "own": {"teacher": "r", "planner": "rw", "management": "rw"},
        "other": {"other_teacher": "r", "planner": "rw", "management": "rw"},
        "second": {"planner_second": "r"},
        "foreign": {"planner_foreign": "r"},
    },
    "huisbezoek.hours.correction": {
        "own": {"teacher": "r", "management": "r"},
        "other": {"other_teacher": "r", "management": "r"},
        "second": {"planner_second": "r"},
        "foreign": {"planner_foreign": "r"},
    },
    # In confidence
    "huisbezoek.confidant": {
        "own": {
            **STAFF,
            **dict.fromkeys(("no_role", "group_by_hand"), "r"),
            **dict.fromkeys(("planner_second", "care_coordinator_second"), "r"),
            **dict.fromkeys(("management", "administrator", "system"), "rwcu"),
        },
        "second": {
            **STAFF,
            **dict.fromkeys(("no_role", "group_by_hand"), "r"),
            **dict.fromkeys(("planner_second", "care_coordinator_second"), "r"),
            "system": "rwcu",
        },
        "foreign": {"planner_foreign": "r", "care_coordinator_foreign": "r"},
    },
    "huisbezoek.deputy": {
        "own": {**STAFF, "confidant": "rwcu"},
        "second": {"planner_second": "r", "care_coordinator_second": "r"},
        "foreign": {"planner_foreign": "r", "care_coordinator_foreign": "r"},
    },
    "huisbezoek.consultation": {
        "own": {"teacher": "rwc", "confidant": "rw"},
        "other": {"other_teacher": "rwc", "confidant": "rw"},
        "second": {"planner_second": "rwc"},
        "foreign": {"planner_foreign": "rwc"},
    },
    "huisbezoek.consultation.tally": {},
    # Imports
    "huisbezoek.import": of_planner("rwcu"),
    "huisbezoek.import.line": of_planner("r"),
    "huisbezoek.import.teacher": of_planner("rw"),
    "huisbezoek.import.location": of_planner("rw"),
    "huisbezoek.job.progress": {},
    # From one school year to the next
    "huisbezoek.rollover": of_planner("rwcu"),
    "huisbezoek.rollover.line": of_planner("rwcu"),
}


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestRightsTable(HuisbezoekCase):
    """Who may do what with which record: the table of roles as data (J1)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {
            "teacher": cls.anouk,
            "other_teacher": cls.bram,
            "subject_teacher": cls._create_user("saskia", "teacher"),
            "no_role": cls.colleague,
            "planner": cls.planner,
            "care_coordinator": cls.care,
            "management": cls.manager,
            "system": cls.admin,
            "planner_second": cls._create_user("piet", "planner", cls.second_school),
            "care_coordinator_second": cls._create_user(
                "cees", "care_coordinator", cls.second_school
            ),
            "planner_foreign": cls._create_user("pia", "planner", cls.other_school),
            "care_coordinator_foreign": cls._create_user(
                "carola", "care_coordinator", cls.other_school
            ),
            "group_by_hand": cls._create_user("handig"),
            "portal": cls._create_user("ouder", groups="base.group_portal"),
            "public": cls.env.ref("base.public_user"),
        }
        for role in ROLES:
            if role not in cls.people:
                cls.people[role] = cls._create_user(f"user_{role}", role)
        cls.people["group_by_hand"].group_ids |= cls.env["res.groups"].search(
            [
                (
                    "privilege_id",
                    "=",
                    cls.env.ref("huisbezoek_addon.privilege_home_visits").id,
                )
            ]
        )
        cls._add_subject_teacher()
        cls.records = cls._create_records()

    @classmethod
    def _add_subject_teacher(cls):
        employee = cls._create_employee(cls.people["subject_teacher"])
        teacher = cls.env["huisbezoek.teacher"].create(
            {
                "school_id": cls.school.id,
                "name": employee.name,
                "employee_id": employee.id,
            }
        )
        cls.group_1.teaching_ids = [
            Command.create({"teacher_id": teacher.id, "kind": "subject"})
        ]

    @classmethod
    def _create_records(cls):
        """Return {whose: {model: record}}, with one record of every model."""
        cls.school.hours_consent_date = NOW.date()
        companion = cls._create_employee(cls.people["companion"])
        records = {
            "own": cls._create_world(cls.defne, cls.family_a, cls.emp_anouk, companion),
            "other": cls._create_world(cls.tijn, cls.family_b, cls.emp_bram),
        }
        for whose, school, planner in (
            ("second", cls.second_school, "planner_second"),
            ("foreign", cls.other_school, "planner_foreign"),
        ):
            lead = cls._create_employee(cls.people[planner])
            group = cls._create_group("1B", "1", lead, school)
            family = cls._create_family("Femke", "Quispel", group)
            records[whose] = cls._create_world(*family, lead)
        for whose, login in (("own", "anouk"), ("second", "piet"), ("foreign", "pia")):
            records[whose]["huisbezoek.role"] = cls.env["huisbezoek.role"].search(
                [("user_id.login", "=", login)]
            )
        return records

    @classmethod
    def _create_world(cls, pupil, household, lead, companion=None):
        school = pupil.school_id
        guardian = household.guardian_ids
        group = pupil.group_id
        visit = cls.env["huisbezoek.visit"].create(
            {
                "school_id": school.id,
                "household_id": household.id,
                "lead_id": lead.id,
                "start": "2026-11-25 14:30:00",
            }
        )
        if companion:
            visit.companion_ids = visit.companion_ids.browse(companion.id)
        secret = cls.env["huisbezoek.secret.address"].create(
            {"household_id": household.id, "address": "Schuilweg 1"}
        )
        return {
            "huisbezoek.school": school,
            "huisbezoek.school.year": school.year_ids,
            "huisbezoek.closed.day": cls.env["huisbezoek.closed.day"].create(
                {"school_id": school.id, "name": "Study day", "date_from": NOW.date()}
            ),
            "huisbezoek.feast": cls.env["huisbezoek.feast"].search(
                [("school_id", "=", school.id)], limit=1
            ),
            "huisbezoek.weekly.time": cls.env["huisbezoek.weekly.time"].create(
                {
                    "school_id": school.id,
                    "employee_id": lead.id,
                    "weekday": "2",
                    "hour_from": 16,
                    "hour_to": 18,
                }
            ),
            "huisbezoek.travel.time": cls.env["huisbezoek.travel.time"].create(
                {
                    "school_id": school.id,
                    "area_from": pupil.last_name,
                    "area_to": "8011",
                }
            ),
            "huisbezoek.protocol": visit.protocol_id,
            "huisbezoek.guide.item": cls.env["huisbezoek.guide.item"].search(
                [("school_id", "=", school.id)], limit=1
            ),
            "huisbezoek.group": group,
            "huisbezoek.teacher": group.teaching_ids[0].teacher_id,
            "huisbezoek.teaching": group.teaching_ids[0],
            "huisbezoek.language": cls._get_language(),
            "huisbezoek.pupil": pupil,
            "huisbezoek.membership": pupil.membership_ids,
            "huisbezoek.household": household,
            "huisbezoek.guardian": guardian,
            "huisbezoek.guardianship": guardian.guardianship_ids,
            "huisbezoek.avoidance": cls.env["huisbezoek.avoidance"].create(
                {"household_id": household.id, "weekday": "4"}
            ),
            "huisbezoek.secret.address": secret,
            "huisbezoek.acknowledgement": cls.env["huisbezoek.acknowledgement"].create(
                {"household_id": household.id, "protocol_id": visit.protocol_id.id}
            ),
            "huisbezoek.visit": visit,
            "huisbezoek.visitor": visit.visitor_ids.filtered("employee_id").sorted(
                "kind"
            )[:1],
            **cls._create_interpreter(visit),
            "huisbezoek.occupation": cls.env["huisbezoek.occupation"].search(
                [("visit_id", "=", visit.id)], limit=1
            ),
            "huisbezoek.annual.task": visit.visitor_ids.filtered(
                lambda visitor: visitor.kind == "lead"
            ).annual_task_id,
            "huisbezoek.hours.correction": cls.env[
                "huisbezoek.hours.correction"
            ].create(
                {
                    "visit_id": visit.id,
                    "employee_id": lead.id,
                    "kind": "report",
                    "hours": 1,
                    "reason": "Long report",
                }
            ),
            **cls._create_import(school),
            **cls._create_rollover(school),
            **cls._create_report(visit),
            **cls._create_consultation(visit, cls.people["confidant"]),
            **cls._create_tally(school),
            **cls._create_round(visit),
        }

    @classmethod
    def _create_tally(cls, school):
        """Return {model: record} of the months that are counted."""
        Tally = cls.env["huisbezoek.consultation.tally"]
        Tally._freeze(school)
        return {Tally._name: Tally.search([("school_id", "=", school.id)], limit=1)}

    @classmethod
    def _get_language(cls):
        Language = cls.env["huisbezoek.language"]
        return Language.search([], limit=1) or Language.create(
            {"name": "Dutch", "code": "nld"}
        )

    def _get_models(self, transient=False):
        return {
            name
            for name, model in self.env.registry.items()
            if name.startswith("huisbezoek.")
            and not model._abstract
            and model._transient == transient
        }

    def _get_allowed(self, record, user):
        own = record.with_user(user)
        return "".join(
            letter
            for letter, operation in OPERATIONS.items()
            if own.has_access(operation)
        )

    # === THE TABLE === #

    def test_every_model_stands_in_the_table(self):
        self.assertEqual(set(TABLE), self._get_models())

    def test_every_cell(self):
        for model, cells in TABLE.items():
            for whose, records in self.records.items():
                if model not in records:
                    continue
                # What is no family's own, and the one list of languages, reads
                # the same for every record of the school.
                shared = whose == "other" or model == "huisbezoek.language"
                expected = cells.get(whose, cells.get("own", {}) if shared else {})
                for who, user in self.people.items():
                    with self.subTest(model=model, whose=whose, who=who):
                        self.assertEqual(
                            self._get_allowed(records[model], user),
                            expected.get(who, ""),
                        )

    def test_task_and_hour_line_are_the_teachers_own(self):
        """The models of the ERP beside the table, with real rights to timesheets."""
        timesheets = self.env.ref("hr_timesheet.group_hr_timesheet_user")
        for user in self.people.values():
            if user._is_internal():
                user.group_ids |= timesheets
        for whose, who_reads in (("own", "teacher"), ("other", "other_teacher")):
            visit = self.records[whose]["huisbezoek.report"].visit_id
            lines = self.env["account.analytic.line"].search(
                [("home_visit_id", "=", visit.id)]
            )
            self.assertEqual(len(lines), 4)
            for record in (lines[0], lines.task_id):
                for who, user in self.people.items():
                    with self.subTest(model=record._name, whose=whose, who=who):
                        own = record.with_user(user)
                        self.assertEqual(own.has_access("read"), who == who_reads)
                        found = own.has_access("read") and own.search(
                            [("id", "=", record.id)]
                        )
                        self.assertEqual(bool(found), who == who_reads)

    def test_search_finds_what_may_be_read_and_nothing_else(self):
        for model in TABLE:
            for who, user in self.people.items():
                with self.subTest(model=model, who=who):
                    every = self.env[model].with_context(active_test=False).search([])
                    readable = every.with_user(user)._filtered_access("read")
                    Model = self.env[model].with_user(user)
                    if not Model.has_access("read"):
                        self.assertFalse(readable)
                        continue
                    found = Model.with_context(active_test=False).search([])
                    self.assertEqual(found, readable.with_env(found.env))

    def test_dialogs_are_read_by_who_opened_them(self):
        rules = self.env["ir.rule"].search([("groups", "=", False)])
        guarded = rules.filtered(lambda rule: "create_uid" in rule.domain_force)
        self.assertEqual(
            self._get_models(transient=True) - set(guarded.model_id.mapped("model")),
            set(),
        )

    def test_rights_of_one_school_open_nothing_at_another(self):
        """Groups hold in all schools: only the role at the school counts."""
        both = self._create_user("both", "planner", self.second_school)
        self._give_role(both, "care_coordinator")
        for model in TABLE:
            with self.subTest(model=model):
                record = self.records["own"].get(model)
                self.assertEqual(
                    self._get_allowed(record, both),
                    self._get_allowed(record, self.care)
                    if model != "huisbezoek.language"
                    else "rwc",
                )

    def test_care_coordinator_elsewhere_is_a_teacher_here(self):
        both = self._create_user("both", "care_coordinator", self.second_school)
        self._give_role(both, "teacher")
        employee = self._create_employee(both)
        self._create_group("3A", "3", employee)
        for model in ("pupil", "household", "guardian", "visit", "secret.address"):
            with self.subTest(model=model):
                model = f"huisbezoek.{model}"
                self.assertEqual(
                    self._get_allowed(self.records["own"][model], both), ""
                )
                self.assertIn(
                    "r", self._get_allowed(self.records["second"][model], both)
                )

    def test_installation_gives_nobody_a_group(self):
        """Not the administrator and not the superuser: groups follow from roles."""
        groups = self.env["res.groups"].search(
            [
                (
                    "privilege_id",
                    "=",
                    self.env.ref("huisbezoek_addon.privilege_home_visits").id,
                )
            ]
        )
        self.assertFalse(groups.all_user_ids & self.env.ref("base.user_admin"))
        self.assertFalse(groups.all_user_ids & self.admin)
        self.assertFalse(groups.all_user_ids & self.env.ref("base.user_root"))
