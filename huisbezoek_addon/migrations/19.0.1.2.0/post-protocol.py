"""Give topics a goal, and schools of before the draft of a whole protocol (B1)."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Keep the active versions as they are; what is new comes as a draft."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    cr.execute(
        "SELECT DISTINCT protocol_id FROM huisbezoek_topic WHERE goal_id IS NULL"
    )
    protocol_ids = [row[0] for row in cr.fetchall()]
    goals = env["huisbezoek.goal"].create(
        [
            {"protocol_id": protocol_id, "name": "What the visits are about"}
            for protocol_id in protocol_ids
        ]
    )
    for lang, _name in env["res.lang"].get_installed():
        if lang.startswith("nl"):
            goals.with_context(lang=lang).name = "Waarover de huisbezoeken gaan"
    cr.execute(
        "UPDATE huisbezoek_topic AS topic SET goal_id = goal.id"
        " FROM huisbezoek_goal AS goal"
        " WHERE goal.protocol_id = topic.protocol_id AND topic.goal_id IS NULL"
    )
    env.invalidate_all()
    sections = env["huisbezoek.protocol.section"].search([])
    schools = env["huisbezoek.school"].with_context(active_test=False).search([])
    env["huisbezoek.protocol"]._create_starters(schools - sections.school_id)
