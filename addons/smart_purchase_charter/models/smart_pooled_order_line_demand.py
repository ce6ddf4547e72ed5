# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import math

from odoo import fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_datetime


class SmartPooledOrderLineDemand(models.Model):
    """What members may ask for, and until when."""

    _inherit = "smart.pooled.order.line"

    def _is_open(self):
        """Tell whether members can commit at this second."""
        order = self.order_id
        return order.state == "open" and fields.Datetime.now() < order.deadline

    def _get_closed_error(self):
        """Return the error to raise when commitments cannot change any more."""
        order = self.order_id
        return UserError(
            self.env._(
                "%(order)s is not open any more (deadline: %(deadline)s), so "
                "commitments cannot change. Ask %(buyer)s to prolong it.",
                order=order.name,
                deadline=format_datetime(self.env, order.deadline),
                buyer=order.user_id.name or order.company_id.name,
            )
        )

    def _check_ceiling(self):
        """Tell whether the ceiling per member counts now."""
        return True

    def _check_demand(self, partner, firm, tolerance, max_price):
        """Refuse what cannot be asked for.

        Override to add a rule of the office, such as members up to date.

        :raises ValidationError: not a member, negative, no multiple of the step, or
            above the ceiling
        """
        self.ensure_one()
        structure = self.company_id.partner_id
        if not partner.is_member and partner != structure:
            raise ValidationError(
                self.env._(
                    "%(partner)s is not a member: only members can commit.",
                    partner=partner.name,
                )
            )
        if not all(0 <= number < math.inf for number in (firm, tolerance, max_price)):
            raise ValidationError(
                self.env._("Quantities and prices cannot be negative.")
            )
        self._check_multiple(firm)
        self._check_multiple(tolerance)
        ceiling = self.max_per_member
        if partner == structure or not ceiling or not self._check_ceiling():
            return
        if self._to_steps(firm + tolerance) > self._to_steps(ceiling):
            raise ValidationError(
                self.env._(
                    "%(asked)s of %(product)s with the tolerance is above the ceiling "
                    "of %(ceiling)s per member.",
                    asked=self._format_quantity(firm + tolerance),
                    product=self.product_id.display_name,
                    ceiling=self._format_quantity(ceiling),
                )
            )
