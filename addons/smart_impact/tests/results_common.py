# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from .common import ImpactCommon


class ResultsCommon(ImpactCommon):
    """Waves filled straight into the store, with what respondents are a part of."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wallonia = cls.env["smart.territory"].create(
            {"name": "Wallonie", "country_id": cls.belgium.id}
        )
        cls.walloon = cls.territory_liege | cls.territory_namur
        cls.walloon.parent_id = cls.wallonia
        cls.filieres = cls.env["smart.filiere"].create(
            [{"name": "Audiovisuel"}, {"name": "Textile"}]
        )

    @classmethod
    def _store(cls, wave, territory, count, shift=0, **more):
        """Store the answers of `count` people of a territory."""
        payloads = []
        for number in range(count):
            payload = {
                "territory_id": territory and territory.id,
                "answers": cls._answers(number + shift),
                **more,
            }
            if callable(more.get("pseudonym")):
                payload["pseudonym"] = more["pseudonym"](number)
            if callable(more.get("filiere_id")):
                payload["filiere_id"] = more["filiere_id"](number)
            payloads.append(payload)
        return wave.sudo()._import_responses(payloads)

    @classmethod
    def _finish(cls, wave):
        """Compute a wave that was filled without being opened."""
        wave.sudo().state = "closed"
        wave.action_compute()
        return wave

    @classmethod
    def _cells(cls, wave, code, scope):
        return wave.result_ids.filtered(
            lambda one: one.indicator_id.code == code and one.scope == scope
        )
