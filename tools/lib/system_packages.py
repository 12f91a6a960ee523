"""What must be on the machine itself, and how to get it there."""

import importlib.util
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from .console import ToolError, say, step
from .processes import run_quietly

# Odoo looks for the browser under these names.
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FONT_FOLDERS = (Path("/usr/share/fonts"), Path.home() / ".local/share/fonts")


@dataclass(frozen=True)
class Need:
    """One thing the machine must have, and the Debian packages that bring it."""

    what: str
    packages: tuple[str, ...]
    is_met: callable


def _has_command(*names):
    return lambda: any(shutil.which(name) for name in names)


def _has_font(pattern):
    return lambda: any(
        next(folder.rglob(pattern), None) for folder in FONT_FOLDERS if folder.exists()
    )


VENV = Need(
    "Python's venv module",
    ("python3-venv",),
    lambda: importlib.util.find_spec("ensurepip") is not None,
)
PDF = Need(
    "wkhtmltopdf, for PDF reports", ("wkhtmltopdf",), _has_command("wkhtmltopdf")
)
FONTS = Need(
    "fonts with Arabic letters, for PDF reports",
    ("fonts-noto-core", "fonts-dejavu-core"),
    _has_font("NotoSansArabic*"),
)
BROWSER = Need("Chromium, for browser tests", ("chromium",), _has_command(*BROWSERS))

TO_RUN = (VENV,)
TO_PRINT = (PDF, FONTS)
TO_TEST = (VENV, PDF, FONTS, BROWSER)


def ensure(needs):
    """Install what is missing as root with apt; else name the command and stop."""
    if not (missing := _missing(needs)):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _install(missing)
        missing = _missing(needs)
    if missing:
        raise ToolError(_explain(missing))


def mention(needs):
    """Like `ensure`, but where it can not be installed a word about it is enough."""
    try:
        ensure(needs)
    except ToolError as error:
        say(f"Note: {error}")


def _missing(needs):
    return [need for need in needs if not need.is_met()]


def _packages(needs):
    return [package for need in needs for package in need.packages]


def _install(needs):
    packages = _packages(needs)
    # apt must not ask anything where nobody answers
    quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    with step(f"installing {', '.join(packages)}", "a minute"):
        run_quietly(["apt-get", "update"], "Reading the package lists", **quiet)
        run_quietly(
            ["apt-get", "install", "--yes", "--no-install-recommends", *packages],
            "Installing the packages",
            **quiet,
        )


def _explain(needs):
    things = "; ".join(need.what for need in needs)
    return (
        f"this machine lacks {things}.\nOn Debian or Ubuntu:\n"
        f"  sudo apt-get install --no-install-recommends {' '.join(_packages(needs))}"
    )
