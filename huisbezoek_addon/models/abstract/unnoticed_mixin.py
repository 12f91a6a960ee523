import logging

from psycopg2.errors import UniqueViolation

from odoo import models
from odoo.exceptions import MissingError, UserError
from odoo.tools import SQL

#: How often another random id is drawn; each draw clashes once in two billion.
DRAWS = 5


def hides_existence(env, model):
    """Return whether nobody but their readers knows of the records of a model.

    :param model: its name, as a client may give it; it need not exist.
    """
    return getattr(env.get(model), "_hides_existence", False)


class HuisbezoekUnnoticed(models.AbstractModel):
    """A record that does not exist for whoever may not read it.

    Odoo hides what a record says, and tells that it is there: by a number that is
    skipped, by "access denied" where a missing record would be "missing", by a log
    line with its id, by a count of rows. None of that happens here.

    * Ids are drawn at random, so that one's own tell nothing of those between them.
    * What one may not read answers as what is not there, in every way of asking.
    * Errors are not written to the server's log, which administrators read.
    * It has no messages, followers or activities, which are rows of their own.
    """

    _name = "huisbezoek.unnoticed.mixin"
    _description = "Exists for its readers alone"
    #: Its rows are not counted for administrators either; see `ir.model`.
    _hides_existence = True

    def init(self):
        """Let the database draw the ids at random; the sequence is not used."""
        if not self._abstract:
            self.env.cr.execute(
                SQL(
                    "ALTER TABLE %s ALTER COLUMN id"
                    " SET DEFAULT (1 + floor(random() * 2147483646))::int",
                    SQL.identifier(self._table),
                )
            )

    def _create(self, data_list):
        """Override of `orm` to draw again where an id was taken already."""
        for _draw in range(DRAWS - 1):
            try:
                with self.env.cr.savepoint():
                    return super()._create(data_list)
            except UniqueViolation as error:
                if error.diag.constraint_name != f"{self._table}_pkey":
                    raise
        return super()._create(data_list)

    def exists(self):
        """Override of `orm`: for its readers alone."""
        return super().exists() if self.env.su else self._filter_noticed()

    def read(self, fields=None, load="_classic_read"):
        """Override of `orm`, which gives what is in the cache of what is missing."""
        own = self if self.env.su else self._filter_noticed()
        return super(HuisbezoekUnnoticed, own).read(fields, load=load)

    def export_data(self, fields_to_export):
        """Override of `orm` likewise."""
        own = self if self.env.su else self._filter_noticed()
        return super(HuisbezoekUnnoticed, own).export_data(fields_to_export)

    def _check_access(self, operation):
        """Override of `orm`: what one may not read is missing, not forbidden."""
        if not any(self._ids) or self.browse()._check_access(operation):
            return super()._check_access(operation)
        if hidden := self - self._filter_noticed():
            return hidden, self._make_missing_error
        return super()._check_access(operation)

    def _filter_noticed(self):
        """Return the records that the user may read.

        By a search, which leaves nothing of the others in the cache: the ORM tests
        rules in sudo, and what it fetches for that would be read from there.
        """
        if not self.browse().has_access("read"):
            return self.browse()
        found = self.with_context(active_test=False).search([("id", "in", self.ids)])
        return self.filtered(lambda record: not record.id or record.id in found._ids)

    def _make_missing_error(self):
        return self._unlogged(
            MissingError(self.env._("This does not exist, or it is not for you."))
        )

    def _make_error(self, message):
        """Return the error that tells the user ``message``, and the log nothing."""
        return self._unlogged(UserError(message))

    def _unlogged(self, error):
        # Odoo logs what a request raises as a warning, unless the error says how.
        error.loglevel = logging.DEBUG
        return error
