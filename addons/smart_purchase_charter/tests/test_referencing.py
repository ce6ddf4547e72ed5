# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .referencing_common import ReferencingCommon


@tagged("post_install", "-at_install")
class TestReferencing(ReferencingCommon):
    # === WHAT MEMBERS SEE === #

    def test_what_is_not_listed_does_not_exist_for_a_member(self):
        listings = self.env["smart.supplier.listing"].with_user(self.member_user)
        self.assertEqual(listings.search([]), self.listing)
        self.listing.with_user(self.buyer).action_withdraw()
        self.assertFalse(listings.search([]))
        with self.assertRaises(AccessError):
            listings.browse(self.listing.id).name  # noqa: B018

    def test_a_listing_needs_a_category(self):
        bare = self._create_listing(self._create_supplier("Bare"), is_listed=False)
        bare.category_ids = False
        with self.assertRaisesRegex(ValidationError, "Bare"):
            bare.action_list()

    def test_the_grade_follows_and_who_is_excluded_is_taken_off(self):
        self._assess_example(self.supplier)
        self.assertEqual(self.listing.grade, "progress")
        self.supplier._store_grade_rows(
            [(self.supplier.id, "excluded", 0, False, 0, "breach", "A", None, None)]
        )
        self.assertEqual((self.listing.grade, self.listing.state),
                         ("excluded", "withdrawn"))  # fmt: skip
        with self.assertRaisesRegex(ValidationError, "ethics committee"):
            self.listing.action_list()

    def test_a_grade_is_not_written_by_hand(self):
        for vals in ({"grade": "exemplary"}, {"recommendation_mean": 5},
                     {"state": "listed"}):  # fmt: skip
            with self.assertRaises(UserError):
                self.listing.with_user(self.buyer).write(vals)
        forged = (
            self.env["smart.supplier.listing"]
            .with_user(self.buyer)
            .with_context(default_grade="exemplary")
            .create({"partner_id": self._create_supplier("New").id, "state": "listed"})
        )
        self.assertEqual((forged.grade, forged.state), ("unknown", "draft"))

    def test_regrading_costs_the_same_for_many(self):
        def regrade(count):
            partners = self.env["res.partner"].create(
                [{"name": f"S{rank}", "is_company": True} for rank in range(count)]
            )
            for partner in partners:
                self._create_listing(partner, is_listed=False)
            rows = [
                (one.id, "compliant", 60, True, 90, "band", None, None, None)
                for one in partners
            ]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            partners._store_grade_rows(rows)
            self.env.flush_all()
            return self.cr.sql_log_count - before

        few = regrade(5)
        self.assertLessEqual(regrade(40), few + 2)

    # === CONDITIONS === #

    def test_conditions_are_for_members_alone(self):
        conditions = self.env["smart.supplier.condition"]
        found = conditions.with_user(self.member_user).search([])
        self.assertEqual(found.code, "ZZSECRET")
        self.assertFalse(conditions.with_user(self.supplier_user).search([]))
        public = self.env.ref("base.public_user")
        for user in (public, self.employee, self.ethics):
            with self.assertRaises(AccessError):
                conditions.with_user(user).search([])
        for user in (public, self.supplier_user):
            with self.assertRaises(AccessError):
                self.condition.with_user(user).read(["code"])
        self.member.is_member = False
        self.assertFalse(conditions.with_user(self.member_user).search([]))

    def test_a_condition_holds_from_its_first_to_its_last_day(self):
        today = fields.Date.context_today(self.condition)
        mine = self.env["smart.supplier.condition"].with_user(self.member_user)
        for start, end, expected in (
            (0, 0, True),
            (1, 5, False),
            (-5, -1, False),
            (-5, None, True),
        ):
            self.condition.write(
                {
                    "date_from": today + timedelta(days=start),
                    "date_to": end is not None and today + timedelta(days=end),
                }
            )
            with self.subTest(start=start, end=end):
                self.assertEqual(bool(mine.search([])), expected)
                self.assertEqual(self.condition.is_current, expected)

    def test_a_label_that_ended_is_no_label(self):
        held = self.env["smart.supplier.listing.label"].create(
            {"listing_id": self.listing.id, "label_id": self.label.id}
        )
        self.assertTrue(held.is_valid)
        held.date_end = fields.Date.context_today(held) - timedelta(days=1)
        self.assertFalse(held.is_valid)
        self.assertNotIn(held, held.search([("is_valid", "=", True)]))
        with self.assertRaises(ValidationError):
            held.date_checked = fields.Date.context_today(held) + timedelta(days=2)

    # === RECOMMENDATIONS === #

    def test_four_opinions_have_no_mean_and_five_have_one(self):
        self._recommend_by((5, 5, 4, 4))
        self.assertEqual(
            (self.listing.recommendation_count, self.listing.recommendation_mean),
            (4, 0.0),
        )
        self._recommend(self.member, 2)
        # (5 + 5 + 4 + 4 + 2) / 5, to the half
        self.assertEqual(self.listing.recommendation_mean, 4.0)

    def test_what_was_not_read_does_not_count(self):
        one = self._recommend(self.member, 5, is_published=False, text="Fine")
        self.assertEqual(self.listing.recommendation_count, 0)
        one.action_publish()
        self.assertEqual(self.listing.recommendation_count, 1)
        # she changes her words: they are read again first
        again = self._recommend(self.member, 1, is_published=False, text="No more")
        self.assertEqual((again, again.state), (one, "new"))
        self.assertEqual(self.listing.recommendation_count, 0)

    def test_nobody_rewrites_a_member(self):
        one = self._recommend(self.member, 2, text="Late")
        for vals in ({"text": "Great"}, {"rating": 5}, {"state": "refused"}):
            with self.assertRaises(UserError):
                one.with_user(self.buyer).write(vals)
        with self.assertRaisesRegex(UserError, "why"):
            one.with_user(self.buyer).action_refuse()
        one.with_user(self.buyer).reason = "Names a third person"
        one.with_user(self.buyer).action_refuse()
        self.assertEqual(self.listing.recommendation_count, 0)

    def test_members_read_their_own_rows_and_write_none(self):
        mine = self._recommend(self.member, 5)
        hers = self._recommend(self.other, 1)
        rows = self.env["smart.supplier.recommendation"].with_user(self.member_user)
        self.assertEqual(rows.search([]), mine)
        with self.assertRaises(AccessError):
            rows.browse(hers.id).read(["rating"])
        for vals in ({"rating": 5}, {"state": "published"}):
            with self.assertRaises(UserError):
                mine.with_user(self.member_user).write(vals)
        for method in ("action_publish", "action_refuse"):
            with self.assertRaises(UserError):
                getattr(mine.with_user(self.member_user), method)()
        with self.assertRaises(AccessError):
            self.env["smart.supplier.listing"].with_user(self.member_user).browse(
                self.listing.id
            ).read(["recommendation_ids"])

    def test_one_to_five_once_each(self):
        for rating in (0, 6, -1):
            with self.assertRaises(UserError):
                self._recommend(self.member, rating)
        self._recommend(self.member, 3)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["smart.supplier.recommendation"].create(
                {
                    "listing_id": self.listing.id,
                    "partner_id": self.member.id,
                    "rating": 4,
                }
            )

    # === REPORTS === #

    def test_a_report_becomes_the_task_of_the_responsible(self):
        report = self.env["smart.supplier.report"]._report(
            self.member, self.listing, "late", "Three weeks"
        )
        self.assertEqual(report.user_id, self.buyer)
        self.assertEqual(report.activity_ids.user_id, self.buyer)
        reports = self.env["smart.supplier.report"]
        self.assertFalse(reports.with_user(self.supplier_user).search([]))
        self.assertFalse(reports.with_user(self.other.user_ids).search([]))
        report.with_user(self.buyer).action_start()
        with self.assertRaisesRegex(UserError, "will read"):
            report.with_user(self.buyer).action_close()
        with self.assertRaises(UserError):
            report.with_user(self.buyer).text = "Nothing"
        report.with_user(self.buyer).answer = "They pay the delay"
        report.with_user(self.buyer).action_close()
        self.assertFalse(report.activity_ids)
        self.assertEqual(
            reports.with_user(self.member_user).search([]).answer, "They pay the delay"
        )

    def test_a_report_says_what_it_is_about(self):
        reports = self.env["smart.supplier.report"]
        for category, text in (("", "x"), ("forged", "x"), ("late", "  ")):
            with self.assertRaises(UserError):
                reports._report(self.member, self.listing, category, text)

    # === SEARCHES WITHOUT RESULT === #

    def test_searches_are_counted_and_belong_to_nobody(self):
        searches = self.env["smart.supplier.search"]
        for words in ("Zz  Beehive", "zz beehive", "a@b.be", "0470123456", "zz"):
            searches._note(words, self.env.company)
        rows = searches.search([("words", "like", "zz")])
        self.assertEqual(rows.mapped(lambda row: (row.words, row.count)),
                         [("zz beehive", 2)])  # fmt: skip
        self.assertNotIn("create_uid", searches._fields)
        with self.assertRaises(AccessError):
            searches.with_user(self.member_user).search([])
        with self.assertRaises(AccessError):
            rows.with_user(self.buyer).count = 9

    def test_words_find_names_categories_and_their_other_words(self):
        listings = self.env["smart.supplier.listing"]
        self.listing.summary = "Posters in vegetable ink"
        for words, expected in (
            ("imprim", True),
            ("zz paper", True),
            ("zznotebook", True),
            ("vegetable zzpaper", False),
            ("100%", False),
            ("", True),
        ):
            with self.subTest(words=words):
                found = listings.search(listings._get_words_domain(words))
                self.assertEqual(self.listing in found, expected)
