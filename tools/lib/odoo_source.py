"""Where Odoo 19 comes from: ODOO_PATH, an installed one, or Debian's package."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from .console import ToolError, step
from .locks import locked
from .paths import CACHE
from .processes import run_quietly

SERIES = "19.0"
UNPACKED = CACHE / "odoo-19"
UNFINISHED = CACHE / "odoo-19-unfinished"
PACKAGES_FOLDER = UNPACKED / "usr/lib/python3/dist-packages"

# Debian carries Odoo 19 in its unstable suite. The package replaces some libraries and
# fonts by links into other packages, whose files are as Odoo wants them in stable.
ODOO_PACKAGE = "odoo-19/sid"
LINKED_PACKAGES = [
    f"{name}/stable"
    for name in (
        "libjs-jquery",
        "libjs-jquery-form",
        "libjs-underscore",
        "fonts-font-awesome",
        "fonts-glyphicons-halflings",
        "fonts-inconsolata",
        "fonts-montserrat",
        "fonts-ocr-b",
        "fonts-roboto-unhinted",
    )
]
# Left out by Debian for its licence (blurred background in video calls). Without the
# file every page logs an error.
STRIPPED_FILE = "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")

OWN_ODOO_HELP = f"""Get Odoo with git and name its folder:
  git clone --depth 1 --branch {SERIES} https://github.com/odoo/odoo.git ~/odoo
  export ODOO_PATH=~/odoo"""


def find_odoo():
    """Return the folder that holds the packages of Odoo 19, fetched when needed."""
    if given := os.environ.get("ODOO_PATH"):
        return _checked(Path(given).expanduser().resolve(), "ODOO_PATH")
    if installed := _installed_odoo():
        return installed
    with locked("odoo-source"):
        if not UNPACKED.exists():
            _fetch_package()
    return _checked(PACKAGES_FOLDER, "Debian's package")


def series_of(folder):
    """Return the series of the Odoo in a folder, or None when there is none."""
    try:
        text = (folder / "odoo/release.py").read_text(encoding="utf-8")
    except OSError:
        return None
    found = re.search(r"^version_info = \('?([\w~]+)'?, (\d+)", text, re.MULTILINE)
    return f"{found[1]}.{found[2]}" if found else None


def _checked(folder, origin):
    series = series_of(folder)
    if series is None:
        raise ToolError(
            f"{origin} gives {folder}, and there is no Odoo in it (no odoo/release.py)."
            f"\n{OWN_ODOO_HELP}"
        )
    if series != SERIES:
        raise ToolError(
            f"{origin} gives Odoo {series} in {folder}; this addon needs {SERIES}."
            f"\n{OWN_ODOO_HELP}"
        )
    return folder


def _installed_odoo():
    """Return the folder of an Odoo 19 that this machine's Python can import."""
    command = "import odoo; print(list(odoo.__path__)[0])"
    python = shutil.which("python3") or sys.executable
    done = subprocess.run(
        [python, "-P", "-c", command], capture_output=True, text=True, check=False
    )
    folder = Path(done.stdout.strip()).parent
    return folder if done.returncode == 0 and series_of(folder) == SERIES else None


def _fetch_package():
    mirror = _debian_mirror()
    shutil.rmtree(UNFINISHED, ignore_errors=True)
    root = UNFINISHED / "root"
    with step("fetching Odoo 19 from Debian: 135 MB", "half a minute"):
        for package in _download(UNFINISHED, mirror):
            run_quietly(["dpkg", "-x", package, root], "Unpacking")
        packages = root / PACKAGES_FOLDER.relative_to(UNPACKED)
        (packages / STRIPPED_FILE).parent.mkdir(parents=True, exist_ok=True)
        (packages / STRIPPED_FILE).touch()
        _checked(packages, "Debian's package")
        # Last, so that an interrupted fetch leaves nothing that looks whole.
        root.rename(UNPACKED)
    shutil.rmtree(UNFINISHED)


def _debian_mirror():
    """Return the address of the Debian mirror that this machine uses itself."""
    missing = [name for name in ("apt-get", "dpkg") if not shutil.which(name)]
    if not missing:
        listed = run_quietly(
            ["apt-get", "indextargets"]
            + ["--format", "$(LABEL)|$(REPO_URI)", "Created-By: Packages"],
            "Reading the package sources",
        )
        for line in listed.splitlines():
            label, _, address = line.partition("|")
            if label == "Debian":
                return address
    raise ToolError(
        "no Odoo was named, and this machine has no Debian package sources to fetch "
        f"it from.\n{OWN_ODOO_HELP}"
    )


def _download(work, mirror):
    """Download the packages with lists of our own; the machine's stay as they are."""
    for name in ("lists/partial", "cache/archives/partial", "packages"):
        (work / name).mkdir(parents=True)
    signed = f"[signed-by={KEYRING}] " if KEYRING.exists() else ""
    sources = work / "sources.list"
    sources.write_text(
        "".join(f"deb {signed}{mirror} {suite} main\n" for suite in ("sid", "stable")),
        encoding="utf-8",
    )
    apt = [
        "apt-get",
        "--quiet",
        f"-oDir::State::Lists={work}/lists",
        f"-oDir::Cache={work}/cache",
        f"-oDir::Etc::SourceList={sources}",
        "-oDir::Etc::SourceParts=/dev/null",
        "-oAcquire::Languages=none",
        # apt's own download user may not enter this folder
        "-oAPT::Sandbox::User=root",
    ]
    run_quietly([*apt, "update"], "Reading Debian's package lists")
    run_quietly(
        [*apt, "download", ODOO_PACKAGE, *LINKED_PACKAGES],
        "Downloading Odoo",
        cwd=work / "packages",
    )
    return sorted((work / "packages").glob("*.deb"))
