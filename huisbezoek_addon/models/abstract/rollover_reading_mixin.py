from datetime import timedelta

from odoo import models
from odoo.fields import Command, Domain

from ...logic import rollover
from ...logic.rollover_proposal import OldGroup, propose


class HuisbezoekRolloverReading(models.AbstractModel):
    """Reads a school for its roll-over, and proposes what becomes of it (A2)."""

    _name = "huisbezoek.rollover.reading"
    _description = "Reads a school for its roll-over"

    def _get_reference_day(self):
        """Return the day of the old year on which is looked who is where (a date)."""
        year, today = self.from_year_id, self.school_id._get_today()
        return min(max(today, year.date_start), year.date_end)

    # === LINES === #

    def _sync_lines(self):
        """Add lines for what came since, and drop those of what is gone.

        What somebody changed stays. Whoever deletes a line finds it again, since a
        group that is forgotten would be worse; its outcome can be 'by hand'.

        :return: whether anything changed.
        """
        self.ensure_one()
        # A line says from where it comes, which no client may write.
        lines_sudo = self.sudo().line_ids
        wanted = {}
        for number, proposal in enumerate(self._propose()):
            place = proposal.group_id or proposal.name, proposal.grade
            wanted[place] = self._prepare_line_values(proposal, number)
        present = {
            (line.group_id.id or line.new_name, line.grade or ""): line
            for line in lines_sudo
        }
        gone = [
            line.id
            for place, line in present.items()
            if line.group_id and place not in wanted
        ]
        new = [
            values
            for place, values in wanted.items()
            if place not in present and (values["group_id"] or not present)
        ]
        lines_sudo.browse(gone).unlink()
        lines_sudo.create(new)
        return bool(gone or new)

    def _propose(self):
        groups = self.env["huisbezoek.group"].search(
            [("year_id", "=", self.from_year_id.id)], order="grade, name, id"
        )
        return propose(self._read_old_groups(groups), self.school_id.school_type)

    def _read_old_groups(self, groups):
        grades = {}
        for place in self._get_old_places():
            grades.setdefault(place.group_id.id, set()).add(place.grade or "")
        day = self._get_reference_day()
        teachings = self.env["huisbezoek.teaching"]
        lasting = groups.teaching_ids.filtered_domain(
            teachings._get_lasting_domain(day)
        ).grouped("group_id")
        return [
            OldGroup(
                id=group.id,
                name=group.name,
                grade=group.grade or "",
                is_composite=group.is_composite,
                grades=frozenset(grades.get(group.id, ())),
                teachers=tuple(
                    lasting.get(group, teachings).teacher_id._filter_present().ids
                ),
                mentors=tuple(
                    lasting.get(group, teachings)
                    .filtered(lambda teaching: teaching.kind in ("group", "mentor"))
                    .teacher_id._filter_present()
                    .ids
                ),
            )
            for group in groups
        ]

    def _prepare_line_values(self, proposal, number):
        Group = self.env["huisbezoek.group"]
        return {
            "rollover_id": self.id,
            "sequence": number,
            "group_id": proposal.group_id,
            "grade": proposal.grade or False,
            "is_composite": Group.browse(proposal.group_id).is_composite,
            "outcome": proposal.outcome,
            "new_name": proposal.name or False,
            "new_grade": proposal.new_grade or False,
            "teacher_ids": [Command.set(proposal.teachers)],
        }

    # === PLAN === #

    def _plan(self):
        """Return what is missing in the next year, as `logic.rollover` sees it."""
        self.ensure_one()
        year = self.from_year_id
        groups = self.env["huisbezoek.group"].search([("year_id", "=", year.id)])
        base = groups.filtered(lambda group: not group.is_composite)
        return rollover.plan_rollover(
            self._read_lines(),
            self._read_pupils(),
            self._read_new_groups(),
            {group.name: group.grade or "" for group in base},
            year._get_next().date_start or year.date_end + timedelta(days=1),
        )

    def _read_lines(self):
        return [
            rollover.Line(
                id=line.id,
                group_id=line.group_id.id or None,
                grade=line.grade or "",
                outcome=line.outcome,
                name=" ".join((line.new_name or "").split()),
                new_grade=line.new_grade or "",
                teachers=frozenset(line.teacher_ids._filter_present().ids),
                is_composite=line.is_composite,
                key=line.group_id.import_key or "",
                known_id=line.new_group_id.id or None,
            )
            for line in self.line_ids
        ]

    def _read_pupils(self):
        """Return who is in a base group at the end of the old year."""
        places = self._get_old_places()
        new_groups = self._get_new_places()
        last_day = self.from_year_id.date_end
        pupils = {}
        for place in places:
            pupil = place.pupil_id
            pupils[pupil.id] = rollover.Pupil(
                id=pupil.id,
                group_id=place.group_id.id,
                grade=place.grade or "",
                leave_date=pupil.leave_date or None,
                new_group_id=new_groups.get(pupil.id),
                place_id=place.id,
                outlasts=not place.date_to or place.date_to > last_day,
            )
        return list(pupils.values())

    def _get_old_places(self):
        """Return the places in base groups that last, the later one last."""
        Membership = self.env["huisbezoek.membership"]
        return Membership.search(
            Domain("year_id", "=", self.from_year_id.id)
            & Domain("is_composite", "=", False)
            & Domain("pupil_id.active", "=", True)
            & Membership._get_lasting_domain(self._get_reference_day()),
            order="date_from, id",
        )

    def _get_new_places(self):
        """Return {id of a pupil: the base group of the new year}."""
        year = self.from_year_id._get_next()
        rows = self.env["huisbezoek.membership"].search_fetch(
            Domain("year_id", "=", year.id) & Domain("is_composite", "=", False),
            ["pupil_id", "group_id"],
            order="date_from, id",
        )
        return {row.pupil_id.id: row.group_id.id for row in rows}

    def _read_new_groups(self):
        groups = self.from_year_id._get_next().group_ids
        return [
            rollover.NewGroup(
                id=group.id,
                name=group.name,
                grade=group.grade or "",
                key=group.import_key or "",
                is_composite=group.is_composite,
                teachers=frozenset(group.teaching_ids.teacher_id.ids),
            )
            for group in groups.sorted("id")
        ]
