# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The pages of members, of a body and of everybody, and who may what."""

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .programme_common import ProgrammeCommon
from .test_access import OPERATIONS

NOTHING, READ, WORK, ALL = "----", "r---", "rwc-", "rwcu"
TABLE = {
    # model: member, employee, researcher, evaluator, manager
    "smart.impact.source": (NOTHING, NOTHING, NOTHING, READ, READ),
    "smart.impact.source.field": (NOTHING, NOTHING, NOTHING, READ, READ),
    "smart.impact.measure": (NOTHING, NOTHING, READ, WORK, ALL),
    "smart.impact.figure": (READ, NOTHING, READ, WORK, ALL),
    "smart.impact.theme": (NOTHING, NOTHING, READ, ALL, ALL),
    "smart.impact.excerpt": (NOTHING, NOTHING, NOTHING, ALL, ALL),
    "smart.impact.coding": (NOTHING, NOTHING, NOTHING, ALL, ALL),
    "smart.impact.body": (NOTHING, NOTHING, READ, READ, ALL),
    "smart.impact.seat": (NOTHING, NOTHING, READ, READ, ALL),
    "smart.impact.ballot": (NOTHING, NOTHING, READ, WORK, ALL),
    "smart.impact.vote": (NOTHING, NOTHING, NOTHING, READ, READ),
    "smart.impact.proposal": (READ, NOTHING, "r-c-", WORK, ALL),
    "smart.impact.opinion": (NOTHING, NOTHING, NOTHING, "rw--", "rw--"),
}
HOSTILE = "<script>alert(1)</script>"


