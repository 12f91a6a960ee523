from odoo.fields import Command

from .common import HuisbezoekCase


class ProposalCase(HuisbezoekCase):
    """A round of four visits that Anouk leads, to be planned in two weeks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name in ("Aa", "Bee", "Cee"):
            cls._create_family(name, name, cls.group_1)
        cls.round = (
            cls.env["huisbezoek.round"]
            .with_user(cls.planner)
            .create(
                {
                    "school_id": cls.school.id,
                    "group_ids": [Command.set(cls.group_1.ids)],
                    "date_from": "2026-11-30",
                    "date_to": "2026-12-11",
                }
            )
        )
        cls.round.action_make_visits()
        cls.visits = cls.round.visit_ids

    def _propose(self):
        action = self.round.action_propose()
        return (
            self.env[action["res_model"]]
            .browse(action["res_id"])
            .with_user(self.planner)
        )

    def _local(self, moment):
        return self.school._to_local(moment)
