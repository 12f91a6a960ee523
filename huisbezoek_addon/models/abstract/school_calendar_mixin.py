from functools import cache

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import file_open

from ...formats.calendar_csv import read_calendar_csv
from ...logic import school_calendar
from ...logic.school_calendar import FEAST, HOLIDAY, VACATION

FILES = {VACATION: "vacations", HOLIDAY: "public_holidays", FEAST: "feasts"}
#: Which lists become records of which model.
MODELS = {
    "huisbezoek.closed.day": (VACATION, HOLIDAY),
    "huisbezoek.feast": (FEAST,),
}


@cache
def _read_entries(kind):
    """Return the rows of one list, which comes with the addon."""
    with file_open(f"huisbezoek_addon/data/calendar/{FILES[kind]}.csv") as lines:
        return tuple(read_calendar_csv(lines, kind))


class HuisbezoekSchoolCalendar(models.AbstractModel):
    """Gives a school the days of the country: vacations, holidays and feasts (C2).

    They become ordinary records of the school. What it was given once is never given
    again, so what it edits or deletes stays so.
    """

    _name = "huisbezoek.school.calendar"
    _description = "Knows the days of the country"

    calendar_keys = fields.Json(
        copy=False,
        groups="base.group_system",
        help="Rows of the lists that the school was given, also of what it deleted.",
    )

    # === ADDING === #

    def _add_calendar(self, years):
        """Add what the lists know of school years and the schools were not given yet.

        Twice adds nothing. What a school typed in itself is left alone, and nothing
        of the same kind is put beside it.

        :param years: school years of these schools.
        :return: how many days and feasts were added.
        """
        given, typed = self._get_given_keys(), self._get_typed_days()
        values = {model: [] for model in MODELS}
        for school in self:
            of_school = years.filtered(lambda y, school=school: y.school_id == school)
            for model, kinds in MODELS.items():
                wanted = school._get_entries(of_school, *kinds)
                values[model] += [
                    school._prepare_days(entry)
                    for entry in school_calendar.new_entries(
                        wanted, given[school], typed.get(school, ())
                    )
                ]
                given[school] |= {entry.key for entry in wanted}
        added = sum(len(self.env[model].create(values[model])) for model in MODELS)
        for school_sudo in self.sudo():  # the memory is nobody's to write
            school_sudo.calendar_keys = sorted(given[school_sudo])
        return added

    def _get_given_keys(self):
        """Return ``{school: keys}`` of what each was given, and perhaps deleted."""
        given = {
            school: set(school.sudo().calendar_keys or ())  # nobody's to read, either
            for school in self
        }
        for model in MODELS:
            present = self.env[model].search_fetch(
                Domain("school_id", "in", self.ids) & Domain("source_key", "!=", False),
                ["school_id", "source_key"],
            )
            for days in present:
                given[days.school_id].add(days.source_key)
        return given

    def _get_typed_days(self):
        """Return ``{school: [(kind, first, last)]}`` of what each typed in itself."""
        typed = self.env["huisbezoek.closed.day"].search_fetch(
            Domain("school_id", "in", self.ids) & Domain("source_key", "=", False),
            ["school_id", "kind", "date_from", "date_to"],
        )
        return {
            school: [(days.kind, days.date_from, days.date_to) for days in of_school]
            for school, of_school in typed.grouped("school_id").items()
        }

    @api.model
    def _get_lists(self, *kinds):
        """Return all rows of the lists of some kinds."""
        return [entry for kind in kinds for entry in _read_entries(kind)]

    def _get_entries(self, years, *kinds):
        """Return the rows of lists that touch school years, each of them once."""
        self.ensure_one()
        entries = self._get_lists(*kinds)
        touching = {
            entry.key: entry
            for year in years
            for entry in school_calendar.entries_of(
                entries, year.date_start, year.date_end, self.holiday_region or None
            )
        }
        return list(touching.values())

    def _get_years_to_come(self):
        """Return the school years that are not over."""
        today = fields.Date.context_today(self)
        return self.year_ids._origin.filtered(lambda year: year.date_end >= today)

    def _prepare_days(self, entry):
        """Return the values of a row of a list at the school, in its language."""
        values = {
            "school_id": self.id,
            "name": entry.name_nl if self._speaks_dutch() else entry.name_en,
            "date_from": entry.first,
            "date_to": entry.last,
            "source_key": entry.key,
        }
        if entry.kind == FEAST:
            return {
                **values,
                "begins_evening_before": entry.evening_before,
                "margin_days": entry.margin,
            }
        return {
            **values,
            "kind": entry.kind,
            "is_advisory": entry.is_advisory,
            "source_region": entry.region,
        }

    @api.model
    def _speaks_dutch(self):
        """Tell whether Odoo speaks Dutch here, as it does at a Dutch school."""
        installed = self.env["res.lang"].get_installed()
        return any(code.startswith("nl") for code, _name in installed)

    # === ACTIONS === #

    def action_add_calendar(self):
        """Add the vacations, public holidays and feasts that are missing."""
        return self._add_and_tell(self._get_years_to_come())

    def _add_and_tell(self, years):
        """Add what is missing in school years, and tell the user what it came to."""
        self._check_keeps_calendar()
        sentences = self._word_added(self._add_calendar(years), years)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if len(sentences) == 1 else "warning",
                "message": " ".join(sentences),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _word_added(self, added, years):
        """Return the sentences that tell how much was added, and what is not known."""
        sentences = [
            self.env._("Days and feasts added: %(count)s.", count=added)
            if added
            else self.env._("Nothing was missing.")
        ]
        without_region = self.filtered(lambda school: not school.holiday_region)
        if without_region:
            sentences.append(
                self.env._(
                    "%(schools)s has no vacation region yet, so no vacations. An"
                    " administrator fills in its place or region: Configuration,"
                    " Schools.",
                    schools=", ".join(without_region.mapped("name")),
                )
            )
        last = max(entry.last for entry in self._get_lists(VACATION))
        unknown = years.filtered(lambda year: year.date_start > last)
        if unknown:
            sentences.append(
                self.env._(
                    "The vacations of %(years)s are not known yet: add them yourself,"
                    " or update the app.",
                    years=", ".join(dict.fromkeys(unknown.mapped("name"))),
                )
            )
        return sentences

    @api.model
    def _get_kept_calendars(self):
        """Return the schools whose closed days and feasts the user keeps."""
        keeps = (
            Domain.TRUE
            if self.env.user.has_group("base.group_system")
            else self._get_mine_domain("planner", "management", "administrator")
        )
        return self.search(Domain("company_id", "in", self.env.companies.ids) & keeps)

    def _check_keeps_calendar(self):
        if self - self._get_kept_calendars():
            raise AccessError(
                self.env._(
                    "The planner, the management or an administrator of the school"
                    " keeps its closed days. Ask one of them."
                )
            )
