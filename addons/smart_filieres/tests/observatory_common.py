# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date

from odoo.tools import SQL

from .common import SmartCommon

AS_OF = date(2026, 9, 15)
MONTH = date(2026, 9, 1)


class ObservatoryCommon(SmartCommon):
    """A cooperative without anybody else, whose events are told in a list."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # figures are about everybody: whoever was there before leaves
        cls.env["smart.filiere.membership"].search([]).unlink()
        cls.env["res.partner"].search([("is_member", "=", True)]).active = False
        cls.env["smart.filiere"].search(
            [("id", "not in", (cls.filiere_show | cls.filiere_code).ids)]
        ).active = False
        for model in (
            "observation",
            "observation.cohort",
            "observation.cohesion",
            "observation.tie",
            "signal",
            "initiative",
        ):
            cls.env[f"smart.{model}"].search([]).unlink()
        cls.events = []
        cls.classPatch(
            type(cls.env["smart.tie"]),
            "_get_evidence_queries",
            lambda model: cls._get_queries(model),
        )

    def setUp(self):
        super().setUp()
        self.events.clear()

    @classmethod
    def _get_queries(cls, model):
        own = model.env["smart.initiative"]._get_tie_evidence_query()
        rows = [
            SQL("(%s, %s, %s, %s::date)", kind, key, partner.id, day)
            for kind, key, partners, day in cls.events
            for partner in partners
        ]
        if not rows:
            return [own]
        told = SQL(
            "SELECT * FROM (VALUES %s) "
            "AS told(kind, event_key, partner_id, happened_on)",
            SQL(", ").join(rows),
        )
        return [own, told]

    @classmethod
    def _meet(cls, key, partners, day=AS_OF, kind="meeting"):
        """Let `partners` have been at an event of `day`."""
        cls.events.append((kind, key, partners, day))

    @classmethod
    def _create_members(cls, prefix, count, **values):
        """Return `count` members who joined long ago."""
        values = {"member_since": "2020-01-01", "zip": "4000", **values}
        return cls.env["res.partner"].create(
            [
                {
                    "name": f"{prefix} {rank}",
                    "country_id": cls.belgium.id,
                    "is_member": True,
                    **values,
                }
                for rank in range(count)
            ]
        )

    @classmethod
    def _join_all(cls, partners, filiere, date_answered="2021-01-01", **values):
        return cls.env["smart.filiere.membership"].create(
            [
                {
                    "partner_id": partner.id,
                    "filiere_id": filiere.id,
                    "state": "confirmed",
                    "date_proposed": date_answered,
                    "date_answered": date_answered,
                    **values,
                }
                for partner in partners
            ]
        )

    @classmethod
    def _rebuild_ties(cls, as_of=AS_OF):
        cls.env["smart.tie.evidence"]._rebuild(as_of)
        return cls.env["smart.tie"]._rebuild(as_of)

    @classmethod
    def _cell(cls, subject, filiere=None, territory=None, period=MONTH, **values):
        """Return the row of the table, or none."""
        domain = [
            ("subject", "=", subject),
            ("period", "=", period),
            ("filiere_id", "=", filiere.id if filiere else False),
            ("territory_id", "=", territory.id if territory else False),
            *((name, "=", value) for name, value in values.items()),
        ]
        return cls.env["smart.observation"].search(domain)
