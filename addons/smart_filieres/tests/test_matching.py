# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date, timedelta

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import SQL

from ..engine import matching
from .exchanges_common import ExchangesCommon

MEMBERS = 100_000
HOLDERS = (1_800, 240, 9_000)


@tagged("post_install", "-at_install")
class TestMatching(ExchangesCommon):
    """Matches of records: from what others let the asker see, and from nothing else."""

    def _match(self, need):
        need._match()
        return need.match_ids

    def _only(self, need, partner):
        return self._match(need).filtered(lambda row: row.partner_id == partner)

    def test_profiles_and_offers_answer_a_need(self):
        offer = self._create_offer(self.bea, kind="offer")
        need = self._create_offer(self.ada)
        matches = self._match(need)
        self.assertIn(self.cleo, matches.partner_id)
        self.assertNotIn(self.ada, matches.partner_id)
        self.assertEqual(self._only(need, self.bea).offer_id, offer)
        self.assertEqual(
            sorted(matches.mapped("rank")), list(range(1, len(matches) + 1))
        )

    def test_a_hidden_skill_does_not_match(self):
        shy = self._create_member("Shy")
        profile = self._create_profile(
            shy, {"name": "members"}, skill_ids=self.sound.ids
        )
        need = self._create_offer(self.ada)
        self.assertFalse(self._only(need, shy))
        profile._release({"skills": "filiere"})
        self.assertFalse(self._only(need, shy))
        for member in (shy, self.ada):
            self._join(member, self.filiere_show)
        self.assertTrue(self._only(need, shy))

    def test_what_is_hidden_later_is_gone_at_once(self):
        need = self._create_offer(self.ada)
        match = self._only(need, self.bea)
        self.assertIn("covered", match.reasons)
        self.bea._smart_contact_profile()._release({"skills": "cooperative"})
        self.assertTrue(match.is_stale)
        self.assertFalse(match.reasons)
        self.assertFalse(need.date_matched)
        need._ensure_matches()
        self.assertNotIn(self.bea, need.match_ids.partner_id)

    def test_gates(self):
        need = self._create_offer(self.ada)
        self.assertTrue(self._only(need, self.bea))
        profile = self.bea._smart_contact_profile()
        profile.is_contact_paused = True
        self.assertFalse(self._only(need, self.bea))
        profile.is_contact_paused = False
        blocks = self.env["smart.contact.block"]
        for blocker, blocked in ((self.bea, self.ada), (self.ada, self.bea)):
            blocks._block(blocker, blocked)
            self.assertFalse(self._only(need, self.bea))
            blocks._unblock(blocker, blocked)
        self.assertTrue(self._only(need, self.bea))
        profile._withdraw()
        self.assertFalse(self._only(need, self.bea))

    def test_what_she_dismissed_stays_dismissed(self):
        need = self._create_offer(self.ada)
        self._only(need, self.bea).state = "dismissed"
        self.assertEqual(self._only(need, self.bea).state, "dismissed")

    def test_a_place_that_is_not_released_is_unknown(self):
        self.env["smart.postal.point"].create(
            [
                {
                    "country_id": self.belgium.id,
                    "zip": zip_,
                    "latitude": lat,
                    "longitude": lng,
                }
                for zip_, lat, lng in (("4000", 50.64, 5.57), ("1050", 50.83, 4.37))
            ]
        ) if not self.env["smart.postal.point"].search_count(
            [("zip", "=", "4000")]
        ) else None
        self.bea.zip = "1050"
        need = self._create_offer(self.ada)
        self.assertGreater(self._only(need, self.bea).reasons["km"], 60)
        self.bea._smart_contact_profile()._release({"territory": "cooperative"})
        match = self._only(need, self.bea)
        self.assertIsNone(match.reasons["km"])
        self.assertIn("proximity", match.reasons["unknown"])
        need.radius_km = 50
        self.assertTrue(self._only(need, self.bea))
        self.bea._smart_contact_profile()._release({"territory": "members"})
        self.assertFalse(self._only(need, self.bea))

    def test_both_ways_takes_the_harmonic_mean(self):
        mine = self._create_offer(self.ada)
        self._create_offer(self.bea, skill_ids=self.sound | self.dutch)
        match = self._only(mine, self.bea)
        self.assertTrue(match.is_two_way)
        back = self._only(
            self.env["smart.offer"].search([("partner_id", "=", self.bea.id)]), self.ada
        )
        self.assertAlmostEqual(
            match.mutual_score, matching.mutual(match.score, back.score), 3
        )
        self.assertFalse(self._only(mine, self.cleo).is_two_way)

    def test_who_was_introduced_often_steps_back(self):
        need = self._create_offer(self.ada)
        for rank in range(3):
            asker = self._create_member(f"Asker {rank}")
            self._ask(asker, self.bea)
        match = self._only(need, self.bea)
        self.assertEqual(match.introductions, 3)
        self.assertAlmostEqual(match.shown, match.score / 1.6, delta=0.001)
        self.assertLess(self._only(need, self.cleo).rank, match.rank)
        self.assertIn("3", match.explanation)

    def test_queries_do_not_grow_with_candidates(self):
        need = self._create_offer(self.ada)
        self._match(need)

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            need._find_matches()
            return self.cr.sql_log_count - before

        few = count()
        for rank in range(30):
            member = self._create_member(f"More {rank}")
            self._create_profile(
                member,
                {"name": "members", "skills": "members"},
                skill_ids=self.sound.ids,
            )
            self._create_offer(member)
        # those who have needs of their own add the other direction, once for all
        self.assertLessEqual(count(), few + 12)
        many = count()
        for rank in range(30):
            self._create_offer(self._create_member(f"Again {rank}"), kind="offer")
        self.assertLessEqual(count(), many)


