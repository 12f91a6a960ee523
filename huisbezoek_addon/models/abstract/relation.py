"""Reads a relation past the cache of the transaction."""

from collections import defaultdict

from odoo.tools import SQL


def read_relation_sudo(records, name):
    """Return {id: related records} of a Many2many as it is stored, as superuser.

    The cache is shared by all users of a transaction: what one of them read stands
    there filtered by his rights, and would be taken for the whole.

    :param str name: a stored Many2many.
    """
    field = records._fields[name]
    Target = records.env[field.comodel_name].sudo()
    found = defaultdict(Target.browse)
    ids = [record._origin.id for record in records if record._origin.id]
    if ids:
        records._origin.flush_recordset([name])
        rows = records.env.execute_query(
            SQL(
                "SELECT %(own)s, %(other)s FROM %(table)s WHERE %(own)s IN %(ids)s"
                " ORDER BY %(other)s",
                own=SQL.identifier(field.column1),
                other=SQL.identifier(field.column2),
                table=SQL.identifier(field.relation),
                ids=tuple(ids),
            )
        )
        for own, other in rows:
            found[own] |= Target.browse(other)
    return found
