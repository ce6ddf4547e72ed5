# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import SmartCommon

EVERYBODY = ("portal", "employee", "animator", "manager", "officer")
# model → role → what it may do, of "rwcd"; a role that is not named may do nothing
ACCESS = {
    "smart.territory": {
        "portal": "r",
        "employee": "r",
        "animator": "r",
        "manager": "rwcd",
    },
    "smart.territory.range": {"employee": "r", "animator": "r", "manager": "rwcd"},
    "smart.postal.point": {"employee": "r", "animator": "r", "manager": "rwcd"},
    "smart.activity": {
        "portal": "r",
        "employee": "r",
        "animator": "r",
        "manager": "rwcd",
    },
    "smart.skill": {
        "portal": "r",
        "employee": "r",
        "animator": "rwc",
        "manager": "rwcd",
    },
    "smart.filiere": {
        "portal": "r",
        "employee": "r",
        "animator": "rw",
        "manager": "rwcd",
    },
    "smart.filiere.membership": {
        "portal": "r",
        "employee": "r",
        "animator": "rwc",
        "manager": "rwcd",
    },
    "smart.directory.field": {
        "portal": "r",
        "employee": "r",
        "animator": "r",
        "manager": "rw",
    },
    "smart.directory.release": {
        "portal": "r",
        "employee": "r",
        "animator": "r",
        "manager": "r",
    },
    "smart.directory.profile": {
        "portal": "r",
        "employee": "r",
        "animator": "rwc",
        "manager": "rwcd",
    },
    "smart.directory.count": {},
    "smart.filiere.invite": {"animator": "rwcd", "manager": "rwcd"},
    "smart.directory.entry": {
        "portal": "r",
        "employee": "r",
        "animator": "r",
        "manager": "r",
    },
    "smart.directory.scope": {"animator": "r", "manager": "r"},
    "smart.tie.kind": {"animator": "r", "manager": "rwcd"},
    "smart.tie.evidence": {},
    "smart.tie": {},
    "smart.tie.member": {"animator": "r", "manager": "r"},
    "smart.observation": {"animator": "r", "manager": "r"},
    "smart.observation.cohort": {"animator": "r", "manager": "r"},
    "smart.observation.cohesion": {"animator": "r", "manager": "r"},
    "smart.observation.tie": {"animator": "r", "manager": "r"},
    "smart.observatory.run": {"manager": "r"},
    "smart.initiative": {"portal": "r", "animator": "rwc", "manager": "rwcd"},
    "smart.signal": {"animator": "r", "manager": "rw"},
    "smart.filiere.grid": {"employee": "r", "animator": "r", "manager": "rwcd"},
    "smart.filiere.criterion": {"employee": "r", "animator": "r", "manager": "rwcd"},
    "smart.filiere.assessment": {"employee": "r", "animator": "r", "manager": "rwcd"},
    "smart.filiere.assessment.line": {
        "employee": "r",
        "animator": "r",
        "manager": "rw",
    },
    "smart.filiere.derogation": {"employee": "r", "animator": "r", "manager": "r"},
    "smart.filiere.contest": {
        "portal": "r",
        "employee": "r",
        "animator": "r",
        "manager": "rw",
    },
    "smart.filiere.assess.wizard": {"manager": "rwc"},
    "smart.filiere.derogation.wizard": {"manager": "rwc"},
    "smart.offer": {
        "portal": "r",
        "employee": "r",
        "animator": "rwc",
        "manager": "rwcd",
    },
    "smart.match": {"animator": "r", "manager": "r"},
    "smart.skill.frequency": {"animator": "r", "manager": "r"},
    "smart.contact.request": {"animator": "r", "manager": "r"},
    "smart.contact.report": {"manager": "rw"},
    "smart.contact.message": {},
    "smart.contact.block": {},
    "smart.room": {"employee": "r", "animator": "rwc", "manager": "rwcd"},
    "smart.room.equipment": {"employee": "r", "animator": "rwc", "manager": "rwcd"},
    "smart.room.booking": {"employee": "r", "animator": "rwcd", "manager": "rwcd"},
    "smart.meeting.planner": {"animator": "rwcd", "manager": "rwcd"},
    "smart.meeting.planner.line": {"animator": "rwcd", "manager": "rwcd"},
    "smart.meeting.invitation": {"animator": "rwcd", "manager": "rwcd"},
    "smart.meeting.report": {"animator": "r", "manager": "r"},
    "smart.communication.plan": {"animator": "rwc", "manager": "rwcd", "officer": "rw"},
    "smart.communication.line": {
        "animator": "rwcd",
        "manager": "rwcd",
        "officer": "rw",
    },
    "smart.communication.edition": {"animator": "r", "manager": "r", "officer": "r"},
    "smart.communication.report": {"animator": "r", "manager": "r", "officer": "r"},
    "smart.filiere.optout": dict.fromkeys(EVERYBODY, "r"),
    "smart.filiere.sheet": dict.fromkeys(EVERYBODY, "r")
    | {"animator": "rwc", "manager": "rwcd"},
    "smart.filiere.sheet.line": dict.fromkeys(EVERYBODY, "r"),
    "smart.selfassessment.indicator": {"animator": "r", "manager": "rwc"},
    "smart.filiere.selfassessment": {"animator": "rwc", "manager": "rwcd"},
    "smart.filiere.selfassessment.line": {"animator": "rw", "manager": "rw"},
    "smart.animation.meeting": {"animator": "rwcd", "manager": "rwcd"},
    "smart.animation.tool": {"animator": "rwc", "manager": "rwcd"},
    "smart.filiere.equity": {"animator": "r", "manager": "r"},
    "smart.filiere.gate": {"animator": "r", "manager": "rwcd"},
    "smart.filiere.gate.check": {"animator": "rwcd", "manager": "rwcd"},
    "smart.filiere.mandate": {"animator": "rwc", "manager": "rwcd"},
    "smart.filiere.objective": {"animator": "rwc", "manager": "rwcd"},
    "smart.filiere.objective.review": {"animator": "rc", "manager": "rcd"},
    "smart.filiere.passage": {"animator": "r", "manager": "r"},
    "smart.filiere.passage.wizard": {"animator": "rwcd", "manager": "rwcd"},
    "smart.filiere.passage.wizard.line": {"animator": "rwcd", "manager": "rwcd"},
    "smart.filiere.resource": {"animator": "rwc", "manager": "rwcd"},
    "smart.filiere.stage": {"employee": "r", "animator": "r", "manager": "rwcd"},
}
OPERATIONS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}


