# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .waves_common import WavesCommon

TOLD = "I was paid in time (%s)."


@tagged("post_install", "-at_install")
class TestWaveTexts(WavesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.indicator = cls.env.ref("smart_impact.indicator_i09")
        cls.indicator.sudo().state = "adopted"
        cls.themes = cls.env["smart.impact.theme"].create(
            [
                {
                    "indicator_id": cls.indicator.id,
                    "code": code,
                    "name": code,
                    "definition": code,
                }
                for code in "AB"
            ]
        )
        cls.item = cls.env["smart.impact.item"].create(
            {
                "instrument_id": cls.instrument.id,
                "sequence": 110,
                "code": "CHG1",
                "text": "What changed most?",
                "kind": "text",
                "indicator_ids": [Command.link(cls.indicator.id)],
            }
        )

    def _told(self, texts, close=True):
        wave = self._open_wave()
        people = self.members["4000"]
        wave.sudo()._collect(
            {
                partner.id: self._answers(number, **({"CHG1": text} if text else {}))
                for number, (partner, text) in enumerate(
                    zip(people, texts, strict=False)
                )
            }
        )
        if close:
            wave.action_close()
        return wave

    def _take(self, wave):
        action = wave.with_user(self.evaluator).action_take_texts()
        return self.env["smart.impact.excerpt"].search(action["domain"])

    def test_texts_become_excerpts_without_author(self):
        wave = self._told([TOLD % number for number in range(8)])
        excerpts = self._take(wave)
        self.assertEqual(sorted(excerpts.mapped("text")), [TOLD % n for n in range(8)])
        self.assertEqual(excerpts.indicator_id, self.indicator)
        self.assertEqual(set(excerpts.mapped("origin")), {"open"})
        self.assertEqual(set(excerpts.mapped("year")), {wave.date_open.year})
        self.assertFalse(self._take(wave) - excerpts, "taken twice")

    def test_more_codebooks_take_no_more_queries(self):
        wave = self._told([TOLD % number for number in range(8)])
        others = self.indicator.browse()
        for number in range(4):
            other = self.indicator.copy({"code": f"Q{number}"})
            other.item_ids = self.item
            others |= other

        def count(indicators):
            self.env.invalidate_all()
            indicators.mapped("item_ids.instrument_id.item_ids")
            before = self.env.cr.sql_log_count
            wave._take_texts_of(wave._read_texts(indicators))
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        few, many = count(self.indicator), count(others)
        self.assertLessEqual(many, few)
        for one in self.indicator | others:
            texts = one.excerpt_ids.mapped("text")
            self.assertEqual(sorted(texts), [TOLD % n for n in range(8)])

    def test_order_tells_nothing(self):
        wave = self._told([TOLD % number for number in range(14)])
        with self.assertNoLogs("odoo.sql_db", "ERROR"):
            excerpts = self._take(wave).sorted("id")
        orders = {tuple(excerpts.mapped("text"))}
        for _again in range(3):
            excerpts.sudo().unlink()
            excerpts = self._take(wave).sorted("id")
            orders.add(tuple(excerpts.mapped("text")))
        self.assertGreater(len(orders), 1)

    def test_what_tells_who_is_taken_out(self):
        marked = "Write to anne.lambert@example.com or 0470 12 34 56, said Mme Lambert."
        wave = self._told([TOLD % 1, TOLD % 2, TOLD % 3, TOLD % 4, marked])
        texts = self._take(wave).mapped("text")
        self.assertIn("Write to […] or […], said […].", texts)
        self.assertFalse([text for text in texts if "ambert" in text])

    def test_few_texts_are_not_read(self):
        wave = self._told([TOLD % 1, TOLD % 2, "", "  ", TOLD % 3, TOLD % 4])
        with self.assertRaisesRegex(UserError, "fewer than 5"):
            self._take(wave)
        self.assertFalse(
            self.env["smart.impact.excerpt"].search([("wave_id", "=", wave.id)])
        )

    def test_not_while_the_wave_is_open(self):
        wave = self._told([TOLD % number for number in range(8)], close=False)
        with self.assertRaisesRegex(UserError, "once it is closed"):
            self._take(wave)

    def test_who_may(self):
        wave = self._told([TOLD % number for number in range(8)])
        with self.assertRaises(AccessError):
            wave.with_user(self.researcher).action_take_texts()
        excerpt = self._take(wave)[:1].with_user(self.evaluator)
        with self.assertRaises(AccessError):
            excerpt.read(["answer_digest"])

    def test_a_wave_opens_on_an_adopted_codebook(self):
        self.indicator.sudo().state = "draft"
        with self.assertRaisesRegex(UserError, "I09"):
            self._open_wave()

    def test_a_next_version_of_a_codebook_waits_until_it_is_adopted(self):
        action = self.indicator.with_user(self.evaluator).action_new_version()
        new = self.indicator.browse(action["res_id"])
        wave = self._told([TOLD % number for number in range(8)])
        self.assertEqual(self._take(wave).indicator_id, self.indicator)
        new._adopt("Board")
        again = self._take(wave).filtered(lambda one: one.indicator_id == new)
        self.assertEqual(len(again), 8)

    def test_an_answer_without_words_is_complete(self):
        wave = self._open_wave()
        people = self.members["4000"]
        half = dict(list(self._answers().items())[:5])
        wave.sudo()._collect({people[0].id: half, people[1].id: {"CHG1": "So much"}})
        wave.action_close()
        complete = self._responses(wave).filtered("is_complete")
        self.assertEqual(len(complete), 1)
        self.assertEqual(len(complete.answer_ids), 5)

    def test_erased_with_the_answers_of_its_author(self):
        self.programme._ensure_key()
        texts = [TOLD % 0, "  Paid in time.\n", "Paid in time.", *"ABCDE"]
        wave = self._told(texts)
        excerpts = self._take(wave)
        author = self.members["4000"][1]
        self.assertTrue(
            self.env["smart.impact.response"].sudo()._erase_own(author, wave)
        )
        left = excerpts.exists()
        self.assertEqual(len(left), len(texts) - 1)
        self.assertEqual(left.mapped("text").count("Paid in time."), 1)

    def test_each_codes_in_her_own_column(self):
        excerpts = self._take(self._told([TOLD % number for number in range(8)]))
        first, second = (
            excerpts.with_user(user) for user in (self.evaluator, self.manager)
        )
        waiting = [("my_theme_id", "=", False), ("id", "in", excerpts.ids)]
        first[:6].my_theme_id = self.themes[0]
        self.env.invalidate_all()
        self.assertFalse(second[:1].my_theme_id, "not told before her own")
        self.assertEqual(first.search_count(waiting), 2)
        self.assertEqual(second.search_count(waiting), 8)
        second[:5].my_theme_id = self.themes[0]
        second[5].my_theme_id = self.themes[1]
        self.assertEqual(excerpts[5].is_disputed, True)
        self.assertEqual(excerpts[0].theme_id, self.themes[0])
        second[5].my_theme_id = self.themes[0]
        second[4].my_theme_id = False
        self.assertFalse(excerpts[5].is_disputed)
        self.assertEqual(excerpts[4].coder_count, 1)
        domain = [("my_theme_id", "=", self.themes[0].id), ("id", "in", excerpts.ids)]
        self.assertEqual(second.search_count(domain), 5)

    def test_scales_are_not_texts(self):
        scale = self.instrument.item_ids.filtered(lambda one: one.code == "AUT1")
        with self.assertRaisesRegex(ValidationError, "free-text questions alone"):
            self.indicator.sudo().item_ids = scale
        survey = self.env.ref("smart_impact.indicator_r01")
        with self.assertRaisesRegex(ValidationError, "has no items"):
            survey.sudo().item_ids = self.item

    def test_figures_do_not_count_texts(self):
        wave = self._told([TOLD % number for number in range(14)])
        wave.action_compute()
        self.assertFalse(
            wave.result_ids.filtered(lambda one: one.indicator_id == self.indicator)
        )

    def test_many_texts_few_queries(self):
        wave = self._told([TOLD % number for number in range(14)])
        excerpts = self._take(wave).with_user(self.evaluator)

        def count(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.my_theme_id = self.themes[0]
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        few = count(excerpts[:3])
        self.assertLessEqual(count(excerpts[3:]), few + 2)
