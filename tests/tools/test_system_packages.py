"""What the machine lacks is named with the command that brings it."""

import pytest

from lib import system_packages
from lib.console import ToolError


@pytest.fixture
def bare_machine(monkeypatch, tmp_path):
    """A machine with no command at all, so without apt either."""
    monkeypatch.setenv("PATH", str(tmp_path))


def test_a_missing_browser_stops_the_tests(bare_machine):
    with pytest.raises(ToolError, match="apt-get install .*chromium"):
        system_packages.ensure([system_packages.BROWSER])


def test_a_missing_printer_of_pdf_is_only_mentioned(bare_machine, capsys):
    system_packages.mention([system_packages.PDF])
    assert "apt-get install --no-install-recommends wkhtmltopdf" in (
        capsys.readouterr().out
    )


def test_what_is_there_is_not_mentioned(capsys):
    system_packages.ensure(system_packages.TO_TEST)
    assert not capsys.readouterr().out
