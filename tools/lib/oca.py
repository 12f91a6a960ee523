"""OCA's addons that ours is measured beside, in a folder of the cache."""

import hashlib
import shutil

from .console import step
from .locks import locked
from .paths import CACHE, TOOLS
from .processes import run_quietly

REQUIREMENTS = TOOLS / "requirements-bench.txt"


def folder(python):
    """Return the folder that holds the addons and their libraries, made when missing.

    It is no part of the virtual environment: what a school runs has none of it.
    """
    content = REQUIREMENTS.read_bytes()
    result = CACHE / f"oca-{hashlib.sha256(content).hexdigest()[:12]}"
    with locked("oca-addons"):
        if not (result / "complete").exists():
            shutil.rmtree(result, ignore_errors=True)
            _fetch(python, result)
            (result / "complete").touch()
    return result


def variables(environment, addons):
    """Return the variables with which Odoo finds the addons and their libraries."""
    path = environment.variables["ODOO_ADDONS_PATH"]
    return {
        "ODOO_ADDONS_PATH": f"{path},{addons / 'odoo/addons'}",
        "PYTHONPATH": str(addons),
    }


def _fetch(python, target):
    with step("fetching OCA's resource_booking", "seconds"):
        run_quietly(
            [python, "-m", "pip", "install", "--quiet", "--no-deps"]
            + ["--disable-pip-version-check", "--require-hashes"]
            + ["--target", target, "-r", REQUIREMENTS],
            "Fetching OCA's resource_booking from the package index of pip",
        )
