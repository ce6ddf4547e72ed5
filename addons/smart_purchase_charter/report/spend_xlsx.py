# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from ..engine.spend_import import COLUMNS


class ReportSpendReportXlsx(models.AbstractModel):
    """The workbook of a report: each figure with its formula, n and its records."""

    _name = "report.smart_purchase_charter.report_spend_xlsx"
    _inherit = "report.report_xlsx.abstract"
    _description = "Workbook of purchasing figures"

    def generate_xlsx_report(self, workbook, data, objs):
        # the report engine may run as superuser; figures are for who may see them
        reports = objs.with_user(self.env.uid)
        reports.check_access("read")
        bold = workbook.add_format({"bold": True, "bg_color": "#D9E7F5", "border": 1})
        wrap = workbook.add_format({"text_wrap": True, "valign": "top"})
        number = workbook.add_format({"num_format": "#,##0.0", "valign": "top"})
        for rank, report in enumerate(reports, start=1):
            sheet = workbook.add_worksheet(f"{rank} {report.date_to}")
            sheet.write(0, 0, f"{report.name} {report.date_from} – {report.date_to}")
            headings = (
                (self.env._("Standard"), 18),
                (self.env._("Figure"), 40),
                (self.env._("Value"), 12),
                (self.env._("Unit"), 7),
                (self.env._("Numerator"), 14),
                (self.env._("Denominator"), 14),
                (self.env._("n"), 8),
                (self.env._("Formula"), 60),
                (self.env._("Records"), 14),
            )
            for column, (heading, width) in enumerate(headings):
                sheet.set_column(column, column, width)
                sheet.write(2, column, heading, bold)
            sheet.freeze_panes(3, 2)
            for line, figure in enumerate(report.figure_ids, start=3):
                self._write_figure(sheet, line, figure, wrap, number)

    def _write_figure(self, sheet, line, figure, wrap, number):
        sheet.write_string(line, 0, figure.standard, wrap)
        sheet.write_string(line, 1, figure.name, wrap)
        if not figure.has_value:
            sheet.write_string(line, 2, "–", wrap)
        elif figure.unit == "%":
            # a live formula: who reads it sees where the value comes from
            sheet.write_formula(
                line, 2, f"=100*E{line + 1}/F{line + 1}", number, figure.value
            )
        else:
            sheet.write_number(line, 2, figure.value, number)
        sheet.write_string(line, 3, figure.unit or "", wrap)
        sheet.write_number(line, 4, figure.numerator, number)
        if figure.denominator:
            sheet.write_number(line, 5, figure.denominator, number)
        sheet.write_number(line, 6, figure.count)
        sheet.write_string(line, 7, figure.formula, wrap)
        sheet.write_url(line, 8, figure._get_url(), string=self.env._("Open"))


class ReportSpendTemplateXlsx(models.AbstractModel):
    """The empty workbook to fill in with past purchases."""

    _name = "report.smart_purchase_charter.report_spend_template_xlsx"
    _inherit = "report.report_xlsx.abstract"
    _description = "Template of past purchases"

    def generate_xlsx_report(self, workbook, data, objs):
        sheet = workbook.add_worksheet(self.env._("Purchases"))
        bold = workbook.add_format({"bold": True, "bg_color": "#D9E7F5", "border": 1})
        headings = {
            "date": self.env._("Date *"),
            "supplier": self.env._("Supplier *"),
            "vat": self.env._("VAT number"),
            "category": self.env._("Category"),
            "amount": self.env._("Amount untaxed *"),
            "currency": self.env._("Currency"),
            "member": self.env._("E-mail of the member (empty: the structure)"),
            "description": self.env._("Description"),
        }
        for column, name in enumerate(COLUMNS):
            sheet.set_column(column, column, 22)
            sheet.write(0, column, headings[name], bold)
        sheet.freeze_panes(1, 0)
