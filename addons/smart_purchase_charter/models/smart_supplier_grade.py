# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from . import charter_wording
from .score_field import Score, unknown_last


class SmartSupplierGrade(models.Model):
    """The grade of a supplier from one day on, with what it was made of.

    Written once by the grading itself. Nobody changes it, an administrator neither.
    """

    _name = "smart.supplier.grade"
    _description = "Supplier Grade History"
    _order = "date desc, id desc"

    partner_id = fields.Many2one(
        "res.partner", "Supplier", required=True, index=True, ondelete="restrict"
    )
    date = fields.Date(required=True, index=True)
    assessment_id = fields.Many2one(
        "smart.supplier.assessment", index="btree_not_null", ondelete="restrict"
    )
    charter_id = fields.Many2one(
        "smart.charter", index="btree_not_null", ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", index="btree_not_null")
    cause = fields.Selection(
        [
            ("assessment", "Assessment confirmed"),
            ("evidence", "Proof reviewed"),
            ("expiry", "Passing of time"),
            ("incident", "Incident decided"),
            ("merge", "Suppliers merged"),
        ],
        required=True,
        index=True,
    )
    previous_grade = fields.Selection(charter_wording.GRADES, "Before", required=True)
    grade = fields.Selection(charter_wording.GRADES, required=True, index=True)
    score = Score(digits=(6, 2), aggregator="avg")
    has_score = fields.Boolean()
    coverage = fields.Float("Coverage (%)", digits=(6, 1), aggregator="avg")
    reason = fields.Selection(charter_wording.REASONS)
    reason_codes = fields.Char()
    inputs = fields.Json(help="Each criterion as it counted that day.")
    explanation = fields.Text(compute="_compute_explanation")

    @api.depends("partner_id", "date")
    def _compute_display_name(self):
        for grade in self:
            grade.display_name = f"{grade.partner_id.name or ''} ({grade.date or ''})"

    @api.depends("reason", "reason_codes", "coverage")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for grade in self:
            grade.explanation = charter_wording.explain(
                self.env, grade.reason, grade.reason_codes, grade.coverage
            )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self._refuse()
        return super().create(vals_list)

    def write(self, vals):
        if vals:
            self._refuse()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._refuse()

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        nulls = unknown_last(self, field_name, nulls)
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)

    # === BUSINESS METHODS === #

    def _refuse(self):
        raise UserError(
            self.env._("The history of grades is kept as it was: nobody changes it.")
        )

    def _get_receivers(self):
        """Return the numbers of the contacts told of it: the supplier and its buyer."""
        partner = self.partner_id
        told = partner | partner.buyer_id.partner_id
        return ",".join(str(one.id) for one in told if one.email)

    def _tell(self):
        """Tell the supplier and the buyer, by e-mail, in the supplier's language."""
        told = self.filtered(lambda grade: grade._get_receivers())
        template = self.env.ref(
            "smart_purchase_charter.mail_template_grade_changed",
            raise_if_not_found=False,
        )
        if template and told:
            template.send_mail_batch(told.ids)
