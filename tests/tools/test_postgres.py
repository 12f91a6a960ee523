"""Several tools share one embedded server."""

import os
import subprocess
import sys
from pathlib import Path

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


def answer(process):
    """Return the last two lines: the socket's folder and the server's number."""
    return process.communicate(timeout=60)[0].splitlines()[-2:]


def test_two_tools_at_once_start_one_server(tool):
    both = [tool("start"), tool("start")]
    answers = [answer(process) for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert answers[0] == answers[1]


def test_starting_again_changes_nothing_and_stopping_stops(tool):
    assert answer(tool("start")) == answer(tool("start"))
    assert answer(tool("stop")) == ["False"]


def test_a_server_that_died_with_its_machine_is_started_again(tool, tmp_path):
    folder, number = answer(tool("start"))
    tool("stop").communicate(timeout=60)
    # what a dead server leaves, its number given to another process by now
    others = os.getppid()
    mark = f"{others}\n{folder}\n1700000000\n5432\n{folder}\n\n  1 1\nready\n"
    (Path(folder) / "postmaster.pid").write_text(mark, encoding="utf-8")
    new_folder, new_number = answer(tool("start"))
    assert new_folder == folder
    assert new_number not in (number, str(others))
