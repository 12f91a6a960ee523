import base64
import io
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date

from odoo import models

from ...formats.edexml import read_edexml
from ...logic.errors import FileError
from ...logic.import_checks import checked_pupil, settled
from ...logic.import_places import Period, Place, places_on
from ...logic.import_plan import (
    Existing,
    ExistingEmployee,
    ExistingGroup,
    ExistingPupil,
    ExistingTeacher,
    FileStamp,
    Options,
)
from ...logic.import_records import HeaderRecord, PupilRecord, TeacherRecord
from ...logic.import_rows import plan_import, school_year_of
from ...logic.person_names import full_name


@dataclass(slots=True)
class Known:
    """What a plan of pupils was made from, for whoever carries it out.

    ``day`` is the day from which the file's groups hold.
    """

    existing: Existing
    day: date
    places: dict[int, list[Place]]
    teachings: dict[int, list[Place]]
    records: dict[int, TeacherRecord] = field(default_factory=dict)


class HuisbezoekImportReading(models.AbstractModel):
    """Reads an EDEXML file and compares it with the school: the way in (A6).

    Nothing is written here, so preview and import use the very same code.
    """

    _name = "huisbezoek.import.reading"
    _description = "Reads pupils, groups and teachers"

    def _plan_edexml(self):
        """Return the plan of the file, and what it was made from.

        :raises FileError: nothing of the file may be imported.
        """
        options = self._get_options()
        records = [
            self._adapt(record, options) for record in read_edexml(self._open_file())
        ]
        header = next((r for r in records if isinstance(r, HeaderRecord)), None)
        year = self._find_year(school_year_of(header, options))
        known = self._get_known(year, self._get_day(header, options, year))
        known.records = {r.line: r for r in records if isinstance(r, TeacherRecord)}
        options = replace(options, teacher_choices=self._get_choices(known.existing))
        plan = plan_import(records, known.existing, options)
        pupils = {pupil.id: pupil for pupil in known.existing.pupils}
        rows = tuple(
            settled(row, pupils.get(row.record_id) if row.kind == "pupil" else None)
            for row in plan.rows
        )
        return replace(plan, rows=rows), known

    def _open_file(self):
        content = self.with_context(bin_size=False).file
        if not content:
            raise FileError("file_empty")
        return io.BytesIO(base64.b64decode(content))

    def _get_options(self):
        """Return what the importer chose."""
        self.ensure_one()
        kept = self.location_ids.filtered("is_included")
        return Options(
            today=self.school_id._get_today(),
            school_year=self.year_id.name or "",
            brin="" if self.accept_brin else self.school_id.brin or "",
            location_keys=(
                frozenset(kept.mapped("key")) if kept != self.location_ids else None
            ),
            adopt_keys=self.adopt_keys,
        )

    def _get_choices(self, existing):
        """Return the employees chosen in the preview, by key of the teacher.

        An employee who already stands in the list is not given away twice.
        """
        taken = {t.employee_id: t.key for t in existing.teachers if t.employee_id}
        return {
            choice.key: choice.employee_id.id
            for choice in self.teacher_ids
            if choice.employee_id
            and taken.get(choice.employee_id.id, choice.key) == choice.key
        }

    def _adapt(self, record, options):
        """Give a record the form in which the addon keeps it.

        The school is the location, and a teacher's name stands in one piece.
        """
        if isinstance(record, PupilRecord):
            return checked_pupil(record, options.location_keys)
        if isinstance(record, TeacherRecord):
            name = full_name(
                record.first_name or record.initials, record.prefix, record.last_name
            )
            return replace(
                record, first_name=name, prefix="", last_name="", initials=""
            )
        return record

    # === THE SCHOOL === #

    def _find_year(self, name):
        """Return the school year of a name such as 2026-2027, if there is one.

        Schools choose its days themselves; New Year's Day lies within it anyhow.
        """
        middle = date(int(name[:4]) + 1, 1, 1)
        return self.school_id.year_ids.filtered(
            lambda year: year.date_start <= middle <= year.date_end
        )

    def _get_day(self, header, options, year):
        stamp = FileStamp(header.reference_date, header.created_at) if header else None
        day = (stamp and stamp.day) or options.today
        return Period(year.date_start, year.date_end).nearest(day) if year else day

    def _get_known(self, year, day):
        groups = self.env["huisbezoek.group"].search([("year_id", "=", year.id)])
        places = self._get_places("huisbezoek.membership", "pupil_id", groups)
        teachings = self._get_places("huisbezoek.teaching", "teacher_id", groups)
        existing = Existing(
            groups=tuple(
                ExistingGroup(
                    group.id,
                    group.import_key or "",
                    group.name,
                    group.grade or "",
                    group.is_composite,
                )
                for group in groups
            ),
            pupils=self._get_pupils(places, day),
            teachers=self._get_teachers(teachings, day),
            employees=self._get_employees_sudo(),
            last_file=self._get_last_file(),
        )
        return Known(existing, day, places, teachings)

    def _get_places(self, model, owner, groups):
        """Return who is in the groups from when until when, by pupil or teacher."""
        places = defaultdict(list)
        names = [owner, "group_id", "date_from", "date_to", "is_imported"]
        names += ["grade"] if model == "huisbezoek.membership" else []
        for row in self.env[model].search_fetch(
            [("group_id", "in", groups.ids)], names
        ):
            year = row.group_id.year_id
            places[row[owner].id].append(
                Place(
                    id=row.id,
                    group_id=row.group_id.id,
                    first=row.date_from,
                    last=row.date_to or year.date_end,
                    is_composite=row.group_id.is_composite,
                    is_imported=row.is_imported,
                    grade=("grade" in names and row.grade) or "",
                )
            )
        return places

    def _get_pupils(self, places, day):
        pupils = (
            self.env["huisbezoek.pupil"]
            .with_context(active_test=False)
            .search_fetch(
                [("school_id", "=", self.school_id.id)],
                [
                    *("import_key", "first_name", "name_prefix", "last_name"),
                    *("birth_date", "entry_date", "leave_date"),
                ],
            )
        )
        return tuple(self._to_pupil(pupil, places[pupil.id], day) for pupil in pupils)

    def _to_pupil(self, pupil, places, day):
        base = [place for place in places if not place.is_composite]
        now = next(iter(places_on(base, day)), None)
        return ExistingPupil(
            id=pupil.id,
            key=pupil.import_key or "",
            first_name=pupil.first_name or "",
            prefix=pupil.name_prefix or "",
            last_name=pupil.last_name or "",
            birth_date=pupil.birth_date or None,
            grade=now.grade if now else "",
            entry_date=pupil.entry_date or None,
            leave_date=pupil.leave_date or None,
            group_id=now.group_id if now else None,
            composite_group_ids=frozenset(
                place.group_id
                for place in places_on(places, day)
                if place.is_composite and place.is_imported
            ),
        )

    def _get_teachers(self, teachings, day):
        teachers = self.env["huisbezoek.teacher"].search(
            [("school_id", "=", self.school_id.id)]
        )
        # A work e-mail is no secret, but HR's model is closed to a planner.
        emails_sudo = {t.id: t.employee_id.sudo().work_email for t in teachers}
        return tuple(
            ExistingTeacher(
                id=teacher.id,
                key=teacher.import_key or "",
                first_name=teacher.name,
                email=teacher.work_email or emails_sudo[teacher.id] or "",
                employee_id=teacher.employee_id.id or None,
                group_ids=frozenset(
                    place.group_id
                    for place in places_on(teachings[teacher.id], day)
                    if place.is_imported
                ),
            )
            for teacher in teachers
        )

    def _get_employees_sudo(self):
        """Return the employees of the school board; only id and e-mail leave."""
        employees_sudo = (
            self.env["hr.employee"]
            .sudo()
            .search([("company_id", "=", self.company_id.id)])
        )
        return tuple(
            ExistingEmployee(employee.id, employee.work_email or "")
            for employee in employees_sudo
        )

    def _get_last_file(self):
        """Return how new the newest file is that the school took in."""
        last = self.search(
            [
                ("school_id", "=", self.school_id.id),
                ("kind", "=", "edexml"),
                ("state", "=", "done"),
                ("is_older", "=", False),
            ],
            order="id desc",
            limit=1,
        )
        if not last:
            return None
        return FileStamp(last.reference_date or None, last.file_created_at or None)
