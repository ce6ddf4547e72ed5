# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.exceptions import UserError


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _get_charter_page(self):
        """Return what a supplier reads about itself on the portal, as plain values.

        The assessor's notes and comments stay inside. Keys: partner, charter,
        signature, grade, grade_label, score (None without one), coverage, explanation,
        next_step, themes (list of {name, lines}); charter is empty when none is in
        force.
        """
        self.ensure_one()
        # sudo: a fixed selection of values about the supplier that asks, nothing else.
        partner = self.sudo().commercial_partner_id
        charter = self.env["smart.charter"].sudo()._get_in_force()
        labels = dict(partner._fields["charter_grade"]._description_selection(self.env))
        grade = partner.charter_grade or "unknown"
        return {
            "partner": partner,
            "charter": charter,
            "signature": partner._get_charter_signature(charter),
            "grade": grade,
            "grade_label": labels[grade],
            "score": partner.charter_score if partner.charter_has_score else None,
            "coverage": partner.charter_coverage,
            "explanation": partner.charter_explanation,
            "next_step": partner.charter_next_step,
            "themes": partner._get_charter_page_themes(charter),
        }

    def _get_charter_signature(self, charter):
        return self.env["smart.charter.signature"].search(
            [("charter_id", "=", charter.id), ("partner_id", "=", self.id)], limit=1
        )

    def _get_charter_page_themes(self, charter):
        criteria = (
            charter._get_applicable_criteria(self) if charter else charter.criterion_ids
        )
        lines = {line.criterion_id.code: line for line in self.charter_line_ids}
        evidence = self.env["smart.supplier.evidence"].search(
            [("partner_id", "=", self.id)]
        )
        by_code = evidence.grouped(lambda proof: proof.criterion_id.code)
        none = self.env["smart.supplier.assessment.line"]
        return [
            {
                "name": theme.name,
                "lines": [
                    criterion._prepare_page_line(
                        lines.get(criterion.code, none),
                        by_code.get(criterion.code, evidence.browse()),
                    )
                    for criterion in members
                ],
            }
            for theme, members in criteria.grouped("theme_id").items()
        ]

    def _sign_charter(self, signer_name, is_named=False):
        """Sign the charter in force for the supplier of this contact.

        :raise UserError: with what to do, see ``smart.charter.signature._sign``.
        """
        partner = self._check_charter_supplier()
        # sudo: nobody may create a signature otherwise; the supplier is the user's.
        charter = self.env["smart.charter"].sudo()._get_in_force()
        return (
            self.env["smart.charter.signature"]
            .sudo()
            ._sign(charter, partner, signer_name, is_named)
        )

    def _submit_evidence(self, criterion_id, values):
        """Store a proof that the supplier of this contact sends for a criterion."""
        partner = self._check_charter_supplier()
        # sudo: the supplier is the user's own and the criterion is checked below.
        charter = self.env["smart.charter"].sudo()._get_in_force()
        criterion = charter._get_applicable_criteria(partner).filtered(
            lambda c: c.id == criterion_id
        )
        if not criterion:
            raise UserError(
                self.env._(
                    "This criterion is not in the charter in force. Choose another."
                )
            )
        return (
            self.env["smart.supplier.evidence"]
            .sudo()
            ._submit(partner, criterion, values)
        )

    def _check_charter_supplier(self):
        """Return the supplier of this contact, or refuse."""
        self.ensure_one()
        if not self._is_charter_supplier():
            raise UserError(
                self.env._("The charter is for suppliers. Ask a buyer to register you.")
            )
        return self.sudo().commercial_partner_id
