# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import io

import xlsxwriter

from odoo import models


class SmartImpactExtract(models.Model):
    _inherit = "smart.impact.extract"

    def _write_codebook(self):
        """Return the workbook that says what the columns and values mean."""
        file = io.BytesIO()
        workbook = xlsxwriter.Workbook(file, {"in_memory": True})
        bold = workbook.add_format({"bold": True, "text_wrap": True})
        for name, headings, rows in (
            (self.env._("Variables"), *self._get_variables()),
            (self.env._("Values"), *self._get_values()),
            (self.env._("Project"), *self._get_project()),
        ):
            sheet = workbook.add_worksheet(name)
            sheet.set_column(0, len(headings) - 1, 32)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, headings, bold)
            for line, row in enumerate(rows, 1):
                for column, value in enumerate(row):
                    # a text that begins with = is no formula
                    if isinstance(value, str):
                        sheet.write_string(line, column, value)
                    else:
                        sheet.write(line, column, value)
        workbook.close()
        return file.getvalue()

    def _get_variables(self):
        """Return (headings, a row per column of the data): name, label, measure."""
        labels = self._get_attribute_labels()
        measures = {"scale": self.env._("ordinal"), "choice": self.env._("nominal")}
        rows = [
            ("person", self.env._("Person, within this extract alone"), ""),
            ("wave", self.env._("Wave"), measures["choice"]),
            *(
                (name, labels[name], measures["choice"])
                for name in self._get_attributes()
            ),
            *(
                (item.code, item.text, measures[item.kind])
                for item in self.item_ids.sorted("code")
            ),
        ]
        return (self.env._("Name"), self.env._("Label"), self.env._("Measure")), rows

    def _get_values(self):
        """Return (headings, a row per value that has a label)."""
        rows = []
        for item in self.item_ids.sorted("code"):
            if item.kind == "choice":
                rows += [(item.code, one.code, one.name) for one in item.option_ids]
                continue
            rows.append((item.code, item.scale_min, item.label_min or ""))
            rows.append((item.code, item.scale_max, item.label_max or ""))
        return (self.env._("Name"), self.env._("Value"), self.env._("Label")), rows

    def _get_project(self):
        """Return (headings, what the reader must know of the extract)."""
        rows = [
            (self.env._("Project"), self.name),
            (self.env._("Question"), self.purpose),
            (self.env._("Researcher"), self.user_id.name),
            (self.env._("Agreement signed on"), str(self.signed_on)),
            (self.env._("To be deleted after"), str(self.date_end)),
            (self.env._("Waves"), ", ".join(self.wave_ids.mapped("name"))),
            (self.env._("People"), self.person_count),
            (self.env._("k, asked and reached"), f"{self.k}, {self.k_reached}"),
            (self.env._("l, asked and reached"), f"{self.diversity}, {self.l_reached}"),
            (self.env._("People left out"), self.left_out_count),
            (self.env._("What was blurred"), self.generalisation or ""),
        ]
        return (self.env._("What"), self.env._("This extract")), rows
