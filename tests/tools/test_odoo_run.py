"""The test command from end to end, on tiny addons that go wrong in each way."""

import os
import subprocess

import pytest

from lib.paths import REPOSITORY

MANIFEST = """{
    "name": "Sample", "version": "19.0.1.0.0", "author": "Huisbezoek contributors",
    "license": "LGPL-3", "depends": ["base"],
}"""
TESTS = """
import logging
from odoo.tests import TransactionCase

class TestSample(TransactionCase):
    def test_good(self):
        self.assertTrue(self.env.user)

    def test_expected_warning(self):
        with self.assertLogs("odoo.sample", "WARNING"):
            logging.getLogger("odoo.sample").warning("expected")
"""
WRONG = """
    def test_bad(self):
        self.assertEqual(1, 2)

    def test_skipped(self):
        self.skipTest("Chrome executable not found")

    def test_warning(self):
        logging.getLogger("odoo.sample").warning("unexpected")
"""
NO_TESTS = "from odoo.tests import TransactionCase"


@pytest.fixture
def run_tests(tmp_path):
    """Return a function that tests an addon with these tests; no colleague's."""

    def run(text):
        addon = tmp_path / "huisbezoek_sample"
        (addon / "tests").mkdir(parents=True)
        (addon / "__manifest__.py").write_text(MANIFEST, encoding="utf-8")
        (addon / "__init__.py").touch()
        (addon / "tests/__init__.py").write_text("from . import test_sample\n")
        (addon / "tests/test_sample.py").write_text(text, encoding="utf-8")
        variables = {
            "HUISBEZOEK_ADDON": addon.name,
            "HUISBEZOEK_ADDONS_FOLDER": str(tmp_path),
        }
        return subprocess.run(
            [REPOSITORY / "tools/test", "--only", "odoo"]
            + ["--odoo-tags", f"/{addon.name}"],
            env={**os.environ, **variables, "ODOO_ADDONS_PATH": ""},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_a_good_addon_passes(run_tests):
    done = run_tests(TESTS)
    assert done.stdout.splitlines()[-1] == "2 passed, 0 failed", done.stdout
    assert done.returncode == 0


def test_failure_skip_and_warning_each_fail(run_tests):
    done = run_tests(TESTS + WRONG)
    assert done.stdout.splitlines()[-1] == "3 passed, 3 failed", done.stdout
    assert done.returncode == 1
    assert "odoo: TestSample.test_bad" in done.stdout
    assert "AssertionError: 1 != 2" in done.stdout
    assert "odoo: skipped: TestSample.test_skipped" in done.stdout
    assert "WARNING in the log: odoo.sample: unexpected" in done.stdout


def test_an_addon_without_tests_fails(run_tests):
    done = run_tests(NO_TESTS)
    assert done.returncode == 1
    assert "odoo: no test was run" in done.stdout
