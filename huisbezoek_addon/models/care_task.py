import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..logic.care import deadline
from .care_step import WHO


class HuisbezoekCareTask(models.Model):
    """A step that a care signal asks for, with its deadline (G3).

    It copies what the care structure says, so that what was asked stays as it was,
    and so that whoever keeps the care structure notices nothing of it. Only care
    coordinators know of it; the program decides nothing and tells nobody else (G4).
    """

    _name = "huisbezoek.care.task"
    _description = "Step for a care signal"
    _inherit = [
        "huisbezoek.school.mixin",
        "huisbezoek.confidential.mixin",
        "huisbezoek.waiting",
    ]
    _hides_existence = True
    _waiting_action = "huisbezoek_addon.huisbezoek_care_task_action"
    _order = "done, deadline, signal_id, id"
    _confidential = frozenset({"note"})
    _personal_data = (
        "what was done about a worry, when and by whom",
        "as the signal that it belongs to",
    )

    signal_id = fields.Many2one(
        "huisbezoek.care.signal",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    school_id = fields.Many2one(
        related="signal_id.school_id", store=True, precompute=True, default=None
    )
    # Deleting the situation asks nobody and leaves the task as it is.
    route_id = fields.Many2one(
        "huisbezoek.care.route",
        string="From the situation",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    sequence = fields.Integer(readonly=True)
    # What the care structure said when the steps were started
    situation = fields.Char(required=True, readonly=True)
    who = fields.Selection(WHO, string="Who acts", required=True, readonly=True)
    what = fields.Text(required=True, readonly=True)
    contact_name = fields.Char(string="Whom to call", readonly=True)
    contact_phone = fields.Char(string="Phone", readonly=True)
    deadline = fields.Datetime(required=True, readonly=True)
    # What became of it
    done = fields.Boolean(readonly=True, copy=False)
    done_user_id = fields.Many2one("res.users", string="Done by", readonly=True)
    done_date = fields.Datetime(string="Done on", readonly=True)
    is_late = fields.Boolean(string="Late", compute="_compute_is_late")
    note = fields.Text(
        string="What came out of it",
        prefetch=False,
        copy=False,
        help="Facts, and who said them. Only care coordinators read this.",
    )
    family_label = fields.Char(string="Family", related="signal_id.family_label")

    _start_uniq = models.UniqueIndex(
        "(signal_id, route_id, sequence) WHERE route_id IS NOT NULL",
        "These steps were just started by somebody else. Open the signal again.",
    )

    @api.depends("situation")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for task in self:
            task.display_name = self.env._("Step %(number)05d", number=task._origin.id)

    @api.depends("done", "deadline")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for task in self:
            task.is_late = not task.done and task.deadline < now

    def _get_confidential_records(self):
        return self.signal_id

    @api.model
    def _get_waiting_days(self):
        """Override of `huisbezoek.waiting`: what is to be done, by its deadline."""
        return [
            task.school_id._to_local(task.deadline).date()
            for task in self.search([("done", "=", False)]).sudo()
        ]

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `orm`: a step stays as it was asked; what came of it is added."""
        if not self.env.su and vals.keys() - {"note"}:
            raise UserError(
                self.env._(
                    "A step stays as it was started. Write down what came out of it,"
                    " and use 'Done'."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_retention(self):
        if not self.env.su:
            raise UserError(self.env._("A step stays as long as its signal."))

    # === STARTING === #

    @api.model
    def _start(self, pairs):
        """Make the steps of situations for signals; those that are there stay (G3).

        :param pairs: (signal, route) each, as superuser, of the same school.
        :return: the new tasks.
        """
        pairs = [(signal, route) for signal, route in pairs if route]
        if not pairs:
            return self
        signal_ids = [signal.id for signal, _route in pairs]
        started = set(
            self._read_group(
                [("signal_id", "in", signal_ids), ("route_id", "!=", False)],
                ["signal_id", "route_id"],
            )
        )
        now = fields.Datetime.now()
        return self.create(
            [
                values
                for signal, route in dict.fromkeys(pairs)
                if (signal, route) not in started
                for values in self._prepare_values(signal, route, now)
            ]
        )

    @api.model
    def _prepare_values(self, signal, route, now):
        """Return what each step asks, in the language of the school."""
        school = signal.school_id
        zone = pytz.timezone(school.tz)
        route = route.with_context(lang=school._get_lang())
        return [
            {
                "signal_id": signal.id,
                "route_id": route.id,
                "sequence": number,
                "situation": route.name,
                "who": step.who,
                "what": step.what,
                "contact_name": step.contact_name,
                "contact_phone": step.contact_phone,
                "deadline": deadline(now, step.within_number, step.within_unit, zone),
            }
            for number, step in enumerate(route.step_ids)
        ]

    # === ACTIONS === #

    def action_done(self):
        """Say that steps were taken, or take that back, as care coordinator."""
        self.check_access("write")
        for task_sudo in self.sudo():
            done = not task_sudo.done
            task_sudo.write(
                {
                    "done": done,
                    "done_user_id": done and self.env.uid,
                    "done_date": done and fields.Datetime.now(),
                }
            )

    def action_open(self):
        """Open one step, to read and write what came out of it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
