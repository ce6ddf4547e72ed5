# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What anybody reads of the figures of a programme, and members on their page."""

from odoo import fields
from odoo.tests import HttpCase, tagged

from .programme_common import ProgrammeCommon

YEAR = fields.Date.to_date("2025-01-01"), fields.Date.to_date("2025-12-31")


@tagged("post_install", "-at_install")
class TestPublicFigures(ProgrammeCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["smart.impact.programme"].search([]).is_published = False
        cls.programme.action_publish()

    def _create_external(self, code="X1", value=30.0, **values):
        """Create an adopted external indicator and publish a value of it."""
        indicator = self._create_indicator(
            code=code, name=f"Outside {code}", source="external", unit="%"
        )
        indicator._adopt("Board")
        figure = self.env["smart.impact.figure"].create(
            {
                "indicator_id": indicator.id,
                "date_from": YEAR[0],
                "date_to": YEAR[1],
                "value": value,
                "reference": "EWCTS 2021",
                **values,
            }
        )
        figure.action_publish()
        return figure

    def test_anybody_reads_the_totals_of_a_published_wave(self):
        wave = self._create_computed_wave()
        self.assertNotIn("o_impact_wave_figures", self.url_open("/impact").text)
        self._publish(wave)
        page = self.url_open("/impact").text
        self.assertIn(f'data-wave="{wave.id}"', page)
        figure = self._result(wave, "S11")
        self.assertIn(figure.label, page)
        self.assertIn(f"n\xa0=\xa0{figure.respondent_count}", page)
        for link in (".csv", ".jsonld"):
            address = f"/impact/data/{self.programme.id}/{wave.id}{link}"
            self.assertIn(address, page)
            self.assertEqual(self.url_open(address).status_code, 200)
        self.assertIn('href="/impact/decisions"', page)
        self.assertIn('href="/impact"', self.url_open("/impact/decisions").text)

    def test_a_masked_total_shows_nothing(self):
        wave = self._create_wave()
        wave.action_open()
        self._fill(wave, {"4000": 3})
        wave.action_close()
        wave.action_compute()
        self._publish(wave)
        self.assertEqual(self._result(wave, "S11").state, "suppressed")
        section = self.url_open("/impact").text.split("o_impact_wave_figures")[1]
        section = section.split('id="impact_list"')[0]
        self.assertIn('data-code="S11"', section)
        self.assertNotIn("o_impact_value", section)
        self.assertNotIn("n\xa0=", section)

    def test_primary_indicators_come_first_and_others_than_adopted_stay_away(self):
        wave = self._create_computed_wave()
        indicators = wave.result_ids.indicator_id
        indicators.filtered(lambda one: one.code == "R06").sudo().state = "draft"
        first = indicators.filtered(lambda one: one.code == "S14")
        first.sudo().is_primary = True
        self._publish(wave)
        [shown] = self.programme._get_public_waves()
        order = [card["indicator"].is_primary for card in shown["cards"]]
        self.assertEqual(order, sorted(order, reverse=True))
        codes = [card["indicator"].code for card in shown["cards"]]
        self.assertLess(codes.index("S14"), codes.index("S03"))
        self.assertNotIn("R06", codes)

    def test_a_wave_has_the_history_of_its_own_time(self):
        waves = [
            self._create_computed_wave(name=day, date_open=day)
            for day in ("2025-03-01", "2026-03-01")
        ]
        for wave in waves:
            self._publish(wave)
        last, first = self.programme._get_public_waves()
        self.assertEqual((first["wave"], last["wave"]), tuple(waves))
        self.assertTrue(all(len(one["history"]) == 1 for one in first["cards"]))
        self.assertTrue(all(len(one["history"]) == 2 for one in last["cards"]))
        self.assertTrue(last["cards"][0]["trend"]["drawing"].marks)

    def test_other_figures_are_read_by_members_and_by_anybody(self):
        self._create_external(url="javascript:alert(1)", comment="<b>bold</b>")
        draft = self._create_external("X2", value=77.25)
        draft.sudo().state = "draft"
        self.authenticate("claire", "claire")
        for path in ("/my/impact", "/impact"):
            page = self.url_open(path).text
            self.assertIn('o_impact_other" data-code="X1"', page)
            self.assertNotIn('o_impact_other" data-code="X2"', page)
            self.assertIn("30 %", page)
            self.assertIn("EWCTS 2021", page)
            self.assertNotIn("javascript:", page)
            self.assertNotIn("<b>bold", page)

    def test_the_last_figure_of_an_indicator_is_shown_with_its_places(self):
        old = self._create_external()
        place = {"territory_id": self.territory_liege.id}
        vals = {"indicator_id": old.indicator_id.id, "reference": "EWCTS 2024"}
        period = {"date_from": "2026-01-01", "date_to": "2026-12-31"}
        new = self.env["smart.impact.figure"].create(
            [
                {**vals, **period, "value": 40},
                {**vals, **period, **place, "value": 41},
            ]
        )
        new.action_publish()
        new.sudo()[1].write({"is_masked": True, "value": 0})
        [found] = self.programme._get_other_figures()
        self.assertEqual((found["total"], found["parts"]), (new[0], new[1]))
        page = self.url_open("/impact").text
        self.assertIn("40 %", page)
        self.assertNotIn("41 %", page)

    def test_the_page_takes_as_many_queries_for_more_waves_and_figures(self):
        counts = []
        for rank in range(3):
            day = f"202{rank}-03-01"
            wave = self._create_computed_wave(name=day, date_open=day)
            self._publish(wave)
            for number in range(1 if rank < 2 else 6):
                self._create_external(f"X{rank}{number}")
            self.url_open("/impact")
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self.url_open("/impact")
            counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[2], counts[1] + 3)

    def test_a_wave_names_the_decisions_of_its_indicators_alone(self):
        wave = self._create_computed_wave()
        self._publish(wave)
        decisions = self.env["smart.impact.decision"].create(
            [
                {"name": "About us", "programme_id": self.programme.id},
                {"name": "About the moon", "programme_id": self.programme.id},
            ]
        )
        wave.result_ids.indicator_id[0].sudo().decision_ids = [
            fields.Command.link(decisions[0].id)
        ]
        self.authenticate("claire", "claire")
        page = self.url_open(f"/my/impact/{wave.id}").text
        self.assertIn("About us", page)
        self.assertNotIn("About the moon", page)
