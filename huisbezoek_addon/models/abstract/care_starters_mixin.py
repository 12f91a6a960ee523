from odoo import models


class HuisbezoekCareStarters(models.AbstractModel):
    """The care structure that a school begins with, and then makes its own (G3).

    Sources: the brochure (whose AMK is Veilig Thuis since 2015), the five steps of the
    reporting code, and the duty of every employee to tell the board of a suspected
    sexual offence by somebody who works for the school.
    """

    _name = "huisbezoek.care.starters"
    _description = "Care structure to begin with"

    def _get_starters(self):
        """Return the situations in the language of the context.

        :return: values of routes, in order; their `step_ids` are values of steps.
        """
        return [
            self._get_danger(),
            self._get_suspicion(),
            self._get_worry(),
            self._get_unsafe_visitor(),
            self._get_suspicion_of_staff(),
            self._get_request_for_help(),
            self._get_complaint(),
        ]

    def _prepare_step(self, who, days, what, contact=None, phone=None):
        return {
            "who": who,
            "within_number": days,
            "what": what,
            "contact_name": contact,
            "contact_phone": phone,
        }

    def _get_veilig_thuis(self):
        return self.env._("Veilig Thuis (formerly AMK)"), "0800-2000"

    def _get_danger(self):
        step = self._prepare_step
        return {
            "name": self.env._("A child or somebody else is in danger now"),
            "description": self.env._(
                "See to your own safety first: leave the house if you are not safe"
                " there. You need no permission to call 112."
            ),
            "step_ids": [
                step(
                    "visitor",
                    0,
                    self.env._("Call 112: say where you are and what you see."),
                    self.env._("Emergency number"),
                    "112",
                ),
                step(
                    "visitor",
                    0,
                    self.env._(
                        "Call the care coordinator; the management, if nobody answers."
                    ),
                ),
                step(
                    "care_coordinator",
                    0,
                    self.env._(
                        "Tell the management, and stay in touch with the visitor."
                    ),
                ),
                step(
                    "care_coordinator",
                    1,
                    self.env._("Talk over with Veilig Thuis what the child needs now."),
                    *self._get_veilig_thuis(),
                ),
                step(
                    "management",
                    1,
                    self.env._(
                        "Ask the visitor how he or she is, and what would help."
                    ),
                ),
            ],
        }

    def _get_suspicion(self):
        step = self._prepare_step
        return {
            "name": self.env._("A suspicion of child abuse or domestic violence"),
            "description": self.env._(
                "These are the steps of the reporting code (meldcode). You need not be"
                " sure, and you do not do this alone. Do not visit a family in order to"
                " find out, and talk with the parents only after talking with the care"
                " coordinator. People at school decide; this program never does."
            ),
            "step_ids": [
                step(
                    "visitor",
                    0,
                    self.env._(
                        "Step 1: write down what you saw and heard, apart from what you"
                        " think of it, and tell the care coordinator."
                    ),
                ),
                step(
                    "care_coordinator",
                    1,
                    self.env._(
                        "Step 2: talk it over with the visitor and with a colleague who"
                        " knows about this."
                    ),
                ),
                step(
                    "care_coordinator",
                    3,
                    self.env._(
                        "Step 2: ask for advice, without the name of the family."
                    ),
                    *self._get_veilig_thuis(),
                ),
                step(
                    "care_coordinator",
                    5,
                    self.env._(
                        "Step 3: talk with the parents, and with the child where that"
                        " is right, unless it makes somebody unsafe."
                    ),
                ),
                step(
                    "management",
                    10,
                    self.env._(
                        "Steps 4 and 5: weigh what is known, by the assessment"
                        " framework for schools. Then decide twice: must this be"
                        " reported, and can help be given or arranged? In doubt, ask"
                        " again."
                    ),
                    *self._get_veilig_thuis(),
                ),
            ],
        }

    def _get_worry(self):
        step = self._prepare_step
        return {
            "name": self.env._("A worry about care, money, language or upbringing"),
            "description": self.env._(
                "There is no suspicion of violence or neglect; otherwise take that"
                " situation. Most families are helped by somebody who asks and thinks"
                " along."
            ),
            "step_ids": [
                step(
                    "visitor",
                    1,
                    self.env._(
                        "Tell the care coordinator what you saw or heard, and what the"
                        " parents say of it themselves."
                    ),
                ),
                step(
                    "care_coordinator",
                    5,
                    self.env._(
                        "Talk it over with the visitor: what is needed, and who fits?"
                    ),
                ),
                step(
                    "care_coordinator",
                    10,
                    self.env._("Offer the parents help, and leave the choice to them."),
                ),
                step("visitor", 30, self.env._("Ask the parents how it is going now.")),
            ],
        }

    def _get_unsafe_visitor(self):
        step = self._prepare_step
        return {
            "name": self.env._(
                "The visitor felt unsafe, or something unpleasant happened"
            ),
            "description": self.env._(
                "You may always leave, and nobody asks you to prove why. In danger,"
                " call 112."
            ),
            "step_ids": [
                step(
                    "visitor",
                    0,
                    self.env._(
                        "Leave, and call your back-up: the number stands on the visit."
                    ),
                ),
                step(
                    "management",
                    1,
                    self.env._(
                        "Talk with the visitor about what happened and what is needed."
                    ),
                ),
                step(
                    "confidant",
                    2,
                    self.env._("Offer the visitor a talk in confidence."),
                ),
                step(
                    "management",
                    5,
                    self.env._(
                        "Decide with the visitor how to go on: with two people, at"
                        " school, or not."
                    ),
                ),
            ],
        }

    def _get_suspicion_of_staff(self):
        step = self._prepare_step
        return {
            "name": self.env._("A suspicion about somebody who works for the school"),
            "description": self.env._(
                "Whoever hears of a sexual offence by somebody who works for the school"
                " must tell the board at once, by law; an internal confidant too, who"
                " can promise no secrecy in this. Do not look into it and do not talk"
                " with your colleague. Is it about the care coordinator? Then write no"
                " signal here, and go to the board yourself."
            ),
            "step_ids": [
                step(
                    "visitor",
                    0,
                    self.env._(
                        "Tell the board, yourself or together with the management."
                    ),
                ),
                step(
                    "board",
                    0,
                    self.env._("Consult the confidential inspector."),
                    self.env._("Confidential inspectors of education"),
                    "0900-1113111",
                ),
                step(
                    "board",
                    1,
                    self.env._("Report to the police, if the suspicion is reasonable."),
                ),
                step(
                    "confidant",
                    1,
                    self.env._(
                        "Stand by whoever told of it, and the child and its parents."
                    ),
                ),
            ],
        }

    def _get_request_for_help(self):
        step = self._prepare_step
        return {
            "name": self.env._("Parents ask for help"),
            "description": self.env._(
                "It takes courage to ask. Promise no more than that somebody calls"
                " them, and say when."
            ),
            "step_ids": [
                step(
                    "visitor",
                    1,
                    self.env._(
                        "Ask the care coordinator, with the consent of the parents."
                    ),
                ),
                step(
                    "care_coordinator",
                    5,
                    self.env._(
                        "Look in the social map who can help, and call the parents to"
                        " tell them."
                    ),
                    self.env._("Neighbourhood team of the municipality"),
                ),
                step(
                    "care_coordinator",
                    20,
                    self.env._("Ask the parents whether they were helped."),
                ),
            ],
        }

    def _get_complaint(self):
        step = self._prepare_step
        return {
            "name": self.env._("Parents have a complaint"),
            "description": self.env._(
                "Listen, and do not defend yourself or the school. The complaints"
                " scheme stands in the school guide."
            ),
            "step_ids": [
                step(
                    "visitor",
                    0,
                    self.env._(
                        "Say whom the parents can turn to: management or confidant."
                    ),
                ),
                step(
                    "visitor",
                    1,
                    self.env._("Tell the management that there is a complaint."),
                ),
                step(
                    "management",
                    5,
                    self.env._("Talk with the parents, and say what happens with it."),
                ),
                step(
                    "confidant",
                    10,
                    self.env._(
                        "Explain the complaints scheme to parents who want to go on,"
                        " and help them with it."
                    ),
                ),
            ],
        }
