from odoo import api, fields, models


class HuisbezoekSetupStep(models.TransientModel):
    """One of the brochure's five steps on the first page: how far it is (B6, K5)."""

    _name = "huisbezoek.setup.step"
    _description = "Step of the guide on the first page"

    setup_id = fields.Many2one(
        "huisbezoek.setup", required=True, index=True, ondelete="cascade"
    )
    step = fields.Selection(
        selection=lambda self: (
            self.env["huisbezoek.guide.item"]
            ._fields["step"]
            ._description_selection(self.env)
        ),
        required=True,
    )
    done_count = fields.Integer(compute="_compute_progress")
    item_count = fields.Integer(compute="_compute_progress")
    next_name = fields.Char(string="Next", compute="_compute_progress")

    @api.depends("step", "setup_id.school_id")
    @api.depends_context("uid", "lang")
    def _compute_progress(self):
        """Count what the school needs of each step; one search for all of them."""
        Item = self.env["huisbezoek.guide.item"]
        schools = {setup: setup._get_school() for setup in self.setup_id}
        items = Item.search(
            [("school_id", "in", [school.id for school in schools.values()])]
        )
        by_place = items.grouped(lambda item: (item.school_id, item.step))
        for row in self:
            place = (schools.get(row.setup_id), row.step)
            of_step = by_place.get(place, Item)
            row.done_count, row.item_count = of_step._count_done()
            row.next_name = of_step._get_next().name

    def action_open_guide(self):
        """Open the guide of the school on this step."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "huisbezoek_addon.huisbezoek_guide_item_action"
        )
        school = self.setup_id._get_school()
        action["domain"] = [("school_id", "=", school.id)]
        action["context"] = {
            "default_school_id": school.id,
            "default_step": self.step,
            "search_default_step": self.step,
        }
        return action
