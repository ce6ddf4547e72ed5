# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The definitions that territories share are the same, and said to differ if not."""

import base64
import json

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..engine.transfer import digest, seal, unseal
from .programme_common import ProgrammeCommon

MARKED = '[("is_member", "=", True), ("email", "!=", False)]'


@tagged("post_install", "-at_install")
class TestTransferCore(ProgrammeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.elsewhere = cls.env["res.company"].create({"name": "Smart elsewhere"})
        cls.neighbour = new_test_user(
            cls.env,
            "impact_neighbour",
            groups="smart_impact.group_manager",
            company_id=cls.elsewhere.id,
            company_ids=[Command.set(cls.elsewhere.ids)],
        )
        cls.share = cls._create_indicator(
            code="E1",
            source="erp",
            factor=100,
            numerator_id=cls._create_measure(name="With e-mail", domain=MARKED).id,
            denominator_id=cls._create_measure().id,
            has_baseline=True,
            baseline=40,
            baseline_date="2025-01-01",
            has_target=True,
            target=60,
            target_date="2028-12-31",
        )
        cls.share._adopt("Board")
        cls.quality = cls._create_quality()

    @classmethod
    def _create_quality(cls):
        indicator = cls._create_indicator(code="Q1", source="qualitative")
        cls.env["smart.impact.theme"].create(
            {
                "indicator_id": indicator.id,
                "code": "A",
                "name": "To choose",
                "definition": "Clients, prices",
                "includes": "Hours",
            }
        )
        item = cls.env["smart.impact.item"].create(
            {
                "instrument_id": cls.instrument.id,
                "code": "TXT1",
                "kind": "text",
                "text": "What changed most?",
            }
        )
        indicator.item_ids = item
        return indicator

    def _export(self):
        return self.programme.with_user(self.evaluator)._export_file()

    def _import(self, text, user=None, **values):
        wizards = self.env["smart.impact.programme.import"]
        wizard = wizards.with_user(user or self.neighbour).create(
            {"file": base64.b64encode(text.encode()), **values}
        )
        action = wizard.action_import()
        self.env.invalidate_all()
        return self.env["smart.impact.programme"].browse(action["res_id"])

    def _of(self, programme, code):
        return programme.indicator_ids.filtered(lambda one: one.code == code)

    # === FILE === #

    def test_a_next_version_that_waits_stays_here(self):
        adopted = self.env.ref("smart_impact.indicator_security")
        adopted.with_user(self.evaluator).action_new_version()
        copy = self._import(self._export())
        self.assertEqual(len(self._of(copy, "S11")), 1)
        self.assertTrue(self._of(copy, "S11").adopted_at_origin)

    def test_an_adopted_second_version_travels(self):
        old = self.env.ref("smart_impact.indicator_rights")
        new = old.browse(old.action_new_version()["res_id"])
        new.numerator_from = 50
        new._adopt("Board")
        copy = self._of(self._import(self._export()), "S03")
        self.assertEqual((copy.numerator_from, copy.version), (50, 1))
        self.assertEqual(copy.comparability, "same")

    def test_a_file_that_contradicts_itself_is_refused_in_words(self):
        twice = unseal(self._export())
        twice["indicators"].append(twice["indicators"][0])
        null = unseal(self._export())
        null["indicators"][0]["values"]["code"] = None
        bounds = unseal(self._export())
        bounds["indicators"][0]["values"]["minimum_cell"] = 1
        long = unseal(self._export())
        long["indicators"][0]["values"]["sequence"] = 10**12
        shape = unseal(self._export())
        shape["criteria"] = [1]
        for content in (twice, null, bounds, long, shape):
            before = self.env["smart.impact.programme"].search_count([])
            with self.assertRaises(UserError):
                self._import(seal(content))
            after = self.env["smart.impact.programme"].search_count([])
            self.assertEqual(before, after)

    def test_a_file_of_the_first_version_is_read(self):
        content = unseal(self._export())
        content["criteria"] = [row["values"] for row in content["criteria"]]
        for row in content["indicators"]:
            for name in ("adopted", "core", "aims", "numerator", "denominator"):
                del row[name]
            row["values"]["baseline"] = 12.0
            row["values"]["has_baseline"] = True
        sealed = {**json.loads(seal(content)), "version": 1}
        self.assertEqual(sealed["checksum"], digest(content))
        copy = self._import(json.dumps(sealed))
        self.assertEqual(len(copy.indicator_ids), len(self.programme._get_travelling()))
        self.assertFalse(any(copy.indicator_ids.mapped("has_baseline")))
        self.assertFalse(any(copy.indicator_ids.mapped("adopted_at_origin")))

    # === DEFINITIONS === #

    def test_measures_and_themes_come_along(self):
        copy = self._import(self._export())
        share = self._of(copy, "E1")
        for name in ("numerator_id", "denominator_id"):
            mine, theirs = self.share[name], share[name]
            self.assertEqual(theirs.company_id, self.elsewhere)
            self.assertEqual(theirs.user_id, self.neighbour)
            self.assertEqual(theirs.source_id, mine.source_id)
            self.assertEqual(
                (theirs.name, theirs.domain, theirs.operation),
                (mine.name, mine.domain, mine.operation),
            )
        self.assertEqual(share.factor, 100)
        self.assertEqual(share.comparability, "same")
        quality = self._of(copy, "Q1")
        self.assertEqual(quality.item_ids.mapped("code"), ["TXT1"])
        self.assertEqual(
            quality.theme_ids.mapped(lambda one: (one.code, one.name, one.includes)),
            [("A", "To choose", "Hours")],
        )
        self.assertEqual(quality.theme_ids.company_id, self.elsewhere)
        self.assertEqual(set(copy.indicator_ids.mapped("comparability")), {"same"})

    def test_aims_of_there_are_read_and_not_taken(self):
        share = self._of(self._import(self._export()), "E1")
        self.assertFalse(share.has_baseline or share.has_target)
        self.assertFalse(share.baseline_date or share.target_date)
        self.assertIn("40 (2025-01-01)", share.origin_aims)
        self.assertIn("60 (2028-12-31)", share.origin_aims)

    def test_records_that_are_closed_here_are_to_be_connected(self):
        text = self._export()
        source = self.share.numerator_id.source_id
        content = unseal(text)
        row = next(
            one for one in content["indicators"] if one["values"]["code"] == "E1"
        )
        row["numerator"]["core"]["model"] = "hr.payslip"
        row["numerator"]["values"]["name"] = {"en_US": "Pay slips"}
        share = self._of(self._import(seal(content)), "E1").with_user(self.neighbour)
        self.assertFalse(share.numerator_id)
        self.assertTrue(share.denominator_id)
        self.assertIn("hr.payslip", share.measures_to_connect)
        self.assertEqual(share.comparability, "differs")
        # what is missing is chosen here, the rest stays
        with self.assertRaises(UserError):
            share.factor = 10
        measures = self.env["smart.impact.measure"].with_user(self.neighbour)
        share.numerator_id = measures.create(
            {
                "name": "Ours",
                "source_id": source.id,
                "domain": MARKED,
                "operation": "distinct",
            }
        )
        self.env.invalidate_all()
        self.assertEqual(share.comparability, "same")

    def test_ids_of_another_database_are_not_measured(self):
        self.share.numerator_id.domain = (
            f'[("territory_id", "=", {self.territory_liege.id})]'
        )
        share = self._of(self._import(self._export()), "E1")
        self.assertFalse(share.numerator_id)
        self.assertEqual(share.comparability, "differs")

    def test_each_part_of_a_definition_makes_it_differ(self):
        copy = self._import(self._export())
        share, quality = self._of(copy, "E1"), self._of(copy, "Q1")
        for record, vals in (
            (share, {"factor": 10}),
            (share, {"source": "external"}),
            (share, {"formula": "Otherwise"}),
            (share, {"minimum_cell": 20}),
            (share, {"name": "Otherwise"}),
            (share, {"denominator_id": False}),
            (share.numerator_id, {"domain": "[]"}),
            (quality.theme_ids, {"definition": "Otherwise"}),
            (self._of(copy, "S11"), {"item_ids": [Command.clear()]}),
        ):
            name = next(iter(vals))
            indicator = (
                record
                if "code" in record and record._name.endswith("indicator")
                else share
                if record._name.endswith("measure")
                else quality
            )
            old = record[name]
            record.write(vals)
            self.env.invalidate_all()
            self.assertEqual(indicator.comparability, "differs", vals)
            record[name] = old
            self.env.invalidate_all()
            self.assertEqual(indicator.comparability, "same", vals)

    def test_what_left_the_core_is_said_to_differ_further_on(self):
        copy = self._import(self._export())
        self._of(copy, "E1").sudo().factor = 10
        text = copy.with_user(self.neighbour)._export_file()
        third = self.env["res.company"].create({"name": "Third"})
        self.manager.company_ids += third
        again = self._import(text, user=self.manager, company_id=third.id)
        self.assertEqual(self._of(again, "E1").comparability, "differs")
        self.assertEqual(self._of(again, "S11").comparability, "same")

    def test_a_version_of_here_may_differ_and_says_so(self):
        copy = self._import(self._export()).with_user(self.neighbour)
        copy.core_note = "Board"
        copy.action_adopt_core()
        core = self._of(copy, "S03")
        with self.assertRaisesRegex(UserError, "all territories"):
            core.numerator_from = 50
        new = core.browse(core.action_new_version()["res_id"])
        self.assertEqual(new.comparability, "same")
        new.numerator_from = 50
        self.assertEqual(new.comparability, "differs")
        self.assertEqual(core.comparability, "same")

    def test_marks_of_an_older_release_are_made_anew(self):
        copy = self._import(self._export())
        kept, changed = self._of(copy, "S11"), self._of(copy, "S03")
        for one in kept | changed:
            one.sudo().core_digest = one._get_first_digest()
        changed.sudo().numerator_from = 1
        self.env["smart.impact.indicator"]._refresh_core_digests()
        self.env.invalidate_all()
        self.assertEqual(kept.comparability, "same")
        self.assertEqual(changed.comparability, "differs")

    # === ADOPTION === #

    def test_the_core_is_adopted_in_one_decision(self):
        copy = self._import(self._export())
        listed = self.programme._get_list()
        self.assertEqual(copy.core_waiting_count, len(listed))
        self.assertFalse(copy._get_list())
        mine = copy.with_user(self.neighbour)
        with self.assertRaises(UserError):
            mine.action_adopt_core()
        evaluator = new_test_user(
            self.env,
            "there",
            groups="smart_impact.group_evaluator",
            company_id=self.elsewhere.id,
            company_ids=[Command.set(self.elsewhere.ids)],
        )
        with self.assertRaises(AccessError):
            copy.with_user(evaluator).core_note = "Ours"
        mine.core_note = "Board of the antenna"
        with self.assertRaises(AccessError):
            copy.with_user(evaluator).action_adopt_core()
        mine.action_adopt_core()
        self.env.invalidate_all()
        self.assertEqual(copy._get_list().mapped("code"), listed.mapped("code"))
        self.assertEqual(
            set(copy._get_list().mapped("adoption_note")), {"Board of the antenna"}
        )
        self.assertEqual(
            set(copy._get_list().criterion_id.mapped("state")), {"adopted"}
        )
        self.assertFalse(copy.core_waiting_count)

    def test_the_core_is_adopted_by_votes_too(self):
        copy = self._import(self._export())
        indicator = self._of(copy, "S11").with_user(self.neighbour)
        indicator.action_propose()
        self.assertEqual(indicator.state, "consultation")
        copy.with_user(self.neighbour).core_note = "Board"
        copy.with_user(self.neighbour).action_adopt_core()
        self.assertEqual(indicator.state, "consultation")

    # === FIGURES === #

    def _measured(self, programme, sizes):
        """Compute a wave of `programme`: {territory: (yes, no)} of social rights."""
        wave = self._create_wave(programme_id=programme.id)
        for territory, (yes, no) in sizes.items():
            wave.sudo()._import_responses(
                [
                    {
                        "territory_id": territory.id,
                        "answers": self._answers(
                            number, SEC3="yes" if number < yes else "no"
                        ),
                    }
                    for number in range(yes + no)
                ]
            )
        wave.sudo().state = "closed"
        wave.action_compute()
        return {
            (one.indicator_id.code, one.scope, one.territory_id.id): (
                one.value,
                one.low,
                one.high,
                one.respondent_count,
                one.state,
            )
            for one in wave.result_ids
        }

    def test_the_same_answers_give_the_same_figures(self):
        copy = self._import(self._export())
        copy.with_user(self.neighbour).core_note = "Board"
        copy.with_user(self.neighbour).action_adopt_core()
        sizes = {self.territory_liege: (30, 10), self.territory_namur: (10, 150)}
        here = self._measured(self.programme, sizes)
        there = self._measured(copy, sizes)
        self.assertTrue(here)
        self.assertEqual(here, there)
        # 30 of 40 and 10 of 160 are 40 of 200: a ratio of sums, no mean of ratios
        for figures in (here, there):
            by_place = {
                place: figures["S03", scope, place][0]
                for code, scope, place in figures
                if code == "S03" and scope in ("total", "territory")
            }
            self.assertAlmostEqual(by_place[self.territory_liege.id], 75)
            self.assertAlmostEqual(by_place[self.territory_namur.id], 6.25)
            self.assertAlmostEqual(by_place[False], 20)
