from datetime import date, timedelta

from odoo import models

from ...logic import visit_states
from ...logic.import_checks import enters_before_birth
from ...logic.import_places import (
    Period,
    PlaceChanges,
    end_places,
    match_places,
    move_place,
    places_on,
)
from ...logic.import_plan import GroupRef

_PUPIL_FIELDS = {
    "key": "import_key",
    "first_name": "first_name",
    "prefix": "name_prefix",
    "last_name": "last_name",
    "birth_date": "birth_date",
    "entry_date": "entry_date",
    "leave_date": "leave_date",
}
_GROUP_FIELDS = {
    "key": "import_key",
    "name": "name",
    "grade": "grade",
    "composite": "is_composite",
}


class HuisbezoekImportWriting(models.AbstractModel):
    """Carries out the plan of an EDEXML file: the way out (A6).

    Called with the rights of the planner who started the import, so that the
    record rules have the last word. Each method returns the records that the
    rows became, by number of the row.
    """

    _name = "huisbezoek.import.writing"
    _description = "Carries out an import of pupils, groups and teachers"

    def _apply_edexml(self, plan, known):
        year = self._find_year(plan.school_year) or self._create_year(plan.school_year)
        period = Period(year.date_start, year.date_end)
        known.day = period.nearest(known.day)
        group_ids = self._apply_groups(plan, year)
        return {
            **self._apply_pupils(plan, known, period, group_ids),
            **self._apply_teachers(plan, known, period, group_ids),
        }

    def _create_year(self, name):
        """Make the school year of the file, between those that are there."""
        start, stop = date(int(name[:4]), 8, 1), date(int(name[:4]) + 1, 7, 31)
        years = self.school_id.year_ids
        before = years.filtered(lambda year: year.date_start < start <= year.date_end)
        after = years.filtered(lambda year: start < year.date_start <= stop)
        if before:
            start = before.date_end + timedelta(days=1)
        if after:
            stop = min(after.mapped("date_start")) - timedelta(days=1)
        return self.env["huisbezoek.school.year"].create(
            {"school_id": self.school_id.id, "date_start": start, "date_end": stop}
        )

    # === GROUPS === #

    def _apply_groups(self, plan, year):
        """Make and change the groups; return what each key in the file stands for."""
        rows = [
            (number, row)
            for number, row in enumerate(plan.rows)
            if row.kind == "group" and row.values
        ]
        made = self._write_rows(
            "huisbezoek.group", rows, lambda row: self._group_values(row, year)
        )
        return {
            **plan.group_ids,
            **{
                GroupRef(row.key, row.values["composite"]): made[number]
                for number, row in rows
                if not row.record_id
            },
        }

    def _group_values(self, row, year):
        values = self._to_fields(row.values, _GROUP_FIELDS)
        if row.record_id:
            return values
        return {**values, "school_id": self.school_id.id, "year_id": year.id}

    # === PUPILS === #

    def _apply_pupils(self, plan, known, period, group_ids):
        pupils = {pupil.id: pupil for pupil in known.existing.pupils}
        rows = [
            (number, row)
            for number, row in enumerate(plan.rows)
            if row.kind == "pupil" and row.values
        ]
        ids = {}
        for batch in self._get_batches(rows):
            ids |= self._write_rows(
                "huisbezoek.pupil",
                batch,
                lambda row: self._pupil_values(row, pupils.get(row.record_id)),
            )
            self._write_places(
                [(ids[n], row, pupils.get(row.record_id)) for n, row in batch],
                *(known, period, group_ids),
            )
            self._tell_progress(len(batch))
        return ids

    def _write_places(self, batch, known, period, group_ids):
        """Bring the pupils of a batch into their groups."""
        changes, make = [], []
        for pupil_id, row, pupil in batch:
            grade = row.values.get("grade") or _grade(pupil)
            for change in self._get_place_changes(row, pupil, known, period, group_ids):
                changes.append(change)
                make += [
                    {
                        "pupil_id": pupil_id,
                        "grade": grade,
                        "group_id": group_id,
                        "date_from": first,
                        "date_to": last,
                        "is_imported": True,
                    }
                    for group_id, (first, last) in change.make
                ]
        self._apply_places("huisbezoek.membership", changes, make)

    def _pupil_values(self, row, pupil):
        """Return what to write; who left is archived, who came back is not."""
        changes = self._to_fields(row.values, _PUPIL_FIELDS)
        if not pupil:
            return {**changes, "school_id": self.school_id.id}
        birth = row.values.get("birth_date") or pupil.birth_date
        if enters_before_birth(birth, row.values.get("entry_date") or pupil.entry_date):
            changes.pop("entry_date", None)
            changes.pop("birth_date", None)
        if row.outcome == "leave":
            changes["active"] = False
        elif changes.get("leave_date") and pupil.leave_date:
            changes["active"] = True
        return changes

    def _get_place_changes(self, row, pupil, known, period, group_ids):
        """Return how the places of one pupil change."""
        places = known.places.get(row.record_id, ())
        base = [place for place in places if not place.is_composite]
        values, day = row.values, known.day
        first, last = _get_stay(values, pupil)
        if places:
            first = max(first, day) if first and first <= period.last else day
        stay = period.within(first, last)
        changes = []
        if values.get("leave_date") and places:
            changes.append(end_places(places, last))
        if key := values.get("group_key"):
            group_id = group_ids[GroupRef(key, False)]
            change = move_place(base, group_id, day, stay, last)
            for written in change.write.values():
                if "group_id" in written:
                    written["grade"] = values.get("grade") or _grade(pupil)
            changes.append(change)
        elif "grade" in values:
            now = places_on(base, day)[:1]
            write = {place.id: {"grade": values["grade"]} for place in now}
            changes.append(PlaceChanges([], write, []))
        if "composite_group_keys" in values:
            wanted = [
                group_ids[GroupRef(k, True)] for k in values["composite_group_keys"]
            ]
            composite = [place for place in places if place.is_composite]
            changes.append(match_places(composite, wanted, day, stay))
        return changes

    def _count_open_visits(self, pupil_ids):
        """Return how many visits of each pupil somebody still has to do."""
        Visit = self.env["huisbezoek.visit"].with_context(active_test=False)
        visits = Visit._read_group(
            [("pupil_ids", "in", pupil_ids), ("state", "in", list(visit_states.OPEN))],
            ["pupil_ids"],
            ["__count"],
        )
        return {pupil.id: count for pupil, count in visits}


def _grade(pupil):
    return (pupil and pupil.grade) or False


def _get_stay(values, pupil):
    """Return the first and the last day at the school, each None if unknown."""
    return (
        values.get("entry_date") or (pupil and pupil.entry_date) or None,
        values.get("leave_date") or (pupil and pupil.leave_date) or None,
    )
