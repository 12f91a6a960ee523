"""Let tests without Odoo import ``huisbezoek_addon.logic`` and ``.formats``.

Importing the addon runs its ``__init__``, which imports the models and so Odoo.
This registers a package of the same name that only knows where its parts are.
"""

import os
import sys
from pathlib import Path
from types import ModuleType

from hypothesis import settings

ADDON = Path(__file__).resolve().parent.parent / "huisbezoek_addon"


def register_addon() -> ModuleType:
    """Make ``import huisbezoek_addon.…`` work without Odoo; safe to repeat."""
    if ADDON.name not in sys.modules:
        package = ModuleType(ADDON.name)
        package.__path__ = [str(ADDON)]
        sys.modules[ADDON.name] = package
    return sys.modules[ADDON.name]


def choose_examples() -> None:
    """Let properties try a few fixed examples, or very many with ``--all``."""
    settings.register_profile(
        "quick", max_examples=25, deadline=None, database=None, derandomize=True
    )
    settings.register_profile("full", max_examples=3000, deadline=None, database=None)
    settings.load_profile("full" if os.environ.get("HUISBEZOEK_FULL") else "quick")
