"""The environment in which Odoo's own command runs; each option in it is Odoo's own."""

import os
import subprocess

from . import odoo_source, postgres, python_env
from .paths import ADDONS_FOLDER, CACHE, TOOLS

ODOO_COMMAND = TOOLS / "lib/bin/odoo"
DATA = CACHE / "data"


class Environment:
    """An Odoo, a Python and a PostgreSQL, made when missing."""

    def __init__(self):
        self.odoo = odoo_source.find_odoo()
        self.python = python_env.python()
        self.variables = {
            **os.environ,
            "ODOO_PATH": str(self.odoo),
            "ODOO_ADDONS_PATH": self._addons_path(),
            "ODOO_DATA_DIR": str(DATA),
            # not the settings of another Odoo of this user
            "ODOO_RC": os.environ.get("ODOO_RC", os.devnull),
        }
        if not postgres.is_own_server():
            self.variables |= postgres.start(self.python)

    def command(self, *arguments):
        """Return the command line of Odoo with these arguments."""
        return [str(self.python), str(ODOO_COMMAND), *map(str, arguments)]

    def run(self, *arguments, **options):
        """Run Odoo and wait for it."""
        return subprocess.run(
            self.command(*arguments), env=self.variables, check=False, **options
        )

    def replace_process(self, *arguments):
        """Become Odoo: signals and the terminal are then its own."""
        command = self.command(*arguments)
        os.execve(command[0], command, self.variables)

    @staticmethod
    def _addons_path():
        given = os.environ.get("ODOO_ADDONS_PATH")
        return f"{ADDONS_FOLDER},{given}" if given else str(ADDONS_FOLDER)
