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
        self.psql = postgres.client(self.python)
        self.variables = {
            # not the settings of another Odoo of this user
            "ODOO_RC": os.devnull,
            # nobody outside this machine
            "ODOO_HTTP_INTERFACE": "127.0.0.1",
            **os.environ,
            "ODOO_PATH": str(self.odoo),
            "ODOO_ADDONS_PATH": _addons_path(),
            "ODOO_DATA_DIR": str(DATA),
            "ODOO_SCREENSHOTS": str(CACHE / "screenshots"),
            # Odoo's own lint looks for pylint here
            "PATH": f"{self.python.parent}{os.pathsep}{os.environ['PATH']}",
        }
        if not postgres.is_own_server():
            self.variables |= postgres.start(self.python)

    def command(self, *arguments):
        """Return the command line of Odoo with these arguments."""
        return [str(self.python), str(ODOO_COMMAND), *map(str, arguments)]

    def run(self, *arguments, variables=(), **options):
        """Run Odoo, with more variables when given, and wait for it."""
        return subprocess.run(
            self.command(*arguments),
            env={**self.variables, **dict(variables)},
            stdin=subprocess.DEVNULL,
            check=False,
            **options,
        )

    def replace_process(self, *arguments):
        """Become Odoo: signals and the terminal are then its own."""
        command = self.command(*arguments)
        os.execve(command[0], command, self.variables)


def _addons_path():
    given = os.environ.get("ODOO_ADDONS_PATH")
    return f"{ADDONS_FOLDER},{given}" if given else str(ADDONS_FOLDER)
