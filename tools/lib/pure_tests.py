"""The tests that need no Odoo, run by pytest."""

import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from .outcome import Outcome
from .paths import REPOSITORY


def run_pure_tests(environment, variables):
    """Run pytest; a skipped test is a failure too, and so is no test at all."""
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder) / "results.xml"
        done = subprocess.run(
            [str(environment.python), "-m", "pytest", "-q", "--tb=short"]
            + [f"--junitxml={results}", "tests"],
            cwd=REPOSITORY,
            env={**environment.variables, **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        outcome = read_results(results) if results.exists() else Outcome()
    if not outcome.passed and not outcome.failures:
        outcome.add_failure("no test was run", done.stdout)
    elif done.returncode and not outcome.failures:
        outcome.add_failure(f"pytest ended with {done.returncode}", done.stdout)
    return outcome


def read_results(path):
    """Return the outcome in a file of results as pytest writes it."""
    outcome = Outcome()
    for case in ElementTree.parse(path).iter("testcase"):
        name = f"{case.get('classname')}::{case.get('name')}"
        trouble = next((child for child in case if child.tag in TROUBLES), None)
        if trouble is None:
            outcome.passed += 1
        else:
            message = trouble.text or trouble.get("message") or ""
            outcome.add_failure(f"{TROUBLES[trouble.tag]}{name}", message)
    return outcome


TROUBLES = {"failure": "", "error": "", "skipped": "skipped: "}
