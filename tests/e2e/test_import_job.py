"""A server that is stopped in the middle of an import leaves nothing half done (A6)."""

ADDON = "huisbezoek_addon"
PUPILS = 3000
#: A planner who has started an import; it waits for the scheduled action.
SEED = f"""
import base64
from odoo.addons.huisbezoek_addon.tests.edexml_generator import generate_bytes
env["ir.cron"].search([]).active = False
school = env["huisbezoek.school"].create({{"name": "De Linde", "brin": "99XX"}})
user = env["res.users"].with_context(no_reset_password=True).create(
    {{"name": "Petra", "login": "petra"}}
)
env["huisbezoek.role"].create(
    {{"user_id": user.id, "role": "planner", "school_id": school.id,
      "date_from": "2020-01-01"}}
)
job = env["huisbezoek.import"].with_user(user).create(
    {{"school_id": school.id, "file_name": "EDEX.XML",
      "file": base64.b64encode(generate_bytes({PUPILS}))}}
)
job.action_preview()
job.action_import()
env.cr.commit()
"""
RUN = 'env.ref("huisbezoek_addon.huisbezoek_import_cron").method_direct_trigger()'
STATE = "SELECT state, attempt_count FROM huisbezoek_import"
WRITTEN = """
    SELECT (SELECT count(*) FROM huisbezoek_pupil),
           (SELECT count(*) FROM huisbezoek_membership),
           (SELECT count(*) FROM huisbezoek_teacher),
           (SELECT count(*) FROM huisbezoek_group)
"""


def test_a_stopped_server_leaves_the_school_as_it_was(used):
    used.odoo("server", "-i", ADDON, "--stop-after-init", "--no-http")
    used.shell(SEED)
    before = used.query(WRITTEN)
    used.kill_in_a_job(RUN)
    assert used.query(WRITTEN) == before
    assert used.query(STATE) == ["running|1"]
    used.shell(RUN)
    assert used.query(STATE) == ["done|2"]
    groups = PUPILS // 25
    assert used.query(WRITTEN) == [f"{PUPILS}|{PUPILS}|{groups}|{groups}"]
