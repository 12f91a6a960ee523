"""A database under its own name is whole, whatever happened while it was made."""

import os

import pytest

from lib.databases import FILES, Databases


@pytest.fixture
def databases(environment):
    return Databases(environment)


@pytest.fixture
def name(databases):
    """A name of our own, gone afterwards together with what was made under it."""
    name = f"tools-{os.getpid()}"
    yield name
    for made in (name, f"{name}-unfinished", f"{name}-copy"):
        databases.drop(made)


def build(databases):
    """Return a builder of a database with one file."""

    def build(name):
        databases._query(f'CREATE DATABASE "{name}"')
        (FILES / name / "ab").mkdir(parents=True)
        (FILES / name / "ab/abcd").write_text("photo", encoding="utf-8")

    return build


def test_an_interrupted_making_leaves_no_database(databases, name):
    def interrupted(new):
        build(databases)(new)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        databases.make(name, interrupted)
    assert not databases.exists(name)
    assert databases.make(name, build(databases))
    assert databases.exists(name)
    assert not databases.exists(f"{name}-unfinished")
    assert (FILES / name / "ab/abcd").read_text(encoding="utf-8") == "photo"


def test_a_whole_database_is_not_made_again(databases, name):
    databases.make(name, build(databases))
    assert not databases.make(name, pytest.fail)


def test_a_copy_has_the_files_and_a_drop_takes_them(databases, name):
    databases.make(name, build(databases))
    databases.copy(name, f"{name}-copy")
    databases.drop(name)
    assert (FILES / f"{name}-copy/ab/abcd").exists()
    assert not (FILES / name).exists()
