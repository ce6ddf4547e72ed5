# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What members read about being followed is what happens, until the end."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..engine.pseudonym import pseudonym
from .waves_common import WavesCommon

FOLLOWED, ALONE = "A code joins them", "Nothing joins them"


@tagged("post_install", "-at_install")
class TestWavePromise(WavesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # whatever the language of the database: texts are compared in English
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        cls.programme = cls.programme.with_env(cls.env)

    def _turn(self, follows):
        programme = self.programme.with_user(self.manager)
        programme.is_longitudinal = follows
        return self.env["smart.impact.wave.notice"].search(
            [("programme_id", "=", programme.id)], limit=1
        )

    def _pseudonyms(self, wave):
        return [one.payload["pseudonym"] for one in self._pool(wave)]

    def test_an_open_wave_holds_the_programme_to_what_members_read(self):
        for follows in (False, True):
            self._turn(follows)
            wave = self._open_wave(name=f"Wave {follows}")
            self.assertIn(FOLLOWED if follows else ALONE, wave.notice_id.body)
            with self.assertRaisesRegex(UserError, wave.name):
                self._turn(not follows)
            # whoever goes round the check changes nothing of this wave
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE smart_impact_programme SET is_longitudinal = %s WHERE id = %s",
                [not follows, self.programme.id],
            )
            self.env.invalidate_all()
            wave._collect({self.everybody[0].id: self._answers(1)})
            self.assertEqual(list(map(bool, self._pseudonyms(wave))), [follows])
            self.env.cr.execute(
                "UPDATE smart_impact_programme SET is_longitudinal = %s WHERE id = %s",
                [follows, self.programme.id],
            )
            self.env.invalidate_all()
            wave.action_close()

    def test_each_turn_makes_a_text_that_says_so(self):
        wave = self._open_wave(name="First")
        wave.action_close()
        self.assertIn(ALONE, self._turn(False).body)
        self.assertIn(FOLLOWED, self._turn(True).body)
        last = self._turn(False)
        self.assertEqual((last.number, last.is_longitudinal), (4, False))
        self.assertEqual(self._turn(False), last, "nothing changed")
        later = self._open_wave(name="Later")
        self.assertEqual(later.notice_id, last)
        self.assertFalse(later.is_longitudinal)
        self.assertTrue(wave.is_longitudinal)

    def test_a_text_that_says_the_opposite_opens_no_wave(self):
        first = self.env["smart.impact.wave.notice"]._get_latest(self.programme)
        wave = self._create_wave(notice_id=first.id)
        self._turn(False)
        with self.assertRaisesRegex(UserError, "opposite"):
            wave.with_user(self.evaluator).action_open()
        copy = first.copy()
        self.assertTrue(copy.is_longitudinal, "it says what it said")
        wave.notice_id = False
        wave.action_open()
        self.assertIn(ALONE, wave.notice_id.body)

    def test_a_text_starts_from_what_the_programme_does(self):
        notices = self.env["smart.impact.wave.notice"]
        self.assertIn(FOLLOWED, notices._get_latest(self.programme).body)
        self._turn(False)
        made = notices.with_user(self.evaluator).create(
            {"programme_id": self.programme.id}
        )
        self.assertIn(ALONE, made.body)

    def test_waves_and_texts_of_before_keep_what_they_said(self):
        notices = self.env["smart.impact.wave.notice"]
        waves = self.env["smart.impact.wave"]
        followed = self._open_wave(name="Followed")
        draft = self._create_wave(name="Draft")
        alone = notices.create(
            {"programme_id": self.programme.id, "body": notices._default_body(False)}
        )
        own = notices.create({"programme_id": self.programme.id, "body": "Our words"})
        self.env.flush_all()
        for model in (waves, notices):
            self.env.cr.execute(f"UPDATE {model._table} SET is_longitudinal = NULL")
            model._init_column("is_longitudinal")
        self.env.invalidate_all()
        self.assertEqual(
            (followed.is_longitudinal, draft.is_longitudinal), (True, False)
        )
        self.assertEqual(
            [one.is_longitudinal for one in (followed.notice_id, alone, own)],
            [True, False, True],
        )

    def test_nobody_turns_a_wave(self):
        wave = self._open_wave()
        with self.assertRaises(UserError):
            wave.with_user(self.manager).is_longitudinal = False
        with self.assertRaises(UserError):
            wave.sudo().is_longitudinal = False
        draft = self._create_wave(name="Draft")
        with self.assertRaises(AccessError):
            draft.with_user(self.manager).is_longitudinal = True

    def test_a_programme_that_stops_following_takes_no_right_away(self):
        wave = self._open_wave()
        self._fill(wave)
        wave.action_close()
        self._turn(False)
        member = self.everybody[0]
        responses = self.env["smart.impact.response"]
        self.assertEqual([one["wave"] for one in responses._get_own(member)], [wave])
        self.assertTrue(responses._erase_own(member, wave))
        self.assertFalse(responses._get_own(member))
        self.assertEqual(len(self._responses(wave)), 39)


