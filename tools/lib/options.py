"""The options that every tool takes; each is the environment variable of that name."""

import argparse
import os

VARIABLES = {
    "odoo_path": "ODOO_PATH",
    "db_host": "PGHOST",
    "db_port": "PGPORT",
    "db_user": "PGUSER",
    "db_password": "PGPASSWORD",
}


def parser(description, **options):
    """Return a parser that knows where Odoo and PostgreSQL may be."""
    result = argparse.ArgumentParser(
        description=description,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="HUISBEZOEK_CACHE names the folder of all that the tools make "
        "(default: .cache).",
        allow_abbrev=False,
        **options,
    )
    group = result.add_argument_group("an Odoo or a PostgreSQL of your own")
    group.add_argument(
        "--odoo-path", help="folder of Odoo 19.0: a git checkout or dist-packages"
    )
    for name in ("host", "port", "user", "password"):
        group.add_argument(f"--db_{name}", help=f"instead of PG{name.upper()}")
    return result


def apply(arguments):
    """Hand the given options on through the environment, the way Odoo reads them."""
    for option, variable in VARIABLES.items():
        if value := getattr(arguments, option):
            os.environ[variable] = value
