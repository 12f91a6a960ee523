"""Several people end one visit at once: one report, and its hours once (F1, H2)."""

from used_database import VISIT

#: Each step in a cursor of its own, as Odoo's server runs requests.
RACE = """
import threading
from collections import Counter
from odoo.api import Environment
from odoo.modules.registry import Registry
from odoo.service.model import retrying

visits = env["huisbezoek.visit"].search([("state", "=", "planned")])
school = visits.school_id
employee = visits.lead_id
school.hours_consent_date = "2020-01-01"
visit = visits[:1]
start = datetime.now().replace(microsecond=0) - timedelta(days=1)
visit.start = start
# Numbers, since the threads must not share this cursor.
visit_id, lead_id, uid, name = visit.id, employee.id, env.uid, env.cr.dbname
household_id, school_id = visit.household_id.id, school.id
env.cr.commit()
errors, barrier = [], threading.Barrier(ROUND)


def end(move):
    try:
        with Registry(name).cursor() as cr:
            own = Environment(cr, uid, {})
            own["huisbezoek.visit"].browse(visit_id).state
            barrier.wait()
            retrying(lambda: move(own), own)
    except Exception as error:
        errors.append(repr(error))


def hold(own):
    own["huisbezoek.visit"].browse(visit_id).action_hold()


def visit_again(own):
    own["huisbezoek.visit"].create(
        {
            "school_id": school_id,
            "household_id": household_id,
            "lead_id": lead_id,
        }
    )


def race(move):
    threads = [threading.Thread(target=end, args=(move,)) for _n in range(ROUND)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors, errors
    env.cr.rollback()


def look():
    found = env["account.analytic.line"].search([("home_visit_id", "=", visit.id)])
    assert len(found) == 4, found
    assert len(Counter(found.mapped("home_visit_kind"))) == 4
    assert visit.sudo().hours_due is False


race(hold)
look()


def write_report(own):
    own["huisbezoek.visit"].browse(visit_id).action_report()


def finish_report(own):
    own["huisbezoek.visit"].browse(visit_id).report_ids.action_finalize()


race(write_report)
report = visit.report_ids
assert len(report) == 1, report
report.told = "Well."
env.cr.commit()
race(finish_report)
assert (report.state, report.version) == ("final", 1), report.version
assert len(report._get_all_files()) == 1, report._get_all_files()
look()
race(lambda own: own["huisbezoek.visit"].browse(visit_id)._sync_hours())
look()

# The first visits of a year and a teacher: one annual task, one ERP task.
env["huisbezoek.annual.task"].search([]).unlink()
env.cr.commit()
race(visit_again)
annual = env["huisbezoek.annual.task"].search([("employee_id", "=", employee.id)])
assert len(annual) == 1 and annual.task_id, annual
assert annual.planned_hours == 2 * ROUND, annual.planned_hours
"""


def test_hours_are_written_once_however_many_click(used):
    used.odoo("server", "-i", "huisbezoek_addon", "--stop-after-init", "--no-http")
    used.shell(VISIT)
    used.shell(f"from datetime import datetime, timedelta\nROUND = 4\n{RACE}")
