# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class SmartSpendReport(models.Model):
    """The figures of a period by GRI 308, 414, 204 and ISO 20400, kept as they were."""

    _name = "smart.spend.report"
    _description = "Purchasing Report"
    _inherit = ["mail.thread"]
    _order = "date_to desc, id desc"

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("Until", required=True)
    date_computed = fields.Datetime("Figures of", readonly=True, copy=False)
    figure_ids = fields.One2many(
        "smart.spend.figure", "report_id", readonly=True, copy=False
    )

    _period_ordered = models.Constraint(
        "CHECK(date_to >= date_from)", "A period ends after it starts."
    )

    def write(self, vals):
        fixed = {"date_from", "date_to", "company_id"} & vals.keys()
        if fixed and any(report.date_computed for report in self):
            raise UserError(
                self.env._(
                    "The figures are computed: make a report for another period."
                )
            )
        return super().write(vals)

    def action_compute(self):
        """Compute the figures and keep them as of now."""
        self.check_access("write")
        for report in self:
            # sudo: figures are written here only; they count what the company bought.
            lines = report.sudo()
            lines.figure_ids.unlink()
            lines.env["smart.spend.figure"].create(
                [
                    {"report_id": report.id, "sequence": rank, **vals}
                    for rank, vals in enumerate(lines._prepare_figures())
                ]
            )
            lines.date_computed = fields.Datetime.now()

    @api.model
    def _describe(self):
        """Return {code: (standard, name, formula)} of the figures of a workbook."""
        return {**self._describe_suppliers(), **self._describe_spend()}

    def _describe_suppliers(self):
        screened = self.env._(
            "Suppliers with a first order in the period and a confirmed assessment "
            "that answers a criterion of the theme ÷ suppliers with a first order"
        )
        return {
            "new_env": (
                "GRI 308-1",
                self.env._("New suppliers screened on environmental criteria"),
                screened,
            ),
            "new_soc": (
                "GRI 414-1",
                self.env._("New suppliers screened on social criteria"),
                screened,
            ),
            "assessed": (
                "GRI 308-2 a / 414-2 a",
                self.env._("Suppliers assessed in the period"),
                self.env._("Suppliers with an assessment confirmed in the period"),
            ),
            "negative": (
                "GRI 308-2 b / 414-2 b",
                self.env._("Suppliers with significant negative impacts"),
                self.env._(
                    "Suppliers bought from in the period whose grade is excluded or "
                    "insufficient ÷ suppliers bought from"
                ),
            ),
        }

    def _describe_spend(self):
        return {
            "local": (
                "GRI 204-1",
                self.env._("Spend with local suppliers"),
                self.env._(
                    "Untaxed amount with suppliers in a territory of the cooperative "
                    "÷ untaxed amount"
                ),
            ),
            "covered": (
                "ISO 20400 6.5",
                self.env._("Spend with assessed suppliers"),
                self.env._(
                    "Untaxed amount with suppliers that have a grade from an "
                    "assessment ÷ untaxed amount"
                ),
            ),
            "responsible": (
                "ISO 20400 6.5",
                self.env._("Spend with compliant suppliers or better"),
                self.env._(
                    "Untaxed amount with grades compliant and exemplary ÷ untaxed "
                    "amount"
                ),
            ),
            "signed": (
                "ISO 20400 6.3.2",
                self.env._("Suppliers that signed the charter"),
                self.env._(
                    "Suppliers bought from in the period with a signature of a charter "
                    "÷ suppliers bought from"
                ),
            ),
            "derogations": (
                "ISO 20400 4.5.5",
                self.env._("Derogations granted"),
                self.env._("Derogations decided in the period and approved"),
            ),
            "members": (
                "ISO 20400 6.4",
                self.env._("Spend made together with members"),
                self.env._(
                    "Untaxed amount bought for five members or more per row ÷ untaxed "
                    "amount"
                ),
            ),
        }

    def _prepare_figures(self):
        """Return the values of the figures, in the order of the workbook."""
        self.ensure_one()
        found = self._get_suppliers_figures() | self._get_spend_figures()
        texts = self._describe()
        return [
            {
                "code": code,
                "standard": texts[code][0],
                "name": texts[code][1],
                "formula": texts[code][2],
                **found[code],
            }
            for code in texts
        ]

    def _get_report_filename(self):
        return f"{self.name} {self.date_from} {self.date_to}"
