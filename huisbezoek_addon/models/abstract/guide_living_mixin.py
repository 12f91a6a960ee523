from odoo import api, fields, models
from odoo.fields import Domain


class HuisbezoekGuideLiving(models.AbstractModel):
    """What the data of a school tell by themselves of its guide (B6).

    Each check takes schools and returns {school id: true, or the day on which it
    was done}, in the same number of queries however many schools there are. It
    tells nothing but that something is there, so it looks as superuser.
    """

    _name = "huisbezoek.guide.living"
    _description = "Living part of the guide"

    @api.model
    def _get_checks(self):
        """Return {key of an item: the check that tells whether it is done}."""
        return {
            "hours_consent": self._tell_hours_consent,
            "backup": self._tell_backup,
            "roles": self._tell_roles,
            "protocol": self._tell_protocol,
            "mr_consent": self._tell_mr_consent,
            "confidant": self._tell_confidant,
            "round": self._tell_round,
        }

    @api.model
    def _tell(self, schools):
        """Return {key: {school id: true or a day}} for all that data can tell."""
        checks = self.sudo()._get_checks()
        return {key: check(schools.sudo()) for key, check in checks.items()}

    def _tell_hours_consent(self, schools):
        return {school.id: school.hours_consent_date for school in schools}

    def _tell_backup(self, schools):
        return {school.id: bool(school.backup_id) for school in schools}

    def _tell_protocol(self, schools):
        return {school.id: bool(school.protocol_id) for school in schools}

    def _tell_roles(self, schools):
        needed = {"planner", "care_coordinator"}
        found = self.env["huisbezoek.role"]._read_group(
            [
                ("school_id", "in", schools.ids),
                ("active", "=", True),
                ("user_id.active", "=", True),
                ("role", "in", sorted(needed)),
            ],
            ["school_id"],
            ["role:array_agg"],
        )
        return {school.id: needed <= set(roles) for school, roles in found}

    def _tell_mr_consent(self, schools):
        """Look at the active protocol, and at the draft that is to follow it."""
        protocols = self.env["huisbezoek.protocol"].search(
            [
                ("school_id", "in", schools.ids),
                ("state", "!=", "archived"),
                ("mr_consent_date", "!=", False),
            ],
            order="version",
        )
        return {
            protocol.school_id.id: protocol.mr_consent_date for protocol in protocols
        }

    def _tell_confidant(self, schools):
        Confidant = self.env["huisbezoek.confidant"]
        found = Confidant._read_group(
            Domain("school_id", "in", schools.ids) & Confidant._get_current_domain(),
            ["school_id"],
        )
        return {school.id: True for [school] in found}

    def _tell_round(self, schools):
        """Look whether a round of the school year of today was opened."""
        today = fields.Date.context_today(self)
        found = self.env["huisbezoek.round"]._read_group(
            Domain("school_id", "in", schools.ids)
            & Domain("state", "in", ("open", "done"))
            & Domain("year_id.date_start", "<=", today)
            & Domain("year_id.date_end", ">=", today),
            ["school_id"],
        )
        return {school.id: True for [school] in found}
