"""The linters, each as a command that says nothing when all is well."""

import subprocess

from .outcome import Outcome
from .paths import ADDON, ADDONS_FOLDER, REPOSITORY

PURE = ("logic", "formats")


def lint(environment):
    """Run all linters on the repository; each that complains is one failure."""
    outcome = Outcome()
    for what, command, variables in _linters(environment):
        done = subprocess.run(
            [str(environment.python), "-m", *map(str, command)],
            cwd=REPOSITORY,
            env={**environment.variables, **variables},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            outcome.add_failure(what, done.stdout + done.stderr)
    return outcome


def _linters(environment):
    addon = ADDONS_FOLDER / ADDON
    pure = [addon / name for name in PURE if (addon / name).exists()]
    concise = "--output-format=concise"
    yield "ruff check", ["ruff", "check", "--quiet", concise, "."], {}
    yield "ruff format", ["ruff", "format", "--check", concise, "."], {}
    if pure:
        strict = [concise, "--select=C901", "--config=lint.mccabe.max-complexity=10"]
        yield "complexity of pure code", ["ruff", "check", *strict, *pure], {}
    exceptions = [
        # the addon has one hand-written README.md, at the top of the repository
        "missing-readme",
        # what a client sends in the context (defaults, active_test) must not reach the
        # records of other models, nor SQL that is kept: there it is replaced on purpose
        "context-overridden",
    ]
    yield "pylint-odoo", ["pylint", f"--disable={','.join(exceptions)}", addon], {}
    core = environment.odoo / "odoo/addons/test_lint/tests"
    variables = {
        "PYTHONPATH": f"{core}:{environment.odoo}",
        "ADDONS_PATH": str(ADDONS_FOLDER),
    }
    yield "Odoo's pylint", ["pylint", "--rcfile=.pylintrc-core", addon], variables
