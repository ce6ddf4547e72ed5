# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.smart_filieres.tests.common import SmartCommon

TIERS = ((0, 10.00), (12, 9.20), (18, 8.50))


class PooledCommon(SmartCommon):
    """A product by lots of 6, cheaper at 12 and at 18; four members, a buyer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = new_test_user(
            cls.env,
            "pooled_buyer",
            groups="smart_purchase_charter.group_buyer",
            company_id=cls.env.company.id,
        )
        cls.supplier = cls.env["res.partner"].create({"name": "Papeterie du Nord"})
        cls.product = cls._create_pooled_product("Recycled paper")
        cls.anne = cls._create_member("Anne", login="pooled_anne")
        cls.bachir = cls._create_member("Bachir", login="pooled_bachir")
        cls.chloe = cls._create_member("Chloé", login="pooled_chloe")
        cls.dries = cls._create_member("Dries", zip="1000", login="pooled_dries")

    @classmethod
    def _create_pooled_product(cls, name, tiers=TIERS, **values):
        product = cls.env["product.product"].create(
            {
                "name": name,
                "type": "consu",
                "purchase_method": "receive",
                "supplier_taxes_id": [Command.clear()],
                **values,
            }
        )
        cls.env["product.supplierinfo"].create(
            [
                {
                    "partner_id": cls.supplier.id,
                    "product_tmpl_id": product.product_tmpl_id.id,
                    "min_qty": min_qty,
                    "price": price,
                }
                for min_qty, price in tiers
            ]
        )
        return product

    @classmethod
    def _create_pool(cls, products=None, line=None, is_open=True, **values):
        """Return a pooled order with one line per product, open for a week."""
        pool = cls.env["smart.pooled.order"].create(
            {
                "name": "Paper for the spring",
                "partner_id": cls.supplier.id,
                "user_id": cls.buyer.id,
                "deadline": fields.Datetime.now() + timedelta(days=7),
                "line_ids": [
                    Command.create(
                        {"product_id": product.id, "lot_size": 6, **(line or {})}
                    )
                    for product in products or cls.product
                ],
                **values,
            }
        )
        if is_open:
            pool.action_open()
        return pool

    @classmethod
    def _commit(cls, pool, partner, firm, tolerance=0.0, max_price=0.0):
        return cls.env["smart.pooled.commitment"]._commit(
            partner, pool.line_ids[:1], firm, tolerance, max_price
        )

    @classmethod
    def _commit_the_worked_case(cls, pool):
        """Firm 15 and tolerance 6 of four members: three lots of six."""
        return (
            cls._commit(pool, cls.anne, 7, 2)
            | cls._commit(pool, cls.bachir, 4)
            | cls._commit(pool, cls.chloe, 3, 3)
            | cls._commit(pool, cls.dries, 1, 1)
        )

    @classmethod
    def _order(cls, pool):
        """Close and order; return the confirmed purchase order."""
        pool.action_close()
        pool.action_create_purchase_order()
        purchase = pool.purchase_order_ids.filtered(lambda po: po.state == "draft")
        purchase.button_confirm()
        return purchase
