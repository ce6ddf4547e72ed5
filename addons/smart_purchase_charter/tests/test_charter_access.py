# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .charter_common import EXAMPLE, CharterCommon

OPERATIONS = {"c": "create", "r": "read", "w": "write", "d": "unlink"}
PERSONAS = (
    "buyer",
    "purchase_manager",
    "ethics",
    "purchaser",
    "employee",
    "supplier_user",
    "member_user",
)
# What each persona may do, in the order of PERSONAS; nothing more is open.
ACCESS = {
    "smart.charter": ("r", "r", "crwd", "", "", "", ""),
    "smart.charter.theme": ("r", "r", "crwd", "", "", "", ""),
    "smart.charter.criterion": ("r", "r", "crwd", "", "", "", ""),
    "smart.charter.signature": ("r", "r", "r", "", "", "", ""),
    "smart.charter.policy": ("r", "crwd", "r", "", "", "", ""),
    "smart.supplier.assessment": ("crwd", "crwd", "crwd", "", "", "", ""),
    "smart.supplier.assessment.line": ("crwd", "crwd", "crwd", "", "", "", ""),
    "smart.supplier.evidence": ("crwd", "crwd", "crwd", "", "", "r", "r"),
    "smart.supplier.derogation": ("crwd", "crwd", "crwd", "", "", "", ""),
}
GRADE_VALUES = {"charter_grade": "exemplary", "charter_score": 99.0}


