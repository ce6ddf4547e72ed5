# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""From proposals to the list, and what a wave opens on."""

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .programme_common import ProgrammeCommon

# the list of the research note: 7 outputs, 13 outcomes, 9 impacts
ANCHOR = (
    *(f"R{n:02}" for n in range(1, 8)),
    *(f"S{n:02}" for n in range(1, 14)),
    *(f"I{n:02}" for n in range(1, 10)),
)


@tagged("post_install", "-at_install")
class TestProgrammeList(ProgrammeCommon):
    def test_the_twenty_nine_indicators_are_there(self):
        shipped = {one.code: one for one in self.programme.indicator_ids}
        for code in ANCHOR:
            one = shipped[code]
            self.assertTrue(one.formula, code)
            self.assertTrue(one.reference, code)
            self.assertTrue(one.decision_ids, code)
            self.assertTrue(one.unit, code)
            self.assertTrue(one.is_measured or one.missing_data, code)
            if one.level == "impact":
                self.assertTrue(one._has_comparison(), code)
        self.assertEqual(len(ANCHOR), 29)

    def test_they_are_named_in_french(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env["ir.module.module"]._load_module_terms(["smart_impact"], ["fr_FR"])
        for one in self.programme.indicator_ids.filtered(lambda i: i.code in ANCHOR):
            french = one.with_context(lang="fr_FR")
            for name in ("name", "formula", "missing_data", "description"):
                if one[name]:
                    self.assertNotEqual(french[name], one[name], (one.code, name))

    def test_what_the_suite_can_measure_is_measured(self):
        measured = {
            one.code: one.source
            for one in self.programme.indicator_ids
            if one.code in ANCHOR and one.is_measured
        }
        asked = {
            *("R06", "S03", "S06", "S07", "S09", "S10", "S11", "S12", "S13"),
            *("I01", "I02", "I03", "I06", "I08"),
        }
        self.assertEqual(
            {code for code in measured if measured[code] == "survey"}, asked
        )
        counted = {"R04": "erp", "S04": "erp", "R07": "wave"}
        self.assertEqual(counted.items() & measured.items(), counted.items())
        # the others wait for data that no module of the suite holds
        self.assertEqual(
            set(ANCHOR) - set(measured),
            {
                *("R01", "R02", "R03", "R05", "S01", "S02", "S05", "S08"),
                *("I04", "I05", "I07", "I09"),
            },
        )
        found = self.env["smart.impact.indicator"].search(
            [("programme_id", "=", self.programme.id), ("is_measured", "=", False)]
        )
        self.assertEqual(
            set(found.mapped("code")) & set(ANCHOR), set(ANCHOR) - set(measured)
        )
        self.assertEqual(set(found.mapped("measured_badge")), {"Not measured yet"})

    def test_comparators_are_told_and_no_target_is_invented(self):
        by_code = {one.code: one for one in self.programme.indicator_ids}
        for code, figure in (
            ("I08", "30 %"),
            ("I06", "25 %"),
            ("I03", "37.5 %"),
            ("S03", "75 %"),
        ):
            one = by_code[code]
            words = f"{one.comparison} {one.reference}"
            self.assertIn(figure, words, code)
        self.assertFalse(any(one.has_target for one in by_code.values()))
        self.assertEqual(by_code["S11"].direction, "up")
        self.assertIn("insecurity", by_code["S11"].description)

    def test_a_proposal_becomes_an_indicator_by_vote(self):
        proposal = self._screen(self._propose())
        indicator = proposal.indicator_id
        self.assertEqual(indicator.state, "consultation")
        self.assertEqual(indicator.decision_ids.name, "Closing weeks of the workplaces")
        ballot = self._create_ballot(proposal)
        ballot.action_open()
        for partner, choice in ((self.claire, "for"), (self.bruno, "for")):
            ballot.sudo()._vote(partner, {proposal.id: choice})
        ballot.action_close()
        self.assertEqual((proposal.state, indicator.state), ("adopted", "adopted"))
        self.assertEqual(indicator.adoption_note, "Board, Board of June")
        self.assertEqual(proposal.votes_for, 2)

    def test_no_indicator_is_retained_without_its_kind(self):
        proposal = self._propose()
        with self.assertRaisesRegex(UserError, "kind of figure"):
            self._screen(proposal, figure_kind=False)
        self._screen(proposal, figure_kind="median")
        self.assertEqual(proposal.indicator_id.kind, "median")
        self.assertEqual(proposal.indicator_id.minimum_cell, 10)

    def test_a_criterion_is_adopted_too(self):
        proposal = self._screen(
            self._propose(kind="criterion", decision=False), criterion_id=False
        )
        ballot = self._create_ballot(proposal)
        ballot.action_open()
        for partner in (self.claire, self.bruno):
            ballot.sudo()._vote(partner, {proposal.id: "for"})
        ballot.action_close()
        self.assertEqual(proposal.criterion_id.state, "adopted")

    def test_without_quorum_nothing_is_decided(self):
        proposal = self._screen(self._propose())
        ballot = self._create_ballot(proposal)
        ballot.action_open()
        ballot.sudo()._vote(self.claire, {proposal.id: "for"})
        ballot.action_close()
        self.assertEqual(proposal.state, "screened")
        again = self._create_ballot(proposal, name="Board of July")
        again.action_open()
        for partner in (self.claire, self.bruno):
            again.sudo()._vote(partner, {proposal.id: "against"})
        again.action_close()
        self.assertEqual(proposal.state, "rejected")
        self.assertEqual(proposal.indicator_id.state, "draft")

    def test_one_seat_one_vote(self):
        proposal = self._screen(self._propose())
        ballot = self._create_ballot(proposal)
        ballot.action_open()
        ballot.sudo()._vote(self.claire, {proposal.id: "for"})
        ballot.sudo()._vote(self.claire, {proposal.id: "against"})
        self.assertEqual(ballot.vote_ids.mapped("choice"), ["against"])
        stranger = self.members["4000"][0]
        with self.assertRaises(AccessError):
            ballot.sudo()._vote(stranger, {proposal.id: "for"})
        with self.assertRaises(UserError):
            ballot.sudo()._vote(self.claire, {proposal.id: "maybe"})
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["smart.impact.seat"].create(
                {"name": "Twice", "body_id": self.body.id, "partner_id": self.claire.id}
            )

    def test_who_joins_the_body_later_does_not_vote(self):
        proposal = self._screen(self._propose())
        ballot = self._create_ballot(proposal)
        ballot.action_open()
        late = self.members["4000"][0]
        self.env["smart.impact.seat"].create(
            {"name": "Late", "body_id": self.body.id, "partner_id": late.id}
        )
        self.assertFalse(ballot._get_seat(late))
        with self.assertRaises(UserError):
            ballot.action_open()

    def test_a_refusal_has_its_reason(self):
        proposal = self._propose().with_user(self.evaluator)
        with self.assertRaises(UserError):
            proposal.action_refuse()
        proposal.answer = "Measured by S10 already."
        proposal.action_refuse()
        self.assertEqual(proposal.state, "refused")
        with self.assertRaises(UserError):
            proposal.action_consult()
        with self.assertRaises(UserError):
            proposal.with_user(self.manager).unlink()

    def test_what_serves_no_decision_is_not_retained(self):
        with self.assertRaisesRegex(UserError, "decision"):
            self._screen(self._propose(decision=False))

    def test_no_state_is_written_by_hand(self):
        proposal = self._propose()
        indicator = self._create_indicator()
        for record, vals in (
            (proposal, {"state": "adopted"}),
            (indicator, {"state": "adopted"}),
            (indicator, {"version": 4}),
            (self.criterion, {"state": "draft"}),
        ):
            with self.assertRaises(AccessError):
                record.with_user(self.manager).write(vals)
        with self.assertRaises(AccessError):
            self._create_ballot(proposal.browse()).write({"state": "closed"})

    def test_an_opinion_counts_from_five_on(self):
        proposal = self._propose()
        proposal.with_user(self.evaluator).action_consult()
        people = self.members["4000"][:5]
        for rank, partner in enumerate(people[:4]):
            proposal._record_opinion(partner, 1 + rank, "")
        self.assertEqual((proposal.opinion_count, proposal.importance), (0, 0))
        proposal._record_opinion(people[4], 5, "Yes")
        proposal.invalidate_recordset()
        self.assertEqual((proposal.opinion_count, proposal.importance), (5, 3.0))
        proposal._record_opinion(people[4], 4, "Changed")
        self.assertEqual(len(proposal.opinion_ids), 5)
        for wrong in (0, 6):
            with self.assertRaises(UserError):
                proposal._record_opinion(people[0], wrong, "")

    def test_nobody_reads_who_gave_an_opinion(self):
        proposal = self._propose()
        proposal.with_user(self.evaluator).action_consult()
        proposal._record_opinion(self.bruno, 4, "Mine")
        opinion = proposal.opinion_ids
        self.assertNotIn("create_uid", opinion._fields)
        for user in (self.evaluator, self.manager):
            with self.assertRaises(AccessError):
                opinion.with_user(user).read(["partner_id"])
            with self.assertRaises(AccessError):
                opinion.with_user(user).search([("partner_id", "=", self.bruno.id)])
            with self.assertRaises(AccessError):
                opinion.with_user(user).comment = "Rewritten"
        opinion.with_user(self.evaluator).is_hidden = True

    # === VERSIONS AND WAVES === #

    def test_a_wave_opens_on_what_is_adopted_alone(self):
        indicator = self._create_indicator(
            item_ids=[fields.Command.link(self.instrument.item_ids[0].id)]
        )
        wave = self._create_wave()
        with self.assertRaisesRegex(UserError, "X1"):
            wave.action_open()
        indicator._adopt("Board")
        wave.action_open()
        self.assertIn(indicator, wave.indicator_ids)
        self.assertEqual(set(wave.primary_ids.mapped("code")), self._primary_codes())

    def _primary_codes(self):
        return {one.code for one in self.programme.indicator_ids if one.is_primary}

    def test_an_adopted_definition_changes_by_versions(self):
        old = self.env.ref("smart_impact.indicator_rights")
        with self.assertRaises(UserError):
            old.with_user(self.evaluator).numerator_from = 50
        action = old.with_user(self.evaluator).action_new_version()
        new = old.browse(action["res_id"])
        self.assertEqual((new.version, new.previous_id, new.state), (2, old, "draft"))
        new.with_user(self.evaluator).numerator_from = 50
        with self.assertRaises(UserError):
            old.with_user(self.evaluator).action_new_version()
        new._adopt("Board")
        self.assertFalse(old.active)
        self.assertEqual((old.state, old.numerator_from), ("retired", 100))

    def test_a_figure_of_wave_one_stays_after_a_new_version(self):
        first = self._create_computed_wave(date_open="2025-03-01")
        before = self._result(first, "S03").value
        self._publish(first)
        old = self.env.ref("smart_impact.indicator_rights")
        new = old.browse(old.action_new_version()["res_id"])
        new.numerator_from = 0
        draft = self._create_wave(name="Draft")
        self.assertIn(old, draft._get_indicators())
        self.assertNotIn(new, draft._get_indicators())
        new._adopt("Board")
        second = self._create_computed_wave(name="Wave 2028", date_open="2026-03-01")
        self.assertIn(new, second.indicator_ids)
        self.assertNotIn(old, second.indicator_ids)
        self.assertEqual(self._result(second, "S03").value, 100)
        self.assertFalse(self._result(second, "S03").has_change)
        self.assertEqual(self._result(second, "S03").obs_status, "B")
        self.assertIn(old, first._get_indicators())
        rows = first._prepare_rows(first._read_answers())
        at = first._get_indicators().ids.index(old.id)
        again = rows["value"][(rows["indicator"] == at) & (rows["scope"] == "total")]
        self.assertAlmostEqual(float(again[0]), before, 6)

    def test_three_primary_indicators_at_most(self):
        chosen = self.programme.indicator_ids
        chosen.is_primary = False
        chosen[:3].is_primary = True
        self.assertEqual(chosen[0].primary_on, fields.Date.today())
        with self.assertRaises(ValidationError):
            chosen[3].is_primary = True

    def test_an_impact_needs_an_interval(self):
        wave = self._create_computed_wave()
        wave.review_ids.action_review()
        wave.action_lock_reviews()
        total = self._result(wave, "I03")
        total.has_interval = False
        with self.assertRaisesRegex(UserError, "I03"):
            wave.action_publish()

    def test_the_coverage_counts_the_adopted(self):
        rows = self.programme._get_coverage()["rows"]
        total = sum(sum(counts) for _dimension, counts, _left in rows)
        self.assertEqual(total, len(self.programme._get_list()))
        self.assertEqual(len(rows), 4)
