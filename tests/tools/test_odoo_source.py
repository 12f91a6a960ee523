"""An Odoo of the reader's own is taken, or refused with a way out."""

import pytest

from lib import odoo_source
from lib.console import ToolError


@pytest.fixture
def folder_with(tmp_path, monkeypatch):
    """Return a function that makes a folder with an Odoo and names it."""

    def make(version_info):
        (tmp_path / "odoo").mkdir()
        text = f"# release\nversion_info = {version_info}\nversion = '?'\n"
        (tmp_path / "odoo/release.py").write_text(text, encoding="utf-8")
        monkeypatch.setenv("ODOO_PATH", str(tmp_path))
        return tmp_path

    return make


def test_the_named_odoo_is_taken(folder_with):
    folder = folder_with("(19, 0, 0, FINAL, 0, '')")
    assert odoo_source.find_odoo() == folder


@pytest.mark.parametrize(
    ("version_info", "series"),
    [("(18, 0, 0, FINAL, 0, '')", "18.0"), ("('saas~19', 1, 0, BETA)", "saas~19.1")],
)
def test_another_version_is_refused(folder_with, version_info, series):
    folder_with(version_info)
    with pytest.raises(ToolError, match=rf"Odoo {series}(?s:.*)--branch 19\.0"):
        odoo_source.find_odoo()


def test_a_folder_without_odoo_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("ODOO_PATH", str(tmp_path))
    with pytest.raises(ToolError, match="no Odoo in it"):
        odoo_source.find_odoo()


def test_without_debian_the_way_with_git_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolError, match="git clone"):
        odoo_source._debian_mirror()
