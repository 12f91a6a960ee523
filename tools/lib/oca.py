"""OCA's addons that ours is measured beside."""

from . import side_packages
from .paths import TOOLS

REQUIREMENTS = TOOLS / "requirements-bench.txt"


def folder(python):
    """Return the folder that holds the addons and their libraries."""
    return side_packages.folder(python, REQUIREMENTS, "oca", "OCA's resource_booking")


def variables(environment, addons):
    """Return the variables with which Odoo finds the addons and their libraries."""
    path = environment.variables["ODOO_ADDONS_PATH"]
    return {
        "ODOO_ADDONS_PATH": f"{path},{addons / 'odoo/addons'}",
        "PYTHONPATH": str(addons),
    }
