from odoo import api, fields, models
from odoo.fields import Command

from ..logic.roles import ROLES

#: What shows in the activity menu of who reads it, without activities.
WAITING = (
    "huisbezoek.consultation",
    "huisbezoek.care.signal",
    "huisbezoek.care.task",
)


class ResUsers(models.Model):
    _inherit = "res.users"

    huisbezoek_role_ids = fields.One2many(
        "huisbezoek.role",
        "user_id",
        string="Home visit roles",
        context={"active_test": False},
        groups="base.group_system",
    )

    @api.model
    def _get_activity_groups(self):
        """Override of `mail` to add what waits in confidence, and has no activities."""
        groups = super()._get_activity_groups()
        waiting = [self.env[name]._get_waiting_group() for name in WAITING]
        return [*groups, *filter(None, waiting)]

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
