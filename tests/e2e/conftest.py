"""Whole databases: one that a school has used for years, and the addon in it."""

import subprocess

import pytest

from lib.databases import Databases
from lib.environment import Environment
from lib.odoo_tests import OdooTests
from used_database import OTHER_APPS, SEED, Used


@pytest.fixture(scope="session")
def environment():
    return Environment()


@pytest.fixture(scope="session")
def template(environment):
    """A database in use, made once: contacts, employees, leave, hours."""
    databases = Databases(environment)
    base = OdooTests(environment).template()
    name = f"{base}-used-{abs(hash_of(SEED))}"

    def build(database):
        databases.copy(base, database)
        used = Used(environment, database)
        used.odoo("server", "-i", ",".join(OTHER_APPS), "--stop-after-init")
        used.shell(SEED)

    databases.make(name, build)
    return name


def hash_of(text):
    """Return a number that is the same in every process."""
    return int.from_bytes(text.encode(), "big") % 10**8


@pytest.fixture
def used(environment, template, request):
    """A copy of the database in use, removed after the test."""
    databases = Databases(environment)
    name = f"test-used-{request.node.name.replace('_', '-')}"
    databases.copy(template, name)
    yield Used(environment, name)
    databases.drop(name)


def pytest_exception_interact(node, call, report):
    """Show what a failed command printed: its exit code alone says too little."""
    error = call.excinfo.value
    if isinstance(error, subprocess.CalledProcessError):
        report.sections.append(("output", str(error.output)[-4000:]))
