"""Put the addon and the test helpers within reach; no Odoo."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from loader import choose_examples, register_addon  # noqa: E402 - needs the path above

register_addon()
choose_examples()
