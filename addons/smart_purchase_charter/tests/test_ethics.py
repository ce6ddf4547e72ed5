# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .ethics_common import REASONS, EthicsCommon


@tagged("post_install", "-at_install")
class TestEthics(EthicsCommon):
    # === VERSIONS === #

    def test_with_a_committee_a_version_is_voted_before_it_is_adopted(self):
        draft = self.charter.copy()
        with self.assertRaisesRegex(UserError, "voted"):
            draft.with_user(self.seated[0]).action_adopt()
        case = self._submit(draft)
        self._decide(case, "for", "for", "against")
        self.assertEqual((case.outcome, draft.state), ("accepted", "voted"))
        draft.with_user(self.seated[0]).action_adopt()
        self.assertEqual((draft.state, self.charter.state), ("adopted", "superseded"))
        self.assertEqual(draft.content_hash, case.content_hash)

    def test_a_rejected_version_goes_back_to_its_draft(self):
        case = self._submit()
        self._decide(case, "against", "abstain", "for")
        self.assertEqual((case.outcome, case.charter_id.state), ("rejected", "draft"))

    def test_what_is_voted_on_does_not_change_meanwhile(self):
        charter = self._submit().charter_id
        for attempt in (
            lambda: charter.write({"text": "<p>Other</p>"}),
            lambda: charter.criterion_ids[0].write({"weight": 99}),
            lambda: charter.write({"name": "Other"}),
        ):
            with self.assertRaisesRegex(UserError, "votes on"):
                attempt()

    def test_a_floor_of_an_adopted_version_stays(self):
        theme = self.charter.criterion_ids[0].theme_id
        with self.assertRaisesRegex(UserError, "floor"):
            theme.floor = 10
        theme.name = "Social matters"

    def test_the_fingerprint_covers_criteria(self):
        draft = self.charter.copy()
        before = draft._get_content_hash()
        draft.criterion_ids[0].weight += 1
        self.assertNotEqual(draft._get_content_hash(), before)

    def test_changes_are_told_since_the_former_version(self):
        draft = self.charter.copy({"text": "<p>We respect <b>all</b> people.</p>"})
        draft.criterion_ids[0].weight = 12
        self.assertEqual(draft.former_id, self.charter)
        self.assertIn("10 → 12", draft.changes)
        self.assertIn("<del", draft.changes)
        draft.text = "<p>&lt;img src=x onerror=alert(1)&gt;</p>"
        self.assertNotIn("<img", draft.changes)

    def test_a_criterion_of_one_country(self):
        draft = self.charter.copy()
        draft.criterion_ids[0].country_ids = self.belgium
        france = self._create_supplier("Fr", country_id=self.env.ref("base.fr").id)
        here = self._create_supplier("Be", country_id=self.belgium.id)
        self.assertEqual(len(draft._get_applicable_criteria(france)), 6)
        self.assertEqual(len(draft._get_applicable_criteria(here)), 7)
        self.assertEqual(len(draft._get_applicable_criteria(self.supplier)), 7)

    # === VOTES === #

    def test_no_decision_without_quorum_reasons_or_those_who_wait(self):
        case = self._submit().with_user(self.seated[0])
        self._vote(case, "for")
        with self.assertRaisesRegex(UserError, "quorum"):
            case.action_decide()
        self._vote(case, "for", "for")
        with self.assertRaisesRegex(UserError, "have not voted"):
            case.action_decide()
        case.deadline = fields.Date.today()
        with self.assertRaisesRegex(UserError, "30 characters"):
            case.action_decide()
        case.decision = REASONS
        case.action_decide()
        self.assertEqual((case.outcome, case.decider_id), ("accepted", self.seated[0]))

    def test_two_who_decide_at_once_get_a_clear_answer(self):
        case = self._submit().with_user(self.seated[0])
        self._vote(case, "for", "for", "for")
        case.decision = REASONS
        nobody = type(case)
        with (
            patch.object(nobody, "try_lock_for_update", lambda case: case.browse()),
            self.assertRaisesRegex(UserError, "at this moment"),
        ):
            case.action_decide()
        case.action_decide()
        with self.assertRaisesRegex(UserError, "not at that step"):
            case.with_user(self.seated[1]).action_decide()

    def test_a_list_of_cases_costs_the_same_for_five_and_for_fifty(self):
        def read(cases):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            cases.with_user(self.seated[0]).read(["name", "cast_count", "is_late"])
            return self.cr.sql_log_count - before

        values = {"name": "X", "kind": "incident", "partner_id": self.supplier.id}
        cases = self.env["smart.ethics.case"].create([values] * 50)
        read(cases)
        self.assertEqual(read(cases[:5]), read(cases))

    def test_a_decided_case_is_frozen(self):
        case = self._submit()
        self._decide(case, "for", "for", "for")
        mine = case.with_user(self.seated[1])
        for attempt in (
            mine.action_vote_against,
            mine.action_decide,
            mine.action_withdraw,
            lambda: mine.write({"decision": "Something else altogether, and longer."}),
            lambda: mine.write({"outcome": "rejected"}),
            mine.unlink,
        ):
            with self.assertRaises(UserError):
                attempt()
        self.assertEqual(case.for_count, 3)

    def test_a_vote_may_change_until_the_decision(self):
        case = self._submit()
        self._vote(case, "for")
        self._vote(case, "against")
        self.assertEqual((case.for_count, case.against_count), (0, 1))

    def test_a_seat_in_conflict_is_out(self):
        case = self._submit()
        mine = case.with_user(self.seated[2])
        mine.action_declare_conflict()
        with self.assertRaisesRegex(UserError, "conflict"):
            mine.action_vote_for()
        with self.assertRaises(AccessError):
            mine.action_decide()
        self.assertEqual((case.eligible_count, case.needed_count), (2, 2))
        self.assertTrue(mine.i_am_out)
        self._decide(case, "for", "for")
        self.assertEqual(case.outcome, "accepted")

    def test_a_conflict_is_declared_before_the_vote(self):
        case = self._submit()
        self._vote(case, "for")
        with self.assertRaisesRegex(UserError, "before voting"):
            case.with_user(self.seated[0]).action_declare_conflict()

    def test_nobody_votes_without_a_seat_nor_writes_a_ballot(self):
        case = self._submit()
        with self.assertRaises(AccessError):
            case.with_user(self.ethics).action_vote_for()
        with self.assertRaises(AccessError):
            case.with_user(self.buyer).action_vote_for()
        ballot = case.ballot_ids[0].with_user(self.seated[0])
        for vals in ({"choice": "for"}, {"partner_id": self.ethics.partner_id.id}):
            with self.assertRaises(AccessError):
                ballot.write(vals)
        with self.assertRaises(AccessError):
            ballot.create({"case_id": case.id, "seat_id": ballot.seat_id.id})
        with self.assertRaises(UserError):
            case.with_user(self.seated[0]).write({"ballot_ids": [(2, ballot.id)]})

    def test_a_substitute_votes_unless_the_holder_did(self):
        mine = self.committee.seat_ids.filtered(
            lambda seat: seat.partner_id == self.seated[0].partner_id
        )
        mine.substitute_id = self.substitute.partner_id
        case = self._submit()
        case.with_user(self.substitute).action_vote_against()
        self.assertEqual(case.cast_count, 1)
        self._vote(case, "for")
        self.assertEqual((case.cast_count, case.for_count), (1, 1))
        with self.assertRaises(UserError):
            case.with_user(self.substitute).action_vote_against()

    def test_a_seat_that_ended_has_no_ballot(self):
        self.committee.seat_ids[0].date_to = fields.Date.today() - timedelta(days=1)
        case = self.env["smart.ethics.case"].create(
            {"name": "X", "kind": "incident", "partner_id": self.supplier.id}
        )
        case.action_open()
        self.assertEqual(len(case.ballot_ids), 2)

    def test_a_vote_by_link_serves_once(self):
        case = self._submit()
        ballot = case.ballot_ids[1]
        token = ballot._get_signed_url("for").rpartition("/")[2]
        found, action, is_open = self.env["smart.signed.mixin"]._from_signed(token)
        self.assertEqual((found, action, is_open), (ballot.sudo(), "for", True))
        found._run_signed(action)
        self.assertEqual((ballot.choice, ballot.voter_id), ("for", ballot.partner_id))
        self.assertFalse(self.env["smart.signed.mixin"]._from_signed(token)[2])

    def test_a_buyer_refers_an_incident_and_decides_nothing(self):
        case = self.env["smart.ethics.case"].with_user(self.buyer)
        with self.assertRaises(ValidationError):
            case.create({"name": "Accident", "kind": "incident"})
        case = case.create(
            {
                "name": "Accident",
                "kind": "incident",
                "partner_id": self.supplier.id,
                "state": "decided",
                "outcome": "accepted",
            }
        )
        self.assertEqual((case.state, case.outcome), ("received", False))
        for method in ("action_open", "action_decide", "action_withdraw"):
            with self.assertRaises(AccessError):
                getattr(case, method)()
        case.with_user(self.seated[0]).action_open()
        self._decide(case, "for", "for", "for")

    def test_minutes_of_a_session_held_stay(self):
        session = self.env["smart.ethics.session"].with_user(self.seated[0])
        session = session.create(
            {"committee_id": self.committee.id, "date": fields.Datetime.now()}
        )
        with self.assertRaises(UserError):
            session.action_hold()
        session.write({"minutes": "<p>ok</p>", "present_ids": self.committee.seat_ids})
        session.action_hold()
        with self.assertRaises(UserError):
            session.minutes = "<p>other</p>"
        with self.assertRaises(UserError):
            session.state = "planned"

    # === APPEALS === #

    def test_an_appeal_is_heard_without_the_assessor(self):
        assessment = self._assess_example(self.supplier, is_confirmed=False)
        assessment.assessor_id = self.seated[2]
        assessment.action_confirm()
        case = self._appeal(assessment)
        self.assertEqual(
            (case.state, case.partner_id, case.is_by_supplier),
            ("received", self.supplier, True),
        )
        with self.assertRaises(UserError):
            case.with_user(self.seated[0]).statement = "Softer words"
        case.with_user(self.seated[0]).action_open()
        self.assertTrue(case.with_user(self.seated[2]).i_am_out)
        with self.assertRaises(UserError):
            case.with_user(self.seated[2]).action_vote_against()
        self._decide(case, "for", "for")
        self.assertEqual((case.eligible_count, case.outcome), (2, "accepted"))
        self.assertIn("assess again", assessment.activity_ids.summary)

    def test_an_appeal_has_a_delay_and_is_sent_once(self):
        self._appeal()
        partner = self.supplier_user.partner_id.with_user(self.supplier_user)
        with self.assertRaisesRegex(UserError, "nothing to appeal"):
            partner._appeal("The same once more, in as many words as before.")
        other = self._create_supplier("Late")
        user = self._create_portal_contact(other, "charter_late")
        assessment = self._assess(
            other, {"A": ("2", "declaration")}, is_confirmed=False
        )
        assessment.date = fields.Date.today() - timedelta(days=31)
        assessment.action_confirm()
        with self.assertRaisesRegex(UserError, "nothing to appeal"):
            user.partner_id.with_user(user)._appeal("It took us a long time to answer.")

    def test_a_second_appeal_is_heard_by_others(self):
        first = self._appeal()
        first.with_user(self.seated[0]).action_open()
        self._decide(first, "against", "against", "against")
        partner = self.supplier_user.partner_id.with_user(self.supplier_user)
        second = partner._appeal("The answer does not speak of our certificate.")
        second = second.sudo(False).with_env(self.env)
        self.assertEqual(second.former_case_id, first)
        with (
            self.assertRaisesRegex(UserError, "Nobody is left"),
            self.env.cr.savepoint(),
        ):
            second.with_user(self.seated[0]).action_open()
        seats = self.committee.seat_ids
        other = self._create_seated("ethics_other")
        seats[0].substitute_id = self.substitute.partner_id
        seats[1].substitute_id = other.partner_id
        second.with_user(self.substitute).action_open()
        with self.assertRaises(AccessError):
            second.with_user(self.seated[0]).action_vote_for()
        for user in (self.substitute, other):
            second.with_user(user).action_vote_for()
        second.with_user(other).decision = REASONS
        second.with_user(other).action_decide()
        self.assertEqual(second.outcome, "accepted")

    def test_cases_of_another_company_stay_there(self):
        company = self.env["res.company"].create({"name": "Smart Italy"})
        committee = self.env["smart.ethics.committee"].create(
            {"name": "Comitato", "company_id": company.id}
        )
        with self.assertRaises(AccessError):
            committee.with_user(self.seated[0]).read(["name"])
