from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, ormcache

#: The ordinary address; none of it stands beside a secret one.
ADDRESS = {"street", "zip", "city"}


class HuisbezoekHousehold(models.Model):
    """The people at one address with whom a visit is made (A4).

    A pupil may have two households, each with its own visits. A secret address
    stands in a model of its own; here only the flag is known.
    """

    _name = "huisbezoek.household"
    _description = "Household"
    _inherit = [
        "huisbezoek.school.mixin",
        "huisbezoek.mine.mixin",
        "huisbezoek.discreet.mixin",
        "huisbezoek.household.planning",
        "huisbezoek.household.protocol",
        "huisbezoek.household.feasts",
    ]
    _order = "name, id"
    _personal_data = (
        "address of a family and who belongs to it",
        "two years after the last pupil left the school",
    )

    name = fields.Char(
        compute="_compute_name", store=True, readonly=False, precompute=True
    )
    active = fields.Boolean(default=True)
    street = fields.Char()
    zip = fields.Char(string="Postcode")
    city = fields.Char()
    has_secret_address = fields.Boolean(
        string="Secret address",
        help="The care coordinator enters the address. Only the visitors see it,"
        " from 24 hours before the visit until 2 hours after it.",
    )
    import_key = fields.Char(string="Household key", copy=False)
    guardian_ids = fields.One2many(
        "huisbezoek.guardian", "household_id", string="Guardians"
    )
    pupil_ids = fields.Many2many(
        "huisbezoek.pupil",
        "huisbezoek_household_pupil_rel",
        "household_id",
        "pupil_id",
        string="Pupils",
        check_company=True,
        domain="[('school_id', '=', school_id)]",
    )
    avoidance_ids = fields.One2many("huisbezoek.avoidance", "household_id")
    visit_ids = fields.One2many("huisbezoek.visit", "household_id", string="Visits")
    visit_count = fields.Integer(compute="_compute_visit_count")
    needs_interpreter = fields.Boolean(
        string="Interpreter needed", compute="_compute_talk"
    )
    language_ids = fields.Many2many(
        "huisbezoek.language", string="Languages", compute="_compute_talk"
    )

    _import_key_uniq = models.UniqueIndex(
        "(school_id, import_key) WHERE import_key IS NOT NULL",
        "Two households of one school cannot have the same key.",
    )
    _secret_check = models.Constraint(
        "CHECK (has_secret_address IS NOT TRUE"
        " OR (street IS NULL AND zip IS NULL AND city IS NULL))",
        "A household with a secret address has no address here. The care"
        " coordinator enters it in its own place.",
    )

    @api.depends(
        "guardian_ids.last_name",
        "guardian_ids.name_prefix",
        "pupil_ids.last_name",
        "pupil_ids.name_prefix",
    )
    def _compute_name(self):
        for household in self:
            people = household.guardian_ids or household.pupil_ids
            surnames = dict.fromkeys(
                " ".join(filter(None, (person.name_prefix, person.last_name)))
                for person in people
                if person.last_name
            )
            household.name = " / ".join(surnames) or household.name

    @api.depends("guardian_ids.language_id", "guardian_ids.needs_interpreter")
    def _compute_talk(self):
        for household in self:
            guardians = household.guardian_ids
            household.language_ids = guardians.language_id
            household.needs_interpreter = any(guardians.mapped("needs_interpreter"))

    @api.depends("visit_ids")
    def _compute_visit_count(self):
        counts = dict(
            self.env["huisbezoek.visit"]._read_group(
                [("household_id", "in", self.ids)], ["household_id"], ["__count"]
            )
        )
        for household in self:
            household.visit_count = counts.get(household._origin, 0)

    @api.model
    @ormcache("self.env.uid", "day")
    def _get_mine_sql(self, day):
        """Return SQL that selects the households of the user's pupils and visits."""
        visits_sudo = self.env["huisbezoek.visit"].sudo().with_context({})
        led = visits_sudo._search(visits_sudo._get_led_domain())
        return SQL(
            "(SELECT household_id FROM huisbezoek_household_pupil_rel"
            " WHERE pupil_id IN %s UNION %s)",
            self.env["huisbezoek.pupil"]._get_taught_subselect(day),
            led.subselect(SQL.identifier(led.table, "household_id")),
        )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._hide_secret_address(vals) for vals in vals_list])

    def write(self, vals):
        if "has_secret_address" in vals and not vals["has_secret_address"]:
            self._check_may_reveal()
        elif ADDRESS & {name for name, value in vals.items() if value}:
            self._check_not_secret()
        return super().write(self._hide_secret_address(vals))

    @api.model
    def _hide_secret_address(self, vals):
        """Take the ordinary address away as soon as the address is secret."""
        if not vals.get("has_secret_address"):
            return vals
        return {**vals, **dict.fromkeys(ADDRESS, False)}

    def _check_not_secret(self):
        """Refuse before the database does: that would write the address in the log."""
        if any(self.mapped("has_secret_address")):
            raise UserError(
                self.env._(
                    "The address of this family is secret. Only the care coordinator"
                    " enters it, in a place of its own."
                )
            )

    def _check_may_reveal(self):
        if self.env.su:
            return
        for household in self.filtered("has_secret_address"):
            if self.env.user not in household.school_id._get_role_users(
                "care_coordinator"
            ):
                raise AccessError(
                    self.env._(
                        "Only the care coordinator can take back that an address is"
                        " secret."
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_visited(self):
        if self.sudo().visit_ids:
            raise UserError(
                self.env._(
                    "A household with home visits cannot be deleted here. Archive"
                    " it instead; the retention takes everything away in time."
                )
            )

    def _erase(self):
        """Override of the school mixin: the visits to the household go along."""
        self.visit_ids._erase()
        return super()._erase()

    # === ACTIONS === #

    def action_open_visits(self):
        """Open the visits of the household."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "huisbezoek_addon.huisbezoek_visit_action"
        )
        action["domain"] = [("household_id", "=", self.id)]
        action["context"] = {
            "default_household_id": self.id,
            "default_school_id": self.school_id.id,
        }
        return action

    def action_open_secret_address(self):
        """Open the secret address of the household, or a place to enter one."""
        self.ensure_one()
        secret = self.env["huisbezoek.secret.address"].search(
            [("household_id", "=", self.id)]
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Secret address"),
            "res_model": secret._name,
            "res_id": secret.id,
            "view_mode": "form",
            "target": "new",
            "context": {"default_household_id": self.id},
        }

    def _get_address(self):
        """Return the ordinary address on one line, empty if secret or unknown."""
        self.ensure_one()
        place = " ".join(filter(None, (self.zip, self.city)))
        return ", ".join(filter(None, (self.street, place)))
