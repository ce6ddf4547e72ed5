# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Published figures for everybody: CSV, and JSON-LD as others in the field read it."""

import csv
import io

from odoo import fields, models

COLUMNS = (
    *("programme", "wave", "opened_on", "closed_on", "indicator", "name", "level"),
    *("dimension", "unit", "of_whom", "territory_code", "territory", "filiere"),
    *("seniority", "value", "low", "high", "n", "obs_status", "conf_status", "deff"),
    *("change", "change_low", "change_high", "change_kind", "clear_change"),
    *("effect_size", "alpha", "method_version", "licence"),
)
# Common Impact Data Standard 3.2, and the ISO 21972 words it builds on
CONTEXT = {
    "cids": "https://ontology.commonapproach.org/cids#",
    "i72": "http://ontology.eil.utoronto.ca/ISO21972/iso21972#",
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "org": "http://ontology.eil.utoronto.ca/tove/organization#",
    "sdmx-attribute": "http://purl.org/linked-data/sdmx/2009/attribute#",
}


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    open_data_url = fields.Char(compute="_compute_open_data_url")

    def _compute_open_data_url(self):
        for wave in self:
            is_open = wave.state == "published" and wave.programme_id.is_data_open
            url = f"/impact/data/{wave.programme_id.id}/{wave.id}"
            wave.open_data_url = is_open and url

    def _get_open_figures(self):
        """Return all figures of this wave, in an order that stays."""
        return self.result_ids.sorted(
            lambda one: (
                one.indicator_id.code,
                one.scope,
                one.territory_id.id,
                one.filiere_id.id,
                one.band or "",
            )
        )

    def _export_csv(self):
        """Return the figures as text, a line per figure; masked ones are empty."""
        self.ensure_one()
        file = io.StringIO()
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\r\n")
        writer.writeheader()
        for figure in self._get_open_figures():
            row = self._prepare_open_row(figure)
            writer.writerow({name: _harmless(value) for name, value in row.items()})
        return file.getvalue()

    def _prepare_open_row(self, figure):
        indicator, shown = figure.indicator_id, figure.state == "published"
        row = {
            "programme": self.programme_id.name,
            "wave": self.name,
            "opened_on": self.date_open or "",
            "closed_on": self.date_close or "",
            "indicator": indicator.code,
            "name": indicator.name,
            "level": indicator.level,
            "dimension": indicator.dimension,
            "unit": indicator.unit or "",
            "of_whom": figure.scope,
            "territory_code": figure.territory_id.code or "",
            "territory": figure.territory_id.name or "",
            "filiere": figure.filiere_id.name or "",
            "seniority": figure.band or "",
            "obs_status": figure.obs_status or "",
            "conf_status": figure.conf_status,
            "method_version": figure.method_version,
            "licence": self.programme_id.data_license or "",
        }
        if not shown:
            return row
        row.update(value=figure.value, n=figure.respondent_count, deff=figure.deff)
        if figure.has_interval:
            row.update(low=figure.low, high=figure.high)
        if figure.has_change:
            row.update(
                change=figure.change,
                change_low=figure.change_low,
                change_high=figure.change_high,
                change_kind=figure.change_kind,
                clear_change=int(figure.is_discovery),
                effect_size=figure.effect_size,
            )
        if figure.has_reliability:
            row["alpha"] = figure.alpha
        return row

    def _export_jsonld(self, root):
        """Return the figures as linked data.

        :param root: address of this server, of which identifiers are made
        """
        self.ensure_one()
        base = f"{root}/impact/data/{self.programme_id.id}"
        figures = self._get_open_figures()
        reports = {}
        for figure in figures:
            reports.setdefault(figure.indicator_id, []).append(figure)
        organisation = {
            "@id": f"{base}#organization",
            "@type": "cids:Organization",
            "org:hasLegalName": self.company_id.name,
        }
        graph = [organisation]
        for indicator, own in reports.items():
            graph.append(self._prepare_ld_indicator(base, indicator, own))
            graph += [self._prepare_ld_report(base, figure) for figure in own]
        return {
            "@context": CONTEXT,
            "@id": f"{base}/{self.id}.jsonld",
            "dcterms:title": self.name,
            "dcterms:license": self.programme_id.data_license or "",
            "dcterms:description": self.question or "",
            "@graph": graph,
        }

    def _prepare_ld_indicator(self, base, indicator, figures):
        return {
            "@id": f"{base}#indicator-{indicator.code}",
            "@type": "cids:Indicator",
            "cids:hasName": indicator.name,
            "cids:hasDescription": indicator.description or "",
            "cids:hasCode": indicator.code,
            "cids:forOrganization": {"@id": f"{base}#organization"},
            "i72:unit_of_measure": indicator.unit or "",
            "cids:hasIndicatorReport": [
                {"@id": f"{base}/{self.id}#report-{one.id}"} for one in figures
            ],
        }

    def _prepare_ld_report(self, base, figure):
        """Return one figure; its population belongs to the report (CIDS issue 154)."""
        report = {
            "@id": f"{base}/{self.id}#report-{figure.id}",
            "@type": "cids:IndicatorReport",
            "cids:hasName": figure.display_name,
            "cids:forIndicator": {
                "@id": f"{base}#indicator-{figure.indicator_id.code}"
            },
            "i72:describes_population": figure._get_place_name(),
            "prov:startedAtTime": str(self.date_open or ""),
            "prov:endedAtTime": str(self.date_close or ""),
            "sdmx-attribute:obsStatus": figure.obs_status or "",
            "cids:conformsTo": f"smart_impact {figure.method_version}",
        }
        if figure.state == "published":
            report["i72:value"] = {
                "@type": "i72:Measure",
                "i72:numerical_value": figure.value,
                "i72:unit_of_measure": figure.indicator_id.unit or "",
            }
            report["cids:hasComment"] = f"n = {figure.respondent_count}" + (
                f", 95 % [{figure.low:.1f} ; {figure.high:.1f}]"
                if figure.has_interval
                else ""
            )
        return report


def _harmless(value):
    """Return a text that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value
