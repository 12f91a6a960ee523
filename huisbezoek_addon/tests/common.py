from datetime import date, datetime, timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, TransactionCase, freeze_time, new_test_user

#: A Monday in term time, at noon; every test's clock stands still here.
NOW = datetime(2026, 11, 23, 12, 0)


class SchoolMixin:
    """A primary school with one group, its staff and two families.

    Anouk teaches group 1; Bram teaches group 2; Petra plans; Carla is care
    coordinator; Marga is management; Colette is a colleague without any role.
    Second school *De Brug* shares the company, *Het Baken* has its own.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context={**cls.env.context, "tracking_disable": True, "lang": "en_US"}
        )
        cls.company = cls.env["res.company"].create({"name": "Board One"})
        cls.other_company = cls.env["res.company"].create({"name": "Board Two"})
        cls.env.user.company_ids |= cls.company | cls.other_company
        cls.school = cls._create_school("De Linde", cls.company)
        cls.second_school = cls._create_school("De Brug", cls.company)
        cls.other_school = cls._create_school("Het Baken", cls.other_company)
        cls.admin = cls._create_user("admin_ict", groups="base.group_system")
        cls.colleague = cls._create_user("colette")
        cls.planner = cls._create_user("petra", "planner")
        cls.care = cls._create_user("carla", "care_coordinator")
        cls.manager = cls._create_user("marga", "management")
        cls.anouk = cls._create_user("anouk", "teacher")
        cls.bram = cls._create_user("bram", "teacher")
        cls.emp_anouk = cls._create_employee(cls.anouk)
        cls.emp_bram = cls._create_employee(cls.bram)
        cls.emp_colleague = cls._create_employee(cls.colleague)
        cls.year = cls.school.year_ids
        cls.group_1 = cls._create_group("1A", "1", cls.emp_anouk)
        cls.group_2 = cls._create_group("2A", "2", cls.emp_bram)
        cls.defne, cls.family_a = cls._create_family("Defne", "Aydemir", cls.group_1)
        cls.tijn, cls.family_b = cls._create_family("Tijn", "Zandstra", cls.group_2)

    # === FACTORIES === #

    @classmethod
    def _create_school(cls, name, company):
        school = cls.env["huisbezoek.school"].create(
            {"name": name, "company_id": company.id, "city": "Zwolle"}
        )
        # As after its first week: somebody read the draft and activated it.
        school.protocol_ids._activate_sudo()
        return school

    @classmethod
    def _create_user(
        cls, login, role=None, school=None, groups="base.group_user", **vals
    ):
        school = school or cls.school
        company = school.company_id
        user = new_test_user(
            cls.env,
            login,
            groups=groups,
            name=login.capitalize(),
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
            tz="Europe/Amsterdam",
            **vals,
        )
        if role:
            cls._give_role(user, role, school)
        return user

    @classmethod
    def _give_role(cls, user, role, school=None, date_from=None, **vals):
        return cls.env["huisbezoek.role"].create(
            {
                "user_id": user.id,
                "role": role,
                "school_id": (school or cls.school).id,
                "date_from": date_from or fields.Date.today() - timedelta(days=90),
                **vals,
            }
        )

    @classmethod
    def _create_employee(cls, user, **vals):
        return cls.env["hr.employee"].create(
            {
                "name": user.name,
                "user_id": user.id,
                "company_id": user.company_id.id,
                **vals,
            }
        )

    @classmethod
    def _create_group(cls, name, grade, employee=None, school=None):
        school = school or cls.school
        group = cls.env["huisbezoek.group"].create(
            {
                "school_id": school.id,
                "year_id": school.year_ids.id,
                "name": name,
                "grade": grade,
            }
        )
        if employee:
            Teacher = cls.env["huisbezoek.teacher"]
            teacher = Teacher.search(
                [("school_id", "=", school.id), ("employee_id", "=", employee.id)]
            ) or Teacher.create(
                {
                    "school_id": school.id,
                    "name": employee.name,
                    "employee_id": employee.id,
                }
            )
            group.teaching_ids = [Command.create({"teacher_id": teacher.id})]
        return group

    @classmethod
    def _create_family(cls, first_name, last_name, group, **vals):
        """Return a pupil in the group and the household of one guardian."""
        school = group.school_id
        pupil = cls.env["huisbezoek.pupil"].create(
            {
                "school_id": school.id,
                "first_name": first_name,
                "last_name": last_name,
                "birth_date": date(2021, 4, 17),
                "membership_ids": [Command.create({"group_id": group.id})],
            }
        )
        household = cls.env["huisbezoek.household"].create(
            {
                "school_id": school.id,
                "street": f"{last_name}straat 12",
                "zip": "8011 AA",
                "city": "Zwolle",
                "pupil_ids": pupil.ids,
                "guardian_ids": [
                    Command.create(
                        {
                            "first_name": f"Ouder{first_name}",
                            "last_name": last_name,
                            "phone": "0612345678",
                            "email": f"{last_name.lower()}@example.com",
                            "guardianship_ids": [
                                Command.create(
                                    {"pupil_id": pupil.id, "relation": "mother"}
                                )
                            ],
                        }
                    )
                ],
                **vals,
            }
        )
        return pupil, household

    @classmethod
    def _create_import(cls, school):
        """Return {model: record} of an import of the school with one row of each."""
        job = cls.env["huisbezoek.import"].create(
            {"school_id": school.id, "kind": "edexml"}
        )
        records = {job._name: job}
        for name, values in {
            "line": {"kind": "pupil", "key": "p-1", "outcome": "create"},
            "teacher": {"key": "t-1", "name": "Juf"},
            "location": {"key": "l-1"},
        }.items():
            model = f"huisbezoek.import.{name}"
            records[model] = cls.env[model].create({"import_id": job.id, **values})
        return records | cls._create_job_progress(job)

    @classmethod
    def _create_rollover(cls, school):
        """Return {model: record} of a roll-over of the school."""
        Rollover = cls.env["huisbezoek.rollover"]
        rollover = Rollover.search([("school_id", "=", school.id)]) or Rollover.create(
            {"school_id": school.id}
        )
        return {record._name: record for record in (rollover, rollover.line_ids[0])}

    @classmethod
    def _create_job_progress(cls, job):
        """Return {model: record} of how far a job is."""
        progress = cls.env["huisbezoek.job.progress"].create(
            {"model": job._name, "res_id": job.id, "school_id": job.school_id.id}
        )
        return {progress._name: progress}

    @classmethod
    def _create_report(cls, visit):
        """Return {model: record} of a held visit's final report and a signal."""
        held = visit.copy({"state": "done", "start": "2026-11-20 14:30:00"})
        held.write({"real_start": held.start, "real_stop": held.stop})
        held.lead_id = visit.lead_id
        report = held._get_or_create_report()
        agreement = report.agreement_ids.create(
            {"report_id": report.id, "what": "Call in January"}
        )
        report.told = "She likes to draw."
        report.action_finalize()
        report._keep_version("correction", "A mistake")
        signal = cls.env["huisbezoek.care.signal"].create(
            {"visit_id": held.id, "user_id": held.lead_user_id.id, "text": "A worry"}
        )
        log = cls.env["huisbezoek.read.log"]
        log._log(report, "screen")
        return {
            **cls._get_protocol_parts(held.protocol_id),
            report._name: report,
            "huisbezoek.report.part": report.part_ids,
            agreement._name: agreement,
            "huisbezoek.report.change": report.change_ids,
            "huisbezoek.report.copy": cls.env["huisbezoek.report.copy"]._create_for(
                report
            ),
            signal._name: signal,
            log._name: log.search([("res_id", "=", report.id)]),
            **cls._create_care(signal),
        }

    @classmethod
    def _create_round(cls, visit):
        """Return {model: record} of a round, a visitor in it, and a proposal."""
        round_ = cls.env["huisbezoek.round"].create({"school_id": visit.school_id.id})
        proposal = cls.env["huisbezoek.proposal"].create(
            {
                "school_id": visit.school_id.id,
                "date_from": NOW.date(),
                "date_to": NOW.date(),
                "line_ids": [Command.create({"visit_id": visit.id})],
            }
        )
        return {
            round_._name: round_,
            "huisbezoek.round.teacher": cls.env["huisbezoek.round.teacher"].create(
                {"round_id": round_.id, "employee_id": visit.lead_id.id}
            ),
            proposal._name: proposal,
            "huisbezoek.proposal.line": proposal.line_ids,
        }

    @classmethod
    def _create_interpreter(cls, visit):
        """Return {model: record} of who interprets on a visit."""
        interpreter = cls.env["huisbezoek.interpreter"].create(
            {
                "school_id": visit.school_id.id,
                "name": "Selma",
                "is_confirmed_adult": True,
                "time_ids": [Command.create({"weekday": "2"})],
            }
        )
        visit.interpreter_id = interpreter
        return {
            interpreter._name: interpreter,
            "huisbezoek.interpreter.time": interpreter.time_ids,
        }

    @classmethod
    def _create_care(cls, signal):
        """Return {model: record} of a situation whose steps a signal started."""
        route = cls.env["huisbezoek.care.route"].search(
            [("school_id", "=", signal.school_id.id)], limit=1
        )
        signal._start_steps(route)
        return {
            route._name: route,
            "huisbezoek.care.step": route.step_ids[0],
            "huisbezoek.care.task": signal.task_ids[0],
        }

    @classmethod
    def _get_protocol_parts(cls, protocol):
        """Return {model: record} of what belongs to a version of a protocol."""
        translation = protocol.translation_ids[0]
        return {
            record._name: record
            for record in (
                protocol.goal_ids[0],
                protocol.topic_ids[0],
                protocol.section_ids[0],
                translation,
                translation.passage_ids[0],
            )
        }

    @classmethod
    def _create_consultation(cls, visit, confidant):
        """Return {model: record} of a consultation and whom it is asked of.

        :param confidant: who is asked; another one where he is of another school.
        """
        school = visit.school_id
        if confidant.company_id != school.company_id or (
            school not in confidant.sudo().huisbezoek_role_ids.school_id
        ):
            confidant = cls._create_user(f"confidant_{school.id}", "confidant", school)
        colleague = cls._create_user(f"deputy_of_{visit.id}", "confidant", school)
        Confidant, Deputy = (
            cls.env["huisbezoek.confidant"],
            cls.env["huisbezoek.deputy"],
        )
        values = {"school_id": school.id, "user_id": confidant.id}
        days = {"date_from": "2028-01-01", "date_to": "2028-02-01"}
        known = Deputy.search([("user_id", "=", confidant.id)], limit=1)
        return {
            Confidant._name: Confidant.create(values),
            Deputy._name: known
            or Deputy.create(
                {**values, **days, "role": "confidant", "deputy_id": colleague.id}
            ),
            "huisbezoek.consultation": cls.env["huisbezoek.consultation"].create(
                {
                    "user_id": visit.lead_user_id.id,
                    "visit_id": visit.id,
                    "addressee_id": confidant.id,
                    "question": "A question",
                    "school_id": school.id,
                }
            ),
        }

    def _create_visit(self, household=None, lead=None, user=None, **vals):
        household = household or self.family_a
        visit = self.env["huisbezoek.visit"].with_user(user or self.planner)
        return visit.create(
            {
                "school_id": household.school_id.id,
                "household_id": household.id,
                "lead_id": (lead or self.emp_anouk).id,
                **vals,
            }
        )


@freeze_time(NOW)
class HuisbezoekCase(SchoolMixin, TransactionCase):
    """The school on a Monday at noon; the clock stands still."""


class HuisbezoekHttpCase(SchoolMixin, HttpCase):
    """The school today, since a browser's clock cannot stand still."""
