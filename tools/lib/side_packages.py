"""Packages that a measurement needs beside: in a folder of the cache, by themselves.

They are no part of the virtual environment: what a school runs has none of them.
"""

import hashlib
import shutil

from .console import step
from .locks import locked
from .paths import CACHE
from .processes import run_quietly


def folder(python, requirements, name, what):
    """Return the folder that holds the packages of a file, made when missing.

    The file names all that is needed; ``what`` tells the reader what it is.
    """
    fingerprint = hashlib.sha256(requirements.read_bytes()).hexdigest()[:12]
    result = CACHE / f"{name}-{fingerprint}"
    with locked(f"{name}-packages"):
        if not (result / "complete").exists():
            shutil.rmtree(result, ignore_errors=True)
            _fetch(python, requirements, what, result)
            (result / "complete").touch()
    return result


def _fetch(python, requirements, what, target):
    with step(f"fetching {what}", "seconds"):
        run_quietly(
            [python, "-m", "pip", "install", "--quiet", "--no-deps"]
            + ["--disable-pip-version-check", "--require-hashes"]
            + ["--target", target, "-r", requirements],
            f"Fetching {what} from the package index of pip",
        )
