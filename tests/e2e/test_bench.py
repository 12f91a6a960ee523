"""The benchmark runs from an empty database to its table, in small (K4)."""

import subprocess

import pytest

from lib import side_packages
from lib.bench import Bench, is_met, measure, table
from lib.console import ToolError
from lib.paths import REPOSITORY
from lib.processes import run_quietly

LINES = (
    "bare calendar events, one batch",
    "visits planned, one batch",
    "visits made and planned, one batch",
    "bare calendar events, one by one",
    "visits planned, one by one",
    "bookings of resource_booking, one batch",
    "bare timesheet lines, one batch",
    "hour lines of visits, one batch",
    "slots of resource_booking, one person",
    "free times of a visit of three people",
    "free times of a tenth of a round",
    "free times of a whole round",
    "reminders, nothing due among 10 visits",
    "reminders, nothing due among 200 visits",
    "proposal, 2 teachers, 8 weeks",
    "proposal, 4 teachers, 8 weeks",
    "proposals for the same rounds",
)
ROW = {
    "name": "visits",
    "count": 1000,
    "milliseconds": 1.25,
    "queries": 0.1,
    "times": 2.4,
    "aims": {"times": 2.5, "queries": 3},
}


def test_each_line_is_printed():
    done = subprocess.run(
        [REPOSITORY / "tools/bench", "--quick"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for line in LINES:
        assert line in done.stdout
    assert "Measured on" in done.stdout
    assert "no figures" in done.stdout


@pytest.fixture
def unreachable(monkeypatch, tmp_path):
    """Nothing can be fetched, as where there is no network."""
    monkeypatch.setattr(side_packages, "CACHE", tmp_path)
    monkeypatch.setattr(
        side_packages, "run_quietly", lambda *_: run_quietly(["false"], "pip")
    )


def test_without_the_other_addon_the_rest_is_measured(unreachable, environment, capsys):
    rows = Bench(environment, ["planning", "booking"], quick=True).run()
    assert [row["name"] for row in rows] == list(LINES[:5])
    assert (
        "Left out is what is measured beside resource_booking"
        in capsys.readouterr().out
    )


def test_the_other_addon_alone_cannot_be_measured_without_it(unreachable, environment):
    with pytest.raises(ToolError, match="pip failed"):
        Bench(environment, ["booking"], quick=True).run()


def test_without_the_solver_and_without_odoo_the_proposal_is_measured(
    unreachable, capsys
):
    rows = measure(["proposal"], make_environment=None, quick=True)
    assert [row["name"] for row in rows] == list(LINES[-3:-1])
    assert "Left out is what is measured beside OR-tools" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("changes", "met"),
    [
        ({}, True),
        ({"times": 2.6}, False),
        ({"queries": 4}, False),
        ({"aims": {"cheaper": 8}, "cheaper": 9}, True),
        ({"aims": {"cheaper": 8}, "cheaper": 7}, False),
        ({"aims": {"share": 99}, "share": 99.2}, True),
        ({"aims": {"share": 99}, "share": 98.9}, False),
        ({"aims": {"seconds": 10}, "seconds": 11}, False),
    ],
)
def test_an_aim_is_met_or_missed(changes, met):
    row = {**ROW, **changes}
    assert is_met(row) is met
    assert ("missed" in table([row])) is not met


def test_the_table_is_markdown_when_asked():
    lines = table([ROW], markdown=True).splitlines()
    assert lines[1] == "|---|---|---|---|---|---|"
    assert lines[2].startswith("| visits | 1,000 | 1.25 | 0.10 | 2.4 × | ")


def test_a_row_without_queries_tells_what_came_out():
    row = {"name": "proposals", "count": 24, "milliseconds": 200, "cheaper": 99.5}
    [_head, _rule, line] = table([{**row, "share": 99.75}], markdown=True).splitlines()
    assert line == "| proposals | 24 | 200.00 |  | 99.5 × cheaper, 99.8 % placed |  |"
