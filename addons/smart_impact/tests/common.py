# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import new_test_user

from odoo.addons.smart_filieres.tests.common import SmartCommon

# what members of each territory answer; three only in Charleroi, of six asked
ANSWERING = {"4000": 14, "1000": 12, "5000": 11, "6000": 3}
ASKED = {"4000": 14, "1000": 12, "5000": 11, "6000": 6}


class ImpactCommon(SmartCommon):
    """Four territories, forty-three members asked, one user per role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # members of a demonstration database are not asked
        cls.env["res.partner"].search([("is_member", "=", True)]).is_member = False
        cls.territory_namur = cls._create_territory("Namur", "5000", "5999")
        cls.territory_charleroi = cls._create_territory("Charleroi", "6000", "6499")
        cls.programme = cls.env.ref("smart_impact.programme_shared_enterprise")
        cls.instrument = cls.env.ref("smart_impact.instrument_member")
        cls.members = {
            code: cls._create_members(code, count) for code, count in ASKED.items()
        }
        cls.evaluator = cls._create_user("impact_evaluator", "group_evaluator")
        cls.researcher = cls._create_user("impact_researcher", "group_researcher")
        cls.manager = cls._create_user("impact_manager", "group_manager")
        cls.survey_manager = new_test_user(
            cls.env, "survey_manager", groups="survey.group_survey_manager"
        )

    @classmethod
    def _create_user(cls, login, group):
        return new_test_user(cls.env, login, groups=f"smart_impact.{group}")

    @classmethod
    def _create_members(cls, code, count):
        return cls.env["res.partner"].create(
            [
                {
                    "name": f"Member {code}-{number}",
                    "zip": code,
                    "country_id": cls.belgium.id,
                    "is_member": True,
                }
                for number in range(count)
            ]
        )

    @classmethod
    def _create_wave(cls, **values):
        return cls.env["smart.impact.wave"].create(
            {
                "name": "Wave 2027",
                "programme_id": cls.programme.id,
                "instrument_id": cls.instrument.id,
                **values,
            }
        )

    @classmethod
    def _answers(cls, number=0, **changes):
        """Return the ten answers of a member, the same for the same number."""
        scale = 1 + number % 5
        answers = {
            "SEC1": scale,
            "SEC2": 1 + (number + 2) % 5,
            "INC1": 1 + (number * 2) % 5,
            "SEC3": ("yes", "no", "unknown")[number % 3],
            "AUT1": 5,
            "AUT2": scale,
            "MEA1": 3 + number % 2,
            "ACC1": "yes" if number % 2 else "no",
            "CTF1": ("same", "less", "no")[number % 3],
            "REC1": number % 11,
        }
        return {**answers, **changes}

    @classmethod
    def _fill(cls, wave, answering=None):
        """Let the members of each territory answer an open wave."""
        answers = {}
        for code, count in (answering or ANSWERING).items():
            for number, partner in enumerate(cls.members[code][:count]):
                answers[partner.id] = cls._answers(number)
        wave.sudo()._collect(answers)

    @classmethod
    def _create_computed_wave(cls, **values):
        wave = cls._create_wave(**values)
        wave.action_open()
        cls._fill(wave)
        wave.action_close()
        wave.action_compute()
        return wave

    @classmethod
    def _publish(cls, wave):
        """Read the figures, lock them and publish them."""
        reviews = wave.review_ids
        reviews.filtered(lambda one: one.state == "to_review").action_review()
        wave.action_lock_reviews()
        wave.action_publish()

    def _result(self, wave, code, territory=None):
        """Return one figure: of a territory, or the total without one."""
        scope = "territory" if territory else "total"
        return wave.result_ids.filtered(
            lambda one: (
                one.indicator_id.code == code
                and one.scope == scope
                and (not territory or one.territory_id == territory)
            )
        )
