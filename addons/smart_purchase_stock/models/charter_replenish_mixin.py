# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from odoo.addons.smart_purchase_charter.models.charter_wording import GRADES
from odoo.addons.smart_purchase_charter.models.smart_charter_policy import EFFECTS


class SmartCharterReplenishMixin(models.AbstractModel):
    """A need that will become an order to a supplier: what the charter says of it.

    The order has the last word: it may hold other lines.
    """

    _name = "smart.charter.replenish.mixin"
    _inherit = ["smart.charter.check.mixin"]
    _description = "Charter Check of a Replenishment"

    # said again: words are translated by the add-on that says them
    charter_grade = fields.Selection(GRADES)
    charter_effect = fields.Selection(EFFECTS)
    # written on the order, not on the need
    charter_justification = fields.Text(store=False)

    def _get_charter_seller(self):
        """Return the vendor price that one need will use."""
        raise NotImplementedError

    def _get_charter_need(self):
        """Return (quantity, unit) of one need."""
        raise NotImplementedError

    def _get_charter_partner(self):
        return self._get_charter_seller().partner_id.commercial_partner_id

    def _get_charter_document(self):
        return "purchase_order"

    def _get_charter_amount(self):
        company = self.company_id or self.env.company
        return self._get_charter_seller()._get_charter_amount(
            *self._get_charter_need(), company
        )

    def _get_charter_products(self):
        return self.product_id

    def _get_charter_demand(self, effect, derogation):
        if effect == "justify" and not derogation:
            return self.env._("The order will ask a reason.")
        return super()._get_charter_demand(effect, derogation)
