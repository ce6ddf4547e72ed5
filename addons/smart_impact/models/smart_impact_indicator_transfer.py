# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.transfer import digest
from .smart_impact_indicator_version import MEANING

MEASURES = {"numerator_id", "denominator_id"}
LINKED = {"item_ids", "criterion_id"}
# of these the mark of a definition is made; what is linked is added to it by name
CORE_FIELDS = (MEANING | {"name", "unit", "minimum_cell"}) - {
    *LINKED,
    *MEASURES,
}
# raised when the mark is made otherwise
DIGEST = "2:"


class SmartImpactIndicator(models.Model):
    _name = "smart.impact.indicator"
    _inherit = ["smart.impact.indicator", "smart.impact.transfer.mixin"]

    core_digest = fields.Char(readonly=True, copy=False)
    adopted_at_origin = fields.Boolean(
        "Adopted at origin",
        readonly=True,
        copy=False,
        help="It was on the list of the cooperative that the programme comes from.",
    )
    measures_to_connect = fields.Char(
        "Measures to connect",
        readonly=True,
        copy=False,
        help="What the file measures of records that are not open here.",
    )
    origin_aims = fields.Char(
        "Aims at origin",
        readonly=True,
        copy=False,
        help="Baseline and target of the cooperative that the programme comes from: "
        "to be read, not to be reached.",
    )
    comparability = fields.Selection(
        [
            ("local", "Of here alone"),
            ("same", "Same definition everywhere"),
            ("differs", "Definition differs"),
        ],
        string="Across territories",
        compute="_compute_comparability",
        help="An imported indicator is compared with other territories as long as its "
        "definition, what it measures and the wording of its questions stay those of "
        "the file.",
    )

    @api.depends("core_digest", "item_ids", "theme_ids", *MEASURES, *CORE_FIELDS)
    def _compute_comparability(self):
        for indicator in self:
            if not indicator.core_digest:
                indicator.comparability = "local"
            elif indicator.sudo()._get_core_digest() == indicator.core_digest:
                indicator.comparability = "same"
            else:
                indicator.comparability = "differs"

    def _check_frozen(self, names, lang):
        self._check_core(names & {*CORE_FIELDS, *MEASURES, *LINKED}, lang)
        return super()._check_frozen(names, lang)

    def _check_core(self, names, lang):
        # a next version made here may differ, and says so
        core = self.filtered(lambda one: one.core_digest and not one.previous_id)
        if names <= MEASURES:
            core = core.filtered(lambda one: not one.measures_to_connect)
        if names and core and core._filter_decided(names, lang):
            raise UserError(
                self.env._(
                    "%(indicators)s came with the programme and is the same in all "
                    "territories: add an indicator of yours beside it.",
                    indicators=", ".join(core.mapped("display_name")),
                )
            )

    def action_new_version(self):
        """Keep the mark of the definition that territories share."""
        action = super().action_new_version()
        # a right that the method above checked
        self.sudo().browse(action["res_id"]).core_digest = self.core_digest
        return action

    # === MARK === #

    def _get_core_digest(self):
        """Return the mark of the definition, the same in all databases."""
        self.ensure_one()
        source = self.with_context(lang="en_US")
        return DIGEST + digest(
            [
                {name: source[name] or None for name in CORE_FIELDS},
                [source[name]._get_core() for name in sorted(MEASURES)],
                sorted(map(repr, source._get_latest_wording())),
                source.theme_ids._get_core(),
            ]
        )

    def _get_latest_wording(self):
        """Return the questions as they were last worded."""
        latest = {}
        for item in self.item_ids.sorted(lambda one: one.instrument_id.version):
            latest[item.code] = item
        instruments = {item.instrument_id for item in latest.values()}
        return [
            line
            for instrument in instruments
            for line in self._get_wording(instrument)
            if latest[line[0]].instrument_id == instrument
        ]

    def _get_first_digest(self):
        """Return the mark as the first version of the file made it."""
        names = ("kind", "numerator_from", "numerator_to", "level", "code", "direction")
        definition = {name: self[name] for name in names}
        return digest([definition, sorted(map(repr, self._get_latest_wording()))])

    @api.model
    def _refresh_core_digests(self):
        """Make anew the marks of an older release, of what stayed as it came."""
        everything = self.sudo().with_context(active_test=False)
        for indicator in everything.search(
            [("core_digest", "!=", False), ("core_digest", "not =like", f"{DIGEST}%")]
        ):
            if indicator._get_first_digest() == indicator.core_digest:
                indicator.core_digest = indicator._get_core_digest()

    # === FILE === #

    def _pack_indicators(self):
        """Return [what a file tells of each], without what links it to others."""
        return [
            {
                "values": values,
                "adopted": one.state == "adopted",
                # what all territories share, also where this one left it
                "core": one.core_digest or one._get_core_digest(),
                "aims": one._pack_aims(),
                "numerator": one.numerator_id._pack_measure(),
                "denominator": one.denominator_id._pack_measure(),
                "themes": one.theme_ids._pack(),
            }
            for one, values in zip(self, self._pack(), strict=True)
        ]

    def _pack_aims(self):
        """Return {"baseline" or "target": [value, date or None]}."""
        return {
            name: [self[name], day and fields.Date.to_string(day)]
            for name, day in (
                ("baseline", self.has_baseline and self.baseline_date or None),
                ("target", self.has_target and self.target_date or None),
            )
            if self[f"has_{name}"]
        }

    def _unpack_rest(self, row, company):
        """Write what the file links to an indicator, and what is to be done here."""
        self.ensure_one()
        measures = self.env["smart.impact.measure"]
        lost = []
        for name in ("numerator", "denominator"):
            if row.get(name):
                found = measures._unpack_measure(row[name], company)
                self[f"{name}_id"] = found
                lost += [] if found else [_describe(row[name]["core"])]
        themes = row.get("themes", [])
        self.env["smart.impact.theme"]._unpack(
            themes, [{"indicator_id": self.id}] * len(themes)
        )
        # what was agreed by all who use the programme is marked by the import alone
        self.sudo().write(
            {
                "core_digest": row.get("core") or self._get_core_digest(),
                "adopted_at_origin": bool(row.get("adopted")),
                "has_late_codebook": self.source == "qualitative" and not themes,
                "measures_to_connect": "; ".join(lost),
                "origin_aims": self._describe_aims(row.get("aims") or {}),
            }
        )

    def _describe_aims(self, aims):
        labels = {
            "baseline": self.env._("baseline"),
            "target": self.env._("target"),
        }
        return "; ".join(
            f"{labels[name]} {value:g}" + (f" ({day})" if day else "")
            for name, (value, day) in sorted(aims.items())
        )


def _describe(core):
    parts = [core["operation"], core["number"], core["model"], core["domain"]]
    return " ".join(part for part in parts if part and part != "[]")
