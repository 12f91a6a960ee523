"""Odoo's tests in a fresh database, made from a template that has the dependencies."""

import ast
import hashlib
import os
import re
import socket

from . import postgres
from .console import step
from .databases import Databases
from .odoo_log import read_log
from .outcome import Outcome
from .paths import ADDON, ADDONS_FOLDER, CACHE
from .processes import run_quietly

LOGS = CACHE / "logs"
TEST_DATABASE = re.compile(r"test-\w+-(\d+)$")

OWN_TESTS = f"/{ADDON}"
# Odoo's own lint, less what can not be run on this addon alone.
CORE_LINT = ",".join(
    [
        "/test_lint",
        # these three test the checkers themselves
        "-/test_lint:TestGetTextLint",
        "-/test_lint:TestSqlLint",
        "-/test_lint:TestI18nChecks",
        # runs pylint over the whole of Odoo; see .pylintrc-core
        "-/test_lint:TestPyLint",
        # walks through the libraries in .cache too, and stumbles over one
        "-/test_lint:TestConflictMarkers",
        # wants Odoo's set-up of Node
        "-/test_lint:TestESLint",
    ]
)


class OdooTests:
    """Runs Odoo's tests in one environment."""

    def __init__(self, environment):
        self.environment = environment
        self.databases = Databases(environment)

    def run(self, name, modules, tags, keep_database=False, variables=None):
        """Install modules in a fresh database with the tests that the tags select."""
        database = f"test-{name}-{os.getpid()}"
        self.databases.copy(self.template(), database)
        try:
            return self._run(name, database, modules, tags, variables or {})
        finally:
            if not keep_database:
                self.databases.drop(database)

    def template(self):
        """Return the name of the database with the addon's dependencies, made once."""
        manifest = ADDONS_FOLDER / ADDON / "__manifest__.py"
        depends = ast.literal_eval(manifest.read_text(encoding="utf-8"))["depends"]
        # another Odoo, or one at another place, makes another template
        key = f"{self.environment.odoo}{sorted(depends)}"
        name = f"template-{hashlib.sha256(key.encode()).hexdigest()[:12]}"
        if not self.databases.exists(name):
            with step(f"installing {', '.join(depends)} once", "a minute or two"):
                self.databases.make(name, lambda new: self._install(new, depends))
        return name

    def drop_left_overs(self):
        """Remove databases of killed runs; the embedded server has no others."""
        if postgres.is_own_server():
            return
        for name in self.databases.names():
            found = TEST_DATABASE.match(name)
            if found and not os.path.exists(f"/proc/{found[1]}"):
                self.databases.drop(name)

    def _install(self, database, modules):
        run_quietly(
            self.environment.command("server", "-d", database, "-i", ",".join(modules))
            + ["--stop-after-init", "--no-http", "--log-level=warn"],
            "Installing the dependencies",
            env=self.environment.variables,
        )

    def _run(self, name, database, modules, tags, variables):
        LOGS.mkdir(parents=True, exist_ok=True)
        log = LOGS / f"{database}.log"
        with open(log, "w", encoding="utf-8") as output:
            done = self.environment.run(
                "server",
                *("-d", database, "-i", ",".join(modules), "--test-tags", tags),
                *("--stop-after-init", "--http-port", _free_port()),
                variables=variables,
                stdout=output,
                stderr=output,
            )
        result = read_log(log.read_text(encoding="utf-8", errors="replace"))
        outcome = Outcome(result.passed, result.failures, str(log))
        if done.returncode and not outcome.failures:
            outcome.add_failure(f"Odoo ended with exit code {done.returncode}")
        return outcome


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
