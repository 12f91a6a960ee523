from odoo import fields, models
from odoo.fields import Command

from ..logic.roles import ROLES


class ResUsers(models.Model):
    _inherit = "res.users"

    huisbezoek_role_ids = fields.One2many(
        "huisbezoek.role",
        "user_id",
        string="Home visit roles",
        context={"active_test": False},
        groups="base.group_system",
    )

    def unlink(self):
        """Override of `base`: what somebody asked in confidence goes with him.

        The database would take the rows, and leave the activities of who was asked.
        """
        Consultation = self.env["huisbezoek.consultation"].sudo()
        Consultation.search([("user_id", "in", self.ids)])._erase()
        return super().unlink()

    def _sync_huisbezoek_groups_sudo(self):
        """Give the users the groups that their roles of today ask for.

        Groups open menus and nothing more: each record rule asks for the role
        itself, so that a group given by hand shows nobody's file. Who has left
        the staff and kept an account for parents gets none.
        """
        if not self:
            return
        groups = {
            key: self.env.ref(f"huisbezoek_addon.{role.group}")
            for key, role in ROLES.items()
        }
        ours = self.env["res.groups"].union(*groups.values())
        held = dict(
            self.env["huisbezoek.role"]
            .sudo()
            ._read_group(
                [("user_id", "in", self.ids), ("active", "=", True)],
                ["user_id"],
                ["role:array_agg"],
            )
        )
        for user in self.sudo():
            roles = () if user.share else held.get(user, ())
            wanted = ours.browse({groups[key].id for key in roles})
            current = user.group_ids & ours
            if wanted != current:
                user.group_ids = [
                    *(Command.link(group.id) for group in wanted - current),
                    *(Command.unlink(group.id) for group in current - wanted),
                ]
