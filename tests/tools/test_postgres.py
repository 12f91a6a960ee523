"""Several tools share one embedded server."""

import os
import subprocess
import sys

import pytest

from lib.paths import TOOLS

SCRIPT = """
import sys
from pathlib import Path
from lib import postgres
python = Path(sys.argv[2])
if sys.argv[1] == "start":
    print(postgres.start(python)["PGHOST"])
    print((postgres.DATA / "postmaster.pid").read_text().split()[0])
else:
    postgres.stop(python)
    print(postgres.is_running(python))
"""


@pytest.fixture
def tool(environment, tmp_path):
    """Return a function that starts or stops the server of a cache of its own."""

    def run(verb):
        return subprocess.Popen(
            [sys.executable, "-c", SCRIPT, verb, environment.python],
            cwd=TOOLS,
            env={**os.environ, "HUISBEZOEK_CACHE": str(tmp_path)},
            stdout=subprocess.PIPE,
            text=True,
        )

    yield run
    run("stop").communicate(timeout=60)


def test_two_tools_at_once_start_one_server(tool):
    both = [tool("start"), tool("start")]
    answers = [process.communicate(timeout=60)[0].splitlines()[-2:] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert answers[0] == answers[1]


def test_starting_again_changes_nothing_and_stopping_stops(tool):
    first = tool("start").communicate(timeout=60)[0].splitlines()[-2:]
    assert tool("start").communicate(timeout=60)[0].splitlines() == first
    assert tool("stop").communicate(timeout=60)[0].split() == ["False"]
