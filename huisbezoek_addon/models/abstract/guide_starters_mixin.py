from odoo import api, models


class HuisbezoekGuideStarters(models.AbstractModel):
    """What stands in the guide of each school to begin with (B6).

    In the order of the brochure's five steps. Each text says what it is and why,
    what a good result looks like, and what to do when it does not get going. Here
    stand steps 1 and 2; the others are with ``huisbezoek.guide.starters.visits``.
    """

    _name = "huisbezoek.guide.starters"
    _description = "Starting set of the guide"

    @api.model
    def _create_starters(self, schools):
        """Give schools what their guide lacks, in every language in use."""
        Item = self.sudo().with_context(tracking_disable=True, lang="en_US")
        there = set(
            Item._read_group([("school_id", "in", schools.ids)], ["school_id", "key"])
        )
        starters = [
            {"step": step, "key": key, "name": name, "description": description}
            for step, items in Item._get_starters().items()
            for key, [name, description] in items.items()
        ]
        made = Item.create(
            [
                {**starter, "school_id": school.id, "sequence": number * 10}
                for school in schools
                for number, starter in enumerate(starters, start=1)
                if (school, starter["key"]) not in there
            ]
        )
        for lang, _name in self.env["res.lang"].get_installed():
            made.with_context(lang=lang)._translate_starters()
        return made.with_env(self.env)

    def _translate_starters(self):
        by_key = self.grouped("key")
        for items in self._get_starters().values():
            for key, [name, description] in items.items():
                if key in by_key:
                    by_key[key].write({"name": name, "description": description})

    # === TEXTS === #

    @api.model
    def _get_starters(self):
        """Return {step: {key: [name, description]}} in the language of the context."""
        return {
            "vision": self._get_starters_vision(),
            "resistance": self._get_starters_resistance(),
            "rails": self._get_starters_rails(),
            "start": self._get_starters_start(),
            "evaluation": self._get_starters_evaluation(),
        }

    @api.model
    def _get_starters_vision(self):
        return {
            "vision": [
                self.env._("Our vision on working with parents is on paper"),
                self.env._(
                    "Why do we want to visit families at home, and what do we hope it"
                    " brings the children? With that on paper, everybody can tell"
                    " parents the same.\n"
                    "It is good when half a page says it in your own words.\n"
                    "Stuck? Let three colleagues each finish the sentence 'I visit"
                    " because …' and begin there."
                ),
            ],
            "school_plan": [
                self.env._("Home visits stand in the school plan"),
                self.env._(
                    "What stands in the school plan stays when people leave, and gets"
                    " hours and money. The participation council (MR) has a say in"
                    " that plan.\n"
                    "It is good when the plan names the goal, the groups and the"
                    " year in which you look back.\n"
                    "Stuck? If the plan was only just made, add it with the yearly"
                    " review."
                ),
            ],
            "mr_heard": [
                self.env._("The parents in the MR have been heard"),
                self.env._(
                    "Parents know best how a visit feels. Ask the parents in the MR"
                    " what would make a teacher welcome, and what would not.\n"
                    "It is good when at least one thing in your plan came from"
                    " them.\n"
                    "Stuck? Invite two parents whom a teacher has visited before, or"
                    " the parent contact person."
                ),
            ],
        }

    @api.model
    def _get_starters_resistance(self):
        return {
            "hours_task": [
                self.env._("The hours stand in the annual task"),
                self.env._(
                    "A visit costs a teacher some 1.5 to 2.5 hours: the way, the"
                    " visit, talking it over and the report. If the hours come on"
                    " top, it ends there; so say which other task falls away.\n"
                    "It is good when each visitor knows his hours, and what he no"
                    " longer does in return.\n"
                    "Stuck? Visit fewer groups in the first year."
                ),
            ],
            "hours_consent": [
                self.env._("The P-MR consents to keeping hours"),
                self.env._(
                    "Hours per teacher show how somebody works. That is why the"
                    " staff in the participation council (P-MR) decides first, and"
                    " why nobody sees a colleague's hours before.\n"
                    "It is done by itself as soon as the consent is recorded, with"
                    " its day and its paper.\n"
                    "Stuck? Show the P-MR what is kept and who sees it; visits go on"
                    " without hours too."
                ),
            ],
            "pilot": [
                self.env._("The pilot year is chosen"),
                self.env._(
                    "Begin small: one year, with a few teachers who want to, or with"
                    " group 1 or the first class. What goes well convinces better"
                    " than any plan.\n"
                    "It is good when the year, the groups or teachers, and the day of"
                    " the decision after it are known.\n"
                    "Stuck? Ask who would go tomorrow, and begin with them."
                ),
            ],
            "training": [
                self.env._("Whoever visits has been trained"),
                self.env._(
                    "A talk at somebody's kitchen table is another talk than one at"
                    " school. A training in (intercultural) conversations gives"
                    " confidence.\n"
                    "It is good when each visitor took it before the first visit.\n"
                    "Stuck? Let a colleague with experience take the others along"
                    " once, and practise one conversation in the team meeting."
                ),
            ],
            "care_structure": [
                self.env._("It is clear who helps when a visit worries you"),
                self.env._(
                    "Sometimes a teacher sees or hears something that stays with"
                    " him. Then it must be clear when to go to the care coordinator,"
                    " and when to Veilig Thuis.\n"
                    "It is good when a table of one page says which situation goes to"
                    " whom, and how fast.\n"
                    "Stuck? Begin with the five steps of your reporting code"
                    " (meldcode)."
                ),
            ],
            "companion": [
                self.env._("Nobody has to go alone"),
                self.env._(
                    "Whoever would rather go with a colleague may say so, and needs"
                    " no reason. The hours of both count.\n"
                    "It is good when each visitor knows whom to ask.\n"
                    "Stuck? Ask a teaching assistant, the parent contact person or"
                    " last year's teacher."
                ),
            ],
            "backup": [
                self.env._("There is a back-up before and after a visit"),
                self.env._(
                    "One person whom a visitor can call just before a visit, and"
                    " after it. It makes a teacher easy, and it need not cost"
                    " much.\n"
                    "It is done by itself as soon as the administrator chose"
                    " somebody on the school's page.\n"
                    "Stuck? Share it: the care coordinator on some days, somebody of"
                    " the management on others. Each visit can name its own."
                ),
            ],
        }
