from zoneinfo import ZoneInfo

from odoo import fields, models
from odoo.fields import Domain

from ...logic.planning import SchoolRules
from ...logic.travel import TravelTimes
from ...logic.weekly import VisitHours, week_of


class HuisbezoekSchoolPlanning(models.AbstractModel):
    """What a school says of each visit: when it can be, and how far things are (C4)."""

    _name = "huisbezoek.school.planning"
    _description = "Says when visits can be"

    afternoon_from = fields.Float(default=15.0, help="The first minute after lessons.")
    afternoon_to = fields.Float(default=17.5)
    evening_from = fields.Float(default=18.5)
    evening_to = fields.Float(default=20.5)
    weekly_time_ids = fields.One2many(
        "huisbezoek.weekly.time",
        "school_id",
        string="Fixed times",
        domain=[("of_school", "=", True)],
    )
    travel_time_ids = fields.One2many(
        "huisbezoek.travel.time", "school_id", string="Travel times"
    )
    travel_minutes = fields.Integer(
        string="Minutes to travel",
        required=True,
        default=15,
        help="Between school, visits and appointments where nothing else is known.",
    )
    travel_minutes_within = fields.Integer(
        string="Minutes within one postcode", required=True, default=5
    )

    _afternoon_check = models.Constraint(
        "CHECK (0 <= afternoon_from AND afternoon_from < afternoon_to"
        " AND afternoon_to <= 24)",
        "The afternoon must begin before it ends, between 0:00 and 24:00.",
    )
    _evening_check = models.Constraint(
        "CHECK (afternoon_to <= evening_from AND evening_from < evening_to"
        " AND evening_to <= 24)",
        "The evening must begin after the afternoon and before it ends, at"
        " 24:00 at the latest.",
    )
    _travel_check = models.Constraint(
        "CHECK (travel_minutes BETWEEN 0 AND 240"
        " AND travel_minutes_within BETWEEN 0 AND 240)",
        "The way takes 0 to 240 minutes.",
    )

    def _get_staff(self):
        """Return the employees who teach or have a role at the schools today."""
        schools_sudo = self.sudo()
        users = schools_sudo.role_ids.filtered("active").user_id
        Employee, Teacher = (
            self.env[model].sudo() for model in ("hr.employee", "huisbezoek.teacher")
        )
        employees = Employee.search(
            Domain("user_id", "in", users.ids)
            & Domain("company_id", "in", schools_sudo.company_id.ids)
        )
        teachers = Teacher.search([("school_id", "in", self.ids)])
        return (employees | teachers.employee_id).sudo(False)

    def _get_zone(self):
        """Return the time zone of the school's clocks."""
        self.ensure_one()
        return ZoneInfo(self.tz)

    def _get_visit_hours(self):
        """Return the school's afternoon and evening, for ``logic.weekly``."""
        self.ensure_one()
        return VisitHours(
            self.afternoon_from, self.afternoon_to, self.evening_from, self.evening_to
        )

    def _get_travel_times(self):
        """Return how long each way takes, for ``logic.travel``."""
        self.ensure_one()
        ways = self.env["huisbezoek.travel.time"].search_fetch(
            [("school_id", "in", self.ids)], ["area_from", "area_to", "minutes"]
        )
        return TravelTimes(
            default=self.travel_minutes,
            within=self.travel_minutes_within,
            pairs={(way.area_from, way.area_to): way.minutes for way in ways},
            school=self.zip or "",
        )

    def _get_rules(self, **limits):
        """Return what the school says of each visit, for ``logic.planning``.

        :param limits: ``evening_limit`` and ``week_limit``, where a round has them.
        """
        times = self.env["huisbezoek.weekly.time"].search_fetch(
            [("school_id", "in", self.ids), ("of_school", "=", True)],
            ["weekday", "hour_from", "hour_to", "kind"],
            order="id",
        )
        return SchoolRules(
            self._get_zone(),
            week_of(self._get_visit_hours(), [time._to_logic() for time in times]),
            self._get_travel_times(),
            **limits,
        )
