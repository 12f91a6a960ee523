"""Making, copying and removing databases together with their files."""

import os
import shutil

from .locks import locked
from .paths import CACHE
from .processes import run_quietly

FILES = CACHE / "data/filestore"


class Databases:
    """The databases of one environment.

    A database under its own name is always whole: it is made under another name, and
    renamed when everything has succeeded.
    """

    def __init__(self, environment):
        self.environment = environment

    def exists(self, name):
        return name in self.names()

    def names(self):
        return self._query("SELECT datname FROM pg_database").split()

    def make(self, name, build):
        """Call ``build`` with the name of a new database that then becomes ``name``.

        Return whether that was needed.
        """
        with locked(f"database-{name}"):
            if self.exists(name):
                return False
            unfinished = f"{name}-unfinished"
            self.drop(unfinished)
            build(unfinished)
            shutil.rmtree(FILES / name, ignore_errors=True)
            if (FILES / unfinished).exists():
                (FILES / unfinished).rename(FILES / name)
            self._query(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
            return True

    def copy(self, source, target):
        self.drop(target)
        self._query(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
        if (FILES / source).exists():
            # a file in the store is never changed, so a link is as good as a copy
            shutil.copytree(FILES / source, FILES / target, copy_function=os.link)

    def drop(self, name):
        # Not WITH (FORCE): that may not end PostgreSQL's own cleaning, and then fails.
        self._query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            f" WHERE datname = '{name}' AND usename = current_user"
        )
        self._query(f'DROP DATABASE IF EXISTS "{name}"')
        shutil.rmtree(FILES / name, ignore_errors=True)

    def _query(self, statement):
        command = [self.environment.psql, "-X", "-q", "-t", "-A", "-d", "postgres"]
        return run_quietly(
            [*command, "-v", "ON_ERROR_STOP=1", "-c", statement],
            "Asking PostgreSQL",
            env=self.environment.variables,
        )
