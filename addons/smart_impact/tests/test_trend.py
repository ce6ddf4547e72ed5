# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A figure over the waves: what is drawn, and what is not."""

import io

import openpyxl

from odoo.tests import BaseCase, tagged

from ..engine.trend import Point, draw_trend, make_axis
from .results_common import ResultsCommon


@tagged("post_install", "-at_install")
class TestTrendDrawing(BaseCase):
    def _draw(self, *points, **more):
        numbers = [n for p in points for n in (p.value, p.low, p.high) if n is not None]
        return draw_trend(points, make_axis(numbers, "share"), **more)

    def test_an_axis_is_round_and_holds_all(self):
        axis = make_axis([41.3, 62.8], "share")
        self.assertEqual(axis.ticks, (40, 50, 60, 70))
        self.assertEqual((axis.low, axis.high), (40, 70))

    def test_an_axis_stays_in_the_range_of_its_kind(self):
        self.assertEqual(make_axis([98, 99.5], "share").high, 100)
        self.assertEqual(make_axis([0.4], "mean").low, 0)
        self.assertLess(make_axis([-62, -20], "nps").low, -60)

    def test_little_does_not_look_like_much(self):
        axis = make_axis([50, 50.4], "share")
        self.assertGreaterEqual(axis.high - axis.low, 10)

    def test_a_kind_without_a_range_has_an_axis_of_its_own(self):
        axis = make_axis([1200, 4800])
        self.assertLessEqual(axis.low, 1200)
        self.assertGreaterEqual(axis.high, 4800)

    def test_waves_lie_where_their_days_lie(self):
        trend = self._draw(Point(0, 40), Point(100, 50), Point(400, 60))
        x = [mark.x for mark in trend.marks]
        self.assertAlmostEqual((x[1] - x[0]) / (x[2] - x[0]), 0.25, 2)
        self.assertEqual(len(trend.lines), 1)

    def test_a_line_stops_where_the_question_changed(self):
        trend = self._draw(
            Point(0, 40, 35, 45),
            Point(100, 42, 38, 46),
            Point(200, 60, 55, 65, is_break=True),
            Point(300, 61, 56, 66),
        )
        self.assertEqual((len(trend.lines), len(trend.bands)), (2, 2))
        [gap] = trend.breaks
        self.assertTrue(trend.marks[1].x < gap < trend.marks[2].x)

    def test_a_wave_without_a_figure_is_a_gap_and_no_zero(self):
        trend = self._draw(Point(0, 40), Point(100, None), Point(200, 50))
        self.assertEqual((len(trend.marks), len(trend.lines)), (2, 0))

    def test_one_wave_is_a_dot_with_its_interval(self):
        trend = self._draw(Point(0, 40, 30, 50))
        [mark] = trend.marks
        self.assertTrue(mark.top < mark.y < mark.bottom)
        self.assertFalse(trend.lines + trend.bands)

    def test_a_target_is_drawn_across(self):
        points = (Point(0, 40), Point(10, 50))
        trend = draw_trend(points, make_axis([40, 50, 70], "share"), target=70.0)
        self.assertLess(trend.levels["target"], trend.marks[1].y)


