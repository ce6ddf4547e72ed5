# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from ..engine.scoring import to_fraction


class SmartCharterCriterion(models.Model):
    _name = "smart.charter.criterion"
    _description = "Charter Criterion"
    _order = "charter_id, sequence, id"
    _rec_names_search = ["code", "name"]

    charter_id = fields.Many2one(
        "smart.charter", required=True, index=True, ondelete="cascade"
    )
    theme_id = fields.Many2one(
        "smart.charter.theme", required=True, index=True, ondelete="restrict"
    )
    sequence = fields.Integer(default=10)
    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    standards = fields.Text(
        translate=True, help="Laws, conventions and norms the criterion rests on."
    )
    accepted_proofs = fields.Text(
        translate=True, help="What a supplier can show, said in its own words."
    )
    weight = fields.Float(required=True, default=5.0)
    is_knock_out = fields.Boolean(
        "Knock-out",
        help="A breach excludes the supplier; without proof there is no grade.",
    )
    is_micro = fields.Boolean(
        "Micro-suppliers too", help="Also asked from suppliers of fewer than 10 people."
    )
    validity_months = fields.Integer(
        "Validity (months)",
        default=24,
        required=True,
        help="How long a proof holds when it bears no end date of its own.",
    )
    category_ids = fields.Many2many(
        "res.partner.category",
        string="Only for",
        help="Asked from suppliers with one of these tags; empty: from all.",
    )

    country_ids = fields.Many2many(
        "res.country",
        string="Only in",
        help="Asked from suppliers of these countries, and from those without a "
        "country; empty: from all.",
    )
    levels = fields.Text(
        translate=True, help="What each level from 0 to 4 means for this criterion."
    )

    _code_uniq = models.Constraint(
        "UNIQUE(charter_id, code)", "A code names one criterion of a charter."
    )
    _weight_not_negative = models.Constraint(
        "CHECK(weight >= 0)", "A weight is not negative."
    )
    _validity_positive = models.Constraint(
        "CHECK(validity_months > 0)", "A proof holds at least one month."
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for criterion in self:
            criterion.display_name = f"{criterion.code or ''} {criterion.name or ''}"

    @api.model_create_multi
    def create(self, vals_list):
        criteria = super().create(vals_list)
        criteria.charter_id._check_draft()
        return criteria

    def write(self, vals):
        self.charter_id._check_draft()
        result = super().write(vals)
        if "charter_id" in vals:
            self.charter_id._check_draft()
        return result

    def update_field_translations(self, field_name, translations, source_lang=""):
        # The translation dialog does not go through write().
        self.charter_id._check_draft()
        return super().update_field_translations(
            field_name, translations, source_lang=source_lang
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_adopted(self):
        self.charter_id._check_draft()

    def _is_applicable(self, partner):
        """Whether a supplier answers this criterion.

        Default: by size (micro-suppliers answer the short list), country and tags.
        """
        self.ensure_one()
        if partner.is_micro_supplier and not self.is_micro:
            return False
        if self.country_ids and (partner.country_id or self.country_ids[0]) not in (
            self.country_ids
        ):
            return False
        return not self.category_ids or bool(self.category_ids & partner.category_id)

    def _get_engine_facts(self):
        """Return {id: what the scoring engine asks of a criterion}."""
        return {
            criterion.id: {
                "code": criterion.code,
                "theme": criterion.theme_id.code,
                "weight": to_fraction(criterion.weight),
                "is_knock_out": criterion.is_knock_out,
                "floor": to_fraction(criterion.theme_id.floor),
            }
            for criterion in self
        }

    def _prepare_page_line(self, line, evidence):
        """Return what a supplier reads about one criterion.

        :param line: its line in the assessment in force, empty when not assessed.
        :param evidence: what it sent for this criterion.
        """
        self.ensure_one()
        today = fields.Date.context_today(self)
        return {
            "criterion": self,
            "level": line._get_label("level"),
            "proof": line._get_label("proof") if line.level else "",
            "valid_until": line.valid_until,
            "is_expired": bool(line.valid_until and line.valid_until < today),
            "points": line.points,
            "evidence": evidence,
        }
