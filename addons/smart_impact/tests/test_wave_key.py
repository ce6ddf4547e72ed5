# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .waves_common import WavesCommon, WavesHttpCommon

KEY_LOGGER = "odoo.addons.smart_impact.models.smart_impact_key"


@tagged("post_install", "-at_install")
class TestWaveKey(WavesCommon):
    def _key(self):
        return self.env["smart.impact.key"].search(
            [("programme_id", "=", self.programme.id)]
        )

    def _closed(self, name, **changes):
        wave = self._open_wave(name=name)
        wave._collect(
            {
                partner.id: self._answers(number, **changes)
                for number, partner in enumerate(self.everybody)
            }
        )
        wave.action_close()
        return wave

    def test_two_waves_of_a_member_bear_the_same_name(self):
        first, second = self._closed("One"), self._closed("Two")
        names = [set(self._responses(w).mapped("pseudonym")) for w in (first, second)]
        self.assertEqual(names[0], names[1])
        self.assertEqual(len(names[0]), 43)

    def test_real_waves_are_compared_by_person(self):
        first = self._closed("One", AUT1=3)
        first.date_open = "2026-01-01"
        first.action_compute()
        self._publish(first)
        second = self._closed("Two", AUT1=5)
        second.action_compute()
        self.assertIn("paired", second.result_ids.mapped("change_kind"))

    def test_another_programme_names_her_otherwise(self):
        wave = self._open_wave()
        partner = self.everybody[0]
        company = self.env["res.company"].create({"name": "Smart elsewhere"})
        other = self.programme.copy({"company_id": company.id})
        other._ensure_key()
        elsewhere = self._open_wave(programme_id=other.id)
        names = [one._get_pseudonyms(partner)[partner.id] for one in (wave, elsewhere)]
        self.assertNotEqual(*names)

    def test_the_key_is_not_in_the_database(self):
        self._open_wave()
        secret = self._key()._read_secret()
        self.assertEqual(len(secret), 32)
        self.assertEqual(self._key()._get_path().stat().st_mode & 0o777, 0o600)
        for [table] in self._read(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
        ):
            found = self._read(
                f'SELECT 1 FROM "{table}" line WHERE line::text LIKE ANY(%s) LIMIT 1',
                [f"%{secret.hex()}%"],
            )
            self.assertFalse(found, table)

    def test_a_transaction_that_fails_leaves_no_file(self):
        self._open_wave()
        path = self._key()._get_path()
        self.assertTrue(path.exists())
        self.env.cr.postrollback.run()
        self.assertFalse(path.exists())

    def test_a_programme_that_does_not_follow_members_has_no_key(self):
        self.programme.is_longitudinal = False
        wave = self._closed("One")
        self.assertFalse(self._key())
        self.assertFalse(any(self._responses(wave).mapped("pseudonym")))

    def test_a_key_that_is_missing_stops_nobody(self):
        wave = self._open_wave()
        self._key()._get_path().unlink()
        self.programme.invalidate_recordset()
        with mute_logger(KEY_LOGGER):
            self.assertEqual(self.programme.key_state, "missing")
            self._fill(wave)
        wave.action_close()
        self.assertEqual(wave.complete_count, 40)

    def test_another_key_in_its_place_is_not_used(self):
        self._open_wave()
        self._key()._get_path().write_bytes(b"x" * 32)
        with mute_logger(KEY_LOGGER):
            self.assertIsNone(self._key()._read_secret())

    def test_destroying_the_key_is_for_good(self):
        wave = self._closed("One")
        path = self._key()._get_path()
        self.programme.with_user(self.manager).action_destroy_key()
        self.assertTrue(path.exists(), "the file goes once the database says so")
        self.env["smart.impact.key"]._cron_erase()
        self.assertFalse(path.exists())
        key = self._key()
        self.assertEqual((key.state, key.destroyed_by), ("destroyed", self.manager))
        self.assertEqual(self.programme.key_state, "destroyed")
        self.assertIn("destroyed", self.programme.message_ids[:1].body)
        for undo in (
            lambda: key.write({"state": "active"}),
            lambda: key.write({"fingerprint": "x"}),
            key.unlink,
            lambda: self.programme.write({"is_longitudinal": True}),
            self.programme.action_destroy_key,
        ):
            with self.assertRaises(UserError):
                undo()
        later = self._closed("Two")
        self.assertEqual(later.notice_id.number, 2)
        self.assertNotIn("key", later.notice_id.body)
        self.assertFalse(any(self._responses(later).mapped("pseudonym")))
        self.assertEqual(len(self._responses(wave)), 43)

    def test_the_key_is_destroyed_by_a_manager_between_waves(self):
        wave = self._open_wave()
        with self.assertRaises(AccessError):
            self.programme.with_user(self.evaluator).action_destroy_key()
        with self.assertRaisesRegex(UserError, wave.name):
            self.programme.with_user(self.manager).action_destroy_key()

    def test_a_text_that_was_read_stays_as_it_is(self):
        wave = self._open_wave().with_user(self.evaluator)
        notice = wave.notice_id
        self.assertEqual(notice.number, 1)
        with self.assertRaises(UserError):
            notice.body = "Other"
        with self.assertRaises(UserError):
            notice.with_user(self.manager).unlink()
        second = notice.copy({"body": "Other"})
        self.assertEqual(second.number, 2)
        later = self._open_wave(name="Later")
        self.assertEqual(later.notice_id, second.sudo())
        with self.assertRaises(UserError):
            wave.notice_id = second

    def test_a_text_belongs_to_its_programme(self):
        company = self.env["res.company"].create({"name": "Smart elsewhere"})
        other = self.programme.copy({"company_id": company.id})
        notice = self.env["smart.impact.wave.notice"].create({"programme_id": other.id})
        with self.assertRaises(UserError):
            self._create_wave(notice_id=notice.id)