@tagged("post_install", "-at_install")
class TestAccess(SmartCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ada = cls._create_member("Ada", login="access_ada")
        cls.roles = {
            "portal": cls.ada.user_ids,
            "employee": cls.employee,
            "animator": cls.animator,
            "manager": cls.filiere_manager,
            "officer": new_test_user(
                cls.env, "access_officer", groups="smart_filieres.group_communication"
            ),
        }

    def test_every_role_may_do_what_the_table_says_and_no_more(self):
        for model, roles in ACCESS.items():
            for role, user in self.roles.items():
                allowed = "".join(
                    letter
                    for letter, operation in OPERATIONS.items()
                    if self.env[model].with_user(user).has_access(operation)
                )
                with self.subTest(model=model, role=role):
                    # an officer of the communication is an employee everywhere else
                    if role == "officer":
                        role = role if role in roles else "employee"
                    self.assertEqual(allowed, roles.get(role, ""))

    def test_the_table_names_every_model_of_the_add_on(self):
        own = {
            name
            for name, model in self.env.registry.items()
            if name.startswith("smart.")
            and model._original_module == "smart_filieres"
            and not model._abstract
        }
        self.assertEqual(own, set(ACCESS))

    def test_a_member_reads_her_own_memberships_only(self):
        mine = self._join(self.ada, self.filiere_show)
        theirs = self._join(self._create_member("Bea"), self.filiere_show)
        seen = (
            self.env["smart.filiere.membership"].with_user(self.ada.user_ids).search([])
        )
        self.assertEqual(seen, mine)
        with self.assertRaises(AccessError):
            theirs.with_user(self.ada.user_ids).read(["state"])

    def test_a_member_cannot_confirm_by_rpc(self):
        mine = self._join(self.ada, self.filiere_show, state="proposed")
        with self.assertRaises(AccessError):
            mine.with_user(self.ada.user_ids).write({"state": "confirmed"})
        with self.assertRaises(AccessError):
            mine.with_user(self.ada.user_ids).action_confirm()

    def test_what_changes_a_profile_cannot_be_called_by_rpc(self):
        # the RPC layer refuses names that start with an underscore
        for name in ("_release", "_withdraw", "_save_from_member", "_answer_filiere"):
            self.assertTrue(hasattr(self.env["smart.directory.profile"], name))
            self.assertFalse(
                hasattr(self.env["smart.directory.profile"], name.removeprefix("_"))
            )

    def test_a_filiere_of_another_company_stays_there(self):
        other = self.env["res.company"].create({"name": "Other country"})
        self.filiere_show.company_id = other
        found = self.env["smart.filiere"].with_user(self.ada.user_ids)
        self.assertNotIn(self.filiere_show, found.search([]))
