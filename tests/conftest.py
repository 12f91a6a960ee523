"""Put the addon's pure parts within reach of all tests here; no Odoo."""

from loader import register_addon

register_addon()
