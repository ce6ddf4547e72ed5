# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Postal codes that move between territories of the same name."""

from odoo.fields import Command
from odoo.tests import BaseCase, tagged

from ..engine.territories import Tree, match, unpack_made_of
from .results_common import ResultsCommon
from .waves_common import WavesCommon


@tagged("post_install", "-at_install")
class TestMadeOf(BaseCase):
    """1 and 4 beside each other, part of 9; 2 and 3 are parts of 1."""

    def _tree(self, made_of, places=(2, 3, 4)):
        parents = {2: 1, 3: 1, 1: 9, 4: 9, 9: 0}
        return Tree(parents, frozenset(places), made_of)

    def test_other_codes_break_and_the_same_do_not(self):
        before = self._tree({2: "ab", 4: "cd", 9: "ef"})
        now = self._tree({2: "ab", 4: "cx", 9: "ef"})
        self.assertEqual(match(2, False, now, before).scope, "territory")
        self.assertTrue(match(4, False, now, before).is_break)
        self.assertEqual(match(9, False, now, before).scope, "region")

    def test_a_rest_is_its_own_codes_and_a_whole_those_of_its_parts(self):
        places = (1, 2, 3, 4)
        before = self._tree({1: ("a", "w")}, places)
        now = self._tree({1: ("b", "w")}, places)
        self.assertTrue(match(1, True, now, before).is_break)
        self.assertEqual(match(1, False, now, before).scope, "region")

    def test_what_was_not_kept_is_not_held_against_anybody(self):
        known, unknown = self._tree({4: ("a", "b")}), self._tree(None)
        for now, before in ((known, unknown), (unknown, known)):
            self.assertEqual(match(4, False, now, before).scope, "territory")
        self.assertIsNone(unpack_made_of(None))
        self.assertEqual(unpack_made_of({"4": ["a", "b"]}), {4: ["a", "b"]})


class CompositionCommon(ResultsCommon):
    def _fill(self, day):
        wave = self._create_wave(name=f"Wave {day}", date_open=day)
        for rank, territory in enumerate(self.walloon | self.territory_brussels):
            wave.sudo()._import_responses(
                [
                    {
                        "territory_id": territory.id,
                        "pseudonym": f"p{rank}-{number}",
                        "answers": self._answers(
                            number, ACC1="yes" if number % 5 else "no"
                        ),
                    }
                    for number in range(30)
                ]
            )
        return self._finish(wave)

    def _write_codes(self, **codes):
        """Give territories these codes, by name, in place of those they have."""
        places = {
            "liege": self.territory_liege,
            "namur": self.territory_namur,
            "brussels": self.territory_brussels,
        }
        for name in codes:
            places[name].range_ids.unlink()
        for name, ranges in codes.items():
            places[name].range_ids = [
                Command.create({"zip_from": first, "zip_to": last})
                for first, last in ranges
            ]


@tagged("post_install", "-at_install")
class TestWaveComposition(CompositionCommon):
    def _figure(self, wave, scope, territory):
        return self._cells(wave, "R06", scope).filtered(
            lambda one: one.territory_id == territory
        )

    def _move(self):
        self._write_codes(
            liege=[("4000", "4499")], namur=[("4500", "4999"), ("5000", "5999")]
        )

    def test_codes_that_move_to_a_sibling_break_both(self):
        self._publish(self._fill("2025-03-01"))
        self._move()
        second = self._fill("2026-03-01")
        for territory in self.walloon:
            figure = self._figure(second, "territory", territory)
            self.assertFalse(figure.has_change)
            self.assertEqual((figure.break_kind, figure.obs_status), ("territory", "B"))
            self.assertIn("territory changed", figure._get_change_words()["text"])
        # what holds both is made of the same codes, and so is what lies beside
        above = self._figure(second, "region", self.wallonia)
        beside = self._figure(second, "territory", self.territory_brussels)
        for figure in (above, beside, self._result(second, "R06")):
            self.assertEqual((figure.has_change, figure.change), (True, 0.0))

    def test_what_holds_it_breaks_once_its_own_codes_differ(self):
        self._publish(self._fill("2025-03-01"))
        self._write_codes(
            liege=[("4000", "4499")], brussels=[("1000", "1299"), ("4500", "4999")]
        )
        second = self._fill("2026-03-01")
        broken = self._cells(second, "R06", "territory").filtered("break_kind")
        self.assertEqual(
            broken.territory_id, self.territory_liege | self.territory_brussels
        )
        above = self._figure(second, "region", self.wallonia)
        self.assertEqual((above.has_change, above.break_kind), (False, "territory"))
        self.assertTrue(self._result(second, "R06").has_change)

    def test_the_same_codes_written_otherwise_change_nothing(self):
        self._publish(self._fill("2025-03-01"))
        self._write_codes(liege=[("4500", "4999"), ("4000", "4499")])
        self.territory_liege.name = "Liège et environs"
        second = self._fill("2026-03-01")
        figures = self._cells(second, "R06", "territory")
        self.assertEqual(set(figures.mapped("has_change")), {True})
        self.assertFalse(any(figures.mapped("break_kind")))

    def test_a_wave_of_before_codes_were_kept_is_compared_as_it_was(self):
        first = self._fill("2025-03-01")
        self._publish(first)
        kept = dict(first.method_parameters["territories"])
        self.assertTrue(kept.pop("made_of"))
        first.sudo().method_parameters = {"territories": kept}
        self._move()
        second = self._fill("2026-03-01")
        figure = self._figure(second, "territory", self.territory_liege)
        self.assertTrue(figure.has_change)
        self.assertTrue(second.method_parameters["territories"]["made_of"])

    def test_more_territories_take_no_more_queries(self):
        wave = self._create_wave()

        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wave._read_made_of()
            return self.env.cr.sql_log_count - before

        few = count()
        for number in range(40):
            self._create_territory(f"T{number}", f"7{number:02}0", f"7{number:02}9")
        self.env.flush_all()
        self.assertEqual(count(), few)


@tagged("post_install", "-at_install")
class TestWaveOpened(WavesCommon):
    def test_codes_count_that_members_were_placed_by(self):
        """Members keep the territory of the opening, so it keeps its codes too."""
        wave = self._open_wave()
        opened = wave.method_parameters["territories"]["made_of"]
        self.territory_liege.range_ids.zip_to = "4499"
        self.env.flush_all()
        self.assertNotEqual(wave._read_made_of(), opened)
        for partner in self.members["4000"]:
            wave.sudo()._collect({partner.id: self._answers(1)})
        wave.action_close()
        wave.action_compute()
        kept = wave.method_parameters["territories"]
        self.assertEqual(kept["made_of"], opened)
        self.assertTrue(kept["parents"])
