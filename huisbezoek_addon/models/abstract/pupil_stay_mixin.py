from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...logic import visit_states
from ...logic.import_places import Place, end_places

#: Pupils archived in one run of the scheduled action.
BATCH = 1000


class HuisbezoekPupilStay(models.AbstractModel):
    """A pupil enters the school and leaves it, and open visits follow (A2)."""

    _name = "huisbezoek.pupil.stay"
    _description = "Enters and leaves"

    is_new = fields.Boolean(
        string="New this year",
        compute="_compute_is_new",
        search="_search_is_new",
        help="Entered since the school year began. Without a day of entry: has a place"
        " this year, and had none before, at a school that had groups before.",
    )

    def _compute_is_new(self):
        new = self.search([("id", "in", self.ids), ("is_new", "=", True)])
        for pupil in self:
            pupil.is_new = pupil._origin in new

    @api.model
    def _search_is_new(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        return Domain(
            "id",
            "in",
            SQL(
                "(SELECT p.id FROM huisbezoek_pupil p"
                " JOIN huisbezoek_school_year y ON y.school_id = p.school_id"
                " AND %s BETWEEN y.date_start AND y.date_end"
                " WHERE p.entry_date >= y.date_start OR (p.entry_date IS NULL"
                " AND EXISTS (SELECT 1 FROM huisbezoek_membership m"
                "  WHERE m.pupil_id = p.id AND m.year_id = y.id)"
                " AND NOT EXISTS (SELECT 1 FROM huisbezoek_membership m"
                "  WHERE m.pupil_id = p.id AND m.date_from < y.date_start)"
                " AND EXISTS (SELECT 1 FROM huisbezoek_membership m"
                "  WHERE m.school_id = p.school_id AND m.date_from < y.date_start)))",
                today,
                to_flush=self._get_stay_fields(),
            ),
        )

    @api.model
    def _get_stay_fields(self):
        read = {
            "pupil": ("entry_date", "school_id"),
            "membership": ("pupil_id", "school_id", "year_id", "date_from"),
            "school.year": ("school_id", "date_start", "date_end"),
        }
        return [
            self.env[f"huisbezoek.{model}"]._fields[name]
            for model, names in read.items()
            for name in names
        ]

    # === LEAVING === #

    def _filter_left(self, day):
        """Return the pupils who are not at the school any more on a day.

        Who was archived without a day of leaving has left.
        """
        return self.filtered(
            lambda p: p.leave_date < day if p.leave_date else not p.active
        )

    def _split_open_visits(self, last_day):
        """Return the open visits that leaving on a day hits: to nobody, to others.

        Those are the ones planned after that day, and once it has come those without
        a time too.
        """
        visits = self._get_open_visits(last_day)
        empty = visits.filtered(
            lambda v: (v.pupil_ids - self) <= v.pupil_ids._filter_left(v._get_day())
        )
        return empty, visits - empty

    def _get_open_visits(self, last_day, *, with_unplanned=False):
        """Return the open visits of these pupils that are planned after a day.

        :param with_unplanned: also those without a time, when that day is to come.
        """
        visits = self.env["huisbezoek.visit"].search(
            [
                ("pupil_ids", "in", self.ids),
                ("state", "in", sorted(visit_states.OPEN)),
            ],
            order="id",
        )
        return visits.filtered(
            lambda v: (
                v.school_id._to_local(v.start).date() > last_day
                if v.state == "planned"
                else with_unplanned or last_day <= v.school_id._get_today()
            )
        )

    def _leave(self, last_day, *told):
        """Let the pupils leave the school: places end, open visits follow (A2).

        A visit goes on with brothers and sisters who stay; one to nobody is cancelled
        by the school. Who was gone already gets the new last day.

        :param last_day: the last day at the school (a date), also one to come.
        :param told: who hears of the visits that change: ``lead``, or a role.
        :return: the visits that were cancelled, and those that go on without them.
        """
        self.check_access("write")
        if not last_day:
            raise UserError(self.env._("Choose the last day at the school."))
        empty, rest = self._split_open_visits(last_day)
        self.write({"leave_date": last_day})
        self._end_places(last_day)
        rest._take_off(self)
        empty._close("by_school")
        empty._tell("cancelled", *told)
        rest._tell("pupils_changed", *told)
        return empty, rest

    def _end_places(self, last_day):
        """End the places in groups; drop those that would begin later."""
        places = self.env["huisbezoek.membership"].search(
            [("pupil_id", "in", self.ids)]
        )
        change = end_places(
            [
                Place(m.id, m.group_id.id, m.date_from, m.date_to or m.year_id.date_end)
                for m in places
            ],
            last_day,
        )
        self.env["huisbezoek.import.batch"]._apply_places(places._name, [change], [])

    def action_leave(self):
        """Ask for the last day, and show which visits that hits."""
        return self._open_dialog("huisbezoek_pupil_leave_action")

    def action_change_group(self):
        """Ask for the new group, and from when."""
        return self._open_dialog("huisbezoek_pupil_move_action")

    def _open_dialog(self, name):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"huisbezoek_addon.{name}"
        )
        action["context"] = {"default_pupil_ids": self.ids}
        return action

    def action_archive(self):
        """Override of `orm`: who has open visits leaves the school by the dialog."""
        has_open = Domain("visit_ids.state", "in", sorted(visit_states.OPEN))
        if not self.search_count(Domain("id", "in", self.ids) & has_open, limit=1):
            return super().action_archive()
        if not self.env["huisbezoek.pupil.leave"].has_access("create"):
            raise UserError(
                self.env._(
                    "There are open visits. Ask the planner to let the pupil leave the"
                    " school, so that the visits follow."
                )
            )
        return self.action_leave()

    @api.model
    def _cron_archive_left(self):
        """Archive who left, once nobody has to do anything of a visit any more."""
        unfinished = sorted(visit_states.OPEN | {"done"})
        left = self.search(
            Domain("leave_date", "<", fields.Date.today())
            & ~Domain("visit_ids", "any", [("state", "in", unfinished)]),
            limit=BATCH,
        )
        left.write({"active": False})
