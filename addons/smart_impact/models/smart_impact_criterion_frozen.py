# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.exceptions import UserError

DECIDED = {"name", "dimension", "programme_id", "description"}


class SmartImpactCriterion(models.Model):
    _name = "smart.impact.criterion"
    _inherit = ["smart.impact.criterion", "smart.impact.frozen.mixin"]

    def _check_frozen(self, names, lang):
        fixed = self.filtered(lambda one: one.state != "draft")
        touched = DECIDED & names and fixed._filter_decided(DECIDED & names, lang)
        if fixed and touched or (DECIDED & names and self._is_voted()):
            raise UserError(
                self.env._(
                    "%(criteria)s: it was adopted as it is, or is voted on now. "
                    "Propose another criterion instead.",
                    criteria=", ".join(self.mapped("name")),
                )
            )
        return super()._check_frozen(names, lang)

    def _is_voted(self):
        # a yes or no about the criterion, whoever may read the proposal
        proposals = self.env["smart.impact.proposal"].sudo()
        domain = [("criterion_id", "in", self.ids), ("state", "=", "ballot")]
        return bool(proposals.search_count(domain, limit=1))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_adopted(self):
        if not self.env.su and self.filtered(lambda one: one.state != "draft"):
            raise UserError(self.env._("A criterion that was adopted stays."))
