# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .exchanges_common import ExchangesCommon


@tagged("post_install", "-at_install")
class TestExchangesPortal(HttpCase, ExchangesCommon):
    def _enter(self, login):
        self.authenticate(login, login)
        self.url_open("/my/contacts")

    def _post(self, path, **data):
        return self.url_open(
            path, data={**data, "csrf_token": Request.csrf_token(self)}
        )

    def _requests(self, sender):
        return self.env["smart.contact.request"].search([("sender_id", "=", sender.id)])

    def test_a_need_is_posted_and_shows_who_may_answer(self):
        self._create_offer(self.bea, kind="offer", name="Bea offers")
        self._enter("ex_ada")
        page = self._post(
            "/my/offers/save",
            kind="need",
            type="mission",
            audience="members",
            name="<i>Sound</i> wanted",
            skill_ids=self.sound.id,
        )
        self.assertEqual(page.status_code, 200)
        self.assertIn("&lt;i&gt;Sound", page.text)
        self.assertNotIn("<i>Sound", page.text)
        self.assertIn("Bea Bids", page.text)
        self.assertIn("Cleo Calls", page.text)
        self.assertEqual(page.text.count("smart_match"), page.text.count("smart_why"))
        need = self.env["smart.offer"].search([("partner_id", "=", self.ada.id)])
        self.assertEqual((need.state, need.skill_ids), ("open", self.sound))
        # who wrote a row is not told by its log columns
        self.assertNotEqual(need.create_uid, self.ada.user_ids)
        self._post(f"/my/offers/{need.ref}/dismiss", match=need.match_ids[0].id)
        self.assertEqual(need.match_ids[0].state, "dismissed")
        self._post(
            f"/my/offers/{need.ref}/fill", by_cooperative="yes", amount="1 200,50"
        )
        self.assertEqual((need.state, need.amount), ("filled", 1200.5))

    def test_what_is_wrong_is_said_and_what_was_typed_stays(self):
        self._enter("ex_ada")
        good = {
            "kind": "need",
            "type": "mission",
            "audience": "members",
            "name": "Typed",
        }
        for bad in (
            {"name": ""},
            {"date_from": "2027-02-31"},
            {"date_from": "2027-02-02", "date_to": "2027-02-01"},
            {"radius_km": "many"},
            {"radius_km": "999999"},
            {"audience": "filiere"},
            {"filiere_id": str(self.filiere_show.id)},
            {"type": "x"},
            {"date_expiry": "1999-01-01"},
            {"is_standing": "1"},
        ):
            with self.subTest(bad):
                page = self._post(
                    "/my/offers/save", description="kept words", **{**good, **bad}
                )
                self.assertEqual(page.status_code, 200)
                self.assertIn("alert-danger", page.text, bad)
                self.assertIn("kept words", page.text)
        self.assertFalse(
            self.env["smart.offer"].search([("partner_id", "=", self.ada.id)])
        )

    def test_nobody_touches_what_is_not_hers(self):
        need = self._create_offer(self.ada)
        hidden = self._create_offer(self.ada, is_open=False)
        self._enter("ex_bea")
        self.assertEqual(self.url_open(f"/my/offers/{need.ref}").status_code, 200)
        for path in (
            f"/my/offers/{hidden.ref}",
            f"/my/offers/{need.ref}/edit",
            "/my/offers/x",
        ):
            self.assertEqual(self.url_open(path).status_code, 404, path)
        for answer in ("save", "fill", "withdraw", "extend", "dismiss"):
            page = self._post(f"/my/offers/{need.ref}/{answer}", name="Mine")
            self.assertEqual(page.status_code, 404, answer)
        self.assertEqual((need.state, need.name), ("open", "Sound for three evenings"))
        self._create_member("No member", login="ex_sup", is_member=False)
        self.authenticate("ex_sup", "ex_sup")
        for path in (
            "/my/offers",
            "/my/offers/new",
            "/my/contacts",
            f"/my/offers/{need.ref}",
        ):
            self.assertEqual(self.url_open(path).status_code, 404, path)

    def test_filters_and_broken_filters(self):
        self._create_offer(self.ada, name="Exchange remote", is_remote=True)
        self._create_offer(self.ada, name="Exchange there", kind="offer")
        self._enter("ex_bea")
        for query, shown in (
            ("search=Exchange", 2),
            ("search=Exchange&kind=offer", 1),
            ("search=Exchange&remote=1", 1),
            (f"search=Exchange&skill={self.sound.id}", 2),
            (f"search=Exchange&territory={self.territory_brussels.id}", 0),
            (f"search=Exchange&territory={self.territory_liege.id}", 2),
            (f"search=Exchange&filiere={self.filiere_show.id}", 0),
            (
                "search=Exchange&kind=x&type=y&skill=z&filiere=-1&territory=99999999999",
                2,
            ),
        ):
            with self.subTest(query):
                page = self.url_open(f"/my/offers?{query}")
                self.assertEqual(
                    page.text.count('class="card h-100 smart_offer"'), shown
                )

    def test_the_author_is_shown_by_what_she_released(self):
        need = self._create_offer(self.ada)
        self._enter("ex_bea")
        self.assertIn("Ada Asks", self.url_open(f"/my/offers/{need.ref}").text)
        self.ada._smart_contact_profile()._withdraw()
        page = self.url_open(f"/my/offers/{need.ref}").text
        self.assertNotIn("Ada Asks", page)
        self.assertNotIn(self.ada.email, page)
        self.assertNotIn("Ada Asks", self.url_open("/my/offers").text)

    def test_two_members_get_in_touch(self):
        entry = self.bea._smart_contact_profile()
        self._enter("ex_ada")
        card = self.url_open(f"/my/directory/{entry.ref}").text
        self.assertIn(f"/my/contacts/new?entry={entry.ref}", card)
        page = self._post("/my/contacts/send", entry=entry.ref, text=" ")
        self.assertIn("alert-danger", page.text)
        page = self._post("/my/contacts/send", entry=entry.ref, text="<b>Hello</b>")
        self.assertIn("&lt;b&gt;Hello", page.text)
        self.assertNotIn(self.bea.email, page.text)
        contact = self._requests(self.ada)
        # she cannot answer for the other one
        self._post(f"/my/contacts/{contact.ref}/accept")
        self._post(f"/my/contacts/{contact.ref}/write", text="And?")
        self.assertEqual((contact.state, contact.message_count), ("sent", 1))

        self._enter("ex_bea")
        page = self.url_open(f"/my/contacts/{contact.ref}").text
        self.assertIn("Ada Asks", page)
        self.assertNotIn(self.ada.email, page)
        page = self._post(f"/my/contacts/{contact.ref}/accept").text
        self.assertIn(self.ada.email, page)
        page = self._post(f"/my/contacts/{contact.ref}/accept").text
        self.assertIn("alert-danger", page)
        page = self._post(f"/my/contacts/{contact.ref}/write", text="Gladly").text
        self.assertIn("Gladly", page)

        self._enter("ex_ada")
        self.assertIn(self.bea.email, self.url_open(f"/my/contacts/{contact.ref}").text)
        self._post(f"/my/contacts/{contact.ref}/close", outcome="nonsense")
        self.assertEqual(contact.state, "accepted")
        self._post(f"/my/contacts/{contact.ref}/close", outcome="meeting")
        self.assertEqual((contact.state, contact.outcome), ("closed", "meeting"))

        self._enter("ex_cleo")
        self.assertEqual(self.url_open(f"/my/contacts/{contact.ref}").status_code, 404)
        self.assertEqual(
            self._post(f"/my/contacts/{contact.ref}/block").status_code, 404
        )

    def test_a_block_hides_the_request_from_who_blocked(self):
        contact = self._ask(self.ada, self.bea)
        self._enter("ex_bea")
        self._post(f"/my/contacts/{contact.ref}/block")
        self.assertEqual(self.url_open(f"/my/contacts/{contact.ref}").status_code, 404)
        self.assertNotIn(contact.ref, self.url_open("/my/contacts").text)
        self._enter("ex_ada")
        page = self.url_open(f"/my/contacts/{contact.ref}").text
        self.assertIn('data-state="sent"', page)

    def test_a_pause_and_an_unlisted_member(self):
        ref = self.bea._smart_contact_profile().ref
        self._enter("ex_bea")
        self._post("/my/contacts/pause", pause="1")
        self.assertTrue(self.bea._smart_contact_profile().is_contact_paused)
        self._enter("ex_ada")
        page = self._post("/my/contacts/send", entry=ref, text="What I typed")
        self.assertIn("alert-danger", page.text)
        self.assertIn("What I typed", page.text)
        self.bea._smart_contact_profile()._withdraw()
        page = self._post("/my/contacts/send", entry=ref, text="Hello")
        self.assertEqual(page.status_code, 404)
        self.assertFalse(self._requests(self.ada))

    def test_a_match_leads_to_its_own_author_only(self):
        need = self._create_offer(self.ada)
        need._match()
        match = need.match_ids.filtered(lambda row: row.partner_id == self.bea)
        self._enter("ex_cleo")
        page = self._post("/my/contacts/send", match=match.id, text="Hello")
        self.assertEqual(page.status_code, 404)
        self._enter("ex_ada")
        self._post("/my/contacts/send", match=match.id, text="Hello")
        contact = self._requests(self.ada)
        self.assertEqual(
            (contact.recipient_id, contact.origin, match.state),
            (self.bea, "match", "contacted"),
        )

    def test_the_list_takes_as_many_queries_for_fifty_as_for_five(self):
        self._enter("ex_bea")

        def count():
            self.url_open("/my/offers?search=Counted")
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.url_open("/my/offers?search=Counted")
            return self.cr.sql_log_count - before

        def add(number):
            for rank in range(number):
                member = self._create_member(f"Counted {number} {rank}")
                self._create_profile(member, {"name": "members"})
                self._create_offer(member, name="Counted")

        add(5)
        few = count()
        add(15)
        self.assertLessEqual(count(), few + 1)
