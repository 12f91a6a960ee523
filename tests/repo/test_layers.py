"""Who may import whom: the table, and a test that holds it.

Arrows point one way, so that the rules can be read and tested without a database and
a screen never holds a rule.
"""

import ast
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
ADDON = REPOSITORY / "huisbezoek_addon"
ANY = frozenset({"any"})


@dataclass(frozen=True)
class Layer:
    """The parts of the addon, and the packages from outside, that a part may import."""

    parts: frozenset[str]
    outside: frozenset[str] = ANY
    modules_refused: frozenset[str] = frozenset()


def layer(*parts, outside=ANY, refused=()):
    return Layer(frozenset(parts), frozenset(outside), frozenset(refused))


# Values in, values out: no files, no clock, no chance, no other programs.
IMPURE = {"os", "pathlib", "random", "secrets", "socket", "subprocess", "time", "uuid"}
# Reading the clock where the time should be an argument.
CLOCK_CALLS = {"now", "today", "utcnow"}

LAYERS = {
    "logic": layer("logic", outside={"stdlib"}, refused=IMPURE),
    "formats": layer(
        *("logic", "formats"), outside={"stdlib", "lxml", "docx"}, refused=IMPURE
    ),
    "models": layer("logic", "formats", "models"),
    # these three reach the models through self.env or request.env
    "wizards": layer("formats", "wizards"),
    "controllers": layer("controllers"),
    "report": layer("report"),
    "tests": layer(
        *("logic", "formats", "models", "wizards", "controllers", "report", "tests"),
        "log_filter",
    ),
    # what Odoo itself calls at install and uninstall
    "": layer("models", "wizards", "controllers", "report", "hooks", "log_filter"),
    "hooks": layer("models"),
    "log_filter": layer(),
}
COMMANDS = ("tools/run", "tools/test", "tools/odoo", "tools/bench", "tools/lib")
# XML in the order of the manifest: what comes later may name what came before.
DATA_ORDER = ("security", "data", "views", "menus")


def part_of(path):
    """Return the part of the addon in which a file lies; "" for its __init__."""
    inside = path.relative_to(ADDON)
    if len(inside.parts) > 1:
        return inside.parts[0]
    return "" if inside.stem == "__init__" else inside.stem


def imports_of(path):
    """Return the full dotted names that a file of the addon imports."""
    package = ["huisbezoek_addon", *path.relative_to(ADDON).parent.parts]
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            base = [*start, *([node.module] if node.module else [])]
            names += [".".join([*base, alias.name]) for alias in node.names]
    return [name.removeprefix("odoo.addons.") for name in names]


def refusal(part, name):
    """Tell why a part may not import a name; None when it may."""
    rule = LAYERS[part]
    top, _, rest = name.partition(".")
    if top == "huisbezoek_addon":
        target = rest.partition(".")[0]
        return None if target in rule.parts else f"{part} may not import {target}"
    kind = "stdlib" if top in sys.stdlib_module_names else top
    if rule.outside != ANY and kind not in rule.outside:
        return f"{part} may not import {top}"
    if top in rule.modules_refused:
        return f"{part} may not import {top}"
    return None


def python_files():
    return [
        path
        for path in sorted(ADDON.rglob("*.py"))
        if path.name != "__manifest__.py" and "migrations" not in path.parts
    ]


@pytest.mark.parametrize(
    "path", python_files(), ids=lambda p: str(p.relative_to(ADDON))
)
def test_imports_go_one_way(path):
    part = part_of(path)
    assert part in LAYERS, f"{part} has no place in the table"
    refusals = [why for name in imports_of(path) if (why := refusal(part, name))]
    assert not refusals


@pytest.mark.parametrize("part", ["logic", "formats"])
def test_pure_code_does_not_read_the_clock(part):
    readings = [
        f"{path.name}:{node.lineno}"
        for path in python_files()
        if part_of(path) == part
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in CLOCK_CALLS and not node.args
    ]
    assert not readings


def test_tests_without_odoo_import_no_odoo():
    guilty = [
        path.name
        for path in (REPOSITORY / "tests").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Import) and node.names[0].name.startswith("odoo"))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("odoo"))
    ]
    assert not guilty


def test_the_addon_does_not_know_the_tools():
    guilty = [
        str(path.relative_to(ADDON))
        for path in ADDON.rglob("*")
        if path.suffix in {".py", ".xml", ".js"}
        if any(name in path.read_text(encoding="utf-8") for name in COMMANDS)
    ]
    assert not guilty


def test_data_is_loaded_in_order():
    manifest = ast.literal_eval((ADDON / "__manifest__.py").read_text(encoding="utf-8"))
    folders = [rank_of(name) for name in manifest["data"]]
    assert folders == sorted(folders)


def rank_of(name):
    """Return the place of a data file in the order; wizards and reports are views."""
    folder = name.split("/")[0]
    if "menu" in name.rpartition("/")[2]:
        folder = "menus"
    return DATA_ORDER.index(folder if folder in DATA_ORDER else "views")


@pytest.mark.parametrize(
    ("part", "name", "allowed"),
    [
        ("logic", "dataclasses.dataclass", True),
        ("logic", "odoo.fields.Date", False),
        ("logic", "pytz", False),
        ("logic", "random.choice", False),
        ("logic", "huisbezoek_addon.models.visit", False),
        ("formats", "lxml.etree", True),
        ("formats", "huisbezoek_addon.logic.errors", True),
        ("models", "huisbezoek_addon.logic.errors", True),
        ("models", "huisbezoek_addon.wizards.visit_close", False),
        ("wizards", "huisbezoek_addon.models.visit", False),
        ("wizards", "huisbezoek_addon.logic.visit_states", False),
        ("controllers", "odoo.http.request", True),
        ("controllers", "huisbezoek_addon.logic.errors", False),
    ],
)
def test_the_table_itself(part, name, allowed):
    assert (refusal(part, name) is None) is allowed
