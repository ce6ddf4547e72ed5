# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from . import charter_wording
from .smart_charter_policy import EFFECTS

# what a derogation lifts
LIFTED = ("approve", "block")


class SmartCharterCheckMixin(models.AbstractModel):
    """A document made out to a supplier, checked against the charter on confirmation.

    The model says which supplier, document type and amount; the company's matrix says
    what the grade does to it.
    """

    _name = "smart.charter.check.mixin"
    _description = "Charter Check"

    charter_grade = fields.Selection(
        charter_wording.GRADES,
        compute="_compute_charter_check",
        compute_sudo=True,
        groups="base.group_user",
    )
    charter_effect = fields.Selection(
        EFFECTS,
        compute="_compute_charter_check",
        compute_sudo=True,
        groups="base.group_user",
    )
    charter_derogation_id = fields.Many2one(
        "smart.supplier.derogation",
        compute="_compute_charter_check",
        compute_sudo=True,
        groups="base.group_user",
    )
    charter_notice = fields.Text(
        compute="_compute_charter_notice", compute_sudo=True, groups="base.group_user"
    )
    charter_justification = fields.Text(
        "Reason for this Supplier",
        copy=False,
        groups="base.group_user",
        help="Why this supplier, in spite of its grade. Kept in the document's "
        "history.",
    )

    # === HOOKS === #

    def _get_charter_partner(self):
        """Return the supplier of one document: the commercial entity."""
        raise NotImplementedError

    def _get_charter_document(self):
        """Return the key of the document type in the company's matrix."""
        raise NotImplementedError

    def _get_charter_amount(self):
        """Return the untaxed amount of one document in the company's currency."""
        raise NotImplementedError

    def _get_charter_products(self):
        """Return the products of one document: a derogation may be for some only."""
        return self.env["product.product"]

    # === COMPUTE METHODS === #

    def _compute_charter_check(self):
        """Compute grade, effect and derogation; models add their own dependencies."""
        verdicts = self._get_charter_verdicts()
        for document in self:
            partner = document._get_charter_partner()
            document.charter_grade = partner and (partner.charter_grade or "unknown")
            document.charter_effect, document.charter_derogation_id = verdicts[document]

    def _get_charter_verdicts(self, kind=None):
        """Return {document: (effect, derogation)}, by the rules of a kind of document.

        The number of queries does not depend on the number of documents.
        """
        # sudo: what the company decided holds for who may not read its matrix
        records = self.sudo()
        matrix = records.env["smart.charter.policy"]._get_matrix(records.company_id)
        partners = self.env["res.partner"].union(
            *(document._get_charter_partner() for document in records)
        )
        derogations = records.env["smart.supplier.derogation"]._get_valid(
            partners, records.company_id, fields.Date.context_today(self)
        )
        return {
            document: document.sudo()._get_charter_verdict(matrix, derogations, kind)
            for document in self
        }

    def _get_charter_verdict(self, matrix, derogations, kind=None):
        none = self.env["smart.supplier.derogation"]
        partner, amount = self._get_charter_partner(), self._get_charter_amount()
        if not partner:
            return "none", none
        effect = self.env["smart.charter.policy"]._get_effect(
            matrix,
            self.company_id,
            kind or self._get_charter_document(),
            partner.charter_grade or "unknown",
            amount,
        )
        if effect not in LIFTED:
            return effect, none
        products = self._get_charter_products()
        found = derogations.filtered(
            lambda d: d._covers(partner, self.company_id, amount, products)
        )
        return effect, found[:1]

    def _compute_charter_notice(self):
        for document in self:
            document.charter_notice = (
                document._get_charter_notice(
                    document.charter_effect, document.charter_derogation_id
                )
                if document.charter_effect != "none"
                else False
            )

    # === BUSINESS METHODS === #

    def _get_charter_notice(self, effect, derogation):
        """Say in one or two sentences what the grade is and what it asks."""
        partner = self._get_charter_partner()
        labels = dict(partner._fields["charter_grade"]._description_selection(self.env))
        notice = self.env._(
            "%(supplier)s has the charter grade “%(grade)s”.",
            supplier=partner.display_name,
            grade=labels[partner.charter_grade or "unknown"],
        )
        explanation = partner.charter_explanation or self.env._(
            "It was never assessed: that is neither good nor bad."
        )
        details = self._get_charter_demand(effect, derogation)
        return " ".join(filter(None, (notice, explanation, details)))

    def _get_charter_demand(self, effect, derogation):
        if derogation:
            return self.env._("A derogation holds until %s.", derogation.date_end)
        return {
            "inform": "",
            "justify": self.env._("Write a reason before you confirm."),
            "approve": self.env._("A purchase manager has to approve it."),
            "block": self.env._(
                "Your company blocks it: choose another supplier or ask for a "
                "derogation."
            ),
        }[effect]

    def _get_charter_error(self):
        """Return why the document cannot be confirmed, or False."""
        self.ensure_one()
        effect, derogation = self.charter_effect, self.charter_derogation_id
        refused = self._is_charter_refused(effect, derogation)
        return self.charter_notice if refused else False

    def _is_charter_refused(self, effect, derogation):
        if effect == "approve":
            return (
                self._needs_charter_approval(effect, derogation)
                and not self._has_native_approval()
            )
        if effect == "justify":
            return not (self.charter_justification or "").strip()
        return effect == "block" and not derogation

    def _needs_charter_approval(self, effect, derogation):
        """Whether somebody else than the current user has to approve the document."""
        return (
            effect == "approve"
            and not derogation
            and not self.env.user.has_group("smart_purchase_charter.group_manager")
        )

    def _has_native_approval(self):
        """Whether the model has a state of its own to wait for an approval."""
        return False

    def _prepare_charter_logs(self):
        """Return {id: what to keep in the history} of the documents concerned."""
        return {
            document.id: "\n".join(
                filter(None, (document.charter_notice, document.charter_justification))
            )
            for document in self
            if document.charter_effect != "none"
        }
