"""What pytest found is counted as pytest itself tells it."""

import subprocess
import sys

from lib.pure_tests import read_results

TESTS = """
import pytest

def test_good(): pass
def test_bad(): assert 1 == 2
@pytest.mark.skip(reason="no browser")
def test_skipped(): pass
@pytest.fixture
def broken(): raise OSError("no disk")
def test_error(broken): pass
"""


def test_failed_skipped_and_broken_tests_are_failures(tmp_path):
    (tmp_path / "test_sample.py").write_text(TESTS, encoding="utf-8")
    results = tmp_path / "results.xml"
    command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={results}", "."]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    outcome = read_results(results)
    assert outcome.passed == 1
    assert set(outcome.failures) == {
        "test_sample::test_bad",
        "skipped: test_sample::test_skipped",
        "test_sample::test_error",
    }
    assert "assert 1 == 2" in outcome.failures["test_sample::test_bad"]
