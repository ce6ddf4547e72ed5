# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the server alone sets is set by no client, on any model, in any way."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.models import MAGIC_COLUMNS
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from .dialogue_common import DialogueCommon

# typed where the value comes from elsewhere, as test_programme_sources tells
FIGURE_TYPED = {"people", "low", "high", "has_interval"}
ALLOWED = {
    # whoever changes a measure, or codes a text, does so in her own name
    ("smart.impact.measure", "user_id"),
    ("smart.impact.coding", "user_id"),
    *(("smart.impact.figure", name) for name in FIGURE_TYPED),
}
# given at creation, and overwritten or unique there
CREATED = {
    ("smart.impact.wave.notice", "number"),
    ("smart.impact.instrument", "version"),
}
STATES = {
    *("wave", "indicator", "criterion", "ballot", "proposal", "figure", "review"),
    *("consultation", "extract"),
}
KEYS = (
    *("su", "sudo", "install_mode", "import_file", "tracking_disable"),
    *("smart_impact_guard", "from_server", "_force_unlink", "module"),
)


@tagged("post_install", "-at_install")
class TestGuarded(DialogueCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.staff = (cls.evaluator, cls.manager, cls.researcher)
        cls.wave = cls._create_computed_wave()
        cls.decision = cls._create_decision()
        cls.consultation = cls._create_consultation()

    # === THE FAMILY === #

    def _get_guarded(self, model):
        """Return the stored fields that no view lets anybody edit."""
        return {
            name: field
            for name, field in self.env[model]._fields.items()
            if field.store
            and (field.readonly or (field.compute and not field.inverse))
            and (field.readonly or field.related)
            and name not in MAGIC_COLUMNS
        }

    def _each_model(self, operation):
        """Yield (user, model as that user) for what each role may do."""
        for name in sorted(self.env):
            model = self.env[name]
            if not name.startswith("smart.impact") or not model._auto:
                continue
            if model._abstract or model._transient:
                continue
            for user in self.staff:
                own = model.with_user(user)
                if own.has_access(operation):
                    yield user, own

    def _sample(self, model, field):
        """Return a value that differs from what the server would set."""
        if field.type == "many2one":
            others = self.env[field.comodel_name].sudo().search([], limit=9).ids or [1]
            own = model._get_own_default(field.name)
            return next(one for one in others if one != own)
        if field.type in ("one2many", "many2many"):
            return [Command.set([1])]
        if field.type == "selection":
            own = model._get_own_default(field.name)
            return next(one for one in field.get_values(self.env) if one != own)
        return {
            "boolean": True,
            "integer": 77,
            "float": 7.7,
            "date": "2020-02-02",
            "datetime": "2020-02-02 02:02:02",
            "json": {"zz": 1},
            "binary": "eno=",
        }.get(field.type, "zz")

    def _assert_refused(self, model, method, *args, message):
        try:
            with self.env.cr.savepoint():
                getattr(model, method)(*args)
        except (AccessError, UserError) as error:
            # not a value that is missing, nor a constraint of the database
            self.assertIn(type(error), (AccessError, UserError), message)
        else:
            self.fail(message)

    def test_no_role_writes_what_no_view_edits(self):
        seen = 0
        for user, model in self._each_model("write"):
            record = model.search([], limit=1)
            for name, field in self._get_guarded(model._name).items():
                if (model._name, name) in ALLOWED:
                    continue
                seen += 1
                self._assert_refused(
                    record,
                    "write",
                    {name: self._sample(model, field)},
                    message=f"{user.login} writes {model._name}.{name}",
                )
        self.assertGreater(seen, 150)

    def test_no_role_creates_with_what_no_view_edits(self):
        seen = 0
        for user, model in self._each_model("create"):
            for name, field in self._get_guarded(model._name).items():
                if (model._name, name) in ALLOWED | CREATED:
                    continue
                seen += 1
                self._assert_refused(
                    model,
                    "create",
                    [{name: self._sample(model, field)}],
                    message=f"{user.login} creates {model._name}.{name}",
                )
        self.assertGreater(seen, 120)

    def test_what_buttons_move_is_read_only(self):
        for name in STATES:
            field = self.env[f"smart.impact.{name}"]._fields["state"]
            self.assertTrue(field.readonly, name)

    def test_no_context_and_no_default_sets_it(self):
        for user, model in self._each_model("create"):
            guarded = self._get_guarded(model._name)
            for name, field in guarded.items():
                if field.groups or field.type in ("one2many", "many2many", "json"):
                    continue
                value = self._sample(model, field)
                found = model.with_context(**{f"default_{name}": value})
                self.assertNotEqual(
                    found.default_get([name]).get(name),
                    value,
                    f"{user.login} {model._name}.{name}",
                )

    def test_no_copy_takes_it_along(self):
        for _user, model in self._each_model("create"):
            taken = {
                name
                for name, field in self._get_guarded(model._name).items()
                if field.copy and (model._name, name) not in ALLOWED | CREATED
            }
            self.assertFalse(taken, model._name)

    def test_a_context_does_not_open_the_guard(self):
        context = {key: True for key in KEYS}
        for method, args in (
            ("write", ([self.wave.id], {"result_hash": "zz"})),
            ("create", ([{"name": "W", "state": "published"}],)),
            ("web_save", ([self.wave.id], {"design_effect": 1.0}, {})),
        ):
            with self.assertRaises(AccessError), mute_logger("odoo.http"):
                call_kw(
                    self.env["smart.impact.wave"].with_user(self.manager),
                    method,
                    args,
                    {"context": context},
                )
        with self.assertRaises(AccessError):
            call_kw(
                self.env["smart.impact.indicator"].with_user(self.manager),
                "update_field_translations",
                ([self.indicator.id], "adoption_note", {"en_US": "zz"}),
                {"context": context},
            )

    def test_a_default_of_a_user_does_not_open_the_guard(self):
        self.env["ir.default"].with_user(self.evaluator).create(
            {
                "field_id": self.env["ir.model.fields"]
                ._get("smart.impact.excerpt", "is_quoted")
                .id,
                "user_id": self.evaluator.id,
                "json_value": "true",
            }
        )
        excerpt = self._create_excerpt(self.evaluator)
        self.assertFalse(excerpt.is_quoted)
        again = self.env["smart.impact.excerpt"].with_context(default_is_quoted=True)
        self.assertFalse(self._create_excerpt(self.evaluator, again).is_quoted)

    # === EACH HOLE === #

    def _create_excerpt(self, user, excerpts=None, **values):
        excerpts = self.env["smart.impact.excerpt"] if excerpts is None else excerpts
        return excerpts.with_user(user).create(
            {
                "name": "E1",
                "text": "Invoices that come in late keep people awake at night.",
                "indicator_id": self._get_stories().id,
                **values,
            }
        )

    def _get_stories(self):
        """Return a qualitative indicator."""
        stories = self.env["smart.impact.indicator"]
        found = stories.search([("source", "=", "qualitative")], limit=1)
        return found or self.indicator.copy({"source": "qualitative", "code": "ZZ"})

    def test_weights_and_dates_of_figures_stay(self):
        wave = self.wave.with_user(self.manager)
        self.assertEqual(wave.state, "computed")
        for vals in (
            {"weighting": "raking"},
            {"has_crosses": not wave.has_crosses},
            {"date_open": "2026-01-01"},
            {"date_close": "2026-12-31"},
        ):
            with self.assertRaises(UserError):
                wave.write(vals)
        wave.write({"name": "Another name"})

    def test_a_consultation_that_was_asked_goes_one_way(self):
        consultation = self.consultation
        consultation.with_user(self.evaluator).action_open()
        self._say(consultation, [1, 2, 3, 4, 5, 5])
        consultation.with_user(self.evaluator).action_close()
        consultation.with_user(self.evaluator).action_publish()
        for user in (self.evaluator, self.manager):
            own = consultation.with_user(user)
            for vals in (
                {"state": "draft"},
                {"state": "open"},
                {"item_ids": [Command.delete(own.item_ids[0].id)]},
                {"stakeholder_ids": [Command.clear()]},
            ):
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    own.write(vals)
            with self.assertRaises(UserError), self.env.cr.savepoint():
                own.item_ids[0].unlink()
            with self.assertRaises(UserError), self.env.cr.savepoint():
                own.unlink()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.programme.with_user(self.manager).unlink()

    def test_what_has_opinions_stays_whatever_its_state(self):
        self.consultation.action_open()
        self._say(self.consultation, [1, 2, 3, 4, 5])
        self.consultation.state = "draft"
        own = self.consultation.with_user(self.manager)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            own.item_ids[0].unlink()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            own.unlink()

    def test_the_top_review_stays_the_top(self):
        top = self.wave.review_ids.filtered("is_top")
        own = top.with_user(self.evaluator)
        with self.assertRaises(AccessError):
            own.write({"is_top": False, "path": "zz"})
        own.action_review()
        with self.assertRaises(UserError):
            own.action_lock()

    def test_a_coded_text_that_people_read_stays(self):
        excerpt = self._create_excerpt(self.evaluator)
        theme = self.env["smart.impact.theme"].create(
            {
                "name": "Late",
                "code": "LATE",
                "definition": "Paid late",
                "indicator_id": excerpt.indicator_id.id,
            }
        )
        codings = self.env["smart.impact.coding"]
        for user in (self.evaluator, self.manager):
            codings |= codings.with_user(user).create(
                {"excerpt_id": excerpt.id, "theme_id": theme.id}
            )
        # as its button does, once five people said it
        excerpt.sudo().write({"is_quoted": True})
        coding = codings[0].with_user(self.evaluator)
        for action in (
            excerpt.unlink,
            coding.unlink,
            lambda: excerpt.write({"text": "Something else"}),
            lambda: excerpt.write({"settled_note": "Something else"}),
            lambda: excerpt.write({"my_theme_id": False}),
            lambda: coding.write({"theme_id": theme.id}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                action()
        # in public no more, it can be corrected
        excerpt.action_unquote()
        excerpt.write({"text": "Invoices that come in late keep us awake at night."})
        # the author's erasure
        excerpt.sudo().write({"is_quoted": True})
        excerpt.sudo().unlink()

    def test_a_text_counted_in_a_published_figure_stays(self):
        excerpt = self._create_excerpt(self.evaluator)
        theme = self.env["smart.impact.theme"].create(
            {
                "name": "Late",
                "code": "LATE",
                "definition": "Paid late",
                "indicator_id": excerpt.indicator_id.id,
            }
        )
        for user in (self.evaluator, self.manager):
            self.env["smart.impact.coding"].with_user(user).create(
                {"excerpt_id": excerpt.id, "theme_id": theme.id}
            )
        self.env["smart.impact.figure"].create(
            {
                "indicator_id": excerpt.indicator_id.id,
                "date_from": "2026-01-01",
                "date_to": "2026-12-31",
                "value": 40,
                "computed_on": "2100-01-01",
                "state": "published",
            }
        )
        with self.assertRaises(UserError), self.env.cr.savepoint():
            excerpt.unlink()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            excerpt.coding_ids.with_user(self.evaluator)[0].unlink()
        # not coded yet, and so in no figure
        other = self._create_excerpt(self.evaluator, name="E2")
        other.my_theme_id = theme
        other.unlink()

    def test_a_published_decision_is_read_as_it_was_decided(self):
        self.decision.option_ids = [Command.create({"name": "Nothing"})]
        self.decision.action_publish()
        for user in (self.evaluator, self.manager):
            own = self.decision.with_user(user)
            option = own.option_ids
            for vals in (
                {"name": "Another"},
                {"decided": "Another"},
                {"state": "expected"},
                {"option_ids": [Command.create({"name": "Something"})]},
                {"option_ids": [Command.update(option.id, {"is_chosen": True})]},
                {"option_ids": [Command.delete(option.id)]},
            ):
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    own.write(vals)
            with self.assertRaises(UserError), self.env.cr.savepoint():
                option.write({"name": "Something"})
            for record, name in ((own, "decided"), (option, "name")):
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    record.update_field_translations(name, {"en_US": "Another"})
            own.write({"follow_up": "done", "follow_up_note": "Paid in six days"})
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.decision.with_user(self.manager).unlink()
        own.action_withdraw()
        own.write({"decided": "The fund pays in eight days"})
        own.action_publish()

    def test_buttons_still_move(self):
        programme = self.programme.with_user(self.manager)
        programme.action_publish()
        self.assertTrue(programme.published_on)
        programme.action_unpublish()
        self.assertFalse(programme.is_published)
        draft = self.indicator.with_user(self.evaluator).action_new_version()
        draft = self.env["smart.impact.indicator"].browse(draft["res_id"])
        draft.with_user(self.evaluator).is_primary = True
        self.assertTrue(draft.primary_on)
        self.env["smart.impact.instrument"].with_user(self.evaluator).search(
            [], limit=1
        ).action_new_version()
