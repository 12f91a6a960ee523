from odoo import api, fields, models
from odoo.fields import Command

#: What the page shows of the school as it stands there.
SHOWN = (
    "name",
    "city",
    "holiday_region",
    "afternoon_from",
    "afternoon_to",
    "evening_from",
    "evening_to",
    "sender_email",
    "mail_tested_on",
)


class HuisbezoekSetup(models.TransientModel):
    """The one page that administrators and management meet first (K5).

    It stores nothing but the chosen school; what is done follows from the data,
    so that a step that was done elsewhere counts too. Below stand the five steps
    of the guide, for those who lead it (B6).
    """

    _name = "huisbezoek.setup"
    _description = "First steps"

    school_id = fields.Many2one("huisbezoek.school")
    school_ids = fields.Many2many(
        "huisbezoek.school", string="Schools", compute="_compute_schools"
    )
    can_administer = fields.Boolean(compute="_compute_schools")
    can_plan = fields.Boolean(compute="_compute_schools")
    can_manage = fields.Boolean(compute="_compute_schools")
    has_several = fields.Boolean(compute="_compute_schools")
    # What the steps show
    name = fields.Char(compute="_compute_steps")
    city = fields.Char(compute="_compute_steps")
    holiday_region = fields.Selection(
        selection=lambda self: self._selection_holiday_region(),
        compute="_compute_steps",
    )
    planner_names = fields.Char(compute="_compute_steps")
    care_names = fields.Char(compute="_compute_steps")
    afternoon_from = fields.Float(compute="_compute_steps")
    afternoon_to = fields.Float(compute="_compute_steps")
    evening_from = fields.Float(compute="_compute_steps")
    evening_to = fields.Float(compute="_compute_steps")
    sender_email = fields.Char(compute="_compute_steps")
    mail_tested_on = fields.Datetime(compute="_compute_steps")
    # Which steps are done
    is_school_done = fields.Boolean(compute="_compute_steps")
    is_roles_done = fields.Boolean(compute="_compute_steps")
    is_hours_done = fields.Boolean(compute="_compute_steps")
    is_mail_done = fields.Boolean(compute="_compute_steps")
    is_pupils_done = fields.Boolean(compute="_compute_steps")
    is_families_done = fields.Boolean(compute="_compute_steps")
    done_count = fields.Integer(compute="_compute_steps")
    step_count = fields.Integer(compute="_compute_steps")
    guide_step_ids = fields.One2many("huisbezoek.setup.step", "setup_id")

    @api.model
    def _selection_holiday_region(self):
        School = self.env["huisbezoek.school"]
        return School._fields["holiday_region"]._description_selection(self.env)

    # === COMPUTES === #

    @api.depends("school_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_schools(self):
        School = self.env["huisbezoek.school"]
        is_system = self.env.user.has_group("base.group_system")
        administered = School.search(
            [] if is_system else School._get_mine_domain("administrator")
        )
        planned, managed = (
            School.search(School._get_mine_domain(role))
            for role in ("planner", "management")
        )
        for setup in self:
            setup.school_ids = administered | planned | managed
            setup.has_several = len(setup.school_ids) > 1
            school = setup._get_school()
            setup.can_administer = school in administered if school else is_system
            setup.can_plan = school in planned
            setup.can_manage = school in managed

    @api.depends("school_id", "can_administer", "can_plan", "can_manage")
    def _compute_steps(self):
        for setup in self:
            setup.update(setup._prepare_steps(setup._get_school()))

    def _compute_display_name(self):
        self.display_name = self.env._("First steps")

    def _prepare_steps(self, school):
        """Return what the page tells of the school: shown values and steps."""
        planners, carers = (
            school._get_role_users(role) for role in ("planner", "care_coordinator")
        )
        admin_steps = {
            "is_school_done": bool(school.city and school.holiday_region),
            "is_roles_done": bool(planners and carers),
            "is_hours_done": school.hours_accepted,
            "is_mail_done": bool(school.sender_email and school.mail_tested_on),
        }
        office_steps = {
            "is_pupils_done": self._has_any("huisbezoek.pupil", school),
            "is_families_done": self._has_any("huisbezoek.household", school),
        }
        steps = {
            **{name: admin_steps[name] for name in self._get_admin_steps()},
            **office_steps,
        }
        return {
            **{name: school[name] for name in SHOWN},
            **admin_steps,
            **office_steps,
            "planner_names": ", ".join(planners.mapped("name")),
            "care_names": ", ".join(carers.mapped("name")),
            "done_count": sum(steps.values()),
            "step_count": len(steps),
        }

    def _get_admin_steps(self):
        """Return which steps beside those of the office the user has to do with."""
        if self.can_administer:
            return ("is_school_done", "is_roles_done", "is_hours_done", "is_mail_done")
        return ("is_roles_done",) if self.can_manage else ()

    def _has_any(self, model, school):
        """Tell whether the school has such records, which tells of no family."""
        domain = [("school_id", "=", school.id)]
        return bool(self.env[model].sudo().search_count(domain, limit=1))

    def _get_school(self):
        """Return the chosen school, else the first; none before there is one."""
        self.ensure_one()
        mine = self.school_ids._origin
        return (self.school_id._origin & mine) or mine[:1]

    # === ACTIONS === #

    @api.model
    def action_open(self):
        """Open the page; a menu leads here."""
        step = self.env["huisbezoek.guide.item"]._fields["step"]
        rows = [Command.create({"step": key}) for key in step.get_values(self.env)]
        setup = self.create({"guide_step_ids": rows})
        setup.school_id = setup._get_school()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("First steps"),
            "res_model": self._name,
            "res_id": setup.id,
            "view_mode": "form",
        }

    def action_school(self):
        """Open the school to fill in its place, or make the first one."""
        return self._open_school("place", self.env._("Your school"))

    def action_hours(self):
        """Open the visit hours."""
        return self._open_school("hours", self.env._("Visit hours"))

    def action_sender(self):
        """Open the addresses that families see."""
        return self._open_school("sender", self.env._("Sender"))

    def action_accept_hours(self):
        """Agree with the hours as they stand."""
        self._get_school().action_accept_hours()

    def action_send_test_mail(self):
        """Send a test mail to the user."""
        return self._get_school().action_send_test_mail()

    def action_roles(self):
        """Open who has which role at the school."""
        return self._get_school().action_open_roles()

    def action_give_role(self):
        """Open the short form that gives somebody a role at the school."""
        return {
            **self._open_action("huisbezoek_role_action_give"),
            "context": {"default_school_id": self._get_school().id},
        }

    def action_import(self):
        """Open the import of pupils, groups and teachers."""
        return self._open_action("huisbezoek_import_action")

    def action_families(self):
        """Open the families of the school."""
        return self._open_action("huisbezoek_household_action")

    def _open_school(self, view, title):
        """Open one small form of the school, or of the first one to make."""
        company = self.env.company
        return {
            **self._get_school()._get_dialog(view, title),
            # A first school often is what the company is.
            "context": {
                "default_name": company.name,
                "default_street": company.street,
                "default_zip": company.zip,
                "default_city": company.city,
                "default_phone": company.phone,
            },
        }

    def _open_action(self, name):
        return self.env["ir.actions.act_window"]._for_xml_id(f"huisbezoek_addon.{name}")
