# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json

from odoo import fields, models
from odoo.fields import Domain

NEGATIVE = ("excluded", "insufficient")


class SmartSpendReportCompute(models.Model):
    """Where each figure of a report comes from: two numbers and the records."""

    _inherit = "smart.spend.report"

    def _get_period(self, name):
        return Domain(name, ">=", self.date_from) & Domain(name, "<=", self.date_to)

    def _get_lines_domain(self):
        domain = Domain("company_id", "=", self.company_id.id)
        return domain & self._get_period("date")

    def _get_spend_figures(self):
        """Return the figures that are shares of an amount."""
        lines = self.env["smart.spend.line"]
        base = self._get_lines_domain()
        [(total, count)] = lines._read_group(base, [], ["amount:sum", "__count"])
        figures = {}
        for code, leaf in {
            "local": ("is_local", "=", True),
            "covered": ("is_assessed", "=", True),
            "responsible": ("is_responsible", "=", True),
            "members": ("buyer_type", "=", "member"),
        }.items():
            domain = base & Domain([leaf])
            [(part,)] = lines._read_group(domain, [], ["amount:sum"])
            figures[code] = self._share(part, total, count, lines._name, domain)
        return figures

    def _get_suppliers_figures(self):
        """Return the figures that count suppliers and decisions."""
        lines = self.env["smart.spend.line"]
        groups = lines._read_group(
            self._get_lines_domain() & Domain("partner_id", "!=", False),
            ["partner_id"],
        )
        bought = self.env["res.partner"].union(*(partner for (partner,) in groups))
        figures = {
            f"new_{theme.lower()}": self._count_new(bought, theme)
            for theme in ("ENV", "SOC")
        }
        negative = bought.filtered(lambda partner: partner.charter_grade in NEGATIVE)
        figures["negative"] = self._of_suppliers(negative, bought)
        signed = self.env["smart.charter.signature"].search(
            [
                ("partner_id", "in", bought.ids),
                ("date", "<", fields.Date.add(self.date_to, days=1)),
            ]
        )
        figures["signed"] = self._of_suppliers(signed.partner_id & bought, bought)
        assessments = [
            *self._get_period("date"),
            ("state", "=", "confirmed"),
            ("company_id", "in", [self.company_id.id, False]),
        ]
        groups = self.env["smart.supplier.assessment"]._read_group(
            assessments, ["partner_id"]
        )
        assessed = self.env["res.partner"].union(*(partner for (partner,) in groups))
        figures["assessed"] = self._number(
            len(assessed), "smart.supplier.assessment", assessments
        )
        derogations = [
            *self._get_period("date_decided"),
            ("state", "=", "approved"),
            ("company_id", "=", self.company_id.id),
        ]
        figures["derogations"] = self._number(
            self.env["smart.supplier.derogation"].search_count(derogations),
            "smart.supplier.derogation",
            derogations,
        )
        return figures

    def _count_new(self, bought, theme):
        """Return the new suppliers whom an assessment screened on a theme."""
        earlier = self.env["smart.spend.line"]._read_group(
            [
                ("company_id", "=", self.company_id.id),
                ("date", "<", self.date_from),
                ("partner_id", "in", bought.ids),
            ],
            ["partner_id"],
        )
        new = bought - self.env["res.partner"].union(*(p for (p,) in earlier))
        screened = self.env["smart.supplier.assessment.line"].search(
            [
                ("assessment_id.partner_id", "in", new.ids),
                ("assessment_id.state", "=", "confirmed"),
                ("assessment_id.date", "<=", self.date_to),
                ("criterion_id.theme_id.code", "=", theme),
                ("level", "!=", False),
            ]
        )
        return self._of_suppliers(screened.assessment_id.partner_id, new)

    def _of_suppliers(self, part, whole):
        domain = [("id", "in", part.ids)]
        return self._share(len(part), len(whole), len(whole), "res.partner", domain)

    def _share(self, part, whole, count, model, domain):
        return {
            "numerator": part,
            "denominator": whole,
            "value": 100 * part / whole if whole else 0.0,
            "has_value": bool(whole),
            "unit": "%",
            "count": count,
            "res_model": model,
            "domain": json.dumps(list(domain), default=str),
        }

    def _number(self, number, model, domain):
        return {
            "numerator": number,
            "denominator": 0.0,
            "value": number,
            "has_value": True,
            "unit": "",
            "count": number,
            "res_model": model,
            "domain": json.dumps(list(domain), default=str),
        }
