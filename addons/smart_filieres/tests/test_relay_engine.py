# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import BaseCase, tagged

from ..engine import relay


@tagged("post_install", "-at_install")
class TestRelayEngine(BaseCase):
    def test_the_quoted_message_stays_behind(self):
        for quote in (
            "On Mon, 2 Nov 2026, Ada <ada@example.org> wrote:",
            "Le lun. 2 nov. 2026 à 10:12, Ada <ada@example.org> a écrit :",
            "Le lun. 2 nov. 2026 à 10:12, Ada\n<ada@example.org> a écrit :",
            "-----Message d'origine-----",
            "________________________________",
            "De : Ada <ada@example.org>",
            "> what you said",
            "-- \nAda, ada@example.org",
        ):
            with self.subTest(quote):
                text = relay.own_words(f"Volontiers !\n\n{quote}\n> secret@example.org")
                self.assertEqual(text, "Volontiers !")

    def test_addresses_and_numbers_are_taken_out(self):
        for hidden in (
            "ada@example.org",
            "ada.b+c (at) example.co.uk",
            "+32 470 12 34 56",
            "0470/12.34.56",
            "0033612345678",
        ):
            with self.subTest(hidden):
                text = relay.without_addresses(f"Voici {hidden}, merci", "[…]")
                self.assertEqual(text, "Voici […], merci")
        kept = "le 12/03/2027, 1.250,00 € pour 2 jours, 3 000 personnes"
        self.assertEqual(relay.without_addresses(kept, "[…]"), kept)

    def test_the_alias_tells_who_writes(self):
        aliases = {"relais-a@example.org": "a", "relais-b@example.org": "b"}
        written = '"Relais" <RELAIS-b@example.org>, x@y.z'
        self.assertEqual(relay.side_of(written, aliases), "b")
        self.assertIsNone(relay.side_of("x@y.z", aliases))