@tagged("post_install", "-at_install")
class TestWorkedExample(ExchangesCommon):
    """The example of the note, from records: 100,000 members, three skills."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.subtitles = cls.env["smart.skill"].create({"name": "Exchange subtitles"})
        cls.skills = cls.sound | cls.subtitles | cls.dutch
        cls.related = cls._create_activity("Sound recording", "T.59.20")
        cls._fill_tables()

    @classmethod
    def _fill_tables(cls):
        """Give the database exactly 100,000 members with a profile, by statements."""
        cls.env.flush_all()
        execute = cls.env.cr.execute
        # whoever is there already is set aside
        execute(
            "UPDATE res_partner SET is_member = FALSE WHERE id != ALL(%s)",
            [[cls.ada.id, cls.bea.id, cls.cleo.id]],
        )
        execute("DELETE FROM smart_profile_skill_rel")
        execute("DELETE FROM smart_profile_activity_rel")
        required = SQL(", ").join(
            SQL.identifier(name) for name in cls._get_required_columns()
        )
        cls.env.cr.execute(
            SQL(
                """
                WITH people AS (
                    INSERT INTO res_partner (is_member, active, %(required)s)
                    SELECT TRUE, TRUE, %(required)s
                      FROM res_partner, generate_series(1, %(count)s)
                     WHERE id = %(model)s RETURNING id)
                INSERT INTO smart_directory_profile (partner_id, ref)
                SELECT id, 'many-' || id FROM people
                """,
                required=required,
                count=MEMBERS - 3,
                model=cls.ada.id,
            )
        )
        for skill, holders in zip(
            cls.sound | cls.subtitles | cls.dutch, HOLDERS, strict=True
        ):
            execute(
                """
                INSERT INTO smart_profile_skill_rel (profile_id, skill_id)
                SELECT id, %s FROM smart_directory_profile
                 WHERE ref LIKE 'many-%%' ORDER BY id LIMIT %s
                """,
                [skill.id, holders],
            )
        # ten hold the need's activity, ten the other one, six of them both
        for activity, offset in ((cls.activity_show, 0), (cls.related, 4)):
            execute(
                """
                INSERT INTO smart_profile_activity_rel (profile_id, activity_id)
                SELECT id, %s FROM smart_directory_profile
                 WHERE ref LIKE 'many-%%' ORDER BY id OFFSET %s LIMIT 10
                """,
                [activity.id, offset],
            )
        execute("ANALYZE smart_directory_profile, smart_profile_skill_rel, res_partner")
        cls.env.invalidate_all()
        cls.env["smart.skill.frequency"]._recount()

    @classmethod
    def _get_required_columns(cls):
        """Return what a row of contacts may not miss, whichever add-ons are there."""
        cls.env.cr.execute(
            """
            SELECT column_name FROM information_schema.columns
             WHERE table_name = 'res_partner' AND is_nullable = 'NO'
               AND column_default IS NULL AND table_schema = current_schema
            """
        )
        return [name for (name,) in cls.env.cr.fetchall()]

    def test_the_example_comes_out_of_the_records(self):
        counts, members = self.env["smart.skill.frequency"]._get_counts(self.skills)
        self.assertEqual(members, MEMBERS)
        self.assertEqual(counts, dict(zip(self.skills.ids, HOLDERS, strict=True)))
        with freeze_time("2027-03-01"):
            need, candidate = self._create_pair()
            need._match()
            match = need.match_ids.filtered(lambda row: row.partner_id == self.bea)
            self.assertAlmostEqual(match.cover, 0.516, 3)
            self.assertAlmostEqual(match.availability, 0.8, 3)
            self.assertAlmostEqual(match.relatedness, 0.6, 3)
            self.assertAlmostEqual(match.freshness, 0.684, 3)
            self.assertEqual(match.reasons["km"], 18)
            self.assertAlmostEqual(match.proximity, 0.638, 2)
            self.assertAlmostEqual(match.score, 0.608, 2)
            self.assertEqual(match.introductions, 2)
            self.assertAlmostEqual(match.shown, 0.434, 2)
            self.assertEqual(match.offer_id, candidate)
            self.assertEqual(match.reasons["missing"], self.subtitles.ids)
            self.assertEqual(
                match.with_context(lang="en_US").explanation,
                "covers 2 of your 3 skills (missing: Exchange subtitles), at 18 km, "
                "available 80 % of the period, profile confirmed 200 days ago, already "
                "introduced 2 times in 90 days, so shown a little lower",
            )

    def _create_pair(self):
        """Return a need of Ada and an offer of Bea 18 km away, eight days of ten."""
        today = date(2027, 3, 1)
        old = today - timedelta(days=200)
        for asker in ("One", "Two"):
            self._ask(self._create_member(asker), self.bea)
        need = self._create_offer(
            self.ada,
            skill_ids=self.skills,
            nace_activity_ids=self.activity_show,
            date_from=date(2027, 4, 1),
            date_to=date(2027, 4, 10),
        )
        offer = self._create_offer(
            self.bea,
            kind="offer",
            skill_ids=self.sound | self.dutch,
            nace_activity_ids=self.related,
            date_from=date(2027, 4, 3),
            is_standing=True,
        )
        offer.date_opened = old
        self.bea._smart_contact_profile().date_confirmed = old
        # 18 km along a meridian
        for record, latitude in ((need, 50.0), (offer, 50.0 + 18 / 111.1951)):
            record.write(
                {"is_placed": True, "grid_latitude": latitude, "grid_longitude": 5.0}
            )
        return need, offer
