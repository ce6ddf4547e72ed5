# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.lending import whole_days_late
from .guard import neutral
from .pooled_guard import refuse
from .smart_shared_resource import HOLDING

# who is late by more than this borrows nothing else
DAYS_BEFORE_PAUSE = 7
GUARDED = {
    "state": "reserved",
    "date_out": False,
    "date_back": False,
    "deposit_state": "none",
    "deposit_kept": 0.0,
    "date_extension": False,
    "reminder": "none",
}
STARTED = ("out", "returned")


class SmartLoan(models.Model):
    """An item kept for somebody, or for its maintenance, from one moment to another."""

    _name = "smart.loan"
    _description = "Loan"
    _inherit = ["mail.thread", "mail.activity.mixin", "smart.signed.mixin"]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    kind = fields.Selection(
        [("loan", "Loan"), ("maintenance", "Maintenance")],
        default="loan",
        required=True,
    )
    resource_id = fields.Many2one(
        "smart.shared.resource",
        "Equipment",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    item_id = fields.Many2one(
        "smart.shared.item",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('resource_id', '=', resource_id)]",
    )
    company_id = fields.Many2one(
        related="resource_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    owner_id = fields.Many2one(
        related="resource_id.owner_id",
        store=True,
        index=True,
        groups="smart_purchase_charter.group_buyer",
    )
    territory_id = fields.Many2one(related="resource_id.territory_id", store=True)
    partner_id = fields.Many2one(
        "res.partner", "Borrower", index="btree_not_null", tracking=True
    )
    date_from = fields.Datetime("From", required=True, index=True, tracking=True)
    date_to = fields.Datetime("To", required=True, tracking=True)
    date_until = fields.Datetime(
        "Kept until",
        compute="_compute_date_until",
        store=True,
        precompute=True,
        help="The end, and the hours needed before somebody else may have it.",
    )
    state = fields.Selection(
        [
            ("requested", "Requested"),
            ("waiting", "Waiting List"),
            ("reserved", "Reserved"),
            ("out", "Handed Over"),
            ("returned", "Returned"),
            ("refused", "Refused"),
            ("cancelled", "Cancelled"),
        ],
        default="reserved",
        required=True,
        index=True,
        readonly=True,
        tracking=True,
        group_expand=True,
    )
    note = fields.Text("What for")
    answer = fields.Text("Word to the borrower")
    date_out = fields.Datetime("Handed over on", readonly=True)
    date_back = fields.Datetime("Returned on", readonly=True)
    condition_out = fields.Text("Condition at hand-over")
    condition_back = fields.Text("Condition at return")
    photo_back = fields.Image("Photo at return", max_width=1600, max_height=1600)
    date_extension = fields.Datetime("Asks to keep it until", readonly=True)
    deposit = fields.Monetary(
        compute="_compute_deposit", store=True, readonly=False, precompute=True
    )
    deposit_state = fields.Selection(
        [
            ("none", "Not Paid"),
            ("held", "Held"),
            ("returned", "Given Back"),
            ("kept", "Kept"),
        ],
        default="none",
        required=True,
        readonly=True,
    )
    deposit_kept = fields.Monetary(readonly=True)
    deposit_reason = fields.Text()
    days_late = fields.Integer(compute="_compute_days_late")
    is_late = fields.Boolean(compute="_compute_days_late", search="_search_is_late")
    reminder = fields.Selection(
        [("none", "None"), ("before", "Before"), ("late", "Late")],
        default="none",
        readonly=True,
        export_string_translation=False,
    )
    avoided_product_id = fields.Many2one(
        "product.product", "Purchase avoided", index="btree_not_null"
    )
    avoided_amount = fields.Monetary(
        compute="_compute_avoided_amount", store=True, precompute=True,
        help="What the product would have cost when the loan was asked for.",
    )  # fmt: skip
    avoided_order_id = fields.Many2one(
        "purchase.order", "Instead of order", index="btree_not_null"
    )

    _period = models.Constraint(
        "CHECK (date_from < date_to)", "A loan ends after it begins."
    )
    _not_twice = models.Constraint(
        "EXCLUDE USING gist (item_id WITH =, tsrange(date_from, date_until) WITH &&) "
        "WHERE (state IN ('requested', 'reserved', 'out'))",
        "This item is already kept for somebody else in that period.",
    )

    # === CRUD METHODS === #

    def _auto_init(self):
        # equality of numbers inside a GiST index, for the constraint above
        self.env.cr.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        return super()._auto_init()

    @api.model_create_multi
    def create(self, vals_list):
        records, vals_list = neutral(self, vals_list, GUARDED)
        return super(SmartLoan, records).create(vals_list).with_env(self.env)

    def write(self, vals):
        refuse(self, vals, GUARDED)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        for loan in self:
            if loan.state in STARTED:
                raise ValidationError(
                    self.env._(
                        "%(loan)s was handed over: it stays in the history.",
                        loan=loan.display_name,
                    )
                )

    # === COMPUTE METHODS === #

    @api.depends("resource_id", "partner_id")
    def _compute_display_name(self):
        for loan in self:
            who = loan.partner_id.name or dict(
                self._fields["kind"]._description_selection(self.env)
            ).get(loan.kind)
            loan.display_name = f"{loan.resource_id.name} · {who}"

    @api.depends("date_to", "resource_id.buffer_hours", "kind")
    def _compute_date_until(self):
        for loan in self:
            hours = loan.resource_id.buffer_hours if loan.kind == "loan" else 0
            loan.date_until = loan.date_to and loan.date_to + timedelta(hours=hours)

    @api.depends("resource_id")
    def _compute_deposit(self):
        for loan in self:
            loan.deposit = loan.resource_id.deposit if loan.kind == "loan" else 0

    @api.depends("avoided_product_id")
    def _compute_avoided_amount(self):
        for loan in self:
            product = loan.avoided_product_id.with_company(loan.company_id)
            seller = product and product._select_seller(quantity=1.0)
            price = seller.price if seller else product.standard_price
            currency = seller.currency_id or loan.currency_id
            loan.avoided_amount = product and currency._convert(
                price, loan.currency_id, loan.company_id, fields.Date.today()
            )

    @api.depends("date_to", "state")
    def _compute_days_late(self):
        now = fields.Datetime.now()
        for loan in self:
            out = loan.state == "out"
            loan.days_late = whole_days_late(loan.date_to, now) if out else 0
            loan.is_late = bool(loan.days_late)

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("state", "=", "out"), ("date_to", "<", fields.Datetime.now())]

    # === CONSTRAINTS === #

    @api.constrains("kind", "partner_id", "item_id", "state", "resource_id")
    def _check_complete(self):
        for loan in self:
            if loan.kind == "loan" and not loan.partner_id:
                raise ValidationError(self.env._("Say who borrows it."))
            if loan.state in (*HOLDING, *STARTED) and not loan.item_id:
                raise ValidationError(
                    self.env._(
                        "Choose the item of “%(name)s” that is kept.",
                        name=loan.resource_id.name,
                    )
                )
            if loan.item_id and loan.item_id.resource_id != loan.resource_id:
                raise ValidationError(
                    self.env._(
                        "Item %(item)s is not a “%(name)s”.",
                        item=loan.item_id.name,
                        name=loan.resource_id.name,
                    )
                )
