"""Give schools of before the care structure that new schools begin with (G3)."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Make one where a school has none, archived schools included."""
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
    env["huisbezoek.care.route"]._create_starters(env["huisbezoek.school"].search([]))