@tagged("post_install", "-at_install")
class TestProgrammePortal(ProgrammeCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.outsider = cls._create_member("Omar", login="omar", is_member=False)

    def _get(self, path, login="claire"):
        self.authenticate(login, login)
        return self.url_open(path)

    def _post(self, path, **data):
        return self.url_open(
            path, data={"csrf_token": Request.csrf_token(self), **data}
        )

    def test_every_role_may_what_the_table_says(self):
        portal = self.env["res.users"].search([("login", "=", "claire")])
        roles = (portal, self.employee, self.researcher, self.evaluator, self.manager)
        for model, rights in TABLE.items():
            for user, expected in zip(roles, rights, strict=True):
                found = "".join(
                    letter
                    if self.env[model].with_user(user).has_access(operation)
                    else "-"
                    for letter, operation in OPERATIONS.items()
                )
                self.assertEqual(found, expected, f"{user.login} on {model}")

    def test_a_member_reads_her_own_proposals_alone(self):
        self._propose()
        other = self._propose("Another", partner_id=self.bruno.id)
        portal = self.env["res.users"].search([("login", "=", "claire")])
        found = self.env["smart.impact.proposal"].with_user(portal).search([])
        self.assertEqual(found.partner_id, self.claire)
        self.assertNotIn(other, found)
        found.read()

    def test_a_member_proposes(self):
        self.assertEqual(self._get("/my/impact/proposals/new").status_code, 200)
        typed = {
            "name": HOSTILE,
            "kind": "indicator",
            "dimension": "work",
            "level": "outcome",
            "reason": "Because",
        }
        page = self._post("/my/impact/proposals/new", **typed)
        self.assertIn("alert-danger", page.text)
        self.assertIn("&lt;script&gt;", page.text)
        self.assertFalse(self.programme.proposal_ids)
        page = self._post("/my/impact/proposals/new", **{**typed, "dimension": "moon"})
        self.assertIn("alert-danger", page.text)
        page = self._post(
            "/my/impact/proposals/new",
            **typed,
            decision="Opening hours",
            state="adopted",
        )
        proposal = self.programme.proposal_ids
        self.assertEqual((proposal.state, proposal.origin), ("submitted", "member"))
        self.assertEqual(proposal.partner_id, self.claire)
        self.assertNotIn(HOSTILE, page.text)
        path = f"/my/impact/proposals/{proposal.id}"
        self.assertEqual(self._get(path, "bruno").status_code, 404)
        self.assertEqual(self._get("/my/impact/proposals", "omar").status_code, 404)

    def test_members_give_their_opinion_and_see_no_name(self):
        proposal = self._propose()
        proposal.with_user(self.evaluator).action_consult()
        path = f"/my/impact/proposals/{proposal.id}"
        page = self._get(path, "bruno").text
        self.assertNotIn("Claire", page)
        page = self._post(f"{path}/opinion", importance="9", comment="Kept words")
        self.assertIn("Kept words", page.text)
        self.assertFalse(proposal.opinion_ids)
        self._post(f"{path}/opinion", importance="4", comment=HOSTILE)
        page = self._get(path, "dina").text
        self.assertIn("o_impact_comment", page)
        self.assertNotIn(HOSTILE, page)
        self.assertNotIn("Bruno", page)
        proposal.opinion_ids.is_hidden = True
        self.assertNotIn("o_impact_comment", self._get(path, "dina").text)
        page = self._post(f"{path}/withdraw")
        self.assertEqual((page.status_code, proposal.state), (404, "consultation"))
        self._get(path)
        self._post(f"{path}/withdraw")
        self.assertEqual(proposal.state, "withdrawn")

    def test_a_seat_votes_on_its_page(self):
        proposal = self._screen(self._propose())
        ballot = self._create_ballot(proposal)
        path = f"/my/impact/votes/{ballot.id}"
        self.assertEqual(self._get(path).status_code, 404)
        ballot.action_open()
        self.assertEqual(self._get(path, "omar").status_code, 404)
        self.assertEqual(self._get(path).status_code, 200)
        page = self._post(path, **{f"vote_{proposal.id}": "maybe"})
        self.assertIn("alert-danger", page.text)
        self._post(path, **{f"vote_{proposal.id}": "for"})
        self.assertEqual(ballot.vote_ids.seat_id.partner_id, self.claire)
        ballot.action_close()
        page = self._post(path, **{f"vote_{proposal.id}": "against"})
        self.assertIn("alert-danger", page.text)
        self.assertEqual(ballot.vote_ids.choice, "for")

    def test_a_closed_vote_says_so_with_its_tally(self):
        proposal = self._screen(self._propose())
        ballot = self._create_ballot(proposal)
        ballot.action_open()
        for partner in (self.claire, self.bruno):
            ballot.sudo()._vote(partner, {proposal.id: "for"})
        ballot.action_close()
        page = self._get(f"/my/impact/votes/{ballot.id}").text
        self.assertIn("o_impact_closed", page)
        self.assertIn("o_impact_tally", page)
        self.assertNotIn('type="radio"', page)
        page = self._get(f"/my/impact/votes/{ballot.id}", "dina").text
        self.assertIn("o_impact_tally", page)

    def test_anybody_reads_a_published_programme(self):
        self.env["smart.impact.programme"].search([]).is_published = False
        self.assertEqual(self.url_open("/impact").status_code, 404)
        self.programme.action_publish()
        proposal = self._propose()
        page = self.url_open("/impact").text
        self.assertIn('data-code="S11"', page)
        self.assertNotIn('data-code="R01"', page)
        self.assertNotIn("Time to rest", page)
        proposal.with_user(self.evaluator).answer = "S10 asks that."
        proposal.with_user(self.evaluator).action_refuse()
        page = self.url_open(f"/impact/{self.programme.id}").text
        self.assertIn("S10 asks that.", page)
        self.assertIn('data-state="refused"', page)
        self.assertNotIn("Claire", page)
        self.assertEqual(self.url_open("/impact/999999").status_code, 404)

    def test_the_public_page_takes_as_many_queries_for_more_proposals(self):
        self.programme.action_publish()
        self._propose(answer="No").sudo().write({"state": "refused"})
        self.url_open("/impact")
        start = self.env.cr.sql_log_count
        self.url_open("/impact")
        few = self.env.cr.sql_log_count - start
        for rank in range(30):
            self._propose(f"N{rank}", answer="No").sudo().write({"state": "refused"})
        self.env.flush_all()
        start = self.env.cr.sql_log_count
        self.url_open("/impact")
        self.assertLessEqual(self.env.cr.sql_log_count - start, few + 5)
