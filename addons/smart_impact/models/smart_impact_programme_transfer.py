# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import uuid

from odoo import api, fields, models

from ..engine.transfer import seal


class SmartImpactProgramme(models.Model):
    _name = "smart.impact.programme"
    _inherit = ["smart.impact.programme", "smart.impact.transfer.mixin"]

    transfer_key = fields.Char(
        "Key of the programme",
        readonly=True,
        copy=False,
        default=lambda self: self._default_transfer_key(),
        help="The same wherever the programme is used: what joins its territories.",
    )
    imported_from = fields.Char(readonly=True, copy=False)
    imported_on = fields.Date(readonly=True, copy=False)

    _transfer_key_uniq = models.Constraint(
        "UNIQUE(company_id, transfer_key)", "The company has this programme already."
    )

    def _default_transfer_key(self):
        return str(uuid.uuid4())

    def action_export_file(self):
        """Take the programme as one file, for another company or country."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/impact/programme/{self.id}/file",
            "target": "self",
        }

    def _export_file(self):
        """Return the text of the file: definitions, questions, translations."""
        self.ensure_one()
        if not self.transfer_key:
            self.sudo().transfer_key = self._default_transfer_key()
        return seal(
            {
                "key": self.transfer_key,
                "origin": self.company_id.name,
                **self._pack_parts(),
            }
        )

    def _pack_parts(self):
        criteria, decisions = self.criterion_ids, self.decision_ids
        indicators = self.indicator_ids
        instruments = indicators.item_ids.instrument_id
        criterion_rank = {one.id: rank for rank, one in enumerate(criteria)}
        decision_rank = {one.id: rank for rank, one in enumerate(decisions)}
        instrument_rank = {one.id: rank for rank, one in enumerate(instruments)}
        return {
            "programme": self._pack()[0],
            "criteria": criteria._pack(),
            "decisions": decisions._pack(),
            "instruments": instruments._pack_questions(),
            "indicators": [
                {
                    "values": values,
                    "criterion": criterion_rank[one.criterion_id.id],
                    "decisions": [decision_rank[d.id] for d in one.decision_ids],
                    "items": [
                        [instrument_rank[item.instrument_id.id], item.code]
                        for item in one.item_ids
                    ],
                }
                for one, values in zip(indicators, indicators._pack(), strict=True)
            ],
        }

    @api.model
    def _import_content(self, content, company):
        """Create a programme of `company` from the content of a file.

        Questionnaires that are here already, word for word, are used as they are.
        """
        programme = self._unpack(
            [content["programme"]],
            [
                {
                    "company_id": company.id,
                    "transfer_key": content["key"],
                    "imported_from": content.get("origin"),
                    "imported_on": fields.Date.context_today(self),
                }
            ],
        )
        own = {"programme_id": programme.id}
        criteria = self.env["smart.impact.criterion"]._unpack(
            content["criteria"], [own] * len(content["criteria"])
        )
        decisions = self.env["smart.impact.decision"]._unpack(
            content["decisions"], [own] * len(content["decisions"])
        )
        items = self.env["smart.impact.instrument"]._unpack_questions(
            content["instruments"]
        )
        rows = content["indicators"]
        indicators = self.env["smart.impact.indicator"]._unpack(
            [row["values"] for row in rows],
            [
                {
                    "criterion_id": criteria[row["criterion"]].id,
                    "decision_ids": [
                        (6, 0, [decisions[d].id for d in row["decisions"]])
                    ],
                    "item_ids": [
                        (6, 0, [items[rank, code] for rank, code in row["items"]])
                    ],
                }
                for row in rows
            ],
        )
        # what was agreed by all who use the programme is marked by the import alone
        for indicator in indicators.sudo():
            indicator.core_digest = indicator._get_core_digest()
        return programme
