# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from odoo import models


class PooledDistribution(models.AbstractModel):
    """A sheet per pooled order, to print and tick when members fetch their share."""

    _name = "report.smart_purchase_charter.pooled_distribution"
    _inherit = "report.report_xlsx.abstract"
    _description = "Distribution List of a Pooled Order"

    def generate_xlsx_report(self, workbook, data, objs):
        """Write one sheet per order (called by report_xlsx)."""
        formats = {
            "title": workbook.add_format({"bold": True, "font_size": 14}),
            "head": workbook.add_format(
                {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
            ),
            "cell": workbook.add_format({"border": 1}),
            "quantity": workbook.add_format({"border": 1, "num_format": "#,##0.##"}),
            "money": workbook.add_format({"border": 1, "num_format": "#,##0.00"}),
        }
        for number, order in enumerate(objs, 1):
            name = re.sub(r"[\[\]:*?/\\']", " ", order.name)[:27]
            sheet = workbook.add_worksheet(f"{number} {name}")
            self._write_order(sheet, order, formats)

    def _write_order(self, sheet, order, formats):
        headers = self._get_headers()
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_column(0, 1, 32)
        sheet.set_column(2, len(headers) - 1, 13)
        sheet.write(0, 0, order.name, formats["title"])
        sheet.write(1, 0, order.pickup_partner_id.display_name or "")
        for column, header in enumerate(headers):
            sheet.write(3, column, header, formats["head"])
        for row, commitment in enumerate(self._get_commitments(order), 4):
            for column, (value, kind) in enumerate(self._prepare_row(commitment)):
                sheet.write(row, column, value, formats[kind])
        sheet.freeze_panes(4, 1)
        sheet.repeat_rows(3)

    def _get_headers(self):
        """Return the column titles, in the order of `_prepare_row`."""
        return [
            self.env._("Member"),
            self.env._("Product"),
            self.env._("Asked"),
            self.env._("Tolerance"),
            self.env._("Gets"),
            self.env._("Unit"),
            self.env._("To pay"),
            self.env._("Handed over (signature)"),
        ]

    def _prepare_row(self, commitment):
        """Return [(value, format), …] for one commitment."""
        return [
            (commitment.partner_id.display_name, "cell"),
            (commitment.product_id.display_name, "cell"),
            (commitment.quantity, "quantity"),
            (commitment.tolerance, "quantity"),
            (commitment.allocated_qty, "quantity"),
            (commitment.product_uom_id.name, "cell"),
            (commitment.amount_total, "money"),
            ("", "cell"),
        ]

    def _get_commitments(self, order):
        """Return who gets something, sorted as people are called up: by name."""
        allocated = order.commitment_ids.filtered(
            lambda commitment: commitment.state in ("allocated", "settled")
        )
        return allocated.sorted(
            lambda commitment: (
                commitment.partner_id.display_name or "",
                commitment.product_id.display_name or "",
            )
        )
