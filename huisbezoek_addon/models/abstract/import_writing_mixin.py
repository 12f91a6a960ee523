from collections import defaultdict
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
    teaching_kind,
)
from ...logic.import_plan import GroupRef

#: So many records at once: few queries, and little to hold in memory.
BATCH = 1000

_PUPIL_FIELDS = {
    "key": "import_key",
    "first_name": "first_name",
    "prefix": "name_prefix",
    "last_name": "last_name",
    "birth_date": "birth_date",
    "entry_date": "entry_date",
    "leave_date": "leave_date",
}
_TEACHER_FIELDS = {
    "key": "import_key",
    "first_name": "name",
    "email": "work_email",
    "employee_id": "employee_id",
}
_GROUP_FIELDS = {
    "key": "import_key",
    "name": "name",
    "grade": "grade",
    "composite": "is_composite",
}


def _to_fields(values, names):
    return {names[key]: value or False for key, value in values.items() if key in names}


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
        """Make the school year of the file, after the one that is there."""
        start = date(int(name[:4]), 8, 1)
        before = self.school_id.year_ids.filtered(
            lambda year: year.date_start < start <= year.date_end
        )
        if before:
            start = before.date_end + timedelta(days=1)
        return self.env["huisbezoek.school.year"].create(
            {"school_id": self.school_id.id, "date_start": start}
        )

    # === GROUPS === #

    def _apply_groups(self, plan, year):
        """Make and change the groups; return what each key in the file stands for."""
        rows = [row for row in plan.rows if row.kind == "group"]
        ids = dict(plan.group_ids)
        new = [row for row in rows if row.outcome == "create"]
        groups = self.env["huisbezoek.group"].create(
            [
                {
                    "school_id": self.school_id.id,
                    "year_id": year.id,
                    **_to_fields(row.values, _GROUP_FIELDS),
                }
                for row in new
            ]
        )
        for row, group in zip(new, groups, strict=True):
            ids[GroupRef(row.key, row.values["composite"])] = group.id
        self._write_grouped(
            "huisbezoek.group",
            {
                row.record_id: _to_fields(row.values, _GROUP_FIELDS)
                for row in rows
                if row.outcome == "update"
            },
        )
        return ids

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
            ids |= self._write_pupils(batch, pupils)
            changes = [
                (
                    ids[number],
                    row.values.get("grade") or _grade(pupils.get(row.record_id)),
                    change,
                )
                for number, row in batch
                for change in self._get_place_changes(
                    row, pupils.get(row.record_id), known, period, group_ids
                )
            ]
            self._apply_places(
                "huisbezoek.membership",
                [change for _pupil, _grade, change in changes],
                [
                    {
                        "pupil_id": pupil_id,
                        "grade": grade,
                        "group_id": group_id,
                        "date_from": first,
                        "date_to": last,
                        "is_imported": True,
                    }
                    for pupil_id, grade, change in changes
                    for group_id, (first, last) in change.make
                ],
            )
            self._tell_progress(len(batch))
        return ids

    def _write_pupils(self, batch, known_pupils):
        """Make and change the pupils themselves; return their ids by row."""
        new = [(number, row) for number, row in batch if not row.record_id]
        pupils = self.env["huisbezoek.pupil"].create(
            [
                {
                    "school_id": self.school_id.id,
                    **_to_fields(row.values, _PUPIL_FIELDS),
                }
                for _number, row in new
            ]
        )
        old = [(number, row) for number, row in batch if row.record_id]
        self._write_grouped(
            "huisbezoek.pupil",
            {
                row.record_id: self._get_pupil_changes(row, known_pupils[row.record_id])
                for _number, row in old
            },
        )
        return {
            **{n: pupil.id for (n, _row), pupil in zip(new, pupils, strict=True)},
            **{number: row.record_id for number, row in old},
        }

    def _get_pupil_changes(self, row, pupil):
        """Return what to write; who left is archived, who came back is not."""
        changes = _to_fields(row.values, _PUPIL_FIELDS)
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
        last = values.get("leave_date") or (pupil and pupil.leave_date) or None
        stay = period.within(
            values.get("entry_date") or (pupil and pupil.entry_date) or None, last
        )
        if stay and places:
            stay = stay.within(day, None)
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
        elif "grade" in values and (now := next(iter(places_on(base, day)), None)):
            changes.append(PlaceChanges([], {now.id: {"grade": values["grade"]}}, []))
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

    # === TEACHERS === #

    def _apply_teachers(self, plan, known, period, group_ids):
        rows = [
            (number, row)
            for number, row in enumerate(plan.rows)
            if row.kind == "teacher" and row.values
        ]
        new = [(number, row) for number, row in rows if not row.record_id]
        teachers = self.env["huisbezoek.teacher"].create(
            [
                {
                    "school_id": self.school_id.id,
                    **_to_fields(row.values, _TEACHER_FIELDS),
                }
                for _number, row in new
            ]
        )
        old = {n: row for n, row in rows if row.record_id}
        self._write_grouped(
            "huisbezoek.teacher",
            {r.record_id: _to_fields(r.values, _TEACHER_FIELDS) for r in old.values()},
        )
        ids = {n: teacher.id for (n, _r), teacher in zip(new, teachers, strict=True)}
        ids |= {number: row.record_id for number, row in old.items()}
        self._apply_teachings(
            [(ids[number], row) for number, row in rows], known, period, group_ids
        )
        self._tell_progress(len(rows))
        return ids

    def _apply_teachings(self, rows, known, period, group_ids):
        """Make the groups of the teachers fit the file."""
        changes, make = [], []
        for teacher_id, row in rows:
            refs = {
                group_ids[ref]: ref
                for ref in (
                    *(GroupRef(k, False) for k in row.values.get("group_keys", ())),
                    *(
                        GroupRef(k, True)
                        for k in row.values.get("composite_group_keys", ())
                    ),
                )
            }
            if not refs and "group_keys" not in row.values:
                continue
            places = known.teachings.get(row.record_id, ())
            stay = period.within(known.day, None) if places else period
            change = match_places(places, refs, known.day, stay)
            changes.append(change)
            make += [
                {
                    "teacher_id": teacher_id,
                    "group_id": group_id,
                    "kind": teaching_kind(known.records[row.line], *refs[group_id]),
                    "date_from": first,
                    "date_to": last,
                    "is_imported": True,
                }
                for group_id, (first, last) in change.make
            ]
        self._apply_places("huisbezoek.teaching", changes, make)

    # === BATCHES === #

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

    def _write_grouped(self, model, changes):
        """Write equal values to all their records at once.

        :param changes: id of a record → what to write there.
        """
        batches = defaultdict(list)
        for record_id, values in changes.items():
            if values:
                batches[tuple(sorted(values.items()))].append(record_id)
        for values, record_ids in batches.items():
            self.env[model].browse(record_ids).write(dict(values))


def _grade(pupil):
    return (pupil and pupil.grade) or False
