# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class SlideChannel(models.Model):
    _inherit = "slide.channel"

    opens_pools = fields.Boolean(
        "Opens the Coordination of Pooled Orders",
        help="A member who passes its certification may turn a need that others back "
        "into a pooled order. Nobody has to follow it in order to buy.",
    )

    @api.model
    def _get_pool_training(self):
        """Return the published course that members follow, an empty record without."""
        # which course it is is no secret; its pages check who may read them
        domain = [("opens_pools", "=", True), ("is_published", "=", True)]
        return self.sudo().search(domain, limit=1)
