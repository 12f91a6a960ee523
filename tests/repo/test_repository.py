"""What no tracked file may hold, wherever it lies."""

import re
import subprocess
from pathlib import Path

import pytest
from lxml import etree

REPOSITORY = Path(__file__).resolve().parents[2]

# Each machine knows its own registries and mirrors; a name here would bind readers to
# ours. The brackets keep this file from finding itself.
FORBIDDEN = {
    "a registry's host": re.compile(
        r"pypi[.]org|pythonhosted[.]org|npmjs[.]org|yarnpkg[.]com"
        r"|(deb|security|snapshot)[.]debian[.]org|archive[.]ubuntu[.]com"
    ),
    "an index address": re.compile(r"--(extra-)?index[-]url|--find[-]links"),
    "a path of one machine": re.compile(
        r"(?<![\w.~$}-])/(work|root|Users|home/\w+)/[\w.]"
    ),
}


def tracked_files():
    """Return the files that git tracks; in a downloaded copy those that it would."""
    if not (REPOSITORY / ".git").exists():
        hidden = {".cache", "__pycache__", ".hypothesis", ".pytest_cache"}
        files = (path for path in REPOSITORY.rglob("*") if path.is_file())
        return [path for path in files if not hidden & set(path.parts)]
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, check=True
    )
    names = listed.stdout.decode().split("\0")
    paths = [REPOSITORY / name for name in names if name]
    return [path for path in paths if path.exists()]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_tracked_file_holds(what):
    found = [
        f"{path.relative_to(REPOSITORY)}: {hit[0]}"
        for path in tracked_files()
        if (hit := FORBIDDEN[what].search(path.read_text("utf-8", errors="replace")))
    ]
    assert not found


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a registry's host", "https://" + "pypi" + ".org/simple"),
        ("a registry's host", "http://deb" + ".debian.org/debian"),
        ("an index address", "--index" + "-url https://example.org"),
        ("a path of one machine", "see /ro" + "ot/notes.txt"),
        ("a path of one machine", 'open("/ho' + 'me/jan/x")'),
    ],
)
def test_the_patterns_find(what, line):
    assert FORBIDDEN[what].search(line)


def test_a_card_reads_only_fields_that_its_view_has():
    """Else the card breaks in the browser, and nothing says so before."""
    for file in (REPOSITORY / "huisbezoek_addon/views").glob("*.xml"):
        for kanban in etree.parse(file).iter("kanban"):
            names = {field.get("name") for field in kanban.iter("field")}
            read = set(re.findall(r"record\.(\w+)\.", etree.tostring(kanban).decode()))
            assert read <= names, (file.name, read - names)
