# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .exchanges_common import ExchangesCommon


@tagged("post_install", "-at_install")
class TestOffer(ExchangesCommon):
    def _seen(self, login):
        user = self.env["res.users"].search([("login", "=", login)])
        return self.env["smart.offer"].with_user(user).search([])

    @freeze_time("2027-03-01")
    def test_what_is_open_expires(self):
        need, offer = (
            self._create_offer(self.ada),
            self._create_offer(self.ada, kind="offer"),
        )
        self.assertEqual(need.date_expiry, date(2027, 4, 30))
        self.assertEqual(offer.date_expiry, date(2027, 8, 28))
        standing = self._create_offer(self.ada, kind="offer", is_standing=True)
        self.assertFalse(standing.date_expiry)
        chosen = self._create_offer(self.ada, date_expiry=date(2027, 3, 20))
        self.assertEqual(chosen.date_expiry, date(2027, 3, 20))
        with self.assertRaises(ValidationError):
            self._create_offer(self.ada, is_standing=True)

    @mute_logger("odoo.sql_db")
    def test_nothing_is_open_without_a_day_nor_ends_before_it_starts(self):
        need = self._create_offer(self.ada)
        for vals in (
            {"date_expiry": False},
            {"date_from": "2027-02-02", "date_to": "2027-02-01"},
            {"radius_km": -1},
        ):
            with self.assertRaises(IntegrityError), self.cr.savepoint():
                need.write(vals)
                need.flush_recordset()
        with self.assertRaises(ValidationError):
            need.write({"date_from": "2027-01-01", "date_to": "2099-01-01"})

    def test_members_see_what_is_open_and_for_them(self):
        for_all = self._create_offer(self.ada)
        draft = self._create_offer(self.ada, is_open=False)
        self._join(self.ada, self.filiere_show)
        narrow = self._create_offer(
            self.ada, audience="filiere", filiere_id=self.filiere_show.id
        )
        self.assertEqual(
            self._seen("ex_ada") & (for_all | draft | narrow), for_all | draft | narrow
        )
        seen = self._seen("ex_bea")
        self.assertIn(for_all, seen)
        self.assertFalse(seen & (draft | narrow))
        self._join(self.bea, self.filiere_show)
        self.assertIn(narrow, self._seen("ex_bea"))
        for_all._withdraw()
        self.assertNotIn(for_all, self._seen("ex_bea"))
        self.bea.is_member = False
        self.assertFalse(self._seen("ex_bea"))

    def test_the_rule_and_the_domain_say_the_same(self):
        self._join(self.ada, self.filiere_show)
        self._create_offer(self.ada)
        self._create_offer(self.cleo)._withdraw()
        self._create_offer(
            self.ada, audience="filiere", filiere_id=self.filiere_show.id
        )
        late = self._create_offer(self.cleo)
        late.date_expiry = date.today() - timedelta(days=1)
        for member in (self.bea, self.cleo):
            offers = self.env["smart.offer"]
            told = offers.search(offers._get_visible_domain(member))
            others = [("partner_id", "!=", member.id)]
            ruled = self._seen(member.user_ids.login).sudo().filtered_domain(others)
            self.assertEqual(told.filtered_domain(others), ruled)
            self._join(member, self.filiere_show)

    def test_nobody_reads_the_author_over_rpc(self):
        need = self._create_offer(self.ada, zip="4000")
        mine = need.with_user(self.bea.user_ids)
        for name in ("partner_id", "zip", "company_id", "grid_latitude", "match_ids"):
            with self.subTest(name), self.assertRaises(AccessError):
                mine.read([name])
        with self.assertRaises(AccessError):
            mine.search([("partner_id.name", "ilike", "Ada")])
        with self.assertRaises(AccessError):
            mine.write({"name": "Mine now"})
        self.assertNotEqual(need.create_uid, self.ada.user_ids)

    def test_saving_checks_what_a_member_writes(self):
        save = self.env["smart.offer"]._save_from_member
        with self.assertRaises(UserError):
            save(self.ada, {"name": " "})
        with self.assertRaises(UserError):
            save(self.ada, {"name": "X", "filiere_id": self.filiere_show.id})
        with self.assertRaises(UserError):
            save(self.ada, {"name": "X", "date_expiry": date(2001, 1, 1)})
        with self.assertRaises(ValidationError):
            save(self.ada, {"name": "X", "audience": "filiere"})
        need = save(self.ada, {"name": "X", "skill_ids": [self.sound.id, 10**9]})
        self.assertEqual((need.state, need.skill_ids), ("open", self.sound))
        need._fill(by_cooperative=True)
        with self.assertRaises(UserError):
            save(self.ada, {"name": "Y"}, need)

    def test_it_lies_where_its_postal_code_does(self):
        need = self._create_offer(self.ada)
        self.assertEqual(need.territory_id, self.territory_liege)
        need.zip = "1050"
        self.assertEqual(need.territory_id, self.territory_brussels)

    def test_the_rate_of_a_filiere_hides_behind_five_members(self):
        members = [self._create_member(f"Needs {rank}") for rank in range(5)]
        for rank, member in enumerate(members):
            self.assertFalse(self.filiere_show.is_filled_rate_shown)
            need = self._create_offer(member, filiere_id=self.filiere_show.id)
            if rank < 2:
                need._fill()
            else:
                need._withdraw()
            self.filiere_show.invalidate_recordset()
        self.assertTrue(self.filiere_show.is_filled_rate_shown)
        self.assertEqual(self.filiere_show.filled_rate, 40)
        animator = self.filiere_show.with_user(self.animator)
        self.assertEqual(animator.need_count, 5)
        with self.assertRaises(AccessError):
            self.filiere_show.with_user(self.ada.user_ids).read(["filled_rate"])


