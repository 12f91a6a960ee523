"""What no field of the addon may be, since it harms others than who wrote it."""

import ast
from pathlib import Path

import pytest

ADDON = Path(__file__).resolve().parents[2] / "huisbezoek_addon"


def risky_fields(source):
    """Return the lines of stored fields that are computed with a user's own rights.

    A stored field is computed for whoever changes what it follows from: somebody who
    may not read its record could not change that any more.
    """
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        if (given := {word.arg: ast.unparse(word.value) for word in node.keywords})
        if given.get("store") == "True"
        if "False" in (given.get("related_sudo"), given.get("compute_sudo"))
    ]


@pytest.mark.parametrize("folder", ["models", "wizards"])
def test_stored_fields_follow_whoever_changes_what_they_follow_from(folder):
    found = [
        f"{path.name}:{line}"
        for path in sorted((ADDON / folder).rglob("*.py"))
        for line in risky_fields(path.read_text(encoding="utf-8"))
    ]
    assert not found


@pytest.mark.parametrize(
    ("field", "is_risky"),
    [
        ('fields.Char(related="visit_id.name", store=True, related_sudo=False)', True),
        ('fields.Char(compute="_compute_x", store=True, compute_sudo=False)', True),
        ('fields.Char(related="visit_id.name", related_sudo=False)', False),
        ('fields.Char(related="visit_id.name", store=True)', False),
    ],
)
def test_the_search_itself(field, is_risky):
    assert bool(risky_fields(field)) is is_risky
