# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from .charter_wording import GRADES

# Grades that are never offered to members, whatever a company's matrix says.
REFUSED = ("excluded", "insufficient")
ORDER = {grade: rank for rank, (grade, _label) in enumerate(GRADES)}
MOST_OFFERS = 100
DAYS_OPEN = 14


class SmartPoolProposalOrder(models.Model):
    """From a need to a pooled order: with whom, of what, and who may do it."""

    _inherit = "smart.pool.proposal"

    product_id = fields.Many2one(
        "product.product",
        check_company=True,
        domain="[('purchase_ok', '=', True)]",
    )
    supplier_id = fields.Many2one(
        "res.partner",
        check_company=True,
        domain="[('id', 'in', candidate_ids)]",
        groups="smart_purchase_charter.group_buyer",
    )
    local_only = fields.Boolean(
        "Local Suppliers Only", help="Of the territory of the need or of its parts."
    )
    candidate_ids = fields.Many2many(
        "res.partner",
        compute="_compute_candidate_ids",
        string="Suppliers Found",
        groups="smart_purchase_charter.group_buyer",
        help="With a price for the product, never those whose grade is excluded or "
        "insufficient or that your company blocks; the best grades first.",
    )
    pooled_order_id = fields.Many2one(
        "smart.pooled.order", readonly=True, copy=False, index="btree_not_null"
    )

    @api.depends("product_id", "territory_id", "local_only", "company_id")
    def _compute_candidate_ids(self):
        for proposal in self:
            offers = proposal._find_offers(proposal.product_id)
            proposal.candidate_ids = offers.partner_id

    def _get_refused_grades(self):
        """Return the grades that may not be chosen for this company."""
        policies = self.env["smart.charter.policy"].sudo()
        matrix = policies._get_matrix(self.company_id)
        blocked = {
            grade
            for grade, _label in GRADES
            if policies._get_effect(
                matrix, self.company_id, "purchase_order", grade, 0.0
            )
            == "block"
        }
        return blocked.union(REFUSED)

    def _find_offers(self, products=None):
        """Return vendor prices that a pooled order can use, the best grades first.

        :param products: product.product; none: of all products
        """
        self.ensure_one()
        today = fields.Date.context_today(self)
        domain = Domain("company_id", "in", [False, self.company_id.id])
        domain &= Domain("date_end", "=", False) | Domain("date_end", ">=", today)
        # "unknown" is also an empty grade
        refused = list(self._get_refused_grades())
        domain &= Domain("partner_id.charter_grade", "not in", refused)
        domain &= Domain("product_tmpl_id.purchase_ok", "=", True)
        if products:
            domain &= Domain("product_tmpl_id", "in", products.product_tmpl_id.ids)
        if self.local_only and self.territory_id:
            domain &= Domain(
                "partner_id.territory_id", "child_of", self.territory_id.ids
            )
        # members are shown the names of products and suppliers only
        offers = self.env["product.supplierinfo"].sudo().search(domain, limit=2000)
        offers.partner_id.mapped("charter_grade")
        return offers.sorted(
            lambda one: (-ORDER[one.partner_id.charter_grade or "unknown"], one.id)
        )

    def _get_choices(self):
        """Return [(key, text)] of products with suppliers, for the member's form."""
        labels = dict(
            self.env["res.partner"]
            .sudo()
            ._fields["charter_grade"]
            ._description_selection(self.env)
        )
        choices = {}
        for offer in self._find_offers(self.sudo().product_id):
            product = offer.product_id or offer.product_tmpl_id.product_variant_id
            supplier = offer.partner_id
            choices[f"{product.id}-{supplier.id}"] = self.env._(
                "%(product)s, %(supplier)s (charter: %(grade)s)",
                product=product.display_name,
                supplier=supplier.name,
                grade=labels[supplier.charter_grade or "unknown"],
            )
            if len(choices) == MOST_OFFERS:
                break
        return list(choices.items())

    # === TO A POOLED ORDER === #

    def action_start_pool(self):
        """Prepare a pooled order of this need, with its supplier and product."""
        self.ensure_one()
        self.check_access("write")
        if not (self.product_id and self.supplier_id):
            raise UserError(
                self.env._(
                    "Choose the product and one of the suppliers found before you "
                    "prepare the pooled order."
                )
            )
        pool = self._start_pool(self.product_id, self.supplier_id)
        return pool._get_records_action(name=self.env._("Pooled Order"))

    def _start_pool(self, product, supplier, **vals):
        """Create the pooled order, in draft, and tell nobody yet."""
        self.ensure_one()
        if self.state != "open":
            raise UserError(
                self.env._("%(need)s is not open any more.", need=self.name)
            )
        if supplier not in self._find_offers(product).partner_id:
            raise UserError(
                self.env._(
                    "%(supplier)s is not among the suppliers that can be chosen for "
                    "%(product)s: it has no price for it, or its grade or its "
                    "territory does not allow it.",
                    supplier=supplier.name,
                    product=product.display_name,
                )
            )
        pool = self.env["smart.pooled.order"].create(
            {
                "name": self.name,
                "description": self.description,
                "partner_id": supplier.id,
                "company_id": self.company_id.id,
                "territory_id": self.territory_id.id,
                "filiere_id": self.filiere_id.id,
                "deadline": fields.Datetime.now() + timedelta(days=DAYS_OPEN),
                "line_ids": [Command.create({"product_id": product.id})],
                **vals,
            }
        )
        # the right to write was checked by who called
        self.sudo().write({"state": "pooled", "pooled_order_id": pool.id})
        self.sudo().activity_feedback(["mail.mail_activity_data_todo"])
        return pool

    def _start_pool_as_coordinator(self, partner, choice, lot_size, days):
        """A trained member opens the pooled order: the one door for her.

        :param choice: a key of `_get_choices`
        :raises UserError: she may not, or it cannot open
        """
        self.ensure_one()
        self = self.sudo()
        if not partner.sudo().can_coordinate_pools:
            raise UserError(
                self.env._("Follow the training first, or ask the purchasing team.")
            )
        if choice not in dict(self._get_choices()):
            raise UserError(self.env._("Choose a product of the list."))
        if not 1 <= days <= 60:
            raise UserError(self.env._("Leave members between 1 and 60 days."))
        if not 0 < lot_size < 1e6:
            raise UserError(self.env._("The lot size must be positive."))
        product_id, supplier_id = map(int, choice.split("-"))
        pool = self._start_pool(
            self.env["product.product"].browse(product_id),
            self.env["res.partner"].browse(supplier_id),
            coordinator_id=partner.id,
            user_id=False,
            deadline=fields.Datetime.now() + timedelta(days=days),
        )
        pool.line_ids.lot_size = lot_size
        pool.action_open()
        return pool


class SmartPooledOrderProposal(models.Model):
    """Who backed a need is told when its pooled order opens."""

    _inherit = "smart.pooled.order"

    proposal_ids = fields.One2many(
        "smart.pool.proposal",
        "pooled_order_id",
        "Needs",
        groups="smart_purchase_charter.group_buyer",
    )
    coordinator_id = fields.Many2one(
        "res.partner", "Coordinated by", domain="[('is_member', '=', True)]"
    )

    def action_open(self):
        first = self.sudo().filtered(lambda order: not order.date_open)
        result = super().action_open()
        first.proposal_ids._tell_backers("pooled")
        return result

    def _get_intention(self, partner):
        """Return how many she said she would take, before any commitment."""
        backing = self.sudo().proposal_ids.backing_ids
        return sum(
            backing.filtered(lambda one: one.partner_id == partner).mapped("quantity")
        )
