from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

#: A secret address shows to the visitors in this window around the visit (A4).
SHOWN_BEFORE = timedelta(hours=24)
SHOWN_AFTER = timedelta(hours=2)


class HuisbezoekVisitFamily(models.AbstractModel):
    """What a visit shows of its family, and to whom.

    Who reads a visit does not always read the family: a teacher keeps the
    visits that he led. So all of this is computed with the user's own rights,
    and stays empty where they do not reach.
    """

    _name = "huisbezoek.visit.family"
    _description = "Shows the family of a visit"

    family_label = fields.Char(string="Family", compute="_compute_family_label")
    guardian_ids = fields.One2many(
        "huisbezoek.guardian", string="Guardians", compute="_compute_family"
    )
    language_ids = fields.Many2many(
        "huisbezoek.language", string="Languages", compute="_compute_family"
    )
    needs_interpreter = fields.Boolean(
        string="Interpreter needed", compute="_compute_family"
    )
    wishes = fields.Char(compute="_compute_wishes")
    protocol_state = fields.Selection(
        selection=lambda self: (
            self.env["huisbezoek.household"]
            ._fields["protocol_state"]
            ._description_selection(self.env)
        ),
        string="Family and protocol",
        compute="_compute_protocol_state",
    )
    place_label = fields.Char(string="Address", compute="_compute_place_label")

    @api.depends("household_id.name", "pupil_ids.first_name")
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_family_label(self):
        households = self.household_id._filter_readable()
        pupils = self.pupil_ids._filter_readable()
        for visit in self:
            household = visit.household_id
            shown = household in households
            names = (visit.pupil_ids & pupils).filtered("first_name")
            visit.family_label = " · ".join(
                filter(
                    None,
                    (
                        household.name if shown else household.display_name,
                        ", ".join(names.mapped("first_name")),
                    ),
                )
            )

    @api.depends("household_id.guardian_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_family(self):
        readable = self.household_id._filter_readable()
        for visit in self:
            # Not an intersection, which would fetch each household by itself.
            household = visit.household_id
            if household not in readable:
                household = household.browse()
            visit.guardian_ids = household.guardian_ids
            visit.language_ids = household.language_ids
            visit.needs_interpreter = household.needs_interpreter

    @api.depends("household_id.protocol_state")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_protocol_state(self):
        readable = self.household_id._filter_readable()
        for visit in self:
            household = visit.household_id
            visit.protocol_state = household in readable and household.protocol_state

    @api.depends("household_id.guardian_ids.visitor_wish")
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_wishes(self):
        Guardian = self.env["huisbezoek.guardian"]
        labels = dict(Guardian._fields["visitor_wish"]._description_selection(self.env))
        for visit in self:
            wishes = visit.guardian_ids.filtered("visitor_wish").mapped("visitor_wish")
            visit.wishes = ", ".join(labels[wish] for wish in dict.fromkeys(wishes))

    def action_inform(self):
        """Ask when and how the families of these visits were informed (B4)."""
        return self.household_id.action_inform()

    # === NAME === #

    @api.depends_context("lang", "uid", "su", "formatted_display_name")
    def _compute_display_name(self):
        """Call a visit by its number, wherever something points to it.

        Names of what one points to are read as superuser, by whoever reads the
        pointer. In a list to choose from the user reads the visit itself, so
        there it may be called by the family.
        """
        by_family = self.env.context.get("formatted_display_name") and not self.env.su
        for visit in self:
            visit.display_name = (
                visit.family_label
                if by_family
                else self.env._("Visit %(number)05d", number=visit._origin.id)
                if visit._origin.id
                else self.env._("New visit")
            )

    @api.model
    def _search_display_name(self, operator, value):
        """Find a visit by its number; there is no name to search in."""
        digits = "".join(filter(str.isdigit, value)) if isinstance(value, str) else ""
        return Domain("id", "=", int(digits)) if digits else Domain.FALSE

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Override of `orm` to let a visit be chosen by family.

        The display name stays a number, since it is read wherever something
        points to the visit; this list holds what the user may read anyway.
        """
        domain = Domain(domain or Domain.TRUE)
        if name:
            domain &= (
                Domain("display_name", operator, name)
                | Domain("household_id.name", operator, name)
                | Domain("pupil_ids.name", operator, name)
            )
        visits = self.search(domain, limit=limit)
        return [(visit.id, visit.family_label) for visit in visits]

    # === PLACE === #

    @api.depends("place", "household_id", "start", "stop", "state")
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_place_label(self):
        readable = self.household_id._filter_readable()
        for visit in self:
            visit.place_label = visit.sudo()._get_place_for(
                self.env.user, visit.household_id in readable
            )

    def _get_place_for(self, user, reads_family=False):
        """Return where the visit is, as ``user`` may know it (called in sudo).

        :param user: who asks.
        :param reads_family: whether the user may read the household anyway.
        """
        self.ensure_one()
        labels = dict(self._fields["place"]._description_selection(self.env))
        if self.place != "home":
            return labels[self.place]
        household = self.household_id
        if household.has_secret_address:
            return self._get_secret_place_for(user)
        shown = household and (reads_family or self._get_going_to(user))
        return (shown and household._get_address()) or labels["home"]

    def _get_secret_place_for(self, user):
        """Return the secret address to a visitor in time, else how to get it."""
        going = self._get_going_to(user)
        now = fields.Datetime.now()
        if not going or not (
            self.start - SHOWN_BEFORE <= now <= self.stop + SHOWN_AFTER
        ):
            return self.env._(
                "Secret address: shown to the visitors from 24 hours before"
            )
        secret = self.env["huisbezoek.secret.address"].search(
            [("household_id", "=", self.household_id.id)]
        )
        # Nobody opens an address by making himself a visitor.
        if not secret or going.create_uid == user:
            return self.env._("Secret address: ask the care coordinator")
        return secret.address

    def _get_going_to(self, user):
        """Return the place of ``user`` on a visit that is planned or was held."""
        return self.visitor_ids.filtered(
            lambda visitor: (
                visitor.state == "confirmed"
                and visitor.user_id == user
                and self.state in ("planned", "done")
                and self.start
            )
        )

    def _get_first_names(self):
        self.ensure_one()
        return ", ".join(self.pupil_ids.mapped("first_name"))
