"""Installing into a database that is in use, and leaving it again (K3)."""

import re

from used_database import COMPLAINT, VISIT

ADDON = "huisbezoek_addon"


def install(used):
    output = used.odoo("server", "-i", ADDON, "--stop-after-init", "--no-http")
    complaints = [
        match.group()
        for match in COMPLAINT.finditer(output)
        if "pg_trgm" not in match[0]
    ]
    assert not complaints, complaints


def test_installing_changes_nothing_of_others(used):
    before, rights = used.fingerprints(), used.rights()
    assert before["res_partner"][0].startswith("50")
    assert before["hr_leave"][0].startswith("20|")
    assert before["resource_calendar_leaves"][0].startswith("20|")
    install(used)
    assert used.fingerprints() == before
    assert used.rights() == rights


def test_uninstalling_leaves_others_as_they_were(used):
    install(used)
    used.shell(VISIT)
    before = used.fingerprints()
    groups = "SELECT count(*) FROM res_groups_users_rel"
    members = int(used.query(groups)[0])
    used.odoo("module", "uninstall", ADDON)
    after = used.fingerprints()
    # The event of the visit stays in its owner's calendar, and tells nothing.
    assert after == before
    assert used.query("SELECT name FROM calendar_event ORDER BY id DESC LIMIT 1")[
        0
    ] in ("Home visit", "Huisbezoek")
    assert int(used.query(groups)[0]) < members
    left = used.query(
        "SELECT tablename FROM pg_tables WHERE tablename LIKE 'huisbezoek%'"
    )
    assert left == []
    for table, column in (
        ("ir_model_data", "module"),
        ("ir_act_window", "res_model"),
        ("ir_rule", "domain_force"),
        ("mail_message", "model"),
        ("mail_activity", "res_model"),
        ("ir_attachment", "res_model"),
        ("ir_ui_view", "arch_fs"),
        ("ir_act_server", "code::text"),
    ):
        found = used.query(
            f"SELECT {column} FROM {table} WHERE {column} LIKE '%huisbezoek%'"
        )
        assert found == [], (table, found)
    output = used.odoo("server", "-u", "calendar", "--stop-after-init", "--no-http")
    assert not re.search("huisbezoek", output), output[-2000:]


def test_upgrading_keeps_the_data(used):
    install(used)
    used.shell(VISIT)
    count = "SELECT count(*), max(start) FROM huisbezoek_visit WHERE state = 'planned'"
    before = used.query(count), used.fingerprints(), used.rights()
    used.odoo("server", "-u", ADDON, "--stop-after-init", "--no-http")
    assert (used.query(count), used.fingerprints(), used.rights()) == before


def test_a_test_copy_sends_nothing_and_says_so(used):
    install(used)
    used.shell(VISIT)
    used.odoo("neutralize")
    assert used.query(
        "SELECT name, sender_email, reply_to, calendar_sync FROM huisbezoek_school"
    ) == ["[TEST] De Linde|||f"]
    assert (
        used.query(
            "SELECT c.id FROM ir_cron c JOIN ir_model_data d ON d.model = 'ir.cron'"
            f" AND d.res_id = c.id WHERE d.module = '{ADDON}' AND c.active"
        )
        == []
    )
