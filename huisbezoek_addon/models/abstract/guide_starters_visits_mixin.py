from odoo import api, models


class HuisbezoekGuideStartersVisits(models.AbstractModel):
    """What the guide begins with for steps 3 to 5, around the visits (B6)."""

    _name = "huisbezoek.guide.starters.visits"
    _description = "Starting set of the guide, around visits"

    @api.model
    def _get_starters_rails(self):
        return {
            "budget": [
                self.env._("Hours and money are in the budget"),
                self.env._(
                    "Besides hours there are travel costs and interpreters. An"
                    " interpreter by phone is cheapest, one who comes along costs"
                    " more.\n"
                    "It is good when the budget has a line for hours, for travel and"
                    " for interpreters.\n"
                    "Stuck? Count one group first: pupils times two hours, and"
                    " families times one trip."
                ),
            ],
            "roles": [
                self.env._("There is a planner and a care coordinator"),
                self.env._(
                    "The planner makes the visits and keeps the families up to date."
                    " The care coordinator reads reports and signals, and helps when"
                    " something is the matter.\n"
                    "It is done by itself as soon as somebody has each of the two"
                    " roles.\n"
                    "Stuck? In a small school one person can have both."
                ),
            ],
            "protocol": [
                self.env._("There is a protocol for parents"),
                self.env._(
                    "It tells parents why you come, who comes, how the appointment"
                    " is made and what happens with what they tell. Nobody has to"
                    " fear a check.\n"
                    "It is done by itself as long as your school has an active"
                    " protocol. Read it through once more as if you were a parent.\n"
                    "Stuck? Ask the school nearby that already visits for theirs."
                ),
            ],
            "working_document": [
                self.env._("Colleagues have a working document"),
                self.env._(
                    "Who makes the appointment, and how? Where do the notes go, what"
                    " stays between you and the family? Colleagues should not have to"
                    " invent that one by one.\n"
                    "It is good when a new colleague can go on a visit with it.\n"
                    "Stuck? Write down how the first visits went, and turn that into"
                    " agreements."
                ),
            ],
            "mr_consent": [
                self.env._("The MR has consented to the protocol"),
                self.env._(
                    "The protocol touches parents, pupils and staff, so the"
                    " participation council has a say in it. Look up together which"
                    " articles of the act (WMS) apply today.\n"
                    "It is good when the day and the paper of the consent are kept"
                    " with the protocol.\n"
                    "Stuck? Bring a draft to the MR early; then their ideas can"
                    " still go in."
                ),
            ],
            "dpia": [
                self.env._("The DPIA is done"),
                self.env._(
                    "A visit at home touches the privacy of a family. In a DPIA you"
                    " look at the risks beforehand, with your privacy officer, and at"
                    " the agreement with whoever runs this system.\n"
                    "It is good when the risks, what you do about them and the"
                    " officer's advice are on paper.\n"
                    "Stuck? Kennisnet has a model for schools, and your board may"
                    " have done it already."
                ),
            ],
            "dossier": [
                self.env._("It is agreed what goes into the pupil's file"),
                self.env._(
                    "A short report tells colleagues that a visit took place and what"
                    " mattered. Agree who reads it, and what never stands in it.\n"
                    "It is good when each visitor knows: facts and agreements yes,"
                    " impressions of the home no, and parents get a copy.\n"
                    "Stuck? Write one example report together."
                ),
            ],
            "confidant": [
                self.env._("There is a confidant, inside and outside the school"),
                self.env._(
                    "Somebody to whom a colleague can go in confidence, also when it"
                    " is about the school itself. So there is one inside and one"
                    " outside.\n"
                    "It is good when every employee finds them, and knows who"
                    " replaces them.\n"
                    "Stuck? Your board or the municipal health service (GGD) can"
                    " often name somebody outside."
                ),
            ],
        }

    @api.model
    def _get_starters_start(self):
        return {
            "parents": [
                self.env._("Parents know about it, also in the school guide"),
                self.env._(
                    "Parents should know why a teacher comes before the invitation"
                    " does. Tell it at the first parents' evening, and put it in the"
                    " school guide.\n"
                    "It is good when the text of the protocol stands in the guide and"
                    " somebody told it in plain words.\n"
                    "Stuck? Let a parent who was visited tell about it."
                ),
            ],
            "interpreters": [
                self.env._("Interpreters are arranged"),
                self.env._(
                    "Not all parents speak Dutch. Agree whether school or parents see"
                    " to an interpreter: a professional, the parent contact person or"
                    " an adult relative. Never a pupil, and never a child.\n"
                    "It is good when you know which languages are needed and whom to"
                    " call.\n"
                    "Stuck? Try an interpreter by phone; it takes one call."
                ),
            ],
            "calendar": [
                self.env._("Visits begin early, around vacations and feasts"),
                self.env._(
                    "Early in the year a visit helps most: you still have the whole"
                    " year with the child. Look at vacations, study days and feasts"
                    " before you choose dates.\n"
                    "It is good when the first invitations go out within some weeks"
                    " after summer, and the closed days of your school are in.\n"
                    "Stuck? Begin with group 1 or the first class; the others"
                    " follow."
                ),
            ],
            "round": [
                self.env._("The first round is planned"),
                self.env._(
                    "A round finds the families of the groups that you choose, shows"
                    " whether the visits fit in everybody's hours and weeks, and"
                    " proposes a time for each visit.\n"
                    "It is done by itself as soon as a round of this school year runs."
                    "\n"
                    "Stuck? Begin small: one group, or a pilot with the teachers who"
                    " would like to."
                ),
            ],
            "team_meeting": [
                self.env._("Progress is on the agenda of the team meeting"),
                self.env._(
                    "The management keeps steering: how many visits were there, what"
                    " goes well, where does it get stuck? Never about one family.\n"
                    "It is good when it comes back each period, for ten minutes.\n"
                    "Stuck? Begin each time with one visit that somebody enjoyed."
                ),
            ],
        }

    @api.model
    def _get_starters_evaluation(self):
        return {
            "evaluation": [
                self.env._("The evaluation of the pilot year is planned"),
                self.env._(
                    "Four questions: how was it, did you hear something useful, did"
                    " the contact with parents improve, and how often was the care"
                    " coordinator asked for help, and how did that go?\n"
                    "It is good when the day is known, and teachers, parents and the"
                    " care coordinator answer.\n"
                    "Stuck? Put it on the same day as the last team meeting of the"
                    " year."
                ),
            ],
            "evaluation_yearly": [
                self.env._("After that you look back every year"),
                self.env._(
                    "What you learn one year makes the next one lighter. Decide each"
                    " time: go on, adjust or stop.\n"
                    "It is good when there is a short report with points to improve,"
                    " each with a name and a date.\n"
                    "Stuck? Choose three points, no more."
                ),
            ],
        }
