from collections import defaultdict

from odoo import api, models

#: So many records at once: few queries, and little to hold in memory.
BATCH = 1000


class HuisbezoekImportBatch(models.AbstractModel):
    """Writes much in few queries, whatever it is."""

    _name = "huisbezoek.import.batch"
    _description = "Writes in batches"

    @api.model
    def _to_fields(self, values, names):
        """Return values of a plan under the names of our fields."""
        return {
            names[key]: value or False for key, value in values.items() if key in names
        }

    def _apply_places(self, model, changes, make):
        """Drop, end and make places, in the order in which the database allows it."""
        drop = {place_id for change in changes for place_id in change.drop}
        write = defaultdict(dict)
        for change in changes:
            for place_id, values in change.write.items():
                if place_id not in drop:
                    write[place_id] |= values
        self.env[model].browse(drop).unlink()
        self._write_grouped(model, write)
        # Nobody is in two base groups at once, not even for a moment.
        self.env[model].flush_model()
        self.env[model].create(make)

    def _get_batches(self, rows):
        for start in range(0, len(rows), BATCH):
            yield rows[start : start + BATCH]
            self.env.invalidate_all()

    def _write_rows(self, model, rows, to_values):
        """Make and change the records of rows of a plan.

        :param rows: numbers of the rows, and the rows.
        :param to_values: gives what to write for a row.
        :return: number of the row → id of the record.
        """
        new = [(number, row) for number, row in rows if not row.record_id]
        old = {number: row for number, row in rows if row.record_id}
        records = self.env[model].create([to_values(row) for _number, row in new])
        self._write_grouped(
            model, {row.record_id: to_values(row) for row in old.values()}
        )
        ids = {n: record.id for (n, _row), record in zip(new, records, strict=True)}
        return ids | {number: row.record_id for number, row in old.items()}

    def _write_grouped(self, model, changes):
        """Write equal values to all their records at once.

        :param changes: id of a record → what to write there.
        """
        batches = {}
        for record_id, values in changes.items():
            if values:
                same = repr(sorted(values.items()))
                batches.setdefault(same, (values, []))[1].append(record_id)
        for values, record_ids in batches.values():
            self.env[model].browse(record_ids).write(values)
