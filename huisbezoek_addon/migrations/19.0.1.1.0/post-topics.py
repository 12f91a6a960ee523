"""Give protocols of before the topics that new schools begin with (B1)."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Make topics where a protocol has none."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    protocols = env["huisbezoek.protocol"].search([("topic_ids", "=", False)])
    env["huisbezoek.topic"]._create_starters(protocols)
