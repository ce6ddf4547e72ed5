# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who may do what: every role, every model, and no way round."""

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import new_test_user, tagged

from .common import ImpactCommon

# read, write, create, unlink
NOTHING, READ, WORK, ALL = "----", "r---", "rwc-", "rwcu"
TABLE = {
    # model: member, employee, researcher, evaluator, manager, survey manager
    "smart.impact.programme": (READ, NOTHING, READ, READ, ALL, NOTHING),
    "smart.impact.criterion": (READ, NOTHING, READ, WORK, ALL, NOTHING),
    "smart.impact.indicator": (READ, NOTHING, READ, WORK, ALL, NOTHING),
    "smart.impact.decision": (READ, NOTHING, READ, WORK, ALL, NOTHING),
    "smart.impact.instrument": (NOTHING, NOTHING, READ, WORK, ALL, NOTHING),
    "smart.impact.item": (NOTHING, NOTHING, READ, ALL, ALL, NOTHING),
    "smart.impact.item.option": (NOTHING, NOTHING, READ, ALL, ALL, NOTHING),
    "smart.impact.wave": (READ, NOTHING, READ, WORK, ALL, NOTHING),
    "smart.impact.result": (READ, NOTHING, READ, READ, READ, NOTHING),
    "smart.impact.distribution": (READ, NOTHING, READ, READ, READ, NOTHING),
    "smart.impact.review": (NOTHING, NOTHING, NOTHING, "rw--", "rw--", NOTHING),
    "smart.impact.participation": (*[READ] * 5, NOTHING),
    "smart.impact.staged": (NOTHING,) * 6,
    "smart.impact.identity": (NOTHING,) * 6,
    "smart.impact.key": (NOTHING,) * 6,
    "smart.impact.response": (NOTHING,) * 6,
    "smart.impact.answer": (NOTHING,) * 6,
}
OPERATIONS = dict(zip("rwcu", ("read", "write", "create", "unlink"), strict=True))


