from odoo import api, fields, models
from odoo.fields import Domain


class HuisbezoekConsultationDeputy(models.AbstractModel):
    """Is read by a deputy too, while who is asked is away (G2).

    Rules test no dates, for their domains are cached; so ``deputy_id`` is kept by
    each change of a deputy and every hour, and the rules test that.
    """

    _name = "huisbezoek.consultation.deputy"
    _description = "Is passed on"

    deputy_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    def _get_deputies_sudo(self):
        """Return {consultation: deputy} of those whose addressee is away today."""
        deputies = self.env["huisbezoek.deputy"]._get_current(
            self.school_id, self.addressee_id
        )
        found = {}
        for consultation in self:
            key = (
                consultation.school_id._origin,
                consultation.kind,
                consultation.addressee_id._origin,
            )
            deputy = deputies.get(key)
            # Who asks does not answer himself, also while he is the deputy.
            if deputy and deputy.deputy_id != consultation.user_id._origin:
                found[consultation._origin or consultation] = deputy
        return found

    def _sync_deputies(self):
        """Give each open consultation the deputy of today, or none (in sudo).

        What a deputy answered stays with him: it is no longer open.
        """
        open_ones = self.filtered(lambda one: one.state == "open")
        deputies = open_ones._get_deputies_sudo()
        for consultation in open_ones:
            deputy = deputies.get(consultation)
            wanted = deputy.deputy_id if deputy else self.env["res.users"]
            if consultation.deputy_id != wanted:
                consultation.deputy_id = wanted

    @api.model
    def _sync_deputies_of_sudo(self, users=None):
        """Pass on, or take back, what is open and asked of ``users`` (of anybody)."""
        domain = Domain("state", "=", "open")
        if users is not None:
            domain &= Domain("addressee_id", "in", users.ids)
        self.sudo().search(domain)._sync_deputies()

    @api.model
    def _cron_pass_on(self):
        """Let deputies begin and end by their days; nothing due costs a few queries.

        Progress is not reported: administrators read how much there was to do.
        """
        self._sync_deputies_of_sudo()
