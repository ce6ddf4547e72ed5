# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tests import new_test_user, tagged

from .pooled_common import PooledCommon

OPERATIONS = ("read", "write", "create", "unlink")
MODELS = (
    "smart.pooled.order",
    "smart.pooled.order.line",
    "smart.pooled.commitment",
)
# What a role may do to the three models, in the order of OPERATIONS.
RIGHTS = {
    "buyer": (True, True, True, True),
    "portal": (True, False, False, False),
    "employee": (False, False, False, False),
    "ethics": (False, False, False, False),
    "public": (False, False, False, False),
}


@tagged("post_install", "-at_install")
class TestPooledAccess(PooledCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._create_pool()
        cls.hers = cls._commit(cls.order, cls.anne, 6)
        cls.his = cls._commit(cls.order, cls.bachir, 3)
        cls.users = {
            "buyer": cls.buyer,
            "portal": cls.anne.user_ids,
            "employee": cls.employee,
            "ethics": new_test_user(
                cls.env,
                "pooled_ethics",
                groups="smart_purchase_charter.group_ethics_committee",
            ),
            "public": cls.env.ref("base.public_user"),
        }

    def setUp(self):
        super().setUp()
        # what setUpClass read as superuser is no proof of what others read
        self.env.invalidate_all()

    def _as(self, model, role="portal"):
        return self.env[model].with_user(self.users[role])

    def test_each_role_has_what_the_table_says(self):
        for role, rights in RIGHTS.items():
            for model in MODELS:
                for operation, expected in zip(OPERATIONS, rights, strict=True):
                    with self.subTest(role=role, model=model, operation=operation):
                        found = self._as(model, role).has_access(operation)
                        self.assertEqual(found, expected)

    def test_a_member_reads_her_own_commitments_only(self):
        commitments = self._as("smart.pooled.commitment")
        self.assertEqual(commitments.search([]), self.hers)
        self.assertEqual(commitments.name_search("Bachir"), [])
        groups = commitments._read_group([], ["partner_id"], ["quantity:sum"])
        self.assertEqual([(p.id, q) for p, q in groups], [(self.anne.id, 6.0)])
        with self.assertRaises(AccessError):
            commitments.browse(self.his.id).read(["quantity"])
        with self.assertRaises(UserError):
            commitments.browse(self.his.id).export_data(["quantity"])

    def test_orders_and_lines_lead_to_no_other_commitment(self):
        order = self._as("smart.pooled.order").browse(self.order.id)
        self.assertEqual(order.commitment_ids, self.hers)
        self.assertEqual(order.line_ids.commitment_ids, self.hers)
        for path in ("commitment_ids", "line_ids.commitment_ids"):
            domain = Domain(f"{path}.partner_id", "=", self.bachir.id)
            self.assertFalse(self._as("smart.pooled.order").search(domain))
            domain = Domain(f"{path}.quantity", "=", 3)
            self.assertFalse(self._as("smart.pooled.order").search(domain))
        grouped = self._as("smart.pooled.order.line").web_search_read(
            [], {"commitment_ids": {"fields": {"quantity": {}}}}
        )
        quantities = [
            row["quantity"]
            for record in grouped["records"]
            for row in record["commitment_ids"]
        ]
        self.assertEqual(quantities, [6.0])

    def test_totals_are_visible_without_names(self):
        line = self._as("smart.pooled.order.line").search(
            [("order_id", "=", self.order.id)]
        )
        self.assertEqual((line.member_count, line.firm_qty), (2, 9.0))

    def test_a_member_writes_nothing(self):
        hers = self.hers.with_user(self.users["portal"])
        for attempt in (
            lambda: hers.write({"quantity": 60}),
            lambda: hers.unlink(),
            lambda: hers.create(
                {"line_id": self.order.line_ids.id, "partner_id": self.dries.id}
            ),
            lambda: hers.order_id.write({"state": "closed"}),
            lambda: hers.order_id.action_close(),
            lambda: hers.order_id.action_create_purchase_order(),
            lambda: hers.order_id.action_cancel(),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                attempt()
        self.assertEqual(self.order.state, "open")
        self.assertEqual(self.hers.quantity, 6)

    def test_purchase_orders_and_costs_are_for_staff(self):
        order = self._as("smart.pooled.order").browse(self.order.id)
        with self.assertRaises(AccessError):
            order.read(["purchase_order_ids"])
        with self.assertRaises(AccessError):
            order.line_ids.read(["left_total"])

    def test_an_order_opens_to_its_territory_and_filiere_only(self):
        here = self._create_pool(territory_id=self.territory_liege.id)
        trade = self._create_pool(filiere_id=self.filiere_show.id)
        draft = self._create_pool(is_open=False)
        readable = self._as("smart.pooled.order").search([])
        self.assertIn(here, readable)
        self.assertNotIn(trade, readable)
        self.assertNotIn(draft, readable)
        self._join(self.anne, self.filiere_show)
        self.assertIn(trade, self._as("smart.pooled.order").search([]))
        brussels = self.env["smart.pooled.order"].with_user(self.dries.user_ids)
        self.assertNotIn(here, brussels.search([]))
        self.assertEqual(
            self.env["smart.pooled.order.line"]
            .with_user(self.dries.user_ids)
            .search([("order_id", "=", here.id)])
            .ids,
            [],
        )

    def test_an_order_stays_readable_to_who_committed(self):
        self.order.action_close()
        self.assertIn(self.order, self._as("smart.pooled.order").search([]))
        self.anne.zip = "1000"
        self._as("smart.pooled.order").browse(self.order.id).check_access("read")
        others = self.env["smart.pooled.order"].with_user(self.chloe.user_ids)
        self.assertNotIn(self.order, others.search([]))

    def test_portal_users_who_are_no_members_see_nothing(self):
        supplier = new_test_user(
            self.env, "pooled_supplier", groups="base.group_portal"
        )
        for model in MODELS:
            self.assertFalse(self.env[model].with_user(supplier).search([]))

    def test_companies_do_not_see_each_other(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        other = new_test_user(
            self.env,
            "pooled_elsewhere",
            groups="smart_purchase_charter.group_buyer",
            company_id=company.id,
            company_ids=[company.id],
        )
        for model in MODELS:
            self.assertFalse(self.env[model].with_user(other).search([]))

    def test_results_are_out_of_reach_over_rpc(self):
        commitment = self.hers.with_user(self.buyer)
        order = self.order.with_user(self.buyer)
        for record, vals in (
            (commitment, {"allocated_qty": 99}),
            (commitment, {"amount_total": 1}),
            (commitment, {"commit_date": "2020-01-01 00:00:00"}),
            (commitment, {"state": "settled"}),
            (order, {"state": "settled"}),
            (order, {"line_ids": [(1, order.line_ids.id, {"ordered_price": 1})]}),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                record.write(vals)

    def test_a_create_brings_no_result(self):
        forged = self._as("smart.pooled.commitment", "buyer").with_context(
            default_amount_total=5, default_commit_date="2020-01-01 00:00:00"
        )
        commitment = forged.create(
            {
                "line_id": self.order.line_ids.id,
                "order_id": self._create_pool().id,
                "partner_id": self.chloe.id,
                "quantity": 2,
                "allocated_qty": 99,
                "state": "settled",
            }
        )
        self.assertEqual(commitment.order_id, self.order)
        self.assertEqual((commitment.state, commitment.allocated_qty), ("committed", 0))
        self.assertEqual((commitment.amount_total, commitment.reason), (0, False))
        self.assertGreater(commitment.commit_date.year, 2020)
        order = self.order.with_user(self.buyer).create(
            {
                "name": "Forged",
                "partner_id": self.supplier.id,
                "deadline": "2099-01-01",
                "state": "settled",
                "line_ids": [
                    (0, 0, {"product_id": self.product.id, "ordered_qty": 12})
                ],
            }
        )
        self.assertEqual((order.state, order.line_ids.ordered_qty), ("draft", 0))

    def test_a_buyer_notes_a_commitment_made_by_phone(self):
        commitment = self._as("smart.pooled.commitment", "buyer").create(
            {
                "line_id": self.order.line_ids.id,
                "partner_id": self.chloe.id,
                "quantity": 2,
            }
        )
        self.assertEqual(commitment.order_id, self.order)
        self.assertEqual(self.order.line_ids.firm_qty, 11)
