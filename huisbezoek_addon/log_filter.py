"""Keeps what stands in a refused query out of the server's log.

A constraint that refuses a row makes Odoo log the whole query, and the database
adds the row: names, addresses, dates of birth. The user gets the constraint's
own message; the log gets no more than which constraint it was.
"""

import logging


class FamiliesFilter(logging.Filter):
    """Leaves the values out of messages on refused queries on our tables."""

    def filter(self, record):
        """Override of `logging` to replace the query and the row, never to drop."""
        if str(record.msg).startswith("bad query") and len(record.args) == 2:
            query, error = record.args
            if "huisbezoek_" in str(query):
                diagnostics = getattr(error, "diag", None)
                record.args = (
                    "on a table of home visits (not shown, it may name a family)",
                    getattr(diagnostics, "constraint_name", None)
                    or type(error).__name__,
                )
        return True


logging.getLogger("odoo.sql_db").addFilter(FamiliesFilter())