@tagged("post_install", "-at_install")
class TestCharterAccess(CharterCommon):
    def test_nothing_more_is_open_than_the_table_says(self):
        for model, rights in ACCESS.items():
            for persona, expected in zip(PERSONAS, rights, strict=True):
                records = self.env[model].with_user(getattr(self, persona))
                found = {k for k, op in OPERATIONS.items() if records.has_access(op)}
                with self.subTest(model=model, persona=persona):
                    self.assertEqual(found, set(expected))

    def test_a_grade_cannot_be_written_by_hand(self):
        partners = self.env["res.partner"].with_user(self.env.ref("base.user_admin"))
        supplier = self.supplier.with_env(partners.env)
        for name, value in GRADE_VALUES.items():
            with self.subTest(name=name), self.assertRaises(AccessError):
                supplier.write({name: value})

    def test_a_grade_cannot_be_slipped_into_a_new_contact(self):
        partners = self.env["res.partner"].with_user(self.env.ref("base.user_admin"))
        defaults = {f"default_{name}": value for name, value in GRADE_VALUES.items()}
        created = [
            partners.create({"name": "Forged", **GRADE_VALUES}),
            partners.with_context(**defaults).create({"name": "Forged"}),
        ]
        for partner in created:
            self.assertEqual(partner.charter_grade, "unknown")
            self.assertEqual(partner.charter_score, 0)

    def test_results_cannot_be_forged_by_a_buyer(self):
        assessment = self._assess(self.supplier, {}, is_confirmed=False)
        assessment = assessment.with_user(self.buyer)
        for vals in ({"state": "confirmed"}, {"grade": "exemplary"}, {"score": 99}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                assessment.write(vals)
        with self.assertRaises(UserError):
            assessment.line_ids[0].write({"points": 99})

    def test_a_new_assessment_cannot_bring_its_results(self):
        forged = {"state": "confirmed", "grade": "exemplary", "score": 99}
        defaults = {f"default_{name}": value for name, value in forged.items()}
        assessments = self.env["smart.supplier.assessment"].with_user(self.buyer)
        values = {"partner_id": self.supplier.id}
        created = [
            assessments.create(values | forged),
            assessments.with_context(**defaults).create(values),
        ]
        for assessment in created:
            self.assertEqual(
                (assessment.state, assessment.grade), ("draft", "provisional")
            )
            self.assertEqual(assessment.score, 0)

    def test_confirmed_lines_cannot_be_changed_by_any_role(self):
        line = self._assess_example(self.supplier).line_ids[0]
        other = self.charter.criterion_ids[1]
        for persona in ("buyer", "purchase_manager", "ethics"):
            mine = line.with_user(getattr(self, persona))
            attempts = [
                lambda mine=mine: mine.write({"level": "0"}),
                lambda mine=mine: mine.unlink(),
                lambda mine=mine: mine.create(
                    {"assessment_id": line.assessment_id.id, "criterion_id": other.id}
                ),
            ]
            for attempt in attempts:
                with self.subTest(persona=persona), self.assertRaises(UserError):
                    attempt()

    def test_a_line_does_not_move_to_another_assessment(self):
        draft = self._assess(self._create_supplier("Other"), {}, is_confirmed=False)
        confirmed = self._assess_example(self.supplier)
        with self.assertRaises(UserError):
            draft.line_ids[0].with_user(self.buyer).assessment_id = confirmed

    def test_reviews_and_decisions_pass_by_their_buttons(self):
        criterion = self.charter.criterion_ids[0]
        evidence = self.env["smart.supplier.evidence"].with_user(self.buyer)
        evidence = evidence.with_context(default_state="accepted").create(
            {"name": "X", "partner_id": self.supplier.id, "criterion_id": criterion.id}
        )
        self.assertEqual(evidence.state, "to_review")
        with self.assertRaises(UserError):
            evidence.state = "accepted"
        derogation = self.env["smart.supplier.derogation"].with_user(self.buyer)
        derogation = derogation.create(
            {
                "partner_id": self.supplier.id,
                "reason": "X",
                "date_end": "2099-01-01",
                "state": "approved",
                "requester_id": self.ethics.id,
            }
        )
        self.assertEqual(derogation.state, "requested")
        self.assertEqual(derogation.requester_id, self.buyer)
        with self.assertRaises(UserError):
            derogation.state = "approved"

    def test_a_charter_is_adopted_by_the_committee_only(self):
        draft = self.charter.copy()
        for user in (self.buyer, self.purchase_manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                draft.with_user(user).action_adopt()
        with self.assertRaises(UserError):
            draft.with_user(self.ethics).write({"state": "adopted"})
        draft.with_user(self.ethics).action_adopt()
        self.assertEqual(draft.state, "adopted")

    def test_the_matrix_is_the_managers_choice(self):
        policy = self._set_effect("unknown", "inform")
        with self.assertRaises(AccessError):
            policy.with_user(self.buyer).effect = "none"
        policy.with_user(self.purchase_manager).effect = "justify"
        self.assertEqual(policy.effect, "justify")

    def test_a_supplier_sees_its_own_evidence_and_no_other(self):
        criterion = self.charter.criterion_ids[0]
        mine = self._create_evidence(self.supplier, criterion)
        other = self._create_evidence(self._create_supplier("Other"), criterion)
        found = mine.with_user(self.supplier_user).search([])
        self.assertEqual(found, mine)
        self.assertFalse(mine.with_user(self.member_user).search([]))
        for name in ("name", "file", "review_note"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                other.with_user(self.supplier_user).read([name])
        with self.assertRaises(AccessError):
            mine.with_user(self.supplier_user).read(["reviewer_id"])

    def test_the_portal_reads_no_grade_on_contacts_or_orders(self):
        order = self._create_order(self.supplier)
        for record, name in (
            (self.supplier, "charter_grade"),
            (order, "charter_notice"),
            (order, "charter_justification"),
        ):
            with self.subTest(name=name), self.assertRaises(AccessError):
                record.with_user(self.supplier_user).read([name])
        partners = self.env["res.partner"].with_user(self.supplier_user)
        with self.assertRaises(AccessError):
            partners.search([("charter_grade", "=", "unknown")])

    def test_a_purchaser_sees_the_grade_but_not_the_lines(self):
        self._assess_example(self.supplier)
        supplier = self.supplier.with_user(self.purchaser)
        self.assertEqual(supplier.charter_grade, "progress")
        with self.assertRaises(AccessError):
            supplier.read(["charter_line_ids"])

    def test_a_company_does_not_read_the_charter_of_another(self):
        company = self.env["res.company"].create({"name": "Smart Italy"})
        charter = self._create_charter(EXAMPLE, company_id=company.id)
        answers = {"A": ("2", "declaration")}
        assessment = self._assess(self.supplier, answers, charter=charter)
        evidence = self._create_evidence(self.supplier, charter.criterion_ids[0])
        policies = self.env["smart.charter.policy"].search(
            [("company_id", "=", company.id)]
        )
        self.assertTrue(policies)
        for record in (
            charter,
            charter.criterion_ids[0],
            assessment,
            assessment.line_ids[0],
            evidence,
            policies[0],
        ):
            mine = record.with_user(self.buyer)
            with self.subTest(model=record._name):
                self.assertFalse(mine.search([("id", "=", record.id)]))
                with self.assertRaises(AccessError):
                    mine.read(["display_name"])
        self.buyer.company_ids += company
        mine = charter.with_user(self.buyer).with_context(
            allowed_company_ids=[company.id]
        )
        self.assertEqual(mine.search([("id", "=", charter.id)]), charter)

    def test_private_methods_stay_private(self):
        for model, names in {
            "res.partner": ("refresh_charter_grade", "sign_charter", "submit_evidence"),
            "smart.charter.signature": ("sign",),
            "smart.supplier.evidence": ("submit", "set_reviewed"),
        }.items():
            for name in names:
                self.assertTrue(hasattr(self.env[model], f"_{name}"))
                self.assertFalse(hasattr(self.env[model], name))
