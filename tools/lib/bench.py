"""The measurements of K4 and C5, and the table that tells of them."""

import json
import os
import platform
import subprocess
from datetime import date

from . import oca, python_env, side_packages
from .console import ToolError, say, step
from .databases import Databases
from .odoo_tests import OdooTests
from .paths import ADDON, TOOLS
from .processes import run_quietly

SCRIPT = TOOLS / "lib/bench_measures.py"
#: Before each line of the script that is meant for us.
MARK = "BENCH "
#: What can be measured by itself in a database, and the addons of OCA that it needs.
IN_ODOO = {
    "planning": [],
    "booking": ["resource_booking"],
    "hours": [],
    "slots": ["resource_booking"],
    "reminders": [],
}
#: The planning of a round is pure, and needs no database.
PROPOSAL = "proposal"
MEASUREMENTS = [*IN_ODOO, PROPOSAL]
SOLVER = TOOLS / "requirements-solver.txt"
HEADINGS = ("", "of", "ms each", "queries each", "ratio", "aim")
LAST_LINES = 20


def measure(names, make_environment, quick=False):
    """Return the rows of some measurements.

    :param make_environment: gives the environment of Odoo, where there is need of it.
    """
    rows = []
    in_odoo = [name for name in names if name in IN_ODOO]
    if in_odoo:
        rows += Bench(make_environment(), in_odoo, quick).run()
    if PROPOSAL in names:
        rows += measure_proposal(quick)
    return rows


def measure_proposal(quick=False):
    """Return the rows of the proposal for a round, beside a solver if it can be had."""
    python = python_env.python()
    paths = [str(TOOLS)]
    try:
        paths.append(str(side_packages.folder(python, SOLVER, "solver", "OR-tools")))
    except ToolError as error:
        say(f"Left out is what is measured beside OR-tools: {error}")
    say(f"… measuring {PROPOSAL}: {'seconds' if quick else 'about twenty minutes'}")
    done = subprocess.run(
        [python, "-m", "lib.bench_proposal"],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(paths),
            "BENCH_QUICK": "1" * quick,
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    return read_rows(done)


def read_rows(done):
    """Return the rows that a program has told of on its standard output."""
    lines = done.stdout.splitlines()
    if done.returncode:
        tail = "\n".join(lines[-LAST_LINES:])
        raise ToolError(f"the measurements failed:\n{tail}")
    return [
        json.loads(line.removeprefix(MARK)) for line in lines if line.startswith(MARK)
    ]


class Bench:
    """One run in Odoo: a database that is made for it and dropped after it."""

    def __init__(self, environment, names, quick=False):
        self.environment = environment
        self.names = names
        self.quick = quick
        self.databases = Databases(environment)
        self.database = f"test-bench-{os.getpid()}"
        self.variables = environment.variables

    def run(self):
        """Return the rows that were measured."""
        addons = self._find_addons()
        tests = OdooTests(self.environment)
        tests.drop_left_overs()
        self.databases.copy(tests.template(), self.database)
        try:
            with step(f"installing {', '.join([ADDON, *addons])}", "half a minute"):
                self._install([ADDON, *addons])
            return self._measure()
        finally:
            self.databases.drop(self.database)

    def _find_addons(self):
        """Return OCA's addons that are needed; what lacks them is left out."""
        needed = [name for each in self.names for name in IN_ODOO[each]]
        addons = list(dict.fromkeys(needed))
        if not addons:
            return addons
        try:
            found = oca.folder(self.environment.python)
        except ToolError as error:
            self.names = [name for name in self.names if not IN_ODOO[name]]
            if not self.names:
                raise
            say(f"Left out is what is measured beside {', '.join(addons)}: {error}")
            return []
        self.variables = self.variables | oca.variables(self.environment, found)
        return addons

    def _install(self, modules):
        run_quietly(
            self.environment.command("server", "-d", self.database, "-i")
            + [",".join(modules), "--stop-after-init", "--no-http", "--log-level=warn"],
            "Installing what is measured",
            env=self.variables,
        )

    def _measure(self):
        say(f"… measuring {', '.join(self.names)}: " + self._duration())
        command = self.environment.command("shell", "--no-http", "-d", self.database)
        settings = {"BENCH_ONLY": ",".join(self.names), "BENCH_QUICK": "1" * self.quick}
        with SCRIPT.open(encoding="utf-8") as script:
            done = subprocess.run(
                [*command, "--log-level=warn"],
                env={**self.variables, **settings},
                stdin=script,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
        return read_rows(done)

    def _duration(self):
        return "seconds" if self.quick else "a few minutes"


def cells(row):
    """Return what the table says of one row, as text."""
    aims = row.get("aims", {})
    limits = [f"{SIGNS[name]} {limit:g} {UNITS[name]}" for name, limit in aims.items()]
    queries = row.get("queries")
    return (
        row["name"],
        f"{row['count']:,}",
        f"{row['milliseconds']:.2f}",
        "" if queries is None else f"{queries:.2f}",
        _result(row),
        f"{', '.join(limits)}: {'met' if is_met(row) else 'missed'}" if aims else "",
    )


def _result(row):
    """Return what came out beside the yardstick, which is 1."""
    ratio = row.get("times") or row.get("cheaper")
    results = (
        [f"{ratio:.1f} ×{' cheaper' if 'cheaper' in row else ''}"] if ratio else []
    )
    if "share" in row:
        results.append(f"{row['share']:.1f} % placed")
    if "seconds" in row:
        results.append(f"{row['seconds']:.1f} s")
    return ", ".join(results) or "1"


UNITS = {
    "times": "×",
    "cheaper": "×",
    "queries": "queries",
    "share": "% placed",
    "seconds": "s",
}
#: More is better for some.
SIGNS = {name: "≥" if name in {"cheaper", "share"} else "≤" for name in UNITS}


def is_met(row):
    """Tell whether a row reaches all its aims."""
    return all(
        row[name] >= limit if SIGNS[name] == "≥" else row[name] <= limit
        for name, limit in row.get("aims", {}).items()
    )


def table(rows, markdown=False):
    """Return the rows as a table, to be read as it is or as Markdown."""
    lines = [HEADINGS, *map(cells, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    if markdown:
        text = [f"| {' | '.join(line)} |" for line in lines]
        text.insert(1, "|" + "---|" * len(HEADINGS))
        return "\n".join(text)
    return "\n".join(
        "  ".join(
            cell.ljust(width) for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def machine():
    """Return when and on what this was measured."""
    day = date.today()
    gibibytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    try:
        system = platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        system = platform.system()
    return (
        f"Measured on {day.day} {day:%B %Y}, {os.cpu_count()} cores,"
        f" {gibibytes:.0f} GiB, {system}"
    )
