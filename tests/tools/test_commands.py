"""Each command explains itself, and the report ends in the line that CI reads."""

import os
import subprocess
from pathlib import Path

import pytest

from lib.outcome import Outcome, report

REPOSITORY = Path(__file__).resolve().parents[2]
COMMANDS = [
    path
    for path in sorted((REPOSITORY / "tools").iterdir())
    if path.is_file() and not path.suffix
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda path: path.name)
def test_help(command):
    done = subprocess.run(
        [command, "--help"], capture_output=True, text=True, check=False, timeout=20
    )
    assert done.returncode == 0, done.stderr
    assert "usage:" in done.stdout
    assert len(command.read_text(encoding="utf-8").splitlines()) <= 80


def test_ci_is_a_shell_script_that_can_be_run():
    script = REPOSITORY / ".ci/run"
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", script], check=True)


def test_an_error_of_the_reader_shows_no_traceback(tmp_path):
    done = subprocess.run(
        [REPOSITORY / "tools/run", "--odoo-path", tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "no Odoo in it" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("outcomes", "last_line", "code"),
    [
        ({"pure": Outcome(3), "odoo": Outcome(4)}, "7 passed, 0 failed", 0),
        (
            {"pure": Outcome(3), "lint": Outcome(0, {"ruff": ""})},
            "3 passed, 1 failed",
            1,
        ),
        ({}, "0 passed, 0 failed", 1),
    ],
)
def test_the_last_line_sums_all_stages(outcomes, last_line, code, capsys):
    assert report(outcomes) == code
    assert capsys.readouterr().out.splitlines()[-1] == last_line