@tagged("post_install", "-at_install")
class TestTrend(ResultsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.waves = cls.env["smart.impact.wave"]
        for year in (2024, 2025, 2026):
            wave = cls._create_wave(name=f"Wave {year}", date_open=f"{year}-03-01")
            for territory, count in (
                (cls.territory_liege, 30),
                (cls.territory_brussels, 20),
                (cls.territory_charleroi, 20),
                (cls.territory_namur, 3),
            ):
                cls._store(wave, territory, count, shift=year)
            cls._finish(wave)
            if year < 2026:
                cls._publish(wave)
            cls.waves |= wave
        cls.last = cls.waves[-1].with_user(cls.evaluator)

    def _trend(self, code="S11"):
        [card] = [
            one for one in self.last._get_trends() if one["indicator"].code == code
        ]
        return card

    def test_each_indicator_has_its_own_axis_and_unit(self):
        html = str(self.last.trend_html)
        self.assertEqual(html.count('data-trend="'), len(self.last._get_trends()))
        kinds = {card["indicator"].kind for card in self.last._get_trends()}
        self.assertTrue({"share", "mean", "nps"} <= kinds)
        for card in self.last._get_trends():
            lows = [one.low for one in card["history"]]
            self.assertLessEqual(card["trend"]["axis"].low, min(lows))
        self.assertNotIn("NaN", html)

    def test_the_figures_can_be_read_without_the_drawing(self):
        html = str(self.last.trend_html)
        for wave in self.waves:
            self.assertIn(wave.name, html)
        self.assertIn("<table", html)

    def test_a_target_and_a_baseline_are_shown(self):
        indicator = self.env.ref("smart_impact.indicator_security").sudo()
        indicator.write(
            {
                "has_target": True,
                "target": 77,
                "target_date": "2028-12-31",
                "has_baseline": True,
                "baseline": 31,
                "baseline_date": "2020-12-31",
            }
        )
        self.assertEqual(
            set(self._trend()["trend"]["drawing"].levels), {"target", "baseline"}
        )
        [words] = [
            dict(card["total"]._get_reference_words())
            for card in self.last._get_cards()
            if card["indicator"].code == "S11"
        ]
        self.assertRegex(words["Baseline"], "^31[.,]0")
        self.assertRegex(words["Target"], "77[.,]0 /100 by .*2028.* 27[.,]0 to go")

    def test_a_break_is_a_gap(self):
        figure = self._result(self.waves[2], "S11")
        figure.obs_status = "B"
        drawing = self._trend()["trend"]["drawing"]
        self.assertEqual((len(drawing.marks), len(drawing.lines)), (3, 1))
        self.assertEqual(len(drawing.breaks), 1)

    def test_territories_are_drawn_side_by_side_and_the_small_one_is_not(self):
        places = {name: trend for name, trend in self._trend()["places"]}
        self.assertIn("Bruxelles", places)
        self.assertNotIn("Namur", places)
        axes = {id(trend["axis"]) for trend in places.values()}
        self.assertEqual(len(axes), 1)

    def test_it_takes_as_many_queries_for_all_territories(self):
        counts = []
        for turn in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(self.last.trend_html)
            counts.append(self.env.cr.sql_log_count - before)
            for number in range(8):
                place = self.territory_liege.copy(
                    {"name": f"Place {turn} {number}", "code": False}
                )
                self._store(self.waves[2], place, 10)
            self.waves[2].action_compute()
        self.assertLessEqual(counts[1], counts[0] + 2)

    def test_the_workbook_has_a_chart_per_unit_and_no_smooth_line(self):
        self._result(self.waves[2], "S11").obs_status = "B"
        self.env.ref("smart_impact.indicator_security").sudo().write(
            {"has_target": True, "target": 77}
        )
        content, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.evaluator)
            ._render("smart_impact.report_wave_xlsx", self.last.ids, {})
        )
        book = openpyxl.load_workbook(io.BytesIO(content))
        [sheet] = [one for one in book if one.title in ("Trend", "Tendance")]
        units = {card["indicator"].unit for card in self.last._get_trends()}
        self.assertEqual(len(sheet._charts), len(units))
        series = [one for chart in sheet._charts for one in chart.series]
        self.assertFalse([one for one in series if one.smooth])
        # one of them in two runs, one target
        self.assertEqual(len(series), len(self.last._get_trends()) + 2)
        headings = [cell.value or "" for cell in sheet[1]]
        at = headings.index(next(one for one in headings if "after a break" in one))
        column = [row[at].value for row in sheet.iter_rows(min_row=2)]
        self.assertEqual([bool(n) for n in column], [False, False, True])

    def test_the_menu_opens_the_last_wave_with_figures(self):
        action = self.env["smart.impact.wave"].with_user(self.researcher)
        self.assertEqual(action.action_view_last_trend()["res_id"], self.waves[1].id)
        action = self.env["smart.impact.wave"].with_user(self.evaluator)
        self.assertEqual(action.action_view_last_trend()["res_id"], self.last.id)
