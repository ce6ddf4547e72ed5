# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.smart_impact.models.smart_impact_response import BAND_KEYS

from .waves_common import WavesCommon


@tagged("post_install", "-at_install")
class TestWaveSample(WavesCommon):
    def _sample(self, size=20, seed=7, **values):
        return self._open_wave(sampling="sample", sample_size=size, seed=seed, **values)

    def test_a_sample_is_drawn_in_proportion(self):
        wave = self._sample(21)
        self.assertEqual((wave.frame_count, wave.population_count), (21, 43))
        asked = [
            len(wave.participation_ids.filtered(lambda row, m=m: row.partner_id in m))
            for m in self.members.values()
        ]
        # 14, 12, 11 and 6 of 43, of whom 21: 6.84, 5.86, 5.37, 2.93
        self.assertEqual(asked, [7, 6, 5, 3])

    def test_the_same_seed_draws_the_same_sample(self):
        first, again = self._sample(), self._sample()
        other = self._sample(seed=8)
        partners = [wave.participation_ids.partner_id for wave in (first, again, other)]
        self.assertEqual(partners[0], partners[1])
        self.assertNotEqual(partners[0], partners[2])

    def test_two_waves_do_not_share_a_seed_by_accident(self):
        seeds = {self._create_wave().seed for _turn in range(5)}
        self.assertEqual(len(seeds), 5)

    def test_a_sample_larger_than_the_register_asks_everybody(self):
        self.assertEqual(self._sample(500).frame_count, 43)

    def test_figures_are_those_of_all_members(self):
        wave = self._sample(20)
        frame = wave._read_frame()
        self.assertEqual((frame[:, 3].sum(), frame[:, 4].sum()), (43, 20))

    def test_who_is_asked_does_not_change_once_open(self):
        wave = self._sample().with_user(self.evaluator)
        for vals in ({"seed": 1}, {"sample_size": 30}, {"sampling": "census"}):
            with self.assertRaises(UserError):
                wave.write(vals)

    def test_nobody_is_alone_with_what_is_written_beside_answers(self):
        wave = self._sample(20)
        groups = self._read(
            "SELECT COUNT(*) FROM smart_impact_participation WHERE wave_id = %s"
            " GROUP BY territory_id, filiere_id, band",
            wave.id,
        )
        self.assertTrue(all(count >= 5 for [count] in groups), groups)

    def test_a_territory_of_a_few_is_not_written(self):
        self.members["4000"][0].zip = "9999"
        self._create_territory("Nowhere", "9990", "9999")
        wave = self._open_wave()
        row = wave.participation_ids.filtered(
            lambda one: one.partner_id == self.members["4000"][0]
        )
        self.assertFalse(row.territory_id)
        alike = wave.participation_ids.filtered(lambda one: not one.territory_id)
        self.assertGreaterEqual(len(alike), 5)

    def test_a_register_without_members_opens_nothing(self):
        self.everybody.is_member = False
        with self.assertRaisesRegex(UserError, "Wave 2027"):
            self._open_wave()

    def test_a_stratum_without_answers_is_computed(self):
        wave = self._open_wave(weighting="strata")
        self._fill(wave, {"4000": 14, "1000": 12, "5000": 11})
        wave.action_close()
        wave.action_compute()
        self.assertEqual(wave.complete_count, 37)
        self.assertLess(wave.representativity, 1)

    def test_response_rates_are_exact_and_hide_a_few(self):
        wave = self._open_wave()
        self._fill(wave, {"4000": 9, "1000": 8, "5000": 7, "6000": 3})
        wave._update_rates()
        rates = {
            rate.territory_id or rate.dimension: rate
            for rate in wave.rate_ids
            if rate.dimension in ("territory", "total")
        }
        total = rates["total"]
        self.assertEqual((total.asked, total.answered), (43, 27))
        self.assertAlmostEqual(total.rate, 100 * 27 / 43, 6)
        liege = rates[self.territory_liege]
        self.assertEqual((liege.asked, liege.answered), (14, 9))
        self.assertAlmostEqual(liege.rate, 100 * 9 / 14, 6)
        # three of six in Charleroi, which the total less the others would give away
        for place in (self.territory_charleroi, self.territory_namur):
            self.assertTrue(rates[place].is_masked)
            self.assertFalse(rates[place].answered or rates[place].rate)
            self.assertFalse(rates[place].asked, "beside a figure it would be a rate")

    def test_one_answer_is_placed_nowhere(self):
        wave = self._open_wave()
        wave._collect({self.members["4000"][0].id: self._answers(1)})
        wave._update_rates()
        self.assertTrue(all(wave.rate_ids.mapped("is_masked")))
        self.assertFalse(any(wave.rate_ids.mapped("answered")))

    def test_where_nobody_or_everybody_answers_is_not_told(self):
        wave = self._open_wave()
        self._fill(wave, {"4000": 14, "1000": 6, "6000": 5})
        wave._update_rates()
        shown = wave.rate_ids.filtered(
            lambda one: one.dimension == "territory" and not one.is_masked
        )
        # all of Liège, nobody of Namur, all but one of Charleroi
        self.assertEqual(shown.territory_id, self.territory_brussels)
        for user in (self.evaluator, self.manager):
            with self.assertRaises(AccessError):
                shown.with_user(user).read(["is_linked"])

    def test_nobody_alone_is_hidden_with_another(self):
        wave = self._open_wave()
        self._fill(wave, {"4000": 9, "1000": 6, "6000": 0, "5000": 6})
        wave._update_rates()
        shown = wave.rate_ids.filtered(
            lambda one: one.dimension == "territory" and not one.is_masked
        )
        self.assertEqual(
            shown.territory_id, self.territory_liege | self.territory_brussels
        )

    def test_rates_and_figures_hide_the_same_groups(self):
        """Rates that hide Brussels and figures that hide Namur tell of Charleroi."""
        wave = self._open_wave()
        self._fill(wave, {"4000": 9, "1000": 7, "6000": 3})
        wave._collect(
            {
                partner.id: self._answers(number, ACC1=None if number < 2 else "yes")
                for number, partner in enumerate(self.members["5000"][:8])
            }
        )
        wave.action_close()
        hidden = wave.rate_ids.filtered("is_masked").territory_id
        self.assertEqual(hidden, self.territory_brussels | self.territory_charleroi)
        wave.action_compute()
        for code in ("S11", "R06", "S14"):
            masked = wave.result_ids.filtered(
                lambda one, code=code: (
                    one.indicator_id.code == code and one.state == "suppressed"
                )
            )
            self.assertLessEqual(hidden, masked.territory_id, code)

    def test_rates_stay_once_the_wave_is_closed(self):
        wave = self._open_wave()
        self._fill(wave)
        wave.action_close()
        before = wave.rate_ids.mapped("rate")
        self.assertTrue(before)
        wave.with_user(self.evaluator).action_view_rates()
        wave._update_rates()
        self.assertEqual(wave.rate_ids.mapped("rate"), before)

    def test_a_member_of_several_filieres_counts_in_one(self):
        first, second = (
            self.env["smart.filiere"].create({"name": name, "code": name})
            for name in ("SEVERAL-A", "SEVERAL-B")
        )
        people = self.members["4000"][:8]
        memberships = self.env["smart.filiere.membership"].create(
            [
                {"partner_id": one.id, "filiere_id": filiere.id, "state": state}
                for one in people
                for filiere, state in ((first, "confirmed"), (second, "active"))
            ]
        )
        longer = memberships.filtered(lambda one: one.partner_id in people[6:])
        longer.write({"state": "active", "date_answered": "2026-02-01"})
        longer.filtered(lambda one: one.filiere_id == first).write(
            {"date_answered": "2020-02-01"}
        )
        wave = self._open_wave()
        rows = self.env.execute_query(
            SQL(
                "SELECT filiere_id, COUNT(*) FROM (%s) AS register"
                " WHERE partner_id IN %s GROUP BY 1",
                wave._sql_register(),
                tuple(people.ids),
            )
        )
        self.assertEqual(dict(rows), {first.id: 2, second.id: 6})

    def test_weights_give_a_group_its_part_back(self):
        """By seniority: of 43, nobody of the newest answers twice as often."""
        old = self.everybody.filtered(lambda one: one not in self.members["5000"])
        old.member_since = "2010-01-01"
        (self.everybody - old).member_since = "2026-06-01"
        wave = self._open_wave(weighting="band")
        self._fill(wave, {"4000": 7, "1000": 6, "5000": 11})
        wave.action_close()
        wave.action_compute()
        keys, frame = wave._read_respondents()[1], wave._read_frame()
        weights = wave._get_weights(keys, frame)
        new = keys[:, 2] == 1 + BAND_KEYS.index("new")
        self.assertAlmostEqual(weights[new].sum() / weights.sum(), 11 / 43)
        self.assertEqual(wave.method_parameters["weighting"], "band")
