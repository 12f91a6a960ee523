"""The virtual environment with the pinned Python libraries."""

import hashlib
import shutil
import sys

from .console import ToolError, step
from .locks import locked
from .paths import CACHE, TOOLS
from .processes import run_quietly

REQUIREMENTS = [TOOLS / "requirements.txt", TOOLS / "requirements-test.txt"]
OLDEST, NEWEST = (3, 11), (3, 13)


def python():
    """Return the environment's Python; other requirements make another environment."""
    folder = CACHE / f"python-{_fingerprint()}"
    with locked("python-environment"):
        if not (folder / "complete").exists():
            _build(folder)
            (folder / "complete").touch()
    return folder / "bin/python"


def _fingerprint():
    version = sys.version_info[:2]
    if not OLDEST <= version <= NEWEST:
        raise ToolError(
            f"this is Python {version[0]}.{version[1]}, and Odoo 19 with these "
            f"libraries runs on 3.{OLDEST[1]} to 3.{NEWEST[1]}. Start the tool with "
            "one of those, for example: python3.11 tools/run"
        )
    content = b"".join(path.read_bytes() for path in REQUIREMENTS)
    content += f"{version}{sys.base_prefix}".encode()
    return hashlib.sha256(content).hexdigest()[:12]


def _build(folder):
    shutil.rmtree(folder, ignore_errors=True)
    with step("installing the Python libraries", "half a minute"):
        run_quietly(
            [sys.executable, "-m", "venv", folder],
            "Making a virtual environment (on Debian it needs python3-venv)",
        )
        pinned = [part for path in REQUIREMENTS for part in ("-r", path)]
        run_quietly(
            [folder / "bin/python", "-m", "pip", "install", "--quiet"]
            + ["--disable-pip-version-check", "--require-hashes", *pinned],
            "Installing the Python libraries",
        )