@tagged("post_install", "-at_install")
class TestAccess(ImpactCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.claire = cls._create_member("Claire", login="claire")
        cls.bruno = cls._create_member("Bruno", login="bruno")
        cls.portal = cls.env["res.users"].search([("login", "=", "claire")])
        cls.wave = cls._create_computed_wave()

    def _call(self, user, model, method, *args, **kwargs):
        """Call a method the way a client does."""
        return call_kw(self.env[model].with_user(user), method, args, kwargs)

    def test_every_role_may_what_the_table_says(self):
        roles = (
            self.portal,
            self.employee,
            self.researcher,
            self.evaluator,
            self.manager,
            self.survey_manager,
        )
        for model, rights in TABLE.items():
            for user, expected in zip(roles, rights, strict=True):
                found = "".join(
                    letter
                    if self.env[model].with_user(user).has_access(operation)
                    else "-"
                    for letter, operation in OPERATIONS.items()
                )
                self.assertEqual(found, expected, f"{user.login} on {model}")

    def test_nobody_reads_answers_by_any_method(self):
        everybody = (
            self.portal,
            self.researcher,
            self.evaluator,
            self.manager,
            self.survey_manager,
            self.env.ref("base.user_admin"),
        )
        wave = self._create_wave(name="Wave 2028")
        wave.action_open()
        self._fill(wave)
        internal = self.env["res.users"].union(*everybody[1:])
        self.env.ref("base.group_allow_export").user_ids |= internal
        secrets = {"response": "uuid", "answer": "code", "staged": "payload"}
        for model, secret in secrets.items():
            name = f"smart.impact.{model}"
            record = self.env[name].search([], limit=1)
            self.assertTrue(record)
            for user in everybody:
                for method, args in (
                    ("search_read", ([], [secret])),
                    ("search_count", ([],)),
                    ("name_search", ("",)),
                    ("formatted_read_group", ([], [secret], ["__count"])),
                    ("read", (record.ids, [secret])),
                    ("export_data", (record.ids, [secret])),
                ):
                    refusal = UserError if user == self.portal else AccessError
                    with self.assertRaises(refusal, msg=f"{user.login} {method}"):
                        self._call(user, name, method, *args)

    def test_a_member_reads_her_own_participation_alone(self):
        wave = self._create_wave(name="Wave 2028")
        wave.action_open()
        rows = self._call(
            self.portal, "smart.impact.participation", "search_read", [], ["partner_id"]
        )
        self.assertEqual({row["partner_id"][0] for row in rows}, {self.claire.id})
        other = wave.participation_ids.filtered(
            lambda one: one.partner_id == self.bruno
        )
        with self.assertRaises(AccessError):
            self._call(
                self.portal,
                "smart.impact.participation",
                "read",
                other.ids,
                ["answered"],
            )
        groups = self._call(
            self.portal,
            "smart.impact.participation",
            "formatted_read_group",
            [],
            ["answered"],
            ["__count"],
        )
        self.assertLessEqual(sum(group["__count"] for group in groups), 2)

    def test_staff_read_their_own_participation_alone(self):
        staff = (self.employee, self.evaluator, self.manager)
        for user in staff[:2]:
            user.partner_id.is_member = True
        wave = self._create_wave(name="Wave 2028")
        wave.action_open()
        self._fill(wave)
        model = "smart.impact.participation"
        for user in (*staff, self.env.ref("base.user_admin")):
            found = self._call(user, model, "search_read", [], ["partner_id"])
            own = user.partner_id.ids if user in staff[:2] else []
            self.assertEqual([row["partner_id"][0] for row in found], own, user.login)
            total = self._call(
                user, model, "formatted_read_group", [], ["answered"], ["__count"]
            )
            self.assertEqual(sum(group["__count"] for group in total), len(own))
        other = wave.sudo().participation_ids.filtered("answered")[:1]
        for user in (self.evaluator, self.manager):
            with self.assertRaises(AccessError):
                self._call(user, model, "read", other.ids, ["answered"])
            through_wave = [
                ("id", "=", wave.id),
                ("participation_ids.partner_id", "=", other.partner_id.id),
            ]
            self.assertFalse(
                self._call(user, "smart.impact.wave", "search_count", through_wave)
            )

    def test_figures_are_read_once_published(self):
        for user in (self.portal, self.researcher):
            results = self.env["smart.impact.result"].with_user(user)
            mine = [("wave_id", "=", self.wave.id)]
            self.assertFalse(results.search(mine))
            with self.assertRaises(AccessError):
                self.wave.with_user(user).read(["name"])
        self._publish(self.wave)
        for user in (self.portal, self.researcher):
            results = self.env["smart.impact.result"].with_user(user)
            self.assertEqual(len(results.search(mine)), len(self.wave.result_ids))

    def test_members_do_not_reach_the_survey_of_a_wave(self):
        self._publish(self.wave)
        for user in (self.portal, self.researcher):
            with self.assertRaises(AccessError):
                self._call(
                    user, "smart.impact.wave", "read", self.wave.ids, ["survey_id"]
                )

    def test_members_and_researchers_push_no_button(self):
        wave = self._create_wave(name="Wave 2028")
        for user in (self.portal, self.researcher):
            for method in (
                "action_generate_survey",
                "action_open",
                "action_close",
                "action_compute",
                "action_publish",
            ):
                with self.assertRaises(AccessError, msg=f"{user.login} {method}"):
                    self._call(user, "smart.impact.wave", method, wave.ids)
        self.assertEqual(wave.state, "draft")

    def test_private_methods_stay_private(self):
        for method in (
            "_collect",
            "_get_answer_url",
            "_import_responses",
            "_store_staged",
            "_calculate_results",
        ):
            with self.assertRaises(AccessError):
                self._call(self.manager, "smart.impact.wave", method, self.wave.ids)

    def test_survey_roles_see_no_native_answer(self):
        wave = self._create_wave(name="Wave 2028")
        wave.action_open()
        wave._get_answer_url(self.claire)
        native = self.env["survey.user_input"].search(
            [("survey_id", "=", wave.survey_id.id)]
        )
        self.assertEqual(native.partner_id, self.claire)
        officer = new_test_user(
            self.env, "survey_officer", groups="survey.group_survey_user"
        )
        both = new_test_user(
            self.env,
            "survey_and_impact",
            groups="survey.group_survey_manager,smart_impact.group_manager",
        )
        for user in (officer, self.survey_manager, both, self.evaluator):
            with self.assertRaises(AccessError):
                native.with_user(user).read(["partner_id"])
        for user in (officer, self.survey_manager, both):
            found = self.env["survey.user_input"].with_user(user)
            self.assertFalse(found.search([("survey_id", "=", wave.survey_id.id)]))

    def test_survey_roles_do_not_touch_the_survey_of_a_wave(self):
        survey = self.wave.survey_id.with_user(self.survey_manager)
        for vals in ({"survey_type": "custom"}, {"access_mode": "public"}):
            with self.assertRaises(AccessError):
                survey.write(vals)
        with self.assertRaises(AccessError):
            survey.question_ids[0].title = "Another question"
        with self.assertRaises(AccessError):
            survey.unlink()

    def test_companies_do_not_see_one_another(self):
        other = self.env["res.company"].create({"name": "Smart elsewhere"})
        stranger = new_test_user(
            self.env,
            "impact_elsewhere",
            groups="smart_impact.group_manager",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        for model in ("wave", "result", "indicator", "programme", "decision"):
            self.assertFalse(
                self.env[f"smart.impact.{model}"].with_user(stranger).search([])
            )
