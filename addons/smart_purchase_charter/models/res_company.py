# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_compare


class ResCompany(models.Model):
    _inherit = "res.company"

    # rarely read, and an update reads companies before it adds columns: no prefetch
    tender_weight_price = fields.Float(default=60.0, prefetch=False)
    tender_weight_date = fields.Float(default=10.0, prefetch=False)
    tender_weight_grade = fields.Float(default=30.0, prefetch=False)
    pooling_saving_rate = fields.Float(
        "Expected Saving of a Pooled Order (%)",
        default=8.0,
        prefetch=False,
        help="Applied to what several members buy from the same supplier, until the "
        "pooled orders of the category tell it better.",
    )

    @api.constrains("tender_weight_price", "tender_weight_date", "tender_weight_grade")
    def _check_tender_weights(self):
        for company in self:
            weights = [
                company.tender_weight_price,
                company.tender_weight_date,
                company.tender_weight_grade,
            ]
            if min(weights) < 0 or float_compare(sum(weights), 100, precision_digits=1):
                raise ValidationError(
                    self.env._("The weights of a call for tenders sum to 100 %.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        # sudo: whoever creates a company need not manage purchases.
        self.env["smart.charter.policy"].sudo()._create_defaults(companies)
        return companies
