# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.smart_purchase_charter.tests.pooled_common import PooledCommon

CODES = {*(f"A0{n}" for n in range(1, 8)), *(f"F0{n}" for n in range(1, 4))}


@tagged("post_install", "-at_install")
class TestPurchaseFigures(PooledCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.partner"].search([("is_member", "=", True)]).is_member = False
        cls.members = cls.env["res.partner"].create(
            [
                {
                    "name": f"Buyer {number}",
                    "zip": "4000",
                    "country_id": cls.belgium.id,
                    "is_member": True,
                }
                for number in range(20)
            ]
        )
        cls.programme = cls.env.ref("smart_impact.programme_shared_enterprise")
        groups = "smart_impact.group_evaluator"
        cls.evaluator = new_test_user(cls.env, "bridge_evaluator", groups=groups)
        cls.both = new_test_user(
            cls.env,
            "bridge_both",
            groups=f"{groups},smart_purchase_charter.group_buyer,"
            "smart_filieres.group_animator",
        )
        indicators = cls.env["smart.impact.indicator"].search([("code", "in", CODES)])
        cls.indicators = {one.code: one for one in indicators}
        measures = indicators.numerator_id | indicators.denominator_id
        measures.with_user(cls.both).action_take_charge()
        cls.today = fields.Date.context_today(cls.env.user)

    def _buy_together(self, members):
        """Order for members who take three each: 8.50 together, 10.00 alone."""
        pool = self._create_pool(line={"lot_size": 1})
        for member in members:
            self._commit(pool, member, 3)
        self._order(pool)
        return pool

    def _spend(self, supplier, amount, **values):
        return self.env["smart.spend.line"].create(
            {
                "company_id": self.env.company.id,
                "date": self.today - timedelta(days=10),
                "source": "bill",
                "buyer_type": "structure",
                "partner_id": supplier.id,
                "charter_grade": "unknown",
                "amount": amount,
                **values,
            }
        )

    def _compute(self, code, user=None):
        figures = self.env["smart.impact.figure"].with_user(user or self.evaluator)
        indicator = self.indicators[code].with_user(user or self.evaluator)
        start = self.today - timedelta(days=365)
        end = self.today + timedelta(days=1)
        return figures._compute_figures(indicator, start, end)

    def _total(self, code):
        return self._compute(code).filtered("is_total")

    def test_each_figure_names_its_decision_and_waits_for_a_vote(self):
        self.assertEqual(set(self.indicators), CODES)
        for code, indicator in self.indicators.items():
            self.assertTrue(indicator.decision_ids, code)
            self.assertTrue(indicator.formula, code)
            self.assertEqual((indicator.source, indicator.state), ("erp", "draft"))

    def test_the_share_of_members_who_buy_together(self):
        self._buy_together(self.members[:6])
        total = self._total("A04")
        self.assertEqual((total.numerator, total.denominator), (6, 20))
        self.assertAlmostEqual(total.value, 30)
        # everybody in the register, so it is exact
        self.assertFalse(total.has_interval)

    def test_what_is_saved_is_units_by_the_price_alone_less_the_price_paid(self):
        pool = self._buy_together(self.members[:6])
        self.assertEqual(pool.line_ids.single_price, 10)
        self.assertEqual(pool.line_ids.ordered_price, 8.5)
        total = self._total("A05")
        self.assertAlmostEqual(total.value, 18 * 1.5)
        self.assertEqual(total.people, 6)
        shares = self.env["smart.pooled.share"].with_user(self.both)
        mine = shares.search([("order_id", "=", pool.id)])
        self.assertEqual(len(mine), 6)
        self.assertAlmostEqual(sum(mine.mapped("amount")), 153)

    def test_an_order_from_before_says_nothing_about_its_saving(self):
        pool = self._buy_together(self.members[:6])
        pool.line_ids.single_price = 0
        self.env.flush_all()
        self.assertEqual(self._total("A05").people, 0)

    def test_a_product_with_one_price_saves_nothing(self):
        self.product = self._create_pooled_product("Ink", tiers=((0, 12.0),))
        pool = self._create_pool(self.product, line={"lot_size": 1})
        for member in self.members[:6]:
            self._commit(pool, member, 3)
        self._order(pool)
        self.assertEqual(pool.line_ids.single_price, 12)
        self.assertEqual(self._total("A05").value, 0)

    def test_fewer_than_five_members_are_not_shown(self):
        self._buy_together(self.members[:4])
        for code in ("A04", "A05"):
            figure = self._total(code)
            self.assertTrue(figure.is_masked, code)
            self.assertFalse(figure.value or figure.people, code)

    def test_the_share_of_spend_by_grade(self):
        self.env["smart.spend.line"].search([]).unlink()
        suppliers = self.env["res.partner"].create(
            [{"name": f"Supplier {number}"} for number in range(12)]
        )
        for supplier in suppliers[:6]:
            self._spend(supplier, 100, is_assessed=True, charter_grade="compliant")
        for supplier in suppliers[6:]:
            self._spend(supplier, 50)
        self._spend(suppliers[0], 700, date=self.today - timedelta(days=800))
        total = self._total("A01")
        self.assertEqual((total.numerator, total.denominator), (600, 900))
        self.assertAlmostEqual(total.value, 200 / 3, 5)
        self.assertEqual(total.people, 12)
        # one supplier alone is known to whoever knows the market
        self.assertEqual(self._total("A02").value, 0)
        self._spend(suppliers[11], 10, is_responsible=True)
        self.assertTrue(self._total("A02").is_masked)

    def test_borrowing_counts_the_members_and_what_they_did_not_buy(self):
        resource = self.env["smart.shared.resource"].create(
            {
                "name": "Plotter",
                "item_ids": [Command.create({"name": str(n)}) for n in range(6)],
            }
        )
        now = fields.Datetime.now()
        loans = self.env["smart.loan"].create(
            [
                {
                    "resource_id": resource.id,
                    "item_id": item.id,
                    "partner_id": member.id,
                    "date_from": now,
                    "date_to": now + timedelta(days=2),
                    "avoided_product_id": self.product.id,
                }
                for item, member in zip(
                    resource.item_ids, self.members[:6], strict=True
                )
            ]
        )
        self.assertEqual(self._total("A06").value, 0)
        loans.sudo().write({"state": "out", "date_out": now})
        self.assertAlmostEqual(self._total("A06").value, 30)
        self.assertAlmostEqual(self._total("A07").value, 60)

    def test_members_active_in_filieres(self):
        for state, members in (
            ("active", self.members[:7]),
            ("proposed", self.members[7:]),
        ):
            self.env["smart.filiere.membership"].create(
                [
                    {
                        "partner_id": member.id,
                        "filiere_id": self.filiere_show.id,
                        "state": state,
                    }
                    for member in members
                ]
            )
        total = self._total("F01")
        self.assertAlmostEqual(total.value, 35)
        self.assertEqual(self._total("F02").value, 0)

    def test_figures_are_read_with_the_rights_of_who_stands_for_them(self):
        measure = self.env.ref("smart_impact_purchase.measure_pool_saving")
        with self.assertRaises(AccessError):
            self.env["smart.pooled.share"].with_user(self.evaluator).search([])
        measure.with_user(self.evaluator).action_take_charge()
        with self.assertRaisesRegex(UserError, "not open to"):
            self._compute("A05")
        member = self.anne.user_ids
        for model in ("smart.pooled.share", "smart.impact.measure"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(member).search([])

    def test_nobody_writes_a_share(self):
        self._buy_together(self.members[:5])
        share = self.env["smart.pooled.share"].with_user(self.both).search([], limit=1)
        with self.assertRaises(AccessError):
            share.write({"amount": 0})

    def test_another_company_is_not_counted(self):
        self._buy_together(self.members[:6])
        other = self.env["res.company"].create({"name": "Elsewhere"})
        shares = self.env["smart.pooled.share"].with_user(self.both)
        self.assertTrue(shares.search([]))
        self.both.write({"company_ids": [Command.link(other.id)]})
        elsewhere = shares.with_context(allowed_company_ids=other.ids)
        self.assertFalse(elsewhere.search([]))

    def _count_queries(self):
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.env.cr.sql_log_count
        self._compute("A05")
        return self.env.cr.sql_log_count - start

    def test_the_queries_do_not_grow_with_the_orders(self):
        self._buy_together(self.members[:5])
        self._count_queries()
        few = self._count_queries()
        for _number in range(3):
            self._buy_together(self.members)
        self.assertLessEqual(self._count_queries(), few)
