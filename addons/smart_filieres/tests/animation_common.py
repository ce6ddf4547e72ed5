# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dateutil.relativedelta import relativedelta

from odoo.fields import Date
from odoo.tests import new_test_user

from .common import SmartCommon


class AnimationCommon(SmartCommon):
    """An animator of *Live shows* only, another one, and factories of her work."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.filiere_show.animator_ids = cls.animator
        cls.other_animator = new_test_user(
            cls.env, "smart_other_animator", groups="smart_filieres.group_animator"
        )
        cls.show_as_animator = cls.filiere_show.with_user(cls.animator)
        cls.stages = {
            stage.code: stage for stage in cls.env["smart.filiere.stage"].search([])
        }
        cls.today = Date.today()

    @classmethod
    def _put_in_stage(cls, filiere, code):
        """Place a filière at a stage, as an import by the superuser would."""
        filiere.sudo().stage_id = cls.stages[code]
        return filiere

    @classmethod
    def _fill(cls, filiere, count, zip="4000", state="confirmed"):
        """Let `count` new members join."""
        partners = cls.env["res.partner"].create(
            [
                {
                    "name": f"Member {zip} {index}",
                    "zip": zip,
                    "country_id": cls.belgium.id,
                    "is_member": True,
                }
                for index in range(count)
            ]
        )
        cls.env["smart.filiere.membership"].create(
            [
                {
                    "partner_id": partner.id,
                    "filiere_id": filiere.id,
                    "state": state,
                }
                for partner in partners
            ]
        )
        return partners

    @classmethod
    def _answer(cls, filiere, gate, answer="yes", user=None, evidence="Minutes"):
        return (
            cls.env["smart.filiere.gate.check"]
            .with_user(user or cls.animator)
            .create(
                {
                    "filiere_id": filiere.id,
                    "gate_id": cls.env.ref(f"smart_filieres.gate_{gate}").id,
                    "answer": answer,
                    "evidence": evidence,
                }
            )
        )

    @classmethod
    def _create_mandate(cls, filiere=None, animator=None, **values):
        return cls.env["smart.filiere.mandate"].create(
            {
                "filiere_id": (filiere or cls.filiere_show).id,
                "animator_id": (animator or cls.animator.partner_id).id,
                "date_start": cls.today,
                "date_end": cls.today + relativedelta(years=1),
                "frame": "<p>Hold four meetings a year</p>",
                "hours_per_month": 20,
                **values,
            }
        )

    @classmethod
    def _sign(cls, mandate):
        """Take a mandate from draft to both signatures."""
        mandate.action_propose()
        mandate.with_user(cls.animator).action_sign_animator()
        mandate.with_user(cls.filiere_manager).action_sign_cooperative()
        return mandate

    @classmethod
    def _create_objective(cls, filiere=None, **values):
        return cls.env["smart.filiere.objective"].create(
            {
                "name": "A hundred members",
                "filiere_id": (filiere or cls.filiere_show).id,
                "indicator": "Members",
                "baseline_value": 40,
                "baseline_date": cls.today - relativedelta(days=50),
                "target": 100,
                "date_due": cls.today + relativedelta(days=50),
                **values,
            }
        )

    @classmethod
    def _review(cls, objective, value, status="on_track", **values):
        return cls.env["smart.filiere.objective.review"].create(
            {
                "objective_id": objective.id,
                "value": value,
                "status": status,
                **values,
            }
        )

    @classmethod
    def _create_resource(cls, filiere=None, **values):
        return cls.env["smart.filiere.resource"].create(
            {
                "name": "Hours of the animator",
                "filiere_id": (filiere or cls.filiere_show).id,
                "date_from": cls.today - relativedelta(months=6),
                "date_to": cls.today + relativedelta(months=6),
                "planned": 800,
                **values,
            }
        )
