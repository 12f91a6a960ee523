from odoo import models

#: Pupils that are written at once, after which the progress is told.
BATCH = 200


class HuisbezoekRolloverWriting(models.AbstractModel):
    """Carries out a roll-over: makes what the plan says is missing (A2).

    With the rights of the planner who started it, so that the record rules have the
    last word; all of it in the one savepoint of the job.
    """

    _name = "huisbezoek.rollover.writing"
    _description = "Carries out a roll-over"

    def _carry_out(self):
        """Make groups, teachers and places of the new year, and let others leave."""
        year = self.from_year_id._get_or_create_next()
        plan = self._plan()
        self._start_progress(len(plan.places) + len(plan.leavers) + 1)
        groups = self._apply_targets(plan, year)
        teachings = self._apply_teachings(plan, groups)
        self._apply_new_places(plan, groups, year)
        self._apply_leavers(plan)
        self._keep_outcome(
            year,
            group_count=sum(not target.group_id for target in plan.targets),
            teaching_count=len(teachings),
            place_count=len(plan.places),
            leave_count=len(plan.leavers),
        )

    def _apply_targets(self, plan, year):
        """Make the missing groups; return those of all targets, in their order."""
        missing = [target for target in plan.targets if not target.group_id]
        made = iter(
            self.env["huisbezoek.group"].create(
                [
                    {
                        "school_id": self.school_id.id,
                        "year_id": year.id,
                        "name": target.name,
                        "grade": target.grade or False,
                        "is_composite": target.is_composite,
                    }
                    for target in missing
                ]
            )
        )
        groups = []
        for target in plan.targets:
            found = self.env["huisbezoek.group"].browse(target.group_id)
            groups.append(found if target.group_id else next(made))
            lines = self.line_ids.browse(line.id for line in target.lines)
            # From where a group was made, no client may say.
            lines.sudo().new_group_id = groups[-1]
        return groups

    def _apply_teachings(self, plan, groups):
        """Let the teachers teach; what an import gave, an import may end again."""
        kinds = self._get_kinds()
        default = ("group", False)
        return self.env["huisbezoek.teaching"].create(
            [
                {
                    "group_id": group.id,
                    "teacher_id": teacher_id,
                    "kind": kinds.get(teacher_id, default)[0],
                    "is_imported": kinds.get(teacher_id, default)[1],
                }
                for target, group in zip(plan.targets, groups, strict=True)
                for teacher_id in sorted(target.teachers)
            ]
        )

    def _get_kinds(self):
        """Return what each teacher was in the old year: kind, and by an import or not.

        Of a teacher with several groups the last one counts.
        """
        teachings = self.env["huisbezoek.teaching"].search(
            [("group_id.year_id", "=", self.from_year_id.id)], order="id"
        )
        return {t.teacher_id.id: (t.kind, t.is_imported) for t in teachings}

    def _apply_new_places(self, plan, groups, year):
        """Bring the pupils into their groups, from the first day of the year on."""
        Membership = self.env["huisbezoek.membership"]
        ending = Membership.browse(plan.ends)
        ending.write({"date_to": self.from_year_id.date_end})
        for start in range(0, len(plan.places), BATCH):
            batch = plan.places[start : start + BATCH]
            pupils = self.env["huisbezoek.pupil"].browse(p.pupil_id for p in batch)
            last_days = {pupil.id: pupil.leave_date for pupil in pupils}
            Membership.create(
                [
                    {
                        "pupil_id": place.pupil_id,
                        "group_id": groups[place.target].id,
                        "grade": place.grade or False,
                        "date_from": year.date_start,
                        "date_to": min(
                            last_days[place.pupil_id] or year.date_end, year.date_end
                        ),
                    }
                    for place in batch
                ]
            )
            self._tell_progress(len(batch))

    def _apply_leavers(self, plan):
        """Let pupils leave on the last day of the year; their place ends by itself."""
        leavers = self.env["huisbezoek.pupil"].browse(plan.leavers)
        leavers.write({"leave_date": self.from_year_id.date_end})
        self._tell_progress(len(leavers))

    def _keep_outcome(self, year, **counts):
        """Add up what was made, and tell the planners no more that it is to be done."""
        rollover_sudo = self.sudo()
        rollover_sudo.write(
            {
                "to_year_id": year.id,
                **{name: self[name] + count for name, count in counts.items()},
            }
        )
        rollover_sudo.activity_unlink(["mail.mail_activity_data_todo"])
