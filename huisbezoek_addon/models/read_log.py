from datetime import timedelta

from psycopg2.errors import ReadOnlySqlTransaction

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

#: Reading on within this time is the same reading: a page asks several times.
SAME_READING = timedelta(minutes=5)


class HuisbezoekReadLog(models.Model):
    """Who read which report or signal, and when (J3). Rows are only ever added.

    There is no link to the record and no name: the log outlives what was read, and
    says no more than its number.
    """

    _name = "huisbezoek.read.log"
    _description = "Reading of reports and signals"
    _inherit = ["huisbezoek.school.mixin"]
    _order = "date desc, id desc"
    _rec_name = "number"
    _log_access = False
    _personal_data = (
        "which employee read which report or signal",
        "as long as the school keeps its logs",
    )

    user_id = fields.Many2one(
        "res.users", string="Read by", required=True, ondelete="restrict"
    )
    date = fields.Datetime(required=True)
    res_model = fields.Selection(
        [("huisbezoek.report", "Report"), ("huisbezoek.care.signal", "Care signal")],
        string="What",
        required=True,
    )
    res_id = fields.Integer(string="Its number", required=True, aggregator=None)
    number = fields.Char(compute="_compute_number")
    way = fields.Selection(
        [("screen", "On screen or by export"), ("file", "As a file")],
        string="How",
        required=True,
    )

    _record_idx = models.Index("(res_model, res_id, user_id, date)")

    @api.depends("res_model", "res_id")
    @api.depends_context("lang")
    def _compute_number(self):
        labels = dict(self._fields["res_model"]._description_selection(self.env))
        for log in self:
            log.number = f"{labels.get(log.res_model)} {log.res_id:05d}"

    def _log(self, records, way):
        """Remember that the user reads ``records``; one query for all of them.

        :param records: reports or signals, as superuser.
        :param way: how they are read, a key of `way`.
        """
        if not records:
            return
        if self.env.cr.readonly:
            # Odoo then begins again with a cursor that writes.
            raise ReadOnlySqlTransaction("The read log is written")
        now = fields.Datetime.now()
        records.fetch(["school_id", "company_id"])
        self.env.cr.execute(
            SQL(
                "INSERT INTO huisbezoek_read_log"
                " (user_id, date, res_model, way, res_id, school_id, company_id)"
                " SELECT %(user)s, %(now)s, %(model)s, %(way)s, row.*"
                " FROM (VALUES %(rows)s) AS row (res_id, school_id, company_id)"
                " WHERE NOT EXISTS (SELECT 1 FROM huisbezoek_read_log AS present"
                " WHERE present.res_model = %(model)s"
                " AND present.res_id = row.res_id AND present.user_id = %(user)s"
                " AND present.way = %(way)s AND present.date > %(since)s)",
                user=self.env.uid,
                now=now,
                since=now - SAME_READING,
                model=records._name,
                way=way,
                rows=SQL(", ").join(
                    SQL("(%s, %s, %s)", log.id, log.school_id.id, log.company_id.id)
                    for log in records
                ),
            )
        )

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `orm`: what was read stays read, whoever asks."""
        raise UserError(self.env._("The read log is only added to, never changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_retention(self):
        if not self.env.su:
            raise UserError(self.env._("The read log is only added to, never changed."))
