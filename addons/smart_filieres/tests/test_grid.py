# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .criteria_common import VOTE, CriteriaCommon


@tagged("post_install", "-at_install")
class TestGrid(CriteriaCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls.grid.copy(VOTE).with_user(cls.filiere_manager)

    def test_the_proposal_has_ten_criteria_that_weigh_100(self):
        grid = self.env.ref("smart_filieres.grid_proposal")
        self.assertEqual(len(grid.criterion_ids), 10)
        self.assertEqual(grid.weight_total, 100)
        strategic = grid.criterion_ids.filtered(lambda row: row.kind == "strategic")
        self.assertEqual(sum(strategic.mapped("weight")), 30)

    def test_its_criteria_have_french_names(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        names = (
            self.env.ref("smart_filieres.grid_proposal")
            .with_context(lang="fr_FR")
            .criterion_ids.mapped("name")
        )
        if "Cohésion" not in names:
            self.skipTest("French is not loaded in this database")
        self.assertIn("Priorité territoriale", names)

    def test_a_vote_needs_100_and_a_majority(self):
        self.draft.criterion_ids[0].weight = 14
        with self.assertRaisesRegex(ValidationError, "99"):
            self.draft.action_vote()
        self.draft.criterion_ids[0].weight = 15
        self.draft.vote_noes = 11
        with self.assertRaisesRegex(ValidationError, "not adopted"):
            self.draft.action_vote()
        self.draft.write({"vote_noes": 0, "vote_reference": False})
        with self.assertRaisesRegex(ValidationError, "Minutes"):
            self.draft.action_vote()

    def test_what_was_voted_is_frozen_even_for_the_superuser(self):
        self.draft.action_vote()
        for grid in (self.draft, self.draft.sudo()):
            for values in (
                {"band_recognised": 60},
                {"vote_ayes": 20},
                {"criterion_ids": [(5,)]},
            ):
                with self.assertRaises(UserError):
                    grid.write(values)
            with self.assertRaises(UserError):
                grid.unlink()
            with self.assertRaises(UserError):
                grid.criterion_ids[0].weight = 20
            with self.assertRaises(UserError):
                grid.criterion_ids[0].unlink()
            with self.assertRaises(UserError):
                grid.criterion_ids[0].copy({"grid_id": grid.id, "code": "more"})

    def test_a_state_is_not_written_by_hand(self):
        with self.assertRaises(UserError):
            self.draft.state = "in_force"
        made = self.draft.create({"name": "Mine", "state": "in_force"})
        self.assertEqual(made.state, "draft")

    def test_one_is_in_force_and_the_other_is_superseded(self):
        self.assertEqual(self.draft.version, self.grid.version + 1)
        self.draft.action_vote()
        self.draft.action_put_in_force()
        self.assertEqual(self.grid.state, "superseded")
        self.assertTrue(self.grid.date_superseded)
        with self.assertRaises(UserError):
            self.grid.action_put_in_force()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.grid.state = "in_force"
            self.grid.flush_recordset()

    def test_a_company_has_its_own_or_the_shared_one(self):
        company = self.env["res.company"].create({"name": "Smart elsewhere"})
        Grid = self.env["smart.filiere.grid"]
        self.assertEqual(Grid._get_in_force(company), self.grid)
        own = self._create_grid(company_id=company.id)
        self.assertEqual(Grid._get_in_force(company), own)
        self.assertEqual(Grid._get_in_force(self.env.company), self.grid)
        self.assertEqual(self.grid.state, "in_force")

    def test_a_scale_that_measures_nothing_is_refused(self):
        line = self.draft.criterion_ids.filtered(lambda row: row.code == "members")
        for values in ({"floor": 1000}, {"floor": 0}, {"weight": -1}):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                line.write(values)
                line.flush_recordset()
        judged = self.draft.criterion_ids.filtered(lambda row: row.code == "mission")
        with self.assertRaises(ValidationError):
            judged.ceiling = 7

    def test_animators_read_grids_and_change_none(self):
        grid = self.draft.with_user(self.animator)
        self.assertTrue(grid.name)
        with self.assertRaises(AccessError):
            grid.name = "Mine"
        with self.assertRaises(AccessError):
            grid.action_vote()
        # staff at large read what was voted only
        found = self.env["smart.filiere.grid"].with_user(self.employee).search([])
        self.assertIn(self.grid, found)
        self.assertNotIn(self.draft, found)
