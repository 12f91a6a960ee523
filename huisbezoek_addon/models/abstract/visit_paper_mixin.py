from collections import Counter

from odoo import models
from odoo.exceptions import UserError

from ...logic import visit_states


class HuisbezoekVisitPaper(models.AbstractModel):
    """A selection of visits on paper: the day sheet and the planning list (E2, C7).

    A paper is lost easily. So both say first names, groups and times, and neither an
    address nor a surname or phone number of a family; at most its first letter.
    """

    _name = "huisbezoek.visit.paper"
    _description = "Can be printed"

    def _get_sheet_names(self):
        """Return ``{visit: first names}``, of the pupils whom the user may read."""
        readable = self.pupil_ids._filter_readable().filtered("first_name")
        alike = Counter(readable.mapped("first_name"))
        names = {
            # One letter of the surname, where two would be confused without it.
            pupil: f"{pupil.first_name} {pupil.last_name[:1]}."
            if alike[pupil.first_name] > 1 and pupil.last_name
            else pupil.first_name
            for pupil in readable
        }
        return {
            visit: ", ".join(names[pupil] for pupil in visit.pupil_ids & readable)
            or visit.display_name
            for visit in self
        }

    def _get_sheet_groups(self):
        """Return ``{visit: groups}`` of the pupils whom the user may read."""
        readable = self.pupil_ids._filter_readable()
        # At once: of a part of them each pupil's would be asked by itself.
        readable.group_id.mapped("name")
        return {visit: (visit.pupil_ids & readable).group_id for visit in self}

    # === DAY SHEET === #

    def _get_day_sheets(self):
        """Return what the day sheets hold: one per visitor and day, in order.

        :return: ``[{"school": school, "day": date, "lead": name, "visits": [...]}]``,
            with each visit as a pair of its record and whom it is to.
        """
        shown = self.filtered(lambda v: v.start and v.state in visit_states.IN_CALENDAR)
        if not shown:
            raise UserError(
                self.env._("Choose visits with a time: a day sheet is of a day.")
            )
        names, groups = shown._get_sheet_names(), shown._get_sheet_groups()
        sheets = {}
        for visit in shown.sorted("start"):
            school, lead_sudo = visit.school_id, visit.lead_id.sudo()
            day = school._to_local(visit.start).date()
            group = ", ".join(groups[visit].mapped("name"))
            label = names[visit]
            if group:
                label = self.env._(
                    "%(names)s (group %(group)s)", names=label, group=group
                )
            key = (lead_sudo.name or "", lead_sudo.id, day, school.id)
            sheet = {"school": school, "day": day, "lead": lead_sudo.name or ""}
            sheets.setdefault(key, {**sheet, "visits": []})
            sheets[key]["visits"].append((visit, label))
        return [sheets[key] for key in sorted(sheets)]

    # === PLANNING LIST === #

    def _get_planning_lists(self, by):
        """Return what the planning lists hold: one per school.

        :param str by: "lead" or "group": what the visits are put together by.
        :return: ``[{"school": school, "sections": [{"title": ..., "rows": [...]}]}]``.
        """
        names, groups = self._get_sheet_names(), self._get_sheet_groups()
        lists = []
        for school, visits in self.grouped("school_id").items():
            sections = {}
            for visit in visits.sorted(lambda v: (not v.start, v.start, names[v])):
                key = visit._get_section(by, groups[visit][:1])
                row = visit._prepare_list_row(names[visit], groups[visit])
                sections.setdefault(key, []).append(row)
            lists.append(
                {
                    "school": school,
                    "printed": school._get_today(),
                    "sections": [
                        {"title": key[1], "rows": sections[key]}
                        for key in sorted(sections)
                    ],
                }
            )
        return lists

    def _get_section(self, by, group):
        """Return what the visit is listed under; what nobody has comes last."""
        titled = self.lead_id.sudo() if by == "lead" else group
        nothing = self.env._("Nobody yet") if by == "lead" else self.env._("No group")
        # By who it is too: two of one name are two.
        return (not titled, titled.name or nothing, titled.id or 0)

    def _prepare_list_row(self, names, groups):
        labels = {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in ("state", "place")
        }
        return {
            "visit": self,
            "lead": self.lead_id.sudo().name or "",
            "names": names,
            "groups": ", ".join(groups.mapped("name")),
            "place": labels["place"][self.place],
            "state": labels["state"][self.state],
            "languages": ", ".join(self.language_ids.mapped("name")),
            "companions": ", ".join(self.companion_ids.mapped("name")),
        }
