"""Keeps families and consultations out of the server's log.

A constraint that refuses a row makes Odoo log the whole query, and the database
adds the row: names, addresses, dates of birth. The user gets the constraint's
own message; the log gets no more than which constraint it was.

The server also writes down each request with its address, each refused reading and
each deletion, by model and id: who reads the log would see who consulted when (G2).
"""

import logging
import re

#: Of which no line may say that it exists.
UNNOTICED = "huisbezoek.consultation"
#: A path of the client that leads to a page of ours, also from another page.
_PAGE = re.compile(r"/(odoo|json/\d)/[^\s\"]*home-visit[^\s\"]*")
#: A model of ours with all that follows: method, id, field.
_MODEL = re.compile(r"huisbezoek\.[^\s\"]*")


class FamiliesFilter(logging.Filter):
    """Leaves the values out of messages on refused queries on our tables."""

    def filter(self, record):
        """Override of `logging` to replace the query and the row, never to drop."""
        if str(record.msg).startswith("bad query") and len(record.args) == 2:
            query, error = record.args
            if "huisbezoek_" in str(query):
                constraint = getattr(
                    getattr(error, "diag", None), "constraint_name", None
                )
                if not constraint or UNNOTICED.replace(".", "_") in constraint:
                    constraint = type(error).__name__
                record.args = (
                    "on a table of home visits (not shown, it may name a family)",
                    constraint,
                )
        return True


class RequestsFilter(logging.Filter):
    """Leaves our pages, models and ids out of the lines on requests."""

    def filter(self, record):
        """Override of `logging` to shorten what was asked, never to drop a line."""
        record.msg = _without_page(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(map(_without_page, record.args))
        return True


class RecordsFilter(logging.Filter):
    """Leaves ids out of the lines on refused and deleted records of ours."""

    def filter(self, record):
        """Override of `logging`; of what nobody may notice, no line is left."""
        args = record.args if isinstance(record.args, tuple) else ()
        if any(_MODEL.match(str(arg)) for arg in args):
            record.args = tuple(
                "(not shown)" if isinstance(arg, list | tuple) else arg for arg in args
            )
        return UNNOTICED not in args


def _without_page(text):
    """Return a text of a log line with our pages and models cut short."""
    if not isinstance(text, str):
        return text
    return _MODEL.sub("huisbezoek", _PAGE.sub(r"/\1/home-visits", text))


logging.getLogger("odoo.sql_db").addFilter(FamiliesFilter())
logging.getLogger("werkzeug").addFilter(RequestsFilter())
for _name in (
    "odoo.addons.base.models.ir_rule",
    "odoo.models.unlink",
    "odoo.addons.web.controllers.export",
):
    logging.getLogger(_name).addFilter(RecordsFilter())
