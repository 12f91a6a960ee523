"""The real environment: Odoo, Python and PostgreSQL as the tools make them."""

import pytest

from lib.environment import Environment


@pytest.fixture(scope="session")
def environment():
    return Environment()
