"""Codes and sentences of the import fit each other (design §6)."""

import ast
import re
from pathlib import Path

import pytest

from huisbezoek_addon.logic.errors import FileError, RuleError
from huisbezoek_addon.logic.import_messages import (
    FILE_ERRORS,
    MESSAGES,
    NOTICES,
    ROW_ERRORS,
    WARNINGS,
    severity,
)
from loader import ADDON

#: Functions that take a code → values that they add themselves.
RAISERS = {"FileError": set(), "note": set(), "add": {"line"}, "_refuse": {"line"}}
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
SOURCES = [
    *Path(ADDON, "formats").glob("*.py"),
    *Path(ADDON, "logic").glob("import_*.py"),
]


def literal_codes(node):
    """Give the codes that the first argument can be."""
    if isinstance(node, ast.Constant):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return literal_codes(node.body) + literal_codes(node.orelse)
    return []


def uses():
    """Give each use of a code with the values given."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            codes = literal_codes(node.args[1 if name == "_refuse" else 0])
            if name in RAISERS and not any(k.arg is None for k in node.keywords):
                given = {k.arg for k in node.keywords} | RAISERS[name]
                if name == "add" and len(node.args) > 1:
                    given.add("column")
                for code in codes:
                    if isinstance(code, str):
                        yield path.name, code, given


def test_every_code_used_has_a_sentence_with_its_values():
    found = list(uses())
    wrong = [
        (path, code, given)
        for path, code, given in found
        if code in MESSAGES and set(PLACEHOLDER.findall(MESSAGES[code])) - given
    ]
    assert wrong == []
    unknown = [use for use in found if use[1] not in MESSAGES]
    assert unknown == []
    assert len(found) > 40


def test_every_sentence_is_used():
    text = "".join(path.read_text() for path in SOURCES if "messages" not in path.name)
    unused = [
        code
        for code in MESSAGES
        if f'"{code}"' not in text and not code.endswith("_differs")
    ]
    assert unused == []


@pytest.mark.parametrize("code", [*ROW_ERRORS, *WARNINGS])
def test_a_row_is_named_by_its_line(code):
    assert "%(line)s" in MESSAGES[code]


def test_sentences_have_no_room_for_personal_data():
    names = {name for text in MESSAGES.values() for name in PLACEHOLDER.findall(text)}
    assert names == {
        *("line", "other_line", "other_lines", "column", "columns", "key", "max"),
        *("group_key", "household_key", "count", "choices", "max_mb", "encoding"),
        *("file_date", "last_date", "roles"),
    }


@pytest.mark.parametrize("code, text", [*MESSAGES.items()])
def test_a_sentence_ends_as_one(code, text):
    assert text.endswith(".")
    assert text[0].isupper()


def test_no_code_stands_in_two_lists():
    parts = (FILE_ERRORS, ROW_ERRORS, WARNINGS, NOTICES)
    assert sum(map(len, parts)) == len(MESSAGES)


def test_severity():
    assert severity("bad_date") == "error"
    assert severity("file_empty") == "error"
    assert severity("grade_missing") == "warning"
    assert severity("older_file") == "notice"


def test_a_rule_error_shows_code_and_values():
    error = RuleError("visit_move", old="done", new="todo")
    assert str(error) == "visit_move (old=done, new=todo)"
    assert str(FileError("file_empty")) == "file_empty"
