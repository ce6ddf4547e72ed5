# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import tagged

from .common import SmartCommon


@tagged("post_install", "-at_install")
class TestFreshness(SmartCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.profiles = cls.env["smart.directory.profile"]
        # those of a demonstration stay out of what is counted here
        cls.profiles.search([]).date_confirmed = cls.today
        cls.ada = cls._create_member("Ada Fresh")
        cls.profile = cls._create_profile(cls.ada, {"name": "members"})

    def _age(self, months, profiles=None):
        profiles = profiles or self.profile
        profiles.date_confirmed = self.today - relativedelta(months=months)

    def _mails(self):
        return self.env["mail.mail"].search([("recipient_ids", "in", self.ada.ids)])

    def _entry(self):
        entries = self.env["smart.directory.entry"]
        return entries.search([("profile_id", "=", self.profile.id)], limit=1)

    def test_she_is_asked_at_six_and_eleven_months_once_each(self):
        for months, asked in ((5, 0), (6, 1), (7, 0), (11, 1), (11, 0)):
            with self.subTest(months=months):
                self._age(months)
                self.assertEqual(self.profiles._remind_stale(), asked)
        self.assertEqual(len(self._mails()), 2)

    def test_the_link_of_the_mail_confirms(self):
        self._age(6)
        self.profiles._remind_stale()
        token = re.search(r"/smart/answer/([^\"]+)", self._mails().body_html).group(1)
        record, action, is_open = self.env["smart.signed.mixin"]._from_signed(token)
        self.assertEqual((record, action, is_open), (self.profile, "confirm", True))
        record._run_signed(action)
        self.assertEqual(self.profile.date_confirmed, self.today)
        self.assertFalse(self.env["smart.signed.mixin"]._from_signed(token)[2])

    def test_who_hides_is_not_asked(self):
        self.profile._withdraw()
        self._age(8)
        self.assertFalse(self.profiles._remind_stale())

    def test_stale_profiles_sink(self):
        fresh = self._create_profile(
            self._create_member("Zoe Fresh"), {"name": "members"}
        )
        entries = self.env["smart.directory.entry"]
        domain = [
            ("profile_id", "in", (self.profile | fresh).ids),
            ("audience", "=", "members"),
        ]
        self.assertEqual(entries.search(domain)[0].profile_id, self.profile)
        self._age(7)
        self.assertEqual(entries.search(domain)[0].profile_id, fresh)
        # what a profile becomes while nobody touches it
        self.env.cr.execute("UPDATE smart_directory_entry SET staleness = 0")
        entries.invalidate_model()
        entries._sink_stale()
        self.assertEqual(entries.search(domain)[0].profile_id, fresh)

    def test_at_twelve_months_it_leaves_and_comes_back_in_one_click(self):
        self._age(12)
        self.assertFalse(self.profiles._unpublish_stale(), "nobody warned her yet")
        self.profiles._remind_stale()
        self.assertFalse(self.profiles._unpublish_stale(), "warned today")
        self.profile.date_reminded -= timedelta(days=14)
        self.assertEqual(self.profiles._unpublish_stale(), 1)
        self.assertFalse(self._entry())
        self.assertEqual(self.profiles._unpublish_stale(), 0)
        left = self._mails().sorted("id")[-1]
        token = re.search(r"/smart/answer/([^\"]+)", left.body_html).group(1)
        record, action, _is_open = self.env["smart.signed.mixin"]._from_signed(token)
        record._run_signed(action)
        self.assertTrue(self._entry())

    def test_reminding_many_takes_as_many_queries_as_few(self):
        counts = []
        for size in (3, 15):
            profiles = self.profiles
            for index in range(size):
                member = self._create_member(f"Many{size} {index}")
                profiles |= self._create_profile(member, {"name": "members"})
            self._age(6, profiles)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(self.profiles._remind_stale(), size)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 4)

    def test_an_edit_by_the_staff_is_told(self):
        self.profile.with_user(self.animator).headline = "Rewritten <b>for</b> her"
        mail = self._mails()
        self.assertEqual(len(mail), 1)
        hers = self.profile.with_context(lang=self.ada.lang)
        self.assertIn(hers._get_labels(["headline"])[0], mail.body_html)
        self.assertNotIn("<b>", mail.body_html)
        # her own form does not write to her
        self.profile._save_from_member({"headline": "Mine", "activity_ids": []}, {})
        self.assertEqual(len(self._mails()), 1)
