# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..engine.allocation import DIVISOR, FIRST_COME, MAX_MIN, PRIORITY
from .guard import neutral
from .pooled_guard import refuse

# Value of each at the start; only the steps of the order move them.
GUARDED = {"state": "draft", "date_open": False}


class SmartPooledOrder(models.Model):
    _name = "smart.pooled.order"
    _description = "Pooled Order"
    _inherit = [
        "portal.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "smart.pool.audience.mixin",
    ]
    _order = "deadline desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Supplier",
        required=True,
        index=True,
        check_company=True,
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self._company()
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    user_id = fields.Many2one(
        "res.users",
        "Buyer",
        index=True,
        tracking=True,
        default=lambda self: self._buyer(),
    )
    description = fields.Text(help="Shown to members above the products.")
    territory_id = fields.Many2one(
        "smart.territory",
        index="btree_not_null",
        help="Open to the members of this territory and of its parts; empty: to all.",
    )
    filiere_id = fields.Many2one(
        "smart.filiere",
        "Filière",
        index="btree_not_null",
        help="Open to the members of this filière; empty: to all.",
    )
    date_open = fields.Datetime("Opened on", readonly=True, copy=False)
    deadline = fields.Datetime(
        required=True, tracking=True, help="Until when members can commit."
    )
    pickup_partner_id = fields.Many2one("res.partner", "Pickup Place", tracking=True)
    pickup_date = fields.Datetime("Pickup", tracking=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("open", "Open"),
            ("closed", "Closed"),
            ("ordered", "Ordered"),
            ("received", "Received"),
            ("distributed", "Distributed"),
            ("settled", "Settled"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        index=True,
        readonly=True,
        tracking=True,
        group_expand=True,
    )
    policy = fields.Selection(
        [
            (DIVISOR, "In proportion, unit by unit"),
            (FIRST_COME, "First committed, first served"),
            (MAX_MIN, "Small demands first"),
            (PRIORITY, "By priority, then in proportion"),
        ],
        "Sharing",
        default=DIVISOR,
        required=True,
        help="How units are shared when less arrives than members asked for.\n"
        "In proportion (Sainte-Laguë): each unit goes where it is most due, and what "
        "arrives later never takes a unit back.",
    )
    line_ids = fields.One2many(
        "smart.pooled.order.line", "order_id", "Products", copy=True
    )
    commitment_ids = fields.One2many(
        "smart.pooled.commitment", "order_id", "Commitments"
    )
    purchase_order_ids = fields.One2many(
        "purchase.order",
        "pooled_order_id",
        "Purchase Orders",
        groups="base.group_user",
    )
    purchase_order_count = fields.Integer(
        compute="_compute_purchase_order_count", compute_sudo=True
    )
    bill_count = fields.Integer(
        compute="_compute_purchase_order_count", compute_sudo=True
    )
    is_on_purchase = fields.Boolean(
        "On a Purchase Order",
        compute="_compute_purchase_order_count",
        compute_sudo=True,
    )
    commitment_count = fields.Integer(compute="_compute_totals", compute_sudo=True)
    amount_planned = fields.Monetary(compute="_compute_totals", compute_sudo=True)
    order_up_notice = fields.Text(compute="_compute_order_up_notice", compute_sudo=True)
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        records, vals_list = neutral(self, vals_list, GUARDED)
        orders = super(SmartPooledOrder, records).create(vals_list)
        return orders.with_env(self.env)

    def write(self, vals):
        refuse(self, vals, GUARDED)
        return super().write(vals)

    # === COMPUTE METHODS === #

    @api.model
    def _company(self):
        return self.env.company

    @api.model
    def _buyer(self):
        return self.env.user

    @api.depends("partner_id", "company_id")
    def _compute_currency_id(self):
        for order in self:
            partner = order.partner_id.with_company(order.company_id)
            order.currency_id = (
                partner.property_purchase_currency_id or order.company_id.currency_id
            )

    @api.depends("purchase_order_ids.invoice_ids", "purchase_order_ids.state")
    def _compute_purchase_order_count(self):
        for order in self:
            order.purchase_order_count = len(order.purchase_order_ids)
            order.bill_count = len(order.purchase_order_ids.invoice_ids)
            alive = order.purchase_order_ids.filtered(lambda po: po.state != "cancel")
            order.is_on_purchase = bool(alive)

    # Never stored: members who commit at the same time would wait for one another.
    @api.depends("line_ids.member_count", "line_ids.planned_amount")
    def _compute_totals(self):
        for order in self:
            order.commitment_count = sum(order.line_ids.mapped("member_count"))
            order.amount_planned = sum(order.line_ids.mapped("planned_amount"))

    @api.depends("line_ids.order_up_qty", "line_ids.order_up_saving")
    @api.depends_context("lang")
    def _compute_order_up_notice(self):
        for order in self:
            order.order_up_notice = "\n".join(
                order.env._(
                    "Ordering %(extra)s more of %(product)s would cost %(saving)s less "
                    "in total.",
                    extra=line._format_quantity(line.order_up_qty),
                    product=line.product_name,
                    saving=line._format_price(line.order_up_saving),
                )
                for line in order.line_ids
                if line.order_up_qty
            )

    @api.depends("state", "deadline")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for order in self:
            order.is_late = order.state == "open" and order.deadline <= now

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("state", "=", "open"), ("deadline", "<=", fields.Datetime.now())]

    @api.model
    def _get_audience_fields(self):
        return [*super()._get_audience_fields(), "commitment_ids.partner_id"]

    @api.model
    def _get_own_domain(self, partner):
        mine = Domain("commitment_ids", "any", [("partner_id", "=", partner.id)])
        return mine & Domain("state", "!=", "draft")

    def _compute_access_url(self):
        super()._compute_access_url()
        for order in self:
            order.access_url = f"/my/pools/{order.id}"

    # === CONSTRAINT METHODS === #

    @api.constrains("policy")
    def _check_policy(self):
        for order in self:
            if order.commitment_ids._of_members():
                raise ValidationError(
                    self.env._(
                        "Members already committed to %(order)s: how a short delivery "
                        "is shared is what they agreed to. Open another pooled order "
                        "for another rule.",
                        order=order.name,
                    )
                )

    @api.constrains("partner_id", "currency_id", "company_id")
    def _check_not_ordered(self):
        for order in self:
            if order.purchase_order_ids.filtered(lambda po: po.state != "cancel"):
                raise ValidationError(
                    self.env._(
                        "%(order)s is already ordered from its supplier. Cancel its "
                        "purchase order before changing supplier, currency or company.",
                        order=order.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_committed(self):
        for order in self:
            if order.state not in ("draft", "cancelled") or order.commitment_ids:
                raise UserError(
                    self.env._(
                        "Members committed to %(order)s, or could: cancel or archive "
                        "it instead of deleting it.",
                        order=order.name,
                    )
                )

    # === ACTION METHODS === #

    def action_view_purchase_orders(self):
        """Open the purchase orders made from this pooled order."""
        return self.purchase_order_ids._get_records_action(
            name=self.env._("Purchase Orders")
        )

    def action_view_bills(self):
        """Open the bills of the purchase orders, as the purchase order does."""
        return self.purchase_order_ids.action_view_invoice()

    def action_view_commitments(self):
        """Open who asked for what."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_purchase_charter.smart_pooled_commitment_action"
        )
        action["domain"] = [("order_id", "in", self.ids)]
        action["context"] = {"pooled_order_id": self.id}
        return action
