"""Options and environment variables say the same."""

import os

import pytest

from lib import options, postgres


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    for variable in (*options.VARIABLES.values(), "PGSERVICE"):
        monkeypatch.setenv(variable, "")


def give(*arguments):
    options.apply(options.parser("A tool.").parse_args(arguments))


def test_each_option_becomes_its_variable():
    give("--odoo-path", "src", "--db_host", "db", "--db_port=5433")
    give("--db_user", "school", "--db_password", "secret")
    given = {name: os.environ[name] for name in options.VARIABLES.values()}
    assert given == {
        "ODOO_PATH": "src",
        "PGHOST": "db",
        "PGPORT": "5433",
        "PGUSER": "school",
        "PGPASSWORD": "secret",
    }


def test_an_option_not_given_leaves_the_variable(monkeypatch):
    monkeypatch.setenv("PGHOST", "elsewhere")
    give()
    assert os.environ["PGHOST"] == "elsewhere"


def test_a_named_server_replaces_the_embedded_one():
    assert not postgres.is_own_server()
    give("--db_host", "db")
    assert postgres.is_own_server()
