"""Give schools of before the vacations, holidays and feasts of their years (C2)."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Add them to years that are not over; closed days that are there stay."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    schools = env["huisbezoek.school"].with_context(active_test=False).search([])
    schools._add_calendar(schools._get_years_to_come())
