# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .referencing_common import ReferencingCommon
from .sharing_common import SharingCommon


class PrivacyRoutes:
    """Every way to a record that a portal user can try."""

    def check_closed(self, record, user, name, values):
        """Assert that `user` neither reads nor changes `record`, whatever the way."""
        self.env.flush_all()
        self.env.invalidate_all()
        found = record.with_user(user)
        only = [("id", "=", record.id)]
        for way, attempt in {
            "search": lambda: found.search(only).ids,
            "search_read": lambda: found.search_read(only, [name]),
            "by value": lambda: (
                found.search([*only, (name, "=", record.sudo()[name])]).ids
            ),
            "name_search": lambda: found.name_search("", only),
            "group": lambda: [
                row for row in found._read_group(only, [], ["__count"]) if row[0]
            ],
            "messages": lambda: (
                self.env["mail.message"]
                .with_user(user)
                .search([("model", "=", record._name), ("res_id", "=", record.id)])
                .ids
            ),
            "attachments": lambda: (
                self.env["ir.attachment"]
                .with_user(user)
                .search(
                    [
                        ("res_model", "=", record._name),
                        ("res_id", "=", record.id),
                        ("res_field", "in", [False, "file"]),
                    ]
                )
                .ids
            ),
        }.items():
            with self.subTest(model=record._name, user=user.login, way=way):
                self.assertFalse(self._try(attempt))
        for way, attempt in {
            "read": lambda: found.read([name]),
            "web_read": lambda: found.web_read({name: {}}),
            "export": lambda: found.export_data([name]),
            "write": lambda: found.write(values),
            "copy": lambda: found.copy(),
            "unlink": lambda: found.unlink(),
        }.items():
            with self.subTest(model=record._name, user=user.login, way=way):
                self.env.invalidate_all()
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    attempt()

    def _try(self, attempt):
        self.env.invalidate_all()
        try:
            with self.env.cr.savepoint():
                return attempt()
        except AccessError:
            return []

    def check_closed_over_http(self, record, login, name, values):
        """Assert the same of the addresses that a browser can call."""
        self.authenticate(login, login)
        for method, rest in (
            ("read", [[name]]),
            ("web_read", [{name: {}}]),
            ("write", [values]),
            ("unlink", []),
        ):
            answer = self._call(record, method, rest)
            with self.subTest(model=record._name, login=login, method=method):
                self.assertIn("error", answer)

    def _call(self, record, method, rest):
        return self.url_open(
            f"/web/dataset/call_kw/{record._name}/{method}",
            json={
                "jsonrpc": "2.0",
                "method": "call",
                "params": {
                    "model": record._name,
                    "method": method,
                    "args": [record.ids, *rest],
                    "kwargs": {},
                },
            },
        ).json()


@tagged("post_install", "-at_install")
class TestSupplierPrivacy(PrivacyRoutes, ReferencingCommon, HttpCase):
    """Evidence, answers and conditions: whose they are, and nobody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.criterion = cls.charter.criterion_ids[0]
        cls.evidence = cls.env["smart.supplier.evidence"].create(
            {
                "name": "Carbon report",
                "partner_id": cls.supplier.id,
                "criterion_id": cls.criterion.id,
                "reference": "REG-SECRET",
            }
        )
        rival = cls._create_supplier("Rival")
        cls.rival_user = cls._create_portal_contact(rival, "privacy_rival")

    def test_the_evidence_of_a_supplier(self):
        values = {"review_note": "Forged"}
        for user in (self.rival_user, self.member_user):
            self.check_closed(self.evidence, user, "reference", values)
        self.check_closed_over_http(self.evidence, "privacy_rival", "reference", values)
        mine = self.evidence.with_user(self.supplier_user)
        self.assertEqual(mine.read(["reference"])[0]["reference"], "REG-SECRET")
        with self.assertRaises(AccessError):
            mine.write({"reference": "Changed after the fact"})

    def test_the_conditions_of_members(self):
        values = {"code": "FORGED"}
        for user in (self.supplier_user, self.rival_user):
            self.check_closed(self.condition, user, "code", values)
        self.check_closed_over_http(self.condition, "charter_supplier", "code", values)
        with self.assertRaises(AccessError):
            self.condition.with_user(self.member_user).write(values)

    def test_the_answers_and_the_assessment(self):
        assessment = self._assess_example(self.supplier)
        questionnaire = self.env["smart.supplier.questionnaire"]._open_for(
            self.supplier
        )
        for user in (self.rival_user, self.member_user, self.supplier_user):
            self.check_closed(assessment, user, "grade", {"note": "x"})
            self.check_closed(assessment.line_ids[0], user, "level", {"level": "4"})
            self.check_closed(questionnaire, user, "state", {"state": "submitted"})


@tagged("post_install", "-at_install")
class TestMemberPrivacy(PrivacyRoutes, SharingCommon, HttpCase):
    """Commitments, loans and what is owed: hers alone."""

    def test_the_commitment_of_a_member(self):
        pool = self._create_pool()
        hers = self._commit(pool, self.anne, 6, 2, 9.5)
        self._commit(pool, self.chloe, 3)
        values = {"quantity": 1}
        self.check_closed(hers, self.chloe.user_ids, "max_price", values)
        self.check_closed_over_http(hers, "pooled_chloe", "max_price", values)
        self.assertEqual(hers.quantity, 6)
        lines = pool.line_ids.with_user(self.chloe.user_ids)
        with self.assertRaises(AccessError):
            lines.read(["purchase_line_ids"])

    def test_the_printed_lists_of_a_pool_name_her_alone(self):
        pool = self._create_pool()
        self._commit(pool, self.anne, 6)
        self._commit(pool, self.chloe, 6)
        self._order(pool).order_line.qty_received = 12
        pool.action_allocate()
        self.env.flush_all()
        self.env.invalidate_all()
        reports = self.env["ir.actions.report"].with_user(self.chloe.user_ids)
        with self.assertRaises(AccessError):
            reports._render_xlsx(
                "smart_purchase_charter.action_report_pooled_distribution",
                pool.ids,
                {},
            )
        page, _kind = reports._render_qweb_html(
            "smart_purchase_charter.report_pool_handover", pool.ids
        )
        self.assertNotIn("Anne", page.decode())

    def test_the_loan_of_a_member(self):
        loan = self._ask(self.anne, self.projector)
        values = {"date_to": fields.Datetime.to_string(loan.date_to)}
        self.check_closed(loan, self.chloe.user_ids, "date_from", values)
        self.check_closed_over_http(loan, "pooled_chloe", "date_from", values)
        for path in (f"/my/loans/{loan.id}", f"/my/loans/{loan.id}/cancel"):
            self.assertEqual(self.url_open(path).status_code, 404)

    def test_the_need_of_a_member_tells_who_backs_it_to_nobody(self):
        need = self.env["smart.pool.proposal"]._propose(self.anne, "Ink", 2)
        need._back(self.bachir, 3)
        backing = need.backing_ids.filtered(lambda one: one.partner_id == self.bachir)
        self.check_closed(backing, self.chloe.user_ids, "quantity", {"quantity": 9})
