from dataclasses import replace

from odoo import models
from odoo.fields import Command

from ...logic.import_visit_records import (
    FACTS,
    VisitFacts,
    find_year,
    to_mark,
    year_start,
)

#: Another one of these takes somebody's time anew.
_PLANNING = {"start", "minutes", "lead_id", "companion_ids"}


class HuisbezoekImportVisitsWriting(models.AbstractModel):
    """Carries out the plan of a file of visits: the way out (A6).

    Planned visits go through the ordinary planning. Those of the past are made as
    they were: they stand in no calendar and take nobody's time. States are not for
    a user to write, so records are made as superuser, and the rights of the planner
    who imports are asked for all the same.
    """

    _name = "huisbezoek.import.visits.writing"
    _description = "Carries out an import of visits"

    def _apply_visits(self, plan):
        """Make and change the visits; return the records by number of the row."""
        rows = [(number, row) for number, row in enumerate(plan.rows) if row.values]
        new = [(number, row) for number, row in rows if not row.record_id]
        changed = [(number, row) for number, row in rows if row.record_id]
        targets = self._get_targets(changed)
        self._make_years([row for _number, row in rows])
        # First of all, so that visits can take each other's places.
        self._free_visits(changed, targets)
        ids = {}
        for batch in self._get_batches(new):
            visits = self._create_visits([row for _number, row in batch])
            ids |= dict(zip((n for n, _row in batch), visits.ids, strict=True))
            self._tell_progress(len(batch))
        for batch in self._get_batches(changed):
            self._change_visits([row for _number, row in batch], targets)
            ids |= {number: row.record_id for number, row in batch}
            self._tell_progress(len(batch))
        by_line = {plan.rows[number].line: record for number, record in ids.items()}
        return ids | {
            number: by_line[row.part_of]
            for number, row in enumerate(plan.rows)
            if row.part_of in by_line
        }

    def _get_targets(self, rows):
        """Return what each visit that changes is to be, by record."""
        Visit = self.env["huisbezoek.visit"].with_context(active_test=False)
        visits = Visit.browse([row.record_id for _number, row in rows])
        return {
            visit.id: replace(
                self._to_facts(visit),
                **{name: row.values[name] for name in FACTS if name in row.values},
            )
            for visit, (_number, row) in zip(visits, rows, strict=True)
        }

    # === YEARS === #

    def _make_years(self, rows):
        """Make the school years of the visits, the first one first."""
        for day in sorted(row.values["days"][-1] for row in rows):
            if not find_year(day, self._get_school_years()):
                start = year_start(day)
                self._create_year(f"{start}-{start + 1}")

    def _get_year_ids(self, days):
        """Return the school year of each day."""
        years = self._get_school_years()
        return {day: find_year(day, years).id for day in set(days)}

    # === NEW VISITS === #

    def _create_visits(self, rows):
        Visit = self.env["huisbezoek.visit"].with_context(active_test=False)
        Visit.check_access("create")
        years = self._get_year_ids([row.values["days"][-1] for row in rows])
        visits_sudo = Visit.sudo().create(
            [self._new_visit_values(row, years) for row in rows]
        )
        crews = [row.values["companion_ids"] for row in rows]
        self._bring_companions(dict(zip(visits_sudo, crews, strict=True)))
        visits = visits_sudo.with_env(Visit.env)
        # As superuser no rule was asked yet.
        visits.check_access("write")
        return visits

    def _new_visit_values(self, row, years):
        facts = VisitFacts(**{name: row.values[name] for name in FACTS})
        times = self._get_times(facts)
        values = {
            "school_id": self.school_id.id,
            "year_id": years[row.values["days"][-1]],
            "household_id": row.values["household_id"],
            "pupil_ids": [Command.set(facts.pupil_ids)],
            "lead_id": facts.lead_id,
            "place": facts.place,
            "start": times["start"],
            "duration": times["duration"],
            "import_mark": to_mark(facts, row.values["days"]),
        }
        if facts.state == "planned":
            # A time plans a visit, with all that belongs to it.
            return values
        return {
            **values,
            **times,
            "state": facts.state,
            "outcome": facts.outcome,
            "is_from_before": True,
        }

    def _bring_companions(self, crews):
        """Let companions come along; those of a visit that was held were there."""
        crews = {visit: ids for visit, ids in crews.items() if ids}
        if not crews:
            return
        Employee = self.env["hr.employee"]
        visits_sudo = self.env["huisbezoek.visit"].sudo().union(*crews)
        visits_sudo._set_visitors(
            "companion", {visit: Employee.browse(ids) for visit, ids in crews.items()}
        )
        held = visits_sudo.filtered(lambda visit: visit.state == "done")
        held.visitor_ids.filtered(lambda v: v.state == "asked").state = "confirmed"

    # === VISITS THAT ARE THERE === #

    def _free_visits(self, rows, targets):
        """Give free the time of planned visits that get another one."""
        moving = self.env["huisbezoek.visit"].browse(
            row.record_id
            for _number, row in rows
            if targets[row.record_id].state == "planned"
            and _PLANNING & row.values.keys()
        )
        moving.check_access("write")
        moving.filtered(lambda v: v.state == "planned")._return_to_planning()

    def _change_visits(self, rows, targets):
        Visit = self.env["huisbezoek.visit"].with_context(active_test=False)
        visits = Visit.browse([row.record_id for row in rows])
        visits.check_access("write")
        years = self._get_year_ids([row.values["days"][-1] for row in rows])
        changed = list(zip(visits, rows, strict=True))
        for visit, row in changed:
            facts = targets[visit.id]
            # Written beside the state, so that the time plans nothing yet.
            visit.sudo().write(
                {
                    "state": visit.state,
                    "year_id": years[row.values["days"][-1]],
                    "place": facts.place,
                    "pupil_ids": [Command.set(facts.pupil_ids)],
                    "import_mark": to_mark(facts, row.values["days"]),
                }
            )
            if facts.state != "planned":
                self._close_visit(visit, facts)
        self._change_crews(changed, targets)
        for visit in visits:
            facts = targets[visit.id]
            if facts.state == "planned" and visit.state != "planned":
                times = self._get_times(facts)
                visit.write({"start": times["start"], "duration": times["duration"]})

    def _close_visit(self, visit, facts):
        """Give a visit its times, and bring it into a state that needs no planning."""
        times = self._get_times(facts)
        values = {"outcome": facts.outcome or False}
        if facts.state == "done":
            values |= {name: times.pop(name) for name in ("real_start", "real_stop")}
        visit.sudo().write({"state": visit.state, **times})
        if visit.state != facts.state:
            visit._update_state(facts.state, **values)
        else:
            visit.sudo().write({"state": visit.state, **values})
        visit.sudo()._sync_planning()

    def _change_crews(self, changed, targets):
        """Let the visits have the lead and the companions of the file."""
        Employee = self.env["hr.employee"]
        leads = {
            visit.sudo(): Employee.browse(targets[visit.id].lead_id or ())
            for visit, row in changed
            if "lead_id" in row.values
        }
        if leads:
            self.env["huisbezoek.visit"].sudo()._set_visitors("lead", leads)
        self._bring_companions(
            {
                visit.sudo(): targets[visit.id].companion_ids
                for visit, row in changed
                if {"companion_ids", "lead_id"} & row.values.keys()
            }
        )
