"""The demo board: a database with a living school, served to this machine only."""

import csv
import socket
import subprocess
import time
import urllib.error
import urllib.request

from .console import ToolError, say, step
from .databases import Databases
from .paths import ADDON, ADDONS_FOLDER, CACHE
from .processes import run_quietly

LOGINS = ADDONS_FOLDER / ADDON / "demo/logins.csv"
DEMO_FAILED = "demo data failed to install"
START_TIME = 120
LAST_LINES = 15
LONGEST_DETAIL = 5000


class DemoBoard:
    """One database and the server that shows it."""

    def __init__(self, environment, name, port):
        self.environment = environment
        self.databases = Databases(environment)
        self.name = name
        self.address = f"http://127.0.0.1:{port}"
        self.port = port
        self.log = CACHE / "logs" / f"{name}.log"

    def prepare(self):
        """Make the database unless it is there, whole."""
        if not self.databases.exists(self.name):
            with step("making the demo school", "two minutes"):
                self.databases.make(self.name, self._build)

    def serve(self):
        """Serve until the reader stops it; return Odoo's exit code."""
        self._check_port()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        command = self.environment.command(
            *("server", "-d", self.name, "--db-filter", f"^{self.name}$"),
            *("--http-port", self.port, "--logfile", self.log),
        )
        say(f"… starting Odoo on {self.address}")
        # In a session of its own, so that Ctrl-C reaches it once: through us.
        server = subprocess.Popen(
            command, env=self.environment.variables, start_new_session=True
        )
        try:
            self._wait_for(server)
            say(self.description())
            return server.wait()
        finally:
            server.terminate()
            server.wait()

    def description(self):
        """Tell where the board is, who can log in, and where all of it lies."""
        logins = "\n".join(
            f"  {login['login']:<24} {login['password']:<14} {login['role_en']} "
            f"({login['role_nl']})"
            for login in read_logins()
        )
        return f"""
The demo school is open at {self.address}

  {"login":<24} {"password":<14} role
{logins}

Database "{self.name}", everything made lies in {CACHE}
Odoo's log: {self.log}
After a change of the addon: tools/odoo module upgrade -d {self.name} {ADDON}
Stop with Ctrl-C; the next start takes seconds.
"""

    def _build(self, database):
        self._run_odoo(
            *("db", "init", database, "--with-demo"),
            *("--language", "nl_NL", "--country", "NL"),
        )
        # an Odoo that starts in Dutch switches English off
        self._run_odoo("i18n", "loadlang", "-d", database, "-l", "en")
        self._run_odoo("module", "install", "-d", database, ADDON)

    def _run_odoo(self, *arguments):
        command = self.environment.command(*arguments)
        output = run_quietly(
            command, "Making the demo school", env=self.environment.variables
        )
        if DEMO_FAILED in output:
            # Odoo goes on without; here the demo is what it is all about.
            details = output[output.index(DEMO_FAILED) :]
            raise ToolError(f"the demo data have a fault: {details[:LONGEST_DETAIL]}")

    def _check_port(self):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", self.port))
            except OSError as error:
                raise ToolError(
                    f"port {self.port} is in use, perhaps by another tools/run. "
                    "Stop that one, or choose another with --port."
                ) from error

    def _wait_for(self, server):
        limit = time.monotonic() + START_TIME
        while not self._answers():
            if server.poll() is not None or time.monotonic() > limit:
                lines = self.log.read_text(encoding="utf-8").splitlines()
                tail = "\n".join(lines[-LAST_LINES:])
                raise ToolError(f"Odoo did not start. Last lines of its log:\n{tail}")
            time.sleep(0.5)

    def _answers(self):
        try:
            with urllib.request.urlopen(f"{self.address}/web/login", timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            return False


def read_logins():
    """Return the logins of the demo school, one a role."""
    if not LOGINS.exists():
        administrator = {"role_nl": "beheerder", "role_en": "administrator"}
        return [{"login": "admin", "password": "admin", **administrator}]
    with open(LOGINS, encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
