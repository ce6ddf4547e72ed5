# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Published figures as JSON-LD, in the words of the Common Impact Data Standard."""

from odoo import models

# Common Impact Data Standard 3.2, the ISO 21972 words it builds on, and what these
# leave out: bounds (schema.org) and the number of people (data quality vocabulary)
CONTEXT = {
    "cids": "https://ontology.commonapproach.org/cids#",
    "i72": "http://ontology.eil.utoronto.ca/ISO21972/iso21972#",
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "org": "http://ontology.eil.utoronto.ca/tove/organization#",
    "sdmx-attribute": "http://purl.org/linked-data/sdmx/2009/attribute#",
    "schema": "https://schema.org/",
    "dqv": "http://www.w3.org/ns/dqv#",
}


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    def _export_jsonld(self, root):
        """Return the figures as linked data.

        :param root: address of this server, of which identifiers are made
        """
        self.ensure_one()
        base = f"{root}/impact/data/{self.programme_id.id}"
        reports = {}
        for figure in self._get_open_figures():
            reports.setdefault(figure.indicator_id, []).append(figure)
        indicators = self.env["smart.impact.indicator"].union(*reports)
        graph = [
            self._prepare_ld_organization(base, indicators),
            *self._prepare_ld_themes(base, indicators),
            *self._prepare_ld_outcomes(base, indicators),
        ]
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

    def _prepare_ld_organization(self, base, indicators):
        return {
            "@id": f"{base}#organization",
            "@type": "cids:Organization",
            "org:hasLegalName": self.company_id.name,
            "cids:hasOutcome": [
                _refer(base, "outcome", one.id) for one in indicators.criterion_id
            ],
            "cids:hasIndicator": [
                _refer(base, "indicator", one.code) for one in indicators
            ],
        }

    def _prepare_ld_themes(self, base, indicators):
        labels = dict(indicators._fields["dimension"]._description_selection(self.env))
        return [
            {
                "@id": f"{base}#theme-{dimension}",
                "@type": "cids:Theme",
                "cids:hasName": labels[dimension],
            }
            for dimension in dict.fromkeys(indicators.mapped("dimension"))
            if dimension
        ]

    def _prepare_ld_outcomes(self, base, indicators):
        """Return what is wanted to change: a criterion, and its indicators."""
        return [
            {
                "@id": f"{base}#outcome-{criterion.id}",
                "@type": "cids:Outcome",
                "cids:hasName": criterion.name,
                "cids:forOrganization": {"@id": f"{base}#organization"},
                "cids:forTheme": _refer(base, "theme", criterion.dimension),
                "cids:hasIndicator": [
                    _refer(base, "indicator", one.code)
                    for one in indicators
                    if one.criterion_id == criterion
                ],
            }
            for criterion in indicators.criterion_id
        ]

    def _prepare_ld_indicator(self, base, indicator, figures):
        node = {
            "@id": f"{base}#indicator-{indicator.code}",
            "@type": "cids:Indicator",
            "cids:hasName": indicator.name,
            "cids:hasDescription": indicator.description or "",
            "cids:hasCode": indicator.code,
            "cids:forOrganization": {"@id": f"{base}#organization"},
            "cids:forOutcome": _refer(base, "outcome", indicator.criterion_id.id),
            "cids:forTheme": _refer(base, "theme", indicator.dimension),
            "cids:hasComment": [
                self.env._("Serves to decide: %(decision)s", decision=one.name)
                for one in indicator.decision_ids
            ],
            "i72:unit_of_measure": indicator.unit or "",
            "cids:hasIndicatorReport": [
                {"@id": f"{base}/{self.id}#report-{one.id}"} for one in figures
            ],
        }
        for name, key in (
            ("baseline", "cids:hasBaseline"),
            ("target", "cids:hasTarget"),
        ):
            if indicator[f"has_{name}"]:
                node[key] = {
                    **_measure(indicator[name], indicator),
                    "dcterms:date": str(indicator[f"{name}_date"] or ""),
                }
        return node

    def _prepare_ld_report(self, base, figure):
        """Return one figure; its population belongs to the report (CIDS issue 154)."""
        indicator = figure.indicator_id
        report = {
            "@id": f"{base}/{self.id}#report-{figure.id}",
            "@type": "cids:IndicatorReport",
            "cids:hasName": figure.display_name,
            "cids:forIndicator": _refer(base, "indicator", indicator.code),
            "cids:forOrganization": {"@id": f"{base}#organization"},
            "i72:describes_population": {
                "@type": "i72:Population",
                "cids:hasName": figure._get_place_name(),
                "schema:identifier": figure.territory_id.code or "",
            },
            "prov:startedAtTime": str(self.date_open or ""),
            "prov:endedAtTime": str(self.date_close or ""),
            "sdmx-attribute:obsStatus": figure.obs_status or "",
            "sdmx-attribute:confStatus": figure.conf_status,
            "cids:conformsTo": f"smart_impact {figure.method_version}",
        }
        if figure.state == "published":
            value = _measure(figure.value, indicator)
            if figure.has_interval:
                # at 95 %
                value["schema:minValue"] = figure.low
                value["schema:maxValue"] = figure.high
            report["i72:value"] = value
            report["dqv:hasQualityMeasurement"] = [
                {
                    "@type": "dqv:QualityMeasurement",
                    "dqv:isMeasurementOf": name,
                    "dqv:value": number,
                }
                for name, number in (
                    ("respondents", figure.respondent_count),
                    ("design effect", figure.deff),
                )
            ]
        return report


def _refer(base, kind, key):
    return {"@id": f"{base}#{kind}-{key}"}


def _measure(number, indicator):
    return {
        "@type": "i72:Measure",
        "i72:numerical_value": number,
        "i72:unit_of_measure": indicator.unit or "",
    }
