"""The Dutch of the addon is complete, and the template is in step with the code.

What views and fields say is known to Odoo alone: ``tools/odoo i18n export`` writes the
template. Here stands what can be seen without it.
"""

import ast
import re
from pathlib import Path
from xml.etree import ElementTree

import polib
import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
ADDON = REPOSITORY / "huisbezoek_addon"
TEMPLATE = ADDON / "i18n" / "huisbezoek_addon.pot"
DUTCH = ADDON / "i18n" / "nl.po"

PLACEHOLDER = re.compile(r"%\(\w+\)\d*[a-z]|%[sdif]|\$?\{\w*\}")
TAG = re.compile(r"</?\w+|(?<=\s)(?!title=|aria-label=)[\w-]+=\"[^\"]*\"")
# What the view says around a term decides whether it begins or ends with space.
EDGES = re.compile(r"\A(\s*).*?(\s*)\Z", re.DOTALL)


@pytest.fixture(scope="module")
def template():
    return polib.pofile(str(TEMPLATE))


@pytest.fixture(scope="module")
def dutch():
    return polib.pofile(str(DUTCH))


def translations():
    """Return each term with its Dutch."""
    return [(entry.msgid, entry.msgstr) for entry in polib.pofile(str(DUTCH))]


def differing(pattern):
    """Return the terms in which what ``pattern`` finds differs in Dutch."""
    return [
        (term, text)
        for term, text in translations()
        if sorted(pattern.findall(term)) != sorted(pattern.findall(text))
    ]


def literal(node):
    """Return the text of an expression, or None when it is not written out."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None


def terms_of_code(path):
    """Return what a Python file gives to ``_``, whatever ``_`` is called on."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name == "_":
                yield literal(node.args[0]), node.lineno


def sources():
    return [
        path
        for path in sorted(ADDON.rglob("*.py"))
        if "tests" not in path.relative_to(ADDON).parts
    ]


def labels_of_models(path):
    """Return the literal labels, helps and descriptions that a model gives itself."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            for keyword in node.keywords:
                if keyword.arg in ("string", "help") and literal(keyword.value):
                    yield literal(keyword.value)
        if isinstance(node, ast.Assign) and literal(node.value):
            if getattr(node.targets[0], "id", "") == "_description":
                yield literal(node.value)


def terms_of_xml(path):
    """Return the literal labels in a file with views, and the names of menus."""
    for element in ElementTree.parse(path).iter():
        names = {"string", "placeholder", "confirm", "aria-label"}
        if element.tag == "menuitem":
            names = {"name"}
        for name in names.intersection(element.keys()):
            yield element.get(name)


def test_there_is_something_to_look_at(template, dutch):
    assert len(template) > 700
    assert len(dutch) > 700
    assert len(sources()) > 40


def test_every_term_of_the_template_stands_in_the_dutch(template, dutch):
    assert {entry.msgid for entry in template} == {entry.msgid for entry in dutch}


def test_every_term_is_told_in_dutch(dutch):
    assert [e.msgid for e in dutch if not e.msgstr.strip()] == []
    assert dutch.fuzzy_entries() == []
    assert dutch.obsolete_entries() == []


def test_no_term_stands_there_twice(dutch):
    terms = [entry.msgid for entry in dutch]
    assert len(terms) == len(set(terms))


def test_the_template_translates_nothing(template):
    odoo_itself = {"module: base", "module: calendar"}
    assert [
        entry.msgid
        for entry in template
        if entry.msgstr and entry.comment not in odoo_itself
    ] == []


@pytest.mark.parametrize("what", [PLACEHOLDER, TAG], ids=["placeholders", "tags"])
def test_the_dutch_keeps(what):
    assert differing(what) == []


def test_the_dutch_keeps_the_spaces_at_the_edges():
    assert [
        (term, text)
        for term, text in translations()
        if EDGES.match(term).groups() != EDGES.match(text).groups()
    ] == []


def test_a_sentence_stays_a_sentence():
    assert [
        (term, text)
        for term, text in translations()
        if term.endswith((".", "...")) != text.endswith((".", "..."))
        and not term.endswith("?")
    ] == []


def test_what_the_code_says_is_written_out():
    """Only a text that is written out can be found and translated."""
    assert [
        f"{path.relative_to(REPOSITORY)}:{line}"
        for path in sources()
        for term, line in terms_of_code(path)
        if term is None
    ] == []


@pytest.mark.parametrize("find", [terms_of_code, labels_of_models])
def test_the_template_knows_what_the_code_says(template, find):
    known = {entry.msgid for entry in template}
    said = {
        found[0] if isinstance(found, tuple) else found
        for path in sources()
        for found in find(path)
    }
    assert len(said) > 50
    assert said - known == set()


def test_the_template_knows_what_the_views_say(template):
    known = {entry.msgid for entry in template}
    in_tags = " ".join(term for term in known if "<" in term)
    said = {
        " ".join(term.split())
        for folder in ("views", "wizards")
        for path in sorted((ADDON / folder).rglob("*.xml"))
        for term in terms_of_xml(path)
    }
    assert len(said) > 100
    assert [t for t in sorted(said - known) if f'"{t}"' not in in_tags] == []


def test_the_template_says_nothing_that_is_gone(template):
    """Each sentence that the template takes from the code still stands there."""
    said = {term for path in sources() for term, _line in terms_of_code(path)}
    assert [
        entry.msgid
        for entry in template
        if any(place.endswith(".py") for place, _line in entry.occurrences)
        and entry.msgid not in said
    ] == []
