from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import SQL, ormcache

from ..logic.grades import GRADES
from ..logic.report_copy import age_on


class HuisbezoekPupil(models.Model):
    """A pupil, as far as home visits need to know.

    There is no place for a BSN, ECK iD, religion, nationality, ethnicity,
    country or photo, here or anywhere (A3); a test holds this.
    """

    _name = "huisbezoek.pupil"
    _description = "Pupil"
    _inherit = [
        "huisbezoek.school.mixin",
        "huisbezoek.mine.mixin",
        "huisbezoek.person.mixin",
        "huisbezoek.pupil.stay",
        "huisbezoek.pupil.moving",
    ]
    _order = "last_name, first_name, id"
    _personal_data = (
        "name, birth date and groups of a pupil",
        "two years after leaving the school",
    )

    active = fields.Boolean(default=True)
    birth_date = fields.Date()
    age = fields.Integer(compute="_compute_age")
    entry_date = fields.Date()
    leave_date = fields.Date(help="The last day at the school.")
    import_key = fields.Char(
        string="Pupil key",
        copy=False,
        help="The key in the pupil administration: by it the next import finds the"
        " pupil again.",
    )
    membership_ids = fields.One2many("huisbezoek.membership", "pupil_id")
    group_id = fields.Many2one(
        "huisbezoek.group",
        string="Group now",
        compute="_compute_group",
        search="_search_group",
    )
    grade = fields.Selection(
        list(GRADES.items()), string="Grade now", compute="_compute_group"
    )
    household_ids = fields.Many2many(
        "huisbezoek.household",
        "huisbezoek_household_pupil_rel",
        "pupil_id",
        "household_id",
        string="Households",
    )
    guardianship_ids = fields.One2many("huisbezoek.guardianship", "pupil_id")
    visit_ids = fields.Many2many(
        "huisbezoek.visit",
        "huisbezoek_visit_pupil_rel",
        "pupil_id",
        "visit_id",
        string="Visits",
    )
    report_part_ids = fields.One2many(
        "huisbezoek.report.part",
        "pupil_id",
        string="Dossier",
        groups="huisbezoek_addon.group_teacher,huisbezoek_addon.group_care_coordinator",
    )
    visit_count = fields.Integer(compute="_compute_visits")
    last_visit_date = fields.Date(compute="_compute_visits")

    _import_key_uniq = models.UniqueIndex(
        "(school_id, import_key) WHERE import_key IS NOT NULL",
        "Two pupils of one school cannot have the same key.",
    )
    _birth_date_check = models.Constraint(
        "CHECK (birth_date IS NULL OR entry_date IS NULL OR birth_date <= entry_date)",
        "A pupil cannot enter the school before being born.",
    )

    @api.depends("birth_date")
    def _compute_age(self):
        for pupil in self:
            birth = pupil.birth_date
            pupil.age = birth and age_on(birth, fields.Date.context_today(pupil))

    @api.depends("membership_ids.group_id", "membership_ids.grade")
    def _compute_group(self):
        Membership = self.env["huisbezoek.membership"]
        current = Membership.search(
            Domain("pupil_id", "in", self.ids)
            & Domain("is_composite", "=", False)
            & Membership._get_current_domain()
        )
        by_pupil = {membership.pupil_id: membership for membership in current}
        for pupil in self:
            membership = by_pupil.get(pupil._origin, Membership)
            pupil.group_id = membership.group_id
            pupil.grade = membership.grade

    def _search_group(self, operator, value):
        Membership = self.env["huisbezoek.membership"]
        return Domain(
            "membership_ids",
            "any",
            Domain("group_id", operator, value)
            & Domain("is_composite", "=", False)
            & Membership._get_current_domain(),
        )

    @api.depends("visit_ids.state", "visit_ids.start")
    def _compute_visits(self):
        Visit = self.env["huisbezoek.visit"]
        held = dict(
            Visit._read_group(
                [("pupil_ids", "in", self.ids), ("state", "in", ("done", "reported"))],
                ["pupil_ids"],
                ["start:max"],
            )
        )
        counts = dict(
            Visit._read_group(
                [("pupil_ids", "in", self.ids)], ["pupil_ids"], ["__count"]
            )
        )
        for pupil in self:
            last = held.get(pupil._origin)
            pupil.visit_count = counts.get(pupil._origin, 0)
            pupil.last_visit_date = (
                last and fields.Datetime.context_timestamp(pupil, last).date()
            )

    @api.model
    @ormcache("self.env.uid", "day")
    def _get_mine_sql(self, day):
        """Return SQL that selects the ids of the user's pupils on ``day``.

        Each rule on families evaluates this, many times a request. Only the
        question is kept, never the answer.
        """
        visits_sudo = self.env["huisbezoek.visit"].sudo().with_context({})
        led = visits_sudo._search(visits_sudo._get_led_domain())
        return SQL(
            "(%s UNION SELECT pupil_id FROM huisbezoek_visit_pupil_rel"
            " WHERE visit_id IN %s)",
            self._get_taught_subselect(day),
            led.subselect(),
        )

    @api.model
    def _get_taught_subselect(self, day):
        """Return SQL that selects the ids of the pupils whom the user teaches.

        Who teaches whom is this one rule: a membership on ``day`` of a group that
        the user teaches on it, at a school where the user is teacher (design
        §5.11). Evaluated in sudo; nothing but ids leaves it.
        """
        Membership = self.env["huisbezoek.membership"].sudo().with_context({})
        Teaching = self.env["huisbezoek.teaching"].sudo().with_context({})
        groups = Teaching._search(
            Teaching._get_current_domain(day) & self._get_teaching_domain()
        )
        memberships = Membership._search(
            Membership._get_current_domain(day)
            & Domain(
                "group_id",
                "in",
                groups.subselect(SQL.identifier(groups.table, "group_id")),
            )
        )
        return SQL(
            "%s", memberships.subselect(SQL.identifier(memberships.table, "pupil_id"))
        )

    @api.model
    def _get_lasting_subselect(self, day):
        """Return SQL that selects whom the user teaches on ``day`` or later (F2).

        Later means together: next year's teacher, and not who left the group before
        the pupil came.
        """
        Membership = self.env["huisbezoek.membership"].sudo().with_context({})
        Teaching = self.env["huisbezoek.teaching"].sudo().with_context({})
        teachings = Teaching._search(
            Teaching._get_lasting_domain(day) & self._get_teaching_domain()
        )
        memberships = Membership._search(Membership._get_lasting_domain(day))
        return SQL(
            "(SELECT m.pupil_id FROM huisbezoek_membership m"
            " JOIN huisbezoek_teaching t ON t.group_id = m.group_id"
            " AND t.date_from <= COALESCE(m.date_to, 'infinity')"
            " AND m.date_from <= COALESCE(t.date_to, 'infinity')"
            " WHERE t.id IN %s AND m.id IN %s)",
            teachings.subselect(),
            memberships.subselect(),
        )

    @api.model
    def _get_teaching_domain(self):
        """Return the domain of what the user teaches at schools as a teacher."""
        return Domain("teacher_id.user_id", "=", self.env.uid) & self.env[
            "huisbezoek.school"
        ]._get_my_domain("teacher")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_visited(self):
        if self.sudo().visit_ids:
            raise UserError(
                self.env._(
                    "A pupil with home visits cannot be deleted here. Archive the"
                    " pupil instead; the retention takes everything away in time."
                )
            )

    def _erase(self):
        """Override of the school mixin: visits go, unless to brothers and sisters."""
        visits = self.visit_ids
        visits.filtered(lambda visit: visit.pupil_ids <= self)._erase()
        self.report_part_ids._erase()
        visits.exists().write({"pupil_ids": [Command.unlink(p.id) for p in self]})
        return super()._erase()

    def _get_lead(self):
        """Return the employee who would visit: a group teacher of the youngest."""
        return self._get_leads()[:1]

    def _get_leads(self, day=None):
        """Return who could visit: the group teachers of the youngest who has any.

        :param day: on which they teach the pupils; today if empty.
        """
        Membership = self.env["huisbezoek.membership"]
        current = Membership._get_current_domain(day)
        for pupil in self.sorted("birth_date", reverse=True):
            memberships_sudo = pupil.sudo().membership_ids.filtered_domain(
                current & Domain("is_composite", "=", False)
            )
            teachings_sudo = memberships_sudo.group_id.teaching_ids.filtered_domain(
                current & Domain("kind", "in", ("group", "mentor"))
            )
            teachers_sudo = teachings_sudo.teacher_id._filter_present()
            if employees := teachers_sudo.employee_id.sudo(False):
                return employees
        return self.env["hr.employee"]

    def _get_teachers(self):
        """Return the employees who teach the pupils now (called in sudo)."""
        return self.env["hr.employee"].union(*self._map_teachers().values())

    def _map_teachers(self, *kinds, day=None):
        """Return ``{pupil: employees who teach him}``, in two queries.

        :param kinds: of teaching, as in `huisbezoek.teaching`; all if left out.
        :param day: on which they teach him; today if empty.
        """
        Membership = self.env["huisbezoek.membership"]
        Teaching = self.env["huisbezoek.teaching"]
        memberships = Membership.search(
            Domain("pupil_id", "in", self.ids) & Membership._get_current_domain(day)
        )
        teachings = Teaching.search(
            Domain("group_id", "in", memberships.group_id.ids)
            & Teaching._get_current_domain(day)
            & (Domain("kind", "in", kinds) if kinds else Domain.TRUE)
        ).grouped("group_id")
        teachers = dict.fromkeys(self, self.env["hr.employee"])
        for membership in memberships:
            of_group = teachings.get(membership.group_id, Teaching)
            present = of_group.teacher_id._filter_present()
            teachers[membership.pupil_id] |= present.employee_id
        return teachers

    # === ACTIONS === #

    def action_open_visits(self):
        """Open the visits of the pupil."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "huisbezoek_addon.huisbezoek_visit_action"
        )
        action["domain"] = [("pupil_ids", "in", self.ids)]
        action["context"] = {}
        return action

    def action_create_visits(self):
        """Make one visit to be planned per household of the selected pupils.

        Siblings go together. A household with an open visit keeps it, so the
        action can safely be repeated.
        """
        visits = self.env["huisbezoek.visit"]._create_for_pupils(self)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "huisbezoek_addon.huisbezoek_visit_action"
        )
        action["domain"] = [("id", "in", sorted(visits.ids))]
        action["context"] = {}
        return action
