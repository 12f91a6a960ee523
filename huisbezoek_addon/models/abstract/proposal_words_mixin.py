from odoo import api, models


class HuisbezoekProposalWords(models.AbstractModel):
    """Says in words why a visit got no time, and what would give it one (C5).

    The codes are those of ``logic.proposal_reasons``. They are stored without words,
    so that everybody reads them in his own language.
    """

    _name = "huisbezoek.proposal.words"
    _description = "Words a proposal"

    def _word_reason(self, code, params):
        """Return the reason and its remedy as two sentences."""
        params = {**params, "person": self._name_person(params.get("person"))}
        reason = self._get_reasons()[code] % params
        return f"{reason} {self._get_remedies()[params['remedy']]}"

    def _name_person(self, key):
        """Return what a person of ``logic.schedule`` is called on this page."""
        if key and key > 0:
            return self.env["hr.employee"].sudo().browse(key).name
        return self.env._("The interpreter")

    @api.model
    def _get_reasons(self):
        return {
            "no_visitor": self.env._("Nobody leads this visit."),
            "no_windows": self.env._(
                "%(person)s has no free time at all in these weeks."
            ),
            "too_short": self.env._(
                "%(person)s has no free time that is long enough for %(minutes)s"
                " minutes and the way."
            ),
            "never_together": self.env._("The visitors are never free together."),
            "family_avoids": self.env._(
                "On %(days)s days there would be time, but the family would rather not"
                " be visited then."
            ),
            "evening_limit": self.env._(
                "%(person)s makes %(count)s visits already on each evening that fits."
            ),
            "week_limit": self.env._(
                "%(person)s makes %(count)s visits already in each week that fits."
            ),
            "full": self.env._("%(visits)s other visits take all the time there is."),
        }

    @api.model
    def _get_remedies(self):
        return {
            "add_visitor": self.env._("Choose who leads it."),
            "another_visitor": self.env._(
                "Choose another visitor, or let one stay away."
            ),
            "longer_window": self.env._("Make the period longer."),
            "raise_limit": self.env._(
                "Allow one visit more, or make the period longer."
            ),
            "ask_family": self.env._("Ask the family whether another day is possible."),
        }
