# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What anybody may download, and what nobody finds in it."""

import csv
import io

from odoo.tests import HttpCase, tagged

from ..models.smart_impact_wave_linked_data import CONTEXT
from .results_common import ResultsCommon

# what the Common Impact Data Standard asks of each class
SHAPES = {
    "cids:Organization": {"org:hasLegalName", "cids:hasOutcome", "cids:hasIndicator"},
    "cids:Theme": {"cids:hasName"},
    "cids:Outcome": {
        *("cids:hasName", "cids:forTheme", "cids:forOrganization"),
        "cids:hasIndicator",
    },
    "cids:Indicator": {
        *("cids:hasName", "cids:hasDescription", "cids:hasCode", "cids:forOutcome"),
        *("cids:forTheme", "cids:forOrganization", "cids:hasIndicatorReport"),
        "i72:unit_of_measure",
    },
    "cids:IndicatorReport": {
        *("cids:hasName", "cids:forIndicator", "cids:forOrganization"),
        *("prov:startedAtTime", "prov:endedAtTime", "i72:describes_population"),
    },
}


@tagged("post_install", "-at_install")
class TestOpenData(ResultsCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wave = cls._create_computed_wave()

    def _address(self, extension, programme=None):
        programme = programme or self.programme
        return f"/impact/data/{programme.id}/{self.wave.id}.{extension}"

    def test_nothing_is_open_before_publication(self):
        for extension in ("csv", "jsonld"):
            self.assertEqual(self.url_open(self._address(extension)).status_code, 404)
        self.assertFalse(self.wave.open_data_url)

    def test_lines_say_what_the_cube_says(self):
        self._publish(self.wave)
        answer = self.url_open(self._address("csv"))
        self.assertEqual(answer.status_code, 200)
        rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
        self.assertEqual(len(rows), len(self.wave.result_ids))
        [total] = [
            one
            for one in rows
            if (one["indicator"], one["of_whom"]) == ("S11", "total")
        ]
        figure = self._result(self.wave, "S11")
        self.assertAlmostEqual(float(total["value"]), figure.value, 6)
        self.assertEqual((total["n"], total["licence"]), ("40", "CC-BY-4.0"))
        masked = [one for one in rows if one["conf_status"] == "C"]
        self.assertTrue(masked)
        for row in masked:
            self.assertFalse(row["value"] + row["n"] + row["low"] + row["change"])
            self.assertEqual(row["obs_status"], "Q")
        for row in rows:
            self.assertTrue(not row["n"] or int(row["n"]) >= 5)

    def test_linked_data_have_reports_with_their_population(self):
        self._publish(self.wave)
        answer = self.url_open(self._address("jsonld"))
        self.assertIn("application/ld+json", answer.headers["Content-Type"])
        data = answer.json()
        kinds = self._kinds(data)
        self.assertEqual(len(kinds["cids:IndicatorReport"]), len(self.wave.result_ids))
        self.assertEqual(len(kinds["cids:Indicator"]), 7)
        ids = {node["@id"] for node in data["@graph"]}
        for indicator in kinds["cids:Indicator"]:
            for report in indicator["cids:hasIndicatorReport"]:
                self.assertIn(report["@id"], ids)
        for report in kinds["cids:IndicatorReport"]:
            self.assertTrue(report["i72:describes_population"])
            masked = report["sdmx-attribute:obsStatus"] == "Q"
            self.assertEqual(masked, "i72:value" not in report)
            self.assertEqual(masked, report["sdmx-attribute:confStatus"] == "C")
        self.assertEqual(data["dcterms:license"], "CC-BY-4.0")

    def _kinds(self, data):
        kinds = {}
        for node in data["@graph"]:
            kinds.setdefault(node["@type"], []).append(node)
        return kinds

    def test_linked_data_have_the_shape_of_the_standard(self):
        indicator = self.env.ref("smart_impact.indicator_security")
        indicator.write(
            {
                "has_baseline": True,
                "baseline": 41.5,
                "baseline_date": "2020-12-31",
                "has_target": True,
                "target": 60,
                "target_date": "2028-12-31",
            }
        )
        self._publish(self.wave)
        data = self.url_open(self._address("jsonld")).json()
        kinds = self._kinds(data)
        for kind, wanted in SHAPES.items():
            for node in kinds[kind]:
                self.assertFalse(wanted - set(node), kind)
        ids = [node["@id"] for node in data["@graph"]]
        self.assertEqual(len(ids), len(set(ids)))
        for node in data["@graph"]:
            for key, value in node.items():
                self.assertTrue(key[0] == "@" or key.partition(":")[0] in CONTEXT, key)
                for one in value if isinstance(value, list) else [value]:
                    if isinstance(one, dict) and "@id" in one:
                        self.assertIn(one["@id"], ids, key)
        [node] = [
            one for one in kinds["cids:Indicator"] if one["cids:hasCode"] == "S11"
        ]
        self.assertEqual(node["cids:hasBaseline"]["i72:numerical_value"], 41.5)
        self.assertEqual(node["cids:hasTarget"]["dcterms:date"], "2028-12-31")
        self.assertEqual(len(node["cids:hasComment"]), len(indicator.decision_ids))

    def test_people_and_bounds_are_numbers_of_their_own(self):
        self._publish(self.wave)
        figure = self._result(self.wave, "S11")
        data = self.url_open(self._address("jsonld")).json()
        [report] = [
            one
            for one in data["@graph"]
            if one["@id"].endswith(f"-{figure.id}")
            and one["@type"] == "cids:IndicatorReport"
        ]
        value = report["i72:value"]
        self.assertAlmostEqual(value["schema:minValue"], figure.low, 6)
        self.assertAlmostEqual(value["schema:maxValue"], figure.high, 6)
        people = report["dqv:hasQualityMeasurement"][0]
        self.assertEqual(people["dqv:value"], figure.respondent_count)

    def test_a_programme_may_keep_its_data(self):
        self._publish(self.wave)
        self.programme.is_data_open = False
        self.assertEqual(self.url_open(self._address("csv")).status_code, 404)
        other = self.programme.copy({"active": False})
        self.programme.is_data_open = True
        self.assertEqual(self.url_open(self._address("csv", other)).status_code, 404)

    def test_no_text_is_a_formula(self):
        self._publish(self.wave)
        self.territory_brussels.name = "=1+1"
        text = self.url_open(self._address("csv")).text
        self.assertIn(",'=1+1,", text)


@tagged("post_install", "-at_install")
class TestDashboard(ResultsCommon):
    def _cards(self, user):
        waves = []
        for day in ("2025-03-01", "2026-03-01"):
            wave = self._create_wave(date_open=day)
            for territory, count in (
                (self.territory_liege, 30),
                (self.territory_brussels, 20),
                (self.territory_namur, 3),
            ):
                self._store(wave, territory, count)
            waves.append(self._finish(wave))
        return waves, waves[1].with_user(user)

    def test_a_card_holds_all_of_an_indicator(self):
        waves, wave = self._cards(self.evaluator)
        self._publish(waves[0])
        cards = {card["indicator"].code: card for card in wave._get_cards()}
        card = cards["S11"]
        self.assertEqual(len(card["history"]), 2)
        self.assertEqual(len(card["trend"]["drawing"].lines), 1)
        self.assertEqual(len(card["distributions"]), 3)
        html = str(wave.dashboard_html)
        self.assertIn('data-code="S11"', html)
        self.assertIn("<polyline", html)
        self.assertIn("Student", html)

    def test_a_history_is_of_published_waves_alone(self):
        waves, wave = self._cards(self.researcher)
        self._publish(waves[1])
        for reader in (wave, waves[1].sudo()):
            cards = {card["indicator"].code: card for card in reader._get_cards()}
            self.assertEqual(len(cards["S11"]["history"]), 1)

    def test_a_dashboard_takes_as_many_queries_for_all_territories(self):
        waves, wave = self._cards(self.evaluator)
        counts = []
        for _turn in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(wave.dashboard_html)
            counts.append(self.env.cr.sql_log_count - before)
            for number in range(10):
                place = self.territory_liege.copy(
                    {"name": f"Place {number}", "code": False, "range_ids": False}
                )
                self._store(waves[1], place, 10)
            waves[1].action_compute()
        self.assertLessEqual(counts[1], counts[0] + 2)

    def test_the_report_prints(self):
        _waves, wave = self._cards(self.evaluator)
        html, kind = (
            self.env["ir.actions.report"]
            .with_user(self.evaluator)
            ._render_qweb_html("smart_impact.report_wave_pdf", wave.ids)
        )
        self.assertEqual(kind, "html")
        self.assertIn("S11", html.decode())
