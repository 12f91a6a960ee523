from odoo import models

from ...logic.import_places import match_places, teaching_kind
from ...logic.import_plan import GroupRef

_TEACHER_FIELDS = {
    "key": "import_key",
    "first_name": "name",
    "email": "work_email",
    "employee_id": "employee_id",
}


class HuisbezoekImportTeachers(models.AbstractModel):
    """Carries out what a plan says of teachers and their groups (A6).

    A teacher is a line in the list of the school, with or without employee: no
    employee is made or changed, and no role follows from a file.
    """

    _name = "huisbezoek.import.teachers"
    _description = "Carries out an import of teachers"

    def _apply_teachers(self, plan, known, period, group_ids):
        rows = [
            (number, row)
            for number, row in enumerate(plan.rows)
            if row.kind == "teacher" and row.values
        ]
        ids = self._write_rows("huisbezoek.teacher", rows, self._teacher_values)
        self._apply_teachings(
            [(ids[number], row) for number, row in rows], known, period, group_ids
        )
        self._tell_progress(len(rows))
        return ids

    def _teacher_values(self, row):
        values = self._to_fields(row.values, _TEACHER_FIELDS)
        return values if row.record_id else {**values, "school_id": self.school_id.id}

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
