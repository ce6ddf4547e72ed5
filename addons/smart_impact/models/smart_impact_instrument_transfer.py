# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

from ..engine.transfer import digest, source_text


class SmartImpactInstrument(models.Model):
    _name = "smart.impact.instrument"
    _inherit = ["smart.impact.instrument", "smart.impact.transfer.mixin"]

    def _pack_questions(self):
        """Return instruments with their items and options, packed."""
        items, options = self.item_ids, self.item_ids.option_ids
        packed_options = dict(zip(options.ids, options._pack(), strict=True))
        packed_items = dict(zip(items.ids, items._pack(), strict=True))
        return [
            {
                "values": values,
                "items": [
                    {
                        "code": item.code,
                        "values": packed_items[item.id],
                        "options": [packed_options[one.id] for one in item.option_ids],
                    }
                    for item in instrument.item_ids
                ],
            }
            for instrument, values in zip(self, self._pack(), strict=True)
        ]

    @api.model
    def _find_questions(self, rows):
        """Return ``[instrument that is here word for word, or none]``."""
        codes = [row["values"]["code"] for row in rows]
        here = self.with_context(active_test=False).search([("code", "in", codes)])
        known = {
            digest(source_text(packed)): instrument
            for packed, instrument in zip(here._pack_questions(), here, strict=True)
        }
        return [known.get(digest(source_text(row)), self.browse()) for row in rows]

    @api.model
    def _unpack_questions(self, rows):
        """Return {(rank of the instrument, code): item id}, made where needed."""
        found = {}
        for rank, known in enumerate(self._find_questions(rows)):
            instrument = known or self._create_questions(rows[rank])
            for item in instrument.item_ids:
                found[rank, item.code] = item.id
        return found

    def _create_questions(self, row):
        """Create an instrument: another version when its code is here already."""
        domain = [("code", "=", row["values"]["code"])]
        everything = self.with_context(active_test=False)
        [(last,)] = everything._read_group(domain, [], ["version:max"])
        instrument = self._unpack([row["values"]], [{"version": (last or 0) + 1}])
        items = self.env["smart.impact.item"]._unpack(
            [item["values"] for item in row["items"]],
            [{"instrument_id": instrument.id}] * len(row["items"]),
        )
        pairs = [
            (option, {"item_id": item.id})
            for item, packed in zip(items, row["items"], strict=True)
            for option in packed["options"]
        ]
        self.env["smart.impact.item.option"]._unpack(
            [option for option, _more in pairs], [more for _option, more in pairs]
        )
        return instrument
