"""Start the measurements of the proposal: the addon's pure parts, without Odoo."""

import sys
from importlib import import_module
from types import ModuleType

from .paths import ADDON, ADDONS_FOLDER


def register_addon():
    """Let parts of the addon be imported without its models, and so without Odoo."""
    package = ModuleType(ADDON)
    package.__path__ = [str(ADDONS_FOLDER / ADDON)]
    sys.modules[ADDON] = package


if __name__ == "__main__":
    register_addon()
    import_module(".proposal_measures", __package__).main()
