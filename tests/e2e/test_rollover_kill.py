"""A server that is stopped in the middle of a roll-over leaves no half year (A2)."""

import os

ADDON = "huisbezoek_addon"
FULL = bool(os.environ.get("HUISBEZOEK_FULL"))
GRADES, GROUP_SIZE = 8, 250 if FULL else 40
PUPILS = GRADES * GROUP_SIZE
STAYING, LEAVING = PUPILS - GROUP_SIZE, GROUP_SIZE
#: A planner whose roll-over waits for the scheduled action.
SEED = f"""
from odoo import fields
from odoo.fields import Command
env["ir.cron"].search([]).active = False
school = env["huisbezoek.school"].create({{"name": "De Linde"}})
user = env["res.users"].with_context(no_reset_password=True).create(
    {{"name": "Petra", "login": "petra"}}
)
env["huisbezoek.role"].create(
    {{"user_id": user.id, "role": "planner", "school_id": school.id,
      "date_from": "2020-01-01"}}
)
for grade in range(1, {GRADES} + 1):
    teacher = env["huisbezoek.teacher"].create(
        {{"school_id": school.id, "name": f"Teacher {{grade}}"}}
    )
    group = env["huisbezoek.group"].create(
        {{"school_id": school.id, "name": f"{{grade}}A", "grade": str(grade),
          "teaching_ids": [Command.create({{"teacher_id": teacher.id}})]}}
    )
    env["huisbezoek.pupil"].create(
        [
            {{"school_id": school.id, "first_name": f"Kind {{number}}",
              "membership_ids": [Command.create({{"group_id": group.id}})]}}
            for number in range({GROUP_SIZE})
        ]
    )
rollover = env["huisbezoek.rollover"].with_user(user).create({{"school_id": school.id}})
assert rollover.todo_count == {PUPILS}
rollover.action_carry_out()
env.cr.commit()
"""
CRON = 'env.ref("huisbezoek_addon.huisbezoek_rollover_cron").method_direct_trigger()'
#: The same, so slowly that it can be stopped in the middle of it.
SLOWLY = f"""
import time
Rollover = env.registry["huisbezoek.rollover"]
tell = Rollover._tell_progress
def tell_and_wait(self, count):
    tell(self, count)
    time.sleep(1)
Rollover._tell_progress = tell_and_wait
{CRON}
"""
AGAIN = f"""
rollover = env["huisbezoek.rollover"].search([])
rollover.with_user(rollover.user_id).action_carry_out()
env.cr.commit()
{CRON}
"""
STATE = "SELECT state, attempt_count FROM huisbezoek_rollover"
#: School years, groups, teachers of groups, places, and pupils who leave.
COUNTS = """
    SELECT (SELECT count(*) FROM huisbezoek_school_year),
           (SELECT count(*) FROM huisbezoek_group),
           (SELECT count(*) FROM huisbezoek_teaching),
           (SELECT count(*) FROM huisbezoek_membership),
           (SELECT count(*) FROM huisbezoek_pupil WHERE leave_date IS NOT NULL)
"""
#: Pupils who would have two places in one year, and those who would have none next.
DOUBLED = """
    SELECT count(*) FROM (SELECT 1 FROM huisbezoek_membership
     GROUP BY pupil_id, year_id HAVING count(*) > 1) twice
"""
LOST = """
    SELECT count(*) FROM huisbezoek_pupil p
     WHERE p.leave_date IS NULL AND 2 <> (
           SELECT count(*) FROM huisbezoek_membership m WHERE m.pupil_id = p.id)
"""


def test_a_stopped_server_leaves_no_half_year(used):
    used.odoo("server", "-i", ADDON, "--stop-after-init", "--no-http")
    used.shell(SEED)
    before = used.query(COUNTS)
    assert before == [f"1|{GRADES}|{GRADES}|{PUPILS}|0"]

    used.kill_in_a_job(f"exec({SLOWLY!r})")
    assert used.query(COUNTS) == before
    assert used.query(STATE) == ["running|1"]

    used.shell(CRON)
    assert used.query(STATE) == ["done|2"]
    # The eighth group leaves, and a first one waits for who enters; each teacher
    # goes on with his grade.
    after = [f"2|{2 * GRADES}|{2 * GRADES}|{PUPILS + STAYING}|{LEAVING}"]
    assert used.query(COUNTS) == after
    assert used.query(DOUBLED) == used.query(LOST) == ["0"]

    used.shell(AGAIN)
    assert used.query(STATE) == ["done|1"]
    assert used.query(COUNTS) == after
    assert used.query(DOUBLED) == used.query(LOST) == ["0"]
