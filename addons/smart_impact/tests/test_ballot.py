# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What seats vote on is what is adopted, until the day that was said."""

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .programme_common import ProgrammeCommon


@tagged("post_install", "-at_install")
class TestBallot(ProgrammeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.proposal = cls._screen(cls._propose(definition="Weeks of rest"))
        cls.indicator = cls.proposal.indicator_id
        tomorrow = fields.Date.add(fields.Date.today(), days=3)
        cls.ballot = cls._create_ballot(cls.proposal, date_close=tomorrow)
        cls.ballot.action_open()

    def _vote(self, partner, choice="for"):
        self.ballot.sudo()._vote(partner, {self.proposal.id: choice})
        self.env.invalidate_all()

    def test_what_is_voted_does_not_change(self):
        self._vote(self.claire)
        criterion = self.criterion.copy({"name": "Another"})
        other = self._create_indicator()
        for user in (self.evaluator, self.manager):
            for vals in (
                {"name": "Time to work"},
                {"definition": "Hours"},
                {"reason": "Because"},
                {"decision": "None"},
                {"dimension": "economic"},
                {"level": "impact"},
                {"criterion_id": criterion.id},
                {"indicator_id": other.id},
                {"ballot_id": False},
                {"answer": "Changed"},
            ):
                with self.assertRaises(UserError, msg=vals):
                    self.proposal.with_user(user).write(vals)
            for vals in (
                {"name": "Time to work"},
                {"kind": "nps"},
                {"formula": "Other"},
                {"numerator_from": 1},
                {"source": "external"},
                {"description": "Other"},
                {"decision_ids": [fields.Command.clear()]},
                {"item_ids": [fields.Command.set(self.instrument.item_ids[:1].ids)]},
            ):
                for lang in ("en_US", "fr_FR"):
                    self.env["res.lang"]._activate_lang(lang)
                    mine = self.indicator.with_user(user).with_context(lang=lang)
                    with self.assertRaises(UserError, msg=vals):
                        mine.write(vals)
            with self.assertRaises(UserError):
                self.indicator.with_user(user).update_field_translations(
                    "name", {"fr_FR": "Autre"}
                )
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.instrument.item_ids[0].with_user(user).indicator_ids = [
                    fields.Command.link(self.indicator.id)
                ]
            with self.assertRaises(AccessError):
                self.proposal.with_user(user).voted_digest = "x"

    def test_a_draft_criterion_that_is_voted_does_not_change(self):
        proposal = self._screen(
            self._propose("Rest", kind="criterion", decision=False), criterion_id=False
        )
        self._create_ballot(proposal).action_open()
        with self.assertRaises(UserError):
            proposal.criterion_id.with_user(self.manager).name = "Work"

    def test_what_changed_all_the_same_is_not_adopted(self):
        for partner in (self.claire, self.bruno, self.dina):
            self._vote(partner)
        self.indicator.sudo().formula = "Changed by a script"
        self.ballot.action_close()
        self.assertEqual(self.proposal.state, "screened")
        self.assertEqual(self.indicator.state, "consultation")

    def test_questions_that_are_voted_are_not_reworded(self):
        item = self.env["smart.impact.item"].create(
            {
                "instrument_id": self.instrument.copy().id,
                "code": "RST1",
                "text": "I rest.",
            }
        )
        proposal = self._screen(self._propose("Other"))
        proposal.indicator_id.item_ids = item
        self._create_ballot(proposal).action_open()
        for user in (self.evaluator, self.manager):
            with self.assertRaises(UserError):
                item.with_user(user).text = "I work."

    def test_a_vote_lasts_until_its_last_day(self):
        self._vote(self.claire)
        self._vote(self.bruno)
        for user in (self.evaluator, self.manager):
            ballot = self.ballot.with_user(user)
            with self.assertRaisesRegex(UserError, str(self.ballot.date_close)):
                ballot.action_close()
            for day in (fields.Date.today(), False):
                with self.assertRaises(UserError):
                    ballot.date_close = day
        self.ballot.date_close = fields.Date.add(self.ballot.date_close, days=1)
        with self.assertRaises(AccessError):
            self.ballot.with_user(self.evaluator).early_reason = "Enough"
        ballot = self.ballot.with_user(self.manager)
        ballot.early_reason = "The board sits today."
        # the reason is a manager's, and so is the closing
        with self.assertRaises(UserError):
            self.ballot.with_user(self.evaluator).action_close()
        ballot.action_close()
        self.assertEqual(self.proposal.state, "adopted")
        bodies = " ".join(self.ballot.message_ids.mapped("body"))
        self.assertIn("The board sits today.", bodies)

    def test_without_quorum_nobody_closes_early(self):
        self._vote(self.claire)
        ballot = self.ballot.with_user(self.manager)
        ballot.early_reason = "The board sits today."
        with self.assertRaises(UserError):
            ballot.action_close()

    def test_a_vote_closes_once_all_have_voted(self):
        for partner in (self.claire, self.bruno, self.dina):
            self._vote(partner, "against")
        self.ballot.with_user(self.evaluator).action_close()
        self.assertEqual(self.proposal.state, "rejected")
        with self.assertRaises(UserError):
            self.proposal.with_user(self.evaluator).name = "Something else"

    def test_nothing_joins_an_open_vote(self):
        late = self._screen(self._propose("Late"))
        with self.assertRaises(ValidationError):
            late.ballot_id = self.ballot
        with self.assertRaises(AccessError):
            self.env["smart.impact.proposal"].with_user(self.evaluator).create(
                {"name": "Hidden", "reason": "None", "ballot_id": self.ballot.id}
            )

    def test_the_rules_of_an_open_vote_stay(self):
        body = self.body.with_user(self.manager)
        for vals in ({"quorum": 0}, {"majority": "absolute"}):
            with self.assertRaises(UserError):
                body.write(vals)
        body.name = "Board of directors"
