# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from . import charter_wording
from .smart_charter_policy import EFFECTS


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

    # === COMPUTE METHODS === #

    def _compute_charter_check(self):
        """Compute grade, effect and derogation; models add their own dependencies."""
        companies = self.company_id
        matrix = self.env["smart.charter.policy"]._get_matrix(companies)
        partners = self.env["res.partner"].union(
            *(document._get_charter_partner() for document in self)
        )
        derogations = self.env["smart.supplier.derogation"]._get_valid(
            partners, companies, fields.Date.context_today(self)
        )
        for document in self:
            document._apply_charter_policy(matrix, derogations)

    def _apply_charter_policy(self, matrix, derogations):
        partner, amount = self._get_charter_partner(), self._get_charter_amount()
        self.charter_grade = grade = partner and (partner.charter_grade or "unknown")
        self.charter_derogation_id = False
        self.charter_effect = "none"
        if not partner:
            return
        self.charter_effect = self.env["smart.charter.policy"]._get_effect(
            matrix,
            self.company_id,
            self._get_charter_document(),
            grade,
            amount,
        )
        if self.charter_effect == "block":
            self.charter_derogation_id = derogations.filtered(
                lambda d: d._covers(partner, self.company_id, amount)
            )[:1]

    def _compute_charter_notice(self):
        for document in self:
            document.charter_notice = (
                document._get_charter_notice()
                if document.charter_effect != "none"
                else False
            )

    # === BUSINESS METHODS === #

    def _get_charter_notice(self):
        """Say in one or two sentences what the grade is and what it asks."""
        partner = self._get_charter_partner()
        labels = dict(partner._fields["charter_grade"]._description_selection(self.env))
        notice = self.env._(
            "%(supplier)s has the charter grade “%(grade)s”.",
            supplier=partner.display_name,
            grade=labels[self.charter_grade],
        )
        explanation = partner.charter_explanation or self.env._(
            "It was never assessed: that is neither good nor bad."
        )
        details = {
            "inform": "",
            "justify": self.env._("Write a reason before you confirm."),
            "block": self._get_charter_block_notice(),
        }[self.charter_effect]
        return " ".join(filter(None, (notice, explanation, details)))

    def _get_charter_block_notice(self):
        if self.charter_derogation_id:
            return self.env._(
                "A derogation holds until %s.", self.charter_derogation_id.date_end
            )
        return self.env._(
            "Your company blocks it: choose another supplier or ask for a derogation."
        )

    def _get_charter_error(self):
        """Return why the document cannot be confirmed, or False."""
        self.ensure_one()
        if self.charter_effect == "block" and not self.charter_derogation_id:
            return self.charter_notice
        if (
            self.charter_effect == "justify"
            and not (self.charter_justification or "").strip()
        ):
            return self.charter_notice
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