@tagged("post_install", "-at_install")
class TestOwnAnswers(WavesHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wave = cls._open_wave()

    def _mine(self, login):
        self.authenticate(login, login)
        return self.url_open("/my/impact/mine").text

    def _answered(self):
        self._submit(self._start("claire", self.wave), self._answers(4))
        self._submit(self._start("bruno", self.wave), self._answers(1))

    def test_she_sees_hers_from_the_pool_to_the_store(self):
        self._answered()
        item = self.instrument.item_ids.filtered(lambda one: one.code == "SEC1")
        mark = f'data-wave="{self.wave.id}"'
        self.assertEqual(self._mine("claire").count(mark), 1)
        self._fill(self.wave)
        self.wave.action_close()
        page = self._mine("claire")
        self.assertEqual(page.count(mark), 1)
        self.assertEqual(page.count("<dd"), 10)
        own = self.env["smart.impact.response"]._get_own(self.claire)
        words = dict(own[0]["answers"])
        self.assertTrue(words[item.text].startswith("5 "))

    def test_she_erases_hers_and_nobody_else_s(self):
        for stored in (False, True):
            wave = self.wave if not stored else self._open_wave(name="Next")
            self._submit(self._start("claire", wave), self._answers(4))
            self._submit(self._start("bruno", wave), self._answers(1))
            if stored:
                self._fill(wave)
                wave.action_close()
                self.assertEqual(wave.complete_count, 42)
            self.authenticate("claire", "claire")
            page = self._post(f"/my/impact/mine/{wave.id}/erase")
            self.assertNotIn(f'data-wave="{wave.id}"', page.text)
            self.assertIn("alert-success", page.text)
            left = len(self._responses(wave)) + len(self._pool(wave))
            self.assertEqual(left, 41 if stored else 1)
            self.assertIn(f'data-wave="{wave.id}"', self._mine("bruno"))
        self.assertEqual(wave.complete_count, 41)

    def test_she_cannot_answer_again_nor_erase_twice(self):
        self._answered()
        self.authenticate("claire", "claire")
        self._post(f"/my/impact/mine/{self.wave.id}/erase")
        page = self._post(f"/my/impact/mine/{self.wave.id}/erase")
        self.assertIn("alert-warning", page.text)
        page = self._post("/my/impact/mine/999999999/erase")
        self.assertIn("alert-warning", page.text)
        page = self._post(f"/my/impact/{self.wave.id}/answer")
        self.assertIn("alert-warning", page.text)

    def test_nothing_is_found_without_the_key(self):
        self._answered()
        self.wave.action_close()
        self.programme.with_user(self.manager).action_destroy_key()
        self.assertIn("o_impact_nothing", self._mine("claire"))
        self.assertEqual(len(self._responses(self.wave)), 2)

    def test_a_number_reads_as_it_was_typed(self):
        for code in ("fr_BE", "en_US"):
            self.env["res.lang"]._activate_lang(code)
        item = self.env["smart.impact.item"].new({"code": "NUM1", "kind": "number"})
        for typed, french in (
            ("1234567", "1234567"),
            ("12.34567", "12,34567"),
            ("1234567.891", "1234567,891"),
            ("-0.00001", "-0,00001"),
            ("3.50", "3,5"),
            (100.0, "100"),
        ):
            label = item.with_context(lang="fr_BE")._get_answer_label(typed)
            self.assertEqual(label, french)
            label = item.with_context(lang="en_US")._get_answer_label(typed)
            self.assertEqual(label, french.replace(",", "."))

    def test_html_in_an_answer_is_text(self):
        instrument = self.env["smart.impact.instrument"].create(
            {"name": "Open", "code": "OPEN"}
        )
        self.env["smart.impact.item"].create(
            {
                "instrument_id": instrument.id,
                "code": "TXT1",
                "text": "In your words?",
                "kind": "text",
            }
        )
        wave = self._open_wave(name="Words", instrument_id=instrument.id)
        wave._collect({self.claire.id: {"TXT1": "<b>loud</b>"}})
        page = self._mine("claire")
        self.assertIn("&lt;b&gt;loud", page)
        self.assertNotIn("<b>loud", page)