@tagged("post_install", "-at_install")
class TestWaveIdentity(WavesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.identities = cls.env["smart.impact.identity"]

    def _closed(self, name, members):
        wave = self._open_wave(name=name)
        self._fill(wave, {"1000": 12})
        wave._collect({one.id: self._answers(1) for one in members})
        wave.action_close()
        return wave

    def _merge(self, source, target):
        # as an administrator: members may have addresses that differ
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (source | target).ids, target, extra_checks=False
        )
        self.env.invalidate_all()

    def test_everybody_asked_has_one_that_is_not_a_number_of_the_database(self):
        self._open_wave()
        known = self.identities._of(self.everybody)
        self.assertEqual(known.partner_id, self.everybody)
        self.assertEqual(len(known), 43)
        self.assertEqual({len(one.identity) for one in known}, {36})

    def test_who_was_asked_before_keeps_the_name_she_had(self):
        wave = self._open_wave()
        self.identities.search([]).unlink()
        self.identities._keep_names()
        member = self.everybody[0]
        [known] = self.identities._of(member)
        self.assertEqual(known.identity, str(member.id))
        secret = self.programme._get_secret()
        self.assertEqual(
            wave._get_pseudonyms(member), {member.id: pseudonym(secret, str(member.id))}
        )

    def test_a_second_wave_gives_none_to_who_has_one(self):
        self.identities.create(
            {"partner_id": self.everybody[0].id, "identity": "of before"}
        )
        self._open_wave(name="One")
        self._open_wave(name="Two")
        self.assertEqual(len(self.identities._of(self.everybody)), 43)

    def test_a_member_merged_keeps_her_name_and_her_rights(self):
        old, *others = self.members["4000"][:3]
        first = self._closed("One", [old])
        new = self._create_members("4000", 1)
        self._merge(old, new)
        responses = self.env["smart.impact.response"]
        self.assertEqual([one["wave"] for one in responses._get_own(new)], [first])
        second = self._closed("Two", [new])
        names = [set(self._responses(w).mapped("pseudonym")) for w in (first, second)]
        self.assertEqual(*names)
        self.assertEqual(
            [one["wave"] for one in responses._get_own(new)], [second, first]
        )
        self.assertFalse(responses._get_own(others[0]))
        for wave in (first, second):
            self.assertTrue(responses._erase_own(new, wave))
            self.assertEqual(len(self._responses(wave)), 12)

    def test_two_who_answered_are_found_by_the_one_that_is_left(self):
        one, two = self.members["4000"][:2]
        first = self._closed("One", [one])
        second = self._closed("Two", [two])
        self._merge(two, one)
        own = self.env["smart.impact.response"]._get_own(one)
        self.assertEqual([answer["wave"] for answer in own], [second, first])

    def test_a_copy_of_a_contact_is_somebody_else(self):
        self._open_wave()
        copy = self.everybody[0].copy()
        self.assertFalse(self.identities._of(copy))

    def test_nobody_reads_it(self):
        self._open_wave()
        administrator = self.env.ref("base.user_admin")
        portal = self._create_member("Claire", login="claire").user_ids
        for user in (
            *(portal, self.employee, self.evaluator, self.researcher),
            *(self.manager, self.survey_manager, administrator),
        ):
            for operation in ("read", "write", "create", "unlink"):
                with self.assertRaises(AccessError, msg=user.login):
                    self.identities.with_user(user).check_access(operation)
            fields = self.env["res.partner"].with_user(user).fields_get()
            found = [
                name
                for name, field in fields.items()
                if field.get("relation") == "smart.impact.identity"
            ]
            self.assertFalse(found, user.login)
