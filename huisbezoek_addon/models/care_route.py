from odoo import api, fields, models
from odoo.fields import Command


class HuisbezoekCareRoute(models.Model):
    """A situation of the care structure: who acts, what, and within what time (G3).

    It is a page to look up, and a care signal may start its steps. Nothing here says
    whether anybody ever did: that would betray a worry to who keeps the page.
    """

    _name = "huisbezoek.care.route"
    _description = "Situation of the care structure"
    _inherit = ["huisbezoek.school.mixin", "huisbezoek.care.starters"]
    _order = "school_id, sequence, id"
    # So that "AMK", as older papers say, finds Veilig Thuis.
    _rec_names_search = ("name", "description", "step_ids.contact_name")

    name = fields.Char(
        string="Situation",
        required=True,
        translate=True,
        help="What may happen, as plainly as a colleague would say it.",
    )
    description = fields.Text(
        string="What to mind",
        translate=True,
        help="What whoever acts should keep in mind, before the first step.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(
        default=True, help="Archive a situation that nobody should choose any more."
    )
    step_ids = fields.One2many(
        "huisbezoek.care.step", "route_id", string="Steps", copy=True
    )

    # === STARTING SET === #

    @api.model
    def _create_starters(self, schools):
        """Give schools without a care structure the one to begin with.

        It is made in every language in use. A school that has anything of its own,
        even put away, keeps that: so this is safe to repeat.
        """
        routes_sudo = self.sudo().with_context(active_test=False)
        present = routes_sudo.search([("school_id", "in", schools.ids)]).school_id
        schools -= present
        by_lang = {
            lang: self.with_context(lang=lang)._get_starters()
            for lang, _name in self.env["res.lang"].get_installed()
        }
        source = self.with_context(lang="en_US")._get_starters()
        routes = routes_sudo.with_context(lang="en_US").create(
            [
                self._prepare_starter_values(school, number, starter)
                for school in schools
                for number, starter in enumerate(source)
            ]
        )
        by_lang.pop("en_US", None)
        for lang, starters in by_lang.items():
            routes.with_context(lang=lang)._translate_starters(starters)
        return routes.with_env(self.env)

    @api.model
    def _prepare_starter_values(self, school, number, starter):
        return {
            **starter,
            "school_id": school.id,
            "sequence": number,
            "step_ids": [
                Command.create({**step, "sequence": place})
                for place, step in enumerate(starter["step_ids"])
            ],
        }

    def _translate_starters(self, starters):
        """Write what the starting set says in the language of the context."""
        for route in self:
            starter = starters[route.sequence]
            route.name = starter["name"]
            route.description = starter["description"]
            for step, words in zip(route.step_ids, starter["step_ids"], strict=True):
                step.what = words["what"]
                if words.get("contact_name"):
                    step.contact_name = words["contact_name"]
