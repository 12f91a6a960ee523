"""A database in use, and ways to look at it."""

import os
import re
import signal
import subprocess
import time

#: What schools that run Odoo commonly have beside us.
OTHER_APPS = ("hr_holidays", "hr_timesheet")

#: 5,000 contacts, a department with leave that was approved, and booked hours.
SEED = """
from datetime import datetime, timedelta
env["res.partner"].create(
    [{"name": f"Contact {n}", "email": f"c{n}@example.org"} for n in range(5000)]
)
users = env["res.users"].with_context(no_reset_password=True).create(
    [
        {"name": f"Employee {n}", "login": f"employee{n}", "tz": "Europe/Amsterdam"}
        for n in range(20)
    ]
)
employees = env["hr.employee"].create(
    [{"name": user.name, "user_id": user.id} for user in users]
)
kind = env["hr.leave.type"].create(
    {
        "name": "Leave",
        "requires_allocation": False,
        "leave_validation_type": "no_validation",
    }
)
monday = datetime.now() + timedelta(days=7 - datetime.now().weekday())
for employee in employees:
    env["hr.leave"].create(
        {
            "employee_id": employee.id,
            "holiday_status_id": kind.id,
            "request_date_from": monday.date(),
            "request_date_to": monday.date(),
        }
    )
project = env["project.project"].create({"name": "Lessons", "allow_timesheets": True})
env["account.analytic.line"].create(
    [
        {
            "name": "Lessons",
            "project_id": project.id,
            "employee_id": employee.id,
            "unit_amount": 4,
        }
        for employee in employees
    ]
)
env["calendar.event"].create(
    [
        {"name": f"Meeting {n}", "start": monday, "stop": monday + timedelta(hours=1)}
        for n in range(50)
    ]
)
env.cr.commit()
"""

#: A school with a family and a planned visit, so that there is something to leave.
VISIT = """
from datetime import datetime, timedelta
from odoo import fields
school = env["huisbezoek.school"].create(
    {"name": "De Linde", "sender_email": "office@example.org", "calendar_sync": True}
)
school.protocol_ids.action_activate()
pupil = env["huisbezoek.pupil"].create(
    {"school_id": school.id, "first_name": "Defne", "last_name": "Aydemir"}
)
household = env["huisbezoek.household"].create(
    {"school_id": school.id, "pupil_ids": pupil.ids, "street": "Aydemirstraat 12"}
)
user = env["res.users"].search([("login", "=", "employee0")])
env["huisbezoek.role"].create(
    {"school_id": school.id, "user_id": user.id, "role": "teacher"}
)
visit = env["huisbezoek.visit"].create(
    {
        "school_id": school.id,
        "household_id": household.id,
        "lead_id": user.employee_ids.id,
        "start": datetime.now() + timedelta(days=3),
    }
)
assert visit.event_id.name and visit.state == "planned"
env["huisbezoek.acknowledgement"]._record(
    household, fields.Date.today(), "letter", True
)
confidant = env["res.users"].search([("login", "=", "employee1")])
env["huisbezoek.role"].create(
    {"school_id": school.id, "user_id": confidant.id, "role": "confidant"}
)
env["huisbezoek.confidant"].create(
    {"school_id": school.id, "user_id": confidant.id}
)
env["huisbezoek.consultation"].with_user(user).create(
    {"school_id": school.id, "addressee_id": confidant.id, "question": "How?"}
)
env.cr.commit()
"""

#: Tables of others in which nothing may change.
GUARDED = (
    "res_partner",
    "res_users",
    "hr_employee",
    "hr_version",
    "hr_leave",
    "hr_leave_allocation",
    "resource_calendar_leaves",
    "account_analytic_line",
    "project_project",
    "project_task",
    "calendar_event",
    "calendar_attendee",
)
COMPLAINT = re.compile(r"^[\d-]+ [\d:,]+ \d+ (WARNING|ERROR|CRITICAL) .*", re.MULTILINE)


#: How far any job is.
DONE = "SELECT coalesce(max(done), 0) FROM huisbezoek_job_progress"


class Used:
    """One copy of the database in use."""

    def __init__(self, environment, name):
        self.environment = environment
        self.name = name

    def odoo(self, command, *arguments, stdin=None):
        """Run an Odoo command on the database and return what it logged."""
        quiet = ["--log-level=warn"] if command in ("server", "shell") else []
        return subprocess.run(
            self.environment.command(command, *arguments, "-d", self.name, *quiet),
            env=self.environment.variables,
            input=stdin,
            stdin=None if stdin else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=True,
        ).stdout

    def shell(self, code):
        """Run code in Odoo's shell; an error in it is an error here."""
        output = self.odoo(
            "shell", "--no-http", stdin=f"{code}\nprint('all ' + 'done')\n"
        )
        assert "all done" in output, output[-4000:]

    def kill_in_a_job(self, code):
        """Run code that carries out a job, and kill it once some of that is done."""
        process = subprocess.Popen(
            self.environment.command("shell", "--no-http", "-d", self.name),
            env=self.environment.variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            text=True,
        )
        process.stdin.write(f"{code}\n")
        process.stdin.close()
        deadline = time.monotonic() + 120
        while int(self.query(DONE)[0]) == 0 and process.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert process.poll() is None, "the job was done before it could be stopped"
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def query(self, statement):
        """Return the rows of a query, as lines of text."""
        return subprocess.run(
            [str(self.environment.psql), "-X", "-q", "-t", "-A", "-d", self.name]
            + ["-v", "ON_ERROR_STOP=1", "-c", statement],
            env=self.environment.variables,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()

    def fingerprints(self):
        """Return a fingerprint of each table in which nothing may change."""
        return {
            table: self.query(
                # Who wrote last says nothing about what stands there, nor does a
                # column of ours that is empty.
                "SELECT count(*), md5(string_agg(jsonb_strip_nulls(to_jsonb(t) -"
                " 'write_date' - 'write_uid')::text, '|' ORDER BY id))"
                f" FROM {table} t"
            )
            for table in GUARDED
        }

    def rights(self):
        """Return who is in which group, also by what groups imply."""
        return self.query(
            "WITH RECURSIVE held(uid, gid) AS ("
            " SELECT uid, gid FROM res_groups_users_rel UNION"
            " SELECT uid, hid FROM held"
            " JOIN res_groups_implied_rel i ON i.gid = held.gid)"
            " SELECT uid, gid FROM held ORDER BY 1, 2"
        )
