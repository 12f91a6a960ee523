from odoo import api, fields, models


class HuisbezoekProtocolReadiness(models.AbstractModel):
    """What a draft lacks before parents get it, and what would be better first (B1)."""

    _name = "huisbezoek.protocol.readiness"
    _description = "Is ready for parents"

    todo = fields.Text(string="Before it can be activated", compute="_compute_todo")
    advice = fields.Text(compute="_compute_todo")

    @api.depends(
        "state",
        "mr_consent_date",
        "goal_ids.topic_ids",
        "section_ids.name",
        "section_ids.text",
        "translation_ids.state",
    )
    @api.depends_context("lang")
    def _compute_todo(self):
        for protocol in self:
            is_draft = protocol.state == "draft"
            protocol.todo = is_draft and "\n".join(protocol._get_todo())
            protocol.advice = is_draft and "\n".join(protocol._get_advice())

    def _get_todo(self):
        """Return the sentences that say what a draft lacks to be activated."""
        self.ensure_one()
        sections = self.section_ids
        missing = []
        if not self.parents_section_ids:
            missing.append(self.env._("Nothing is written for parents yet."))
        if not self.topic_ids:
            missing.append(
                self.env._("No goal gives a topic, so a report would have none.")
            )
        if empty := sections.filtered(lambda s: not (s.text or "").strip()):
            missing.append(
                self.env._(
                    "Write the text of: %(sections)s.",
                    sections=", ".join(empty.mapped("name")),
                )
            )
        missing += [
            self.env._(
                "Fill in %(gaps)s in '%(section)s'.",
                gaps=", ".join(gaps),
                section=section.name,
            )
            for section in sections
            if (gaps := section._get_gaps())
        ]
        return missing

    def _get_advice(self):
        """Return the sentences that say what would be better first."""
        self.ensure_one()
        advice = []
        if not self.mr_consent_date:
            advice.append(
                self.env._(
                    "The consent of the MR is not recorded. It can follow later, but"
                    " parents may ask for it."
                )
            )
        Confidant = self.env["huisbezoek.confidant"]
        if not Confidant._get_of_today_sudo(self.school_id, "internal"):
            advice.append(
                self.env._(
                    "The school has no confidant, so the sheet names none. Add one"
                    " under In confidence."
                )
            )
        if behind := self.translation_ids.filtered(lambda t: t.state == "behind"):
            advice.append(
                self.env._(
                    "The Dutch text was changed after the translation into"
                    " %(languages)s.",
                    languages=", ".join(behind.mapped("language_id.name")),
                )
            )
        return advice
