# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from .charter_common import EXAMPLE, CharterCommon

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


class AssessmentCommon(CharterCommon):
    """The supplier has an address and a buyer; questionnaires, incidents, actions."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supplier.write({"email": "supplier@example.org", "lang": "en_US"})
        cls.buyer.partner_id.email = "buyer@example.org"
        cls.supplier.buyer_id = cls.buyer
        cls.themes = {
            theme.code: theme for theme in cls.env["smart.charter.theme"].search([])
        }

    @classmethod
    def _open_questionnaire(cls, supplier=None):
        questionnaires = cls.env["smart.supplier.questionnaire"]
        return questionnaires._open_for(supplier or cls.supplier)

    @classmethod
    def _answer_example(cls, questionnaire):
        """Answer as in the worked example, with its proofs."""
        for code, _theme, _weight, level, proof in EXAMPLE:
            answer = cls._answer_of(questionnaire, code)
            aside = code == "D"
            if not level and not aside:
                continue
            values = {
                "level": level,
                "is_not_applicable": aside,
                "comment": "We sell no goods" if aside else "",
            }
            register = {"reference": "REG-1"} if proof != "declaration" else {}
            answer._save(values, {} if aside else register)
            if proof == "third_party":
                answer.evidence_id.proof = proof
        questionnaire._submit("Anne Verte")
        return questionnaire

    @classmethod
    def _answer_of(cls, questionnaire, code):
        return questionnaire.answer_ids.filtered(lambda x: x.criterion_id.code == code)

    @classmethod
    def _create_incident(cls, severity="minor", theme="SOC", user=None, **values):
        incidents = cls.env["smart.supplier.incident"].with_user(user or cls.buyer)
        return incidents.create(
            {
                "name": "Paid late",
                "partner_id": cls.supplier.id,
                "theme_id": cls.themes[theme].id,
                "severity": severity,
                **values,
            }
        )

    @classmethod
    def _create_action(cls, **values):
        return (
            cls.env["smart.supplier.action"]
            .with_user(cls.buyer)
            .create({"name": "Pay in time", "partner_id": cls.supplier.id, **values})
        )

    def _grades(self, supplier=None):
        return self.env["smart.supplier.grade"].search(
            [("partner_id", "=", (supplier or self.supplier).id)]
        )

    def _mails(self, text):
        return self.env["mail.mail"].sudo().search([("subject", "ilike", text)])

    def _run(self, name):
        cron = self.env.ref(f"smart_purchase_charter.{name}")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
