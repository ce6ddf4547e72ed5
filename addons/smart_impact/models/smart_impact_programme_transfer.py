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
        indicators = self._get_travelling()
        # oldest first: versions are numbered again where they arrive
        instruments = indicators.item_ids.instrument_id.sorted(
            lambda one: (one.code, one.version)
        )
        criterion_rank = {one.id: rank for rank, one in enumerate(criteria)}
        decision_rank = {one.id: rank for rank, one in enumerate(decisions)}
        instrument_rank = {one.id: rank for rank, one in enumerate(instruments)}
        return {
            "programme": self._pack()[0],
            "criteria": [
                {"values": values, "adopted": one.state == "adopted"}
                for one, values in zip(criteria, criteria._pack(), strict=True)
            ],
            "decisions": decisions._pack(),
            "instruments": instruments._pack_questions(),
            "indicators": [
                {
                    **packed,
                    "criterion": criterion_rank[one.criterion_id.id],
                    "decisions": [decision_rank[d.id] for d in one.decision_ids],
                    "items": [
                        [instrument_rank[item.instrument_id.id], item.code]
                        for item in one.item_ids
                    ],
                }
                for one, packed in zip(
                    indicators, indicators._pack_indicators(), strict=True
                )
            ],
        }

    def _get_travelling(self):
        """Return the list and its drafts; the next version of what is on it stays."""
        return self.indicator_ids.filtered(
            lambda one: (
                one.state == "adopted"
                or (one.state in ("draft", "consultation") and not one.previous_id)
            )
        )

    @api.model
    def _import_content(self, content, company):
        """Create a programme of `company` from the content of a file.

        Questionnaires that are here already, word for word, are used as they are.
        """
        programme = self._unpack([content["programme"]], [{"company_id": company.id}])
        # the right to create was checked; where it comes from is marked by the import
        programme.sudo().write(
            {
                "transfer_key": content["key"],
                "imported_from": content.get("origin"),
                "imported_on": fields.Date.context_today(self),
            }
        )
        own, rows = {"programme_id": programme.id}, content["criteria"]
        criteria = self.env["smart.impact.criterion"]._unpack(
            [row["values"] for row in rows], [own] * len(rows)
        )
        # as above
        for criterion, row in zip(criteria.sudo(), rows, strict=True):
            criterion.adopted_at_origin = bool(row["adopted"])
        decisions = self.env["smart.impact.decision"]._unpack(
            content["decisions"], [own] * len(content["decisions"])
        )
        items = self.env["smart.impact.instrument"]._unpack_questions(
            content["instruments"]
        )
        self._import_indicators(content["indicators"], criteria, decisions, items)
        programme.message_post(
            body=self.env._("Imported from %s.", programme.imported_from or "")
        )
        return programme

    def _import_indicators(self, rows, criteria, decisions, items):
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
        for indicator, row in zip(indicators, rows, strict=True):
            indicator._unpack_rest(row, indicator.company_id)
