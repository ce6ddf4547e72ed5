# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What members read and send from their pages."""

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .dialogue_common import DialogueCommon

EVIL = "<script>alert(1)</script>"


@tagged("post_install", "-at_install")
class TestDialoguePortal(DialogueCommon, HttpCase):
    def _get(self, path, login="claire"):
        self.authenticate(login, login)
        return self.url_open(path)

    def _send(self, consultation, login="claire", **values):
        self.authenticate(login, login)
        return self.url_open(
            f"/my/impact/consultations/{consultation.id}",
            data={"csrf_token": Request.csrf_token(self), **values},
        )

    def test_published_decisions_are_read_by_anybody(self):
        decision = self._create_decision(said=EVIL)
        self.assertNotIn("Guarantee fund", self.url_open("/impact/decisions").text)
        decision.action_publish()
        page = self.url_open("/impact/decisions").text
        self.assertIn("The fund pays in seven days", page)
        self.assertNotIn(EVIL, page)
        self.assertIn("seven days", self._get("/my/impact/decisions").text)

    def test_no_figure_that_is_not_published_is_on_the_page(self):
        wave = self._create_computed_wave()
        decision = self._create_decision()
        masked = self._result(wave, "S11", self.territory_charleroi)
        shown = self._result(wave, "S11")
        decision.result_ids = masked | shown
        decision.action_publish()
        self.assertNotIn("n\xa0=", self.url_open("/impact/decisions").text)
        self._publish(wave)
        page = self.url_open("/impact/decisions").text
        self.assertEqual(page.count("n\xa0="), 1)
        self.assertNotIn("Charleroi", page)

    def test_she_gives_her_opinion_and_changes_it(self):
        consultation = self._create_consultation()
        consultation.action_open()
        first, second = consultation.item_ids
        page = self._get("/my/impact/consultations").text
        self.assertIn("What matters", page)
        page = self._send(
            consultation,
            **{f"importance_{first.id}": "5", f"comment_{second.id}": EVIL},
        )
        self.assertIn("o_impact_saved", page.text)
        self.assertNotIn(EVIL, page.text)
        self.env.invalidate_all()
        self.assertEqual(
            consultation._get_opinions(self.claire),
            {first.id: (5, ""), second.id: (0, EVIL)},
        )
        consultation.opinion_ids.action_show()
        consultation.action_close()
        self.assertEqual(
            self._get(f"/my/impact/consultations/{consultation.id}").status_code, 404
        )
        consultation.action_publish()
        page = self._get(f"/my/impact/consultations/{consultation.id}").text
        self.assertIn("o_impact_comment", page)
        self.assertNotIn(EVIL, page)
        self.assertNotIn("Claire", page.split('id="wrap"')[1].split("<footer")[0])

    def test_what_is_wrong_is_said_and_what_was_typed_is_kept(self):
        consultation = self._create_consultation()
        consultation.action_open()
        item = consultation.item_ids[0]
        for wrong in ("9", "-1", "abc", "٣", "012"):
            page = self._send(
                consultation,
                **{f"importance_{item.id}": wrong, f"comment_{item.id}": "Kept words"},
            ).text
            self.assertIn("o_impact_error", page, wrong)
            self.assertIn("Kept words", page)
        self.assertIn("o_impact_error", self._send(consultation).text)
        long = {f"comment_{item.id}": "a" * 2001}
        self.assertIn("o_impact_error", self._send(consultation, **long).text)
        self.assertFalse(consultation.opinion_ids)

    def test_who_is_not_asked_finds_nothing(self):
        consultation = self._create_consultation()
        path = f"/my/impact/consultations/{consultation.id}"
        self.assertEqual(self._get(path).status_code, 404, "a draft")
        consultation.action_open()
        self.assertEqual(self._get(path).status_code, 200)
        self.assertEqual(self._get(path, "omar").status_code, 404)
        item = consultation.item_ids[0]
        answer = self._send(consultation, "omar", **{f"importance_{item.id}": "5"})
        self.assertEqual(answer.status_code, 404)
        self.group_funders.partner_ids = self.omar
        consultation.stakeholder_ids = self.group_funders
        self.assertEqual(self._get(path, "omar").status_code, 200)
        self.assertEqual(self._get(path).status_code, 404)

    def test_a_stranger_is_sent_to_log_in(self):
        answer = self.url_open("/my/impact/consultations")
        self.assertIn("/web/login", answer.url)