@tagged("post_install", "-at_install")
class TestOfferReminders(HttpCase, ExchangesCommon):
    def test_each_reminder_is_sent_once(self):
        with freeze_time("2027-03-01"):
            need = self._create_offer(self.ada, date_expiry=date(2027, 3, 31))
        cron = self.env["smart.offer"]._cron_remind
        for day, count, state in (
            ("2027-03-20", 0, "open"),
            ("2027-03-24", 1, "open"),
            ("2027-03-25", 1, "open"),
            ("2027-03-30", 2, "open"),
            ("2027-03-31", 2, "open"),
            ("2027-04-01", 3, "expired"),
            ("2027-04-09", 3, "expired"),
        ):
            with freeze_time(day):
                cron()
                cron()
            self.assertEqual(len(self._mails_to(self.ada)), count, day)
            self.assertEqual(need.state, state, day)

    def test_a_late_run_sends_only_what_fits(self):
        with freeze_time("2027-03-01"):
            self._create_offer(self.ada, date_expiry=date(2027, 3, 31))
        with freeze_time("2027-05-01"):
            self.env["smart.offer"]._cron_remind()
        self.assertEqual(len(self._mails_to(self.ada)), 1)

    def test_the_e_mail_keeps_it_open_without_a_password(self):
        need = self._create_offer(
            self.ada, date_expiry=date.today() + timedelta(days=3), name="<b>Bold</b>"
        )
        self.env["smart.offer"]._cron_remind()
        [mail] = self._mails_to(self.ada)
        self.assertIn("&lt;b&gt;Bold", mail.body_html)
        self.assertNotIn(self.ada.email, mail.email_from + mail.reply_to)
        extend = self._link(mail, need._get_signed_actions()["extend"][0])
        filled = self._link(mail, need._get_signed_actions()["filled_here"][0])
        self._press(extend)
        self.assertEqual(need.date_expiry, date.today() + timedelta(days=60))
        self.assertFalse(need.reminder)
        # the other links of the same e-mail have served with it
        self._press(filled)
        self.assertEqual(need.state, "open")
        self._press(
            "/smart/answer/" + need._get_signed_url("filled_here").rpartition("/")[2]
        )
        self.assertEqual((need.state, need.filled_by_cooperative), ("filled", True))

    def test_staff_publish_and_close_for_a_member(self):
        need = self._create_offer(self.ada, is_open=False)
        need.with_user(self.animator).action_open()
        self.assertEqual(need.state, "open")
        with self.assertRaises(AccessError):
            need.with_user(self.ada.user_ids).action_withdraw()
        need.with_user(self.animator).action_fill()
        with self.assertRaises(UserError):
            need.with_user(self.animator).action_withdraw()
