"""Where things lie: the repository, and the one folder in which the tools make things.

Several work trees may share one such folder through ``HUISBEZOEK_CACHE``. So nothing
in it may point back to a work tree.
"""

import os
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
TOOLS = REPOSITORY / "tools"
CACHE = Path(os.environ.get("HUISBEZOEK_CACHE") or REPOSITORY / ".cache").resolve()

# The addon under test; the tools' own tests put a tiny one in its place.
ADDON = os.environ.get("HUISBEZOEK_ADDON", "huisbezoek_addon")
ADDONS_FOLDER = Path(os.environ.get("HUISBEZOEK_ADDONS_FOLDER") or REPOSITORY)
