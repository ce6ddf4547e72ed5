# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.smart_filieres.tests.common import SmartCommon

MODULE = "smart_purchase_charter"
# Criteria of the worked example: code, theme, weight, level, proof.
EXAMPLE = (
    ("A", "SOC", 10, "4", "third_party"),
    ("B", "SOC", 15, "3", "third_party"),
    ("C", "SOC", 15, "2", "declaration"),
    ("D", "COOP", 10, False, "none"),
    ("E", "SOC", 20, "3", "document"),
    ("F", "ETH", 15, False, "none"),
    ("G", "COOP", 15, "4", "third_party"),
)


class CharterCommon(SmartCommon):
    """An adopted charter of seven criteria, one supplier, one user per role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env.company.partner_id.lang = "en_US"
        cls.env.user.lang = "en_US"
        cls._reset_policies()
        groups = {
            "buyer": f"{MODULE}.group_buyer",
            "purchase_manager": f"{MODULE}.group_manager",
            "ethics": f"{MODULE}.group_ethics_committee",
            "purchaser": "purchase.group_purchase_user",
        }
        for name, group in groups.items():
            user = new_test_user(
                cls.env,
                f"charter_{name}",
                groups=group,
                company_id=cls.env.company.id,
                lang="en_US",
            )
            setattr(cls, name, user)
        cls.supplier = cls._create_supplier("Imprimerie verte")
        cls.supplier_user = cls._create_portal_contact(cls.supplier, "charter_supplier")
        cls.member = cls._create_member("Anne Martin", login="charter_member")
        cls.member_user = cls.member.user_ids
        cls.member_user.lang = "en_US"
        cls.charter = cls._create_charter(EXAMPLE)
        cls.product = cls.env["product.product"].create(
            {"name": "Recycled paper", "type": "consu"}
        )

    @classmethod
    def _reset_policies(cls):
        """Start from a company as it is on a fresh install."""
        company = cls.env.company.id
        policies = cls.env["smart.charter.policy"]
        policies.search([("company_id", "=", company)]).unlink()
        seats = cls.env["smart.ethics.seat"]
        taken = seats.search([("committee_id.company_id", "=", company)])
        taken.write({"date_from": "2099-01-01", "date_to": False})
        policies._create_defaults(cls.env.company)

    @classmethod
    def _create_supplier(cls, name, **values):
        return cls.env["res.partner"].create(
            {"name": name, "is_company": True, "supplier_rank": 1, **values}
        )

    @classmethod
    def _create_portal_contact(cls, supplier, login):
        partner = cls.env["res.partner"].create(
            {"name": f"Contact of {supplier.name}", "parent_id": supplier.id}
        )
        return new_test_user(
            cls.env,
            login,
            groups="base.group_portal",
            partner_id=partner.id,
            password=login,
            lang="en_US",
        )

    @classmethod
    def _create_charter(cls, criteria, is_adopted=True, **values):
        """Return a charter; `criteria` are (code, theme code, weight, …) tuples."""
        themes = {
            theme.code: theme for theme in cls.env["smart.charter.theme"].search([])
        }
        charter = cls.env["smart.charter"].create(
            {
                "name": "Test charter",
                "text": "<p>We respect people and the planet.</p>",
                "criterion_ids": [
                    Command.create(
                        {
                            "code": code,
                            "name": f"Criterion {code}",
                            "theme_id": themes[theme].id,
                            "weight": weight,
                            "is_micro": code in "ABC",
                        }
                    )
                    for code, theme, weight, *_answer in criteria
                ],
                **values,
            }
        )
        if is_adopted:
            charter.action_adopt()
        return charter

    @classmethod
    def _create_evidence(cls, supplier, criterion, proof="document", **values):
        """Return an accepted evidence."""
        evidence = cls.env["smart.supplier.evidence"].create(
            {
                "name": f"Proof of {criterion.code}",
                "partner_id": supplier.id,
                "criterion_id": criterion.id,
                "proof": proof,
                "reference": "REG-1",
                **values,
            }
        )
        evidence.action_accept()
        return evidence

    @classmethod
    def _assess(cls, supplier, answers, is_confirmed=True, charter=None):
        """Return an assessment; `answers` is {code: (level, proof)}."""
        charter = charter or cls.charter
        assessment = cls.env["smart.supplier.assessment"].create(
            {"partner_id": supplier.id, "charter_id": charter.id}
        )
        for line in assessment.line_ids:
            level, proof = answers.get(line.criterion_id.code, (False, "none"))
            vals = {"level": level, "proof": proof}
            if proof in ("document", "third_party"):
                evidence = cls._create_evidence(supplier, line.criterion_id, proof)
                vals["evidence_id"] = evidence.id
            line.write(vals)
        if is_confirmed:
            assessment.action_confirm()
        return assessment

    @classmethod
    def _assess_example(cls, supplier, is_confirmed=True):
        """Return the worked example: 57.8, held at In progress by the ethics theme."""
        answers = {code: (level, proof) for code, _t, _w, level, proof in EXAMPLE}
        assessment = cls._assess(supplier, answers, is_confirmed=False)
        line = assessment.line_ids.filtered(lambda x: x.criterion_id.code == "D")
        line.write({"is_not_applicable": True, "is_not_applicable_accepted": True})
        if is_confirmed:
            assessment.action_confirm()
        return assessment

    @classmethod
    def _assess_as(cls, supplier, grade):
        """Give a supplier the grade asked for."""
        level, proof = {
            "exemplary": ("4", "third_party"),
            "insufficient": ("1", "declaration"),
            "provisional": ("1", "none"),
        }[grade]
        codes = cls.charter.criterion_ids.mapped("code")
        return cls._assess(supplier, dict.fromkeys(codes, (level, proof)))

    @classmethod
    def _create_order(cls, supplier, price=100.0, quantity=1, user=None):
        orders = cls.env["purchase.order"].with_user(user or cls.env.user)
        return orders.create(
            {
                "partner_id": supplier.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": cls.product.id,
                            "product_qty": quantity,
                            "price_unit": price,
                        }
                    )
                ],
            }
        )

    @classmethod
    def _set_effect(cls, grade, effect, document="purchase_order"):
        """Make the company answer a grade with an effect."""
        policies = cls.env["smart.charter.policy"].search(
            [
                ("company_id", "=", cls.env.company.id),
                ("grade", "=", grade),
                ("document", "=", document),
            ]
        )
        policies.effect = effect
        return policies
