# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from .guard import check_commercial, neutral

DECISION_FIELDS = {"state", "approver_id", "date_decided"}
FROZEN_FIELDS = {
    "partner_id",
    "company_id",
    "reason",
    "max_amount",
    "category_id",
    "product_id",
    "date_start",
    "date_end",
}


class SmartSupplierDerogation(models.Model):
    """A reasoned exception, until a date: a blocked supplier may pass."""

    _name = "smart.supplier.derogation"
    _description = "Supplier Derogation"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_end desc, id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner",
        "Supplier",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('parent_id', '=', False)]",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    reason = fields.Text(required=True)
    max_amount = fields.Monetary(
        "Up to",
        default=0.0,
        help="Untaxed amount of one document; zero means any amount.",
    )
    category_id = fields.Many2one(
        "product.category",
        ondelete="restrict",
        help="Only for products of this category and those below it.",
    )
    product_id = fields.Many2one(
        "product.product", ondelete="restrict", help="Only for this product."
    )
    date_start = fields.Date(
        required=True, default=lambda self: fields.Date.context_today(self)
    )
    date_end = fields.Date("Until", required=True, tracking=True)
    requester_id = fields.Many2one(
        "res.users", readonly=True, copy=False, default=lambda self: self.env.user
    )
    approver_id = fields.Many2one("res.users", "Decided by", readonly=True, copy=False)
    date_decided = fields.Date(readonly=True, copy=False)
    state = fields.Selection(
        [
            ("requested", "Requested"),
            ("approved", "Approved"),
            ("refused", "Refused"),
        ],
        default="requested",
        required=True,
        copy=False,
        index=True,
        tracking=True,
    )

    _dates_ordered = models.Constraint(
        "CHECK(date_end >= date_start)", "A derogation ends after it starts."
    )
    _max_amount_not_negative = models.Constraint(
        "CHECK(max_amount >= 0)", "An amount is not negative."
    )

    @api.constrains("partner_id")
    def _check_partner(self):
        check_commercial(self)

    @api.model_create_multi
    def create(self, vals_list):
        fixed = dict.fromkeys(DECISION_FIELDS, False)
        fixed |= {"state": "requested", "requester_id": self.env.uid}
        self, vals_list = neutral(self, vals_list, fixed)
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and vals.keys() & (DECISION_FIELDS | {"requester_id"}):
            raise UserError(self.env._("Use the buttons Approve and Refuse."))
        if vals.keys() & FROZEN_FIELDS:
            self._check_requested()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        self._check_requested()

    def action_approve(self):
        self._decide("approved")

    def action_refuse(self):
        """Refuse, also to end at once a derogation that was approved."""
        self._decide("refused")

    def _decide(self, state):
        self.check_access("write")
        self._check_may_decide()
        if state == "approved":
            self._check_requested()
        # sudo: the decision is out of reach of a plain write, on purpose.
        self.sudo().write(
            {
                "state": state,
                "approver_id": self.env.uid,
                "date_decided": fields.Date.context_today(self),
            }
        )

    def _check_may_decide(self):
        """Two pairs of eyes: the one who asks does not decide."""
        allowed = self.env.user.has_groups(
            "smart_purchase_charter.group_manager,"
            "smart_purchase_charter.group_ethics_committee"
        )
        if not allowed or self.env.user in self.requester_id:
            raise UserError(
                self.env._(
                    "A derogation is decided by a purchase manager or a member of the "
                    "ethics committee other than the person who asks for it."
                )
            )

    def _check_requested(self):
        decided = self.filtered(lambda derogation: derogation.state != "requested")
        if decided:
            raise UserError(
                self.env._(
                    "The derogation for %s is decided already. Ask for a new one.",
                    decided[0].partner_id.display_name,
                )
            )

    @api.model
    def _get_valid(self, partners, companies, day):
        """Return the approved derogations of suppliers that hold on a given day."""
        return self.search(
            [
                ("partner_id", "in", partners.ids),
                ("company_id", "in", companies.ids),
                ("state", "=", "approved"),
                ("date_start", "<=", day),
                ("date_end", ">=", day),
            ]
        )

    def _covers(self, partner, company, amount, products):
        """Whether the derogation holds for a document, all of its products."""
        self.ensure_one()
        return (
            self._covers_products(products)
            and self.partner_id == partner
            and self.company_id == company
            and (
                not self.max_amount
                or company.currency_id.compare_amounts(amount, self.max_amount) <= 0
            )
        )

    def _covers_products(self, products):
        if not (self.product_id or self.category_id):
            return True
        if not products or (self.product_id and products != self.product_id):
            return False
        path = self.category_id.parent_path or ""
        return all(
            (product.categ_id.parent_path or "").startswith(path)
            for product in products
        )
