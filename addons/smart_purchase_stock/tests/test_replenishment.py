# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.smart_purchase_charter.tests.charter_common import CharterCommon

TODO = "smart_purchase_stock.mail_activity_blocked"


class ReplenishmentCommon(CharterCommon):
    """One storable product, a good supplier and a cheaper one of unknown grade."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keeper = new_test_user(
            cls.env, "charter_keeper", groups="stock.group_stock_user", lang="en_US"
        )
        cls.stock_manager = new_test_user(
            cls.env,
            "charter_stock_manager",
            groups="stock.group_stock_manager",
            lang="en_US",
        )
        cls._assess_as(cls.supplier, "exemplary")
        cls.cheap = cls._create_supplier("Papiers au rabais")
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.env.company.id)], limit=1
        )
        cls.buy = cls.env.ref("purchase_stock.route_warehouse0_buy")
        cls.rule = cls._create_rule("Ream")
        cls.ream = cls.rule.product_id
        cls.cheap_price, cls.good_price = cls.ream.seller_ids

    @classmethod
    def _create_rule(cls, name):
        product = cls.env["product.product"].create(
            {
                "name": name,
                "is_storable": True,
                "route_ids": [Command.link(cls.buy.id)],
                "seller_ids": [
                    Command.create({"partner_id": one.id, "price": price})
                    for one, price in ((cls.cheap, 4), (cls.supplier, 5))
                ],
            }
        )
        # a rule that nobody wrote goes once it is fulfilled
        rules = cls.env["stock.warehouse.orderpoint"].with_user(cls.stock_manager)
        return rules.create(
            {
                "product_id": product.id,
                "location_id": cls.warehouse.lot_stock_id.id,
                "product_min_qty": 10,
                "product_max_qty": 10,
                "trigger": "manual",
            }
        ).with_user(cls.env.user)

    def _replenish(self, rule=None, user=None):
        """Order what a rule asks for; return the order."""
        rule = rule or self.rule
        rule.with_user(user or self.stock_manager).action_replenish()
        lines = self.env["purchase.order.line"].search(
            [("product_id", "=", rule.product_id.id)]
        )
        return lines.order_id

    def _derogate(self, **values):
        return self.env["smart.supplier.derogation"].create(
            {
                "partner_id": self.cheap.id,
                "reason": "Nobody else has it",
                "state": "approved",
                "date_start": fields.Date.context_today(self.cheap),
                "date_end": fields.Date.add(
                    fields.Date.context_today(self.cheap), days=30
                ),
                **values,
            }
        )


@tagged("post_install", "-at_install")
class TestReplenishment(ReplenishmentCommon):
    def test_buyer_and_stock_user_read_the_grade_of_who_will_deliver(self):
        for user in (self.buyer, self.keeper):
            rule = self.rule.with_user(user)
            self.assertFalse(rule.supplier_id)
            self.assertEqual(rule.effective_vendor_id, self.cheap)
            self.assertEqual(rule.charter_grade, "unknown")
            self.assertEqual(rule.charter_effect, "inform")
            self.assertIn("never assessed", rule.charter_notice)
        self.rule.supplier_id = self.good_price
        for user in (self.buyer, self.keeper):
            rule = self.rule.with_user(user)
            self.assertEqual(rule.charter_grade, "exemplary")
            self.assertFalse(rule.charter_notice)

    def test_a_stock_user_reads_no_more_of_the_charter(self):
        with self.assertRaises(AccessError):
            self.env["smart.charter.policy"].with_user(self.keeper).search([])

    def test_without_a_supplier_there_is_no_grade(self):
        self.ream.seller_ids.unlink()
        self.assertFalse(self.rule.charter_grade)
        self.assertEqual(self.rule.charter_effect, "none")

    def test_filters(self):
        graded = self._create_rule("Envelope")
        graded.supplier_id = graded.product_id.seller_ids[1]
        rules = self.env["stock.warehouse.orderpoint"].with_user(self.keeper)
        both = self.rule | graded

        def found(*domain):
            return rules.search([*domain, ("id", "in", both.ids)])

        self.assertEqual(found(("charter_grade", "=", "exemplary")), graded)
        self.assertEqual(found(("charter_grade", "!=", "exemplary")), self.rule)
        self.assertFalse(found(("charter_effect", "=", "block")))
        self._set_effect("unknown", "block")
        rules.invalidate_model()
        self.assertEqual(found(("charter_effect", "=", "block")), self.rule)

    def test_the_amount_of_the_need_reaches_a_threshold(self):
        self.env["smart.charter.policy"].create(
            {
                "company_id": self.env.company.id,
                "document": "purchase_order",
                "grade": "unknown",
                "min_amount": 40,
                "effect": "justify",
            }
        )
        self.assertEqual(self.rule.charter_effect, "justify")
        self.assertIn("will ask a reason", self.rule.charter_notice)
        self.cheap_price.discount = 10
        self.rule.invalidate_recordset()
        self.assertEqual(self.rule.charter_effect, "inform")

    def test_grade_and_price_side_by_side_where_a_supplier_is_chosen(self):
        seller = self.cheap_price.with_user(self.keeper)
        self.assertEqual(seller.charter_grade, "unknown")
        self.assertNotIn("·", seller.display_name)
        name = seller.with_context(show_charter_grade=True).display_name
        self.assertRegex(name, r"4\.00.*· Unknown$")
        wizard = self.env["product.replenish"].with_user(self.stock_manager)
        wizard = wizard.create(
            {
                "product_id": self.ream.id,
                "product_tmpl_id": self.ream.product_tmpl_id.id,
                "product_uom_id": self.ream.uom_id.id,
                "quantity": 3,
                "warehouse_id": self.warehouse.id,
                "route_id": self.buy.id,
                "supplier_id": self.cheap_price.id,
            }
        )
        self.assertIn("never assessed", wizard.charter_notice)
        wizard.supplier_id = self.good_price
        self.assertFalse(wizard.charter_notice)
        info = self.env["stock.replenishment.info"].with_user(self.stock_manager)
        info = info.create({"orderpoint_id": self.rule.id})
        self.assertIn("never assessed", info.charter_notice)
        self.assertEqual(info.supplierinfo_ids, self.ream.seller_ids)

    def test_views_load_for_who_uses_them(self):
        rules = self.env["stock.warehouse.orderpoint"]
        for user in (self.buyer, self.keeper, self.stock_manager):
            views = rules.with_user(user).get_views(
                [(False, "list"), (False, "search")]
            )
            self.assertIn("charter_grade", views["views"]["list"]["arch"])
        with Form(
            self.env["stock.replenishment.info"]
            .with_user(self.stock_manager)
            .with_context(default_orderpoint_id=self.rule.id)
        ) as form:
            self.assertEqual(form.charter_effect, "inform")

    def test_queries_do_not_grow_with_rules(self):
        rules = self.rule.union(*(self._create_rule(f"P{rank}") for rank in range(6)))

        def count(some, *names):
            self.env.flush_all()
            self.env.invalidate_all()
            some.mapped("effective_vendor_id.commercial_partner_id")
            some.mapped("qty_to_order")
            some.mapped(lambda one: one._get_charter_seller().price)
            start = self.env.cr.sql_log_count
            for name in names:
                some.mapped(name)
            return self.env.cr.sql_log_count - start

        names = ("charter_grade", "charter_notice")
        count(rules, *names)
        few = count(rules[:2], *names)
        many = count(rules, *names)
        # what core asks for each vendor is not counted, see above
        self.assertLessEqual(many, few)


@tagged("post_install", "-at_install")
class TestProcurement(ReplenishmentCommon):
    def test_a_blocked_supplier_leaves_a_draft_a_message_and_an_activity(self):
        self._set_effect("unknown", "block")
        self.cheap.buyer_id = self.buyer
        order = self._replenish()
        self.assertEqual(order.partner_id, self.cheap)
        self.assertEqual(order.state, "draft")
        self.assertEqual(order.order_line.product_qty, 10)
        self.assertIn("blocks it", order.message_ids[0].body)
        activity = order.activity_search([TODO])
        self.assertEqual(activity.user_id, self.buyer)
        self.assertIn("blocks it", activity.note)
        with self.assertRaisesRegex(UserError, "blocks it"):
            order.with_user(self.buyer).button_confirm()
        self.assertEqual(order.state, "draft")

    def test_a_need_that_grows_says_it_once(self):
        self._set_effect("unknown", "block")
        order = self._replenish()
        self.env.invalidate_all()
        self.rule.write({"product_min_qty": 30, "product_max_qty": 30})
        self.assertEqual(self._replenish(), order)
        self.assertEqual(order.order_line.product_qty, 30)
        self.assertEqual(len(order.activity_search([TODO])), 1)

    def test_somebody_who_buys_gets_it_without_a_buyer_of_the_supplier(self):
        self._set_effect("unknown", "block")
        user = self._replenish().activity_search([TODO]).user_id
        self.assertTrue(user.has_group("smart_purchase_charter.group_buyer"))
        self.assertIn(self.env.company, user.company_ids)

    def test_the_scheduler_loses_no_need(self):
        self._set_effect("unknown", "block")
        self.rule.trigger = "auto"
        self.env["stock.rule"].run_scheduler()
        order = (
            self.env["purchase.order.line"]
            .search([("product_id", "=", self.ream.id)])
            .order_id
        )
        self.assertEqual(order.state, "draft")
        self.assertTrue(order.activity_search([TODO]))

    def test_what_is_not_blocked_goes_as_ever(self):
        order = self._replenish()
        self.assertFalse(order.activity_search([TODO]))
        order.with_user(self.buyer).button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_a_derogation_lifts_it(self):
        self._set_effect("unknown", "block")
        self._derogate()
        self.assertFalse(self._replenish().activity_search([TODO]))

    def test_the_activity_goes_with_its_cause(self):
        self._set_effect("unknown", "block")
        cancelled = self._replenish()
        cancelled.button_cancel()
        self.assertFalse(cancelled.activity_search([TODO]))
        order = self._replenish(self._create_rule("Envelope"))
        self.assertTrue(order.activity_search([TODO]))
        self._derogate()
        order.invalidate_recordset()
        order.with_user(self.buyer).button_confirm()
        self.assertFalse(order.activity_search([TODO]))


@tagged("post_install", "-at_install")
class TestGradedFirst(ReplenishmentCommon):
    def _prefer(self):
        with Form(self.env["res.config.settings"]) as form:
            form.prefer_graded_suppliers = True
        form.record.execute()
        self.assertTrue(self.env.company.prefer_graded_suppliers)

    def test_off_by_default(self):
        self._set_effect("unknown", "block")
        self.assertFalse(self.env.company.prefer_graded_suppliers)
        self.assertEqual(self._replenish().partner_id, self.cheap)

    def test_a_blocked_supplier_comes_last(self):
        self._set_effect("unknown", "block")
        self._prefer()
        self.assertEqual(self.rule.with_user(self.keeper).charter_grade, "exemplary")
        order = self._replenish()
        self.assertEqual(order.partner_id, self.supplier)
        self.assertFalse(order.activity_search([TODO]))

    def test_who_is_only_less_good_keeps_its_place(self):
        self._prefer()
        self.assertEqual(self._replenish().partner_id, self.cheap)

    def test_only_among_those_valid_for_the_quantity(self):
        self._set_effect("unknown", "block")
        self._prefer()
        self.good_price.min_qty = 50
        order = self._replenish()
        self.assertEqual(order.partner_id, self.cheap)
        self.assertTrue(order.activity_search([TODO]))

    def test_a_derogation_gives_its_place_back(self):
        self._set_effect("unknown", "block")
        self._prefer()
        self._derogate(product_id=self.product.id)
        self.assertEqual(
            self.ream._select_seller(quantity=10).partner_id, self.supplier
        )
        self._derogate(product_id=self.ream.id)
        self.assertEqual(self.ream._select_seller(quantity=10).partner_id, self.cheap)

    def test_a_supplier_asked_for_is_the_one(self):
        self._set_effect("unknown", "block")
        self._prefer()
        self.rule.supplier_id = self.cheap_price
        self.assertEqual(self._replenish().partner_id, self.cheap)
