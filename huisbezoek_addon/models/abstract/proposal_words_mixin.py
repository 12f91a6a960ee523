from odoo import api, models

from ...logic.planning import Finding


class HuisbezoekProposalWords(models.AbstractModel):
    """Says in words why a visit got no time, and what would give it one (C5).

    The codes are those of ``logic.proposal_reasons``. They are stored without words,
    so that everybody reads them in his own language.
    """

    _name = "huisbezoek.proposal.words"
    _description = "Words a proposal"

    def _word_reason(self, code, params, names):
        """Return the reason and its remedy as two sentences.

        :param names: what persons are called, see :meth:`_get_person_names`.
        """
        reason = self._get_reasons().get(code)
        remedy = self._get_remedies().get(params.get("remedy"))
        if not (reason and remedy):
            # Of another version of the addon.
            return self.env._("No time was found. Press 'Propose again' to hear why.")
        return f"{reason % self._name_person(params, names)} {remedy}"

    def _name_person(self, params, names):
        person = names.get(params.get("person"), self.env._("The interpreter"))
        return {**params, "person": person}

    def _get_person_names(self):
        """Return what employees in reasons and warnings are called, by their ids."""
        found = [line.reason for line in self if line.reason]
        found += [one for line in self for one in line.warning_codes or ()]
        ids = {params.get("person") or 0 for _code, params in found}
        employees_sudo = self.env["hr.employee"].sudo().browse(x for x in ids if x > 0)
        found_sudo = employees_sudo.exists()
        return {
            **dict.fromkeys(employees_sudo.ids, self.env._("A former colleague")),
            **{one.id: one.name for one in found_sudo},
        }

    def _word_warning(self, finding, names):
        """Put what speaks against a time into the user's language."""
        if finding.code == "other_days":
            return self.env._(
                "This is outside the days of the proposal, which begin tomorrow at the"
                " earliest."
            )
        params = self._name_person(finding.params, names)
        return self.visit_id._word_finding(Finding(finding.code, params))

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
