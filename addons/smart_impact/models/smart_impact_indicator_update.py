# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a newer file changes of an indicator, and how it is taken over."""

from odoo import models

from ..engine.transfer import Known, source_text
from .smart_impact_indicator_transfer import CORE_FIELDS

# of here, whatever the definition
AIMS = ("has_baseline", "baseline", "baseline_date")
AIMS += ("has_target", "target", "target_date")
THEME = ("code", "name", "definition", "includes", "excludes")
ORDER = ("adopted", "draft", "consultation", "retired")


class SmartImpactIndicator(models.Model):
    _inherit = "smart.impact.indicator"

    def _get_current(self):
        """Return of the versions of a code the one that counts."""
        # a next version waits beside the one it may replace
        return self.sorted(
            lambda one: (
                bool(one.previous_id and one.state in ("draft", "consultation")),
                ORDER.index(one.state),
                -one.version,
            )
        )[:1]

    def _get_known(self, versions):
        """Return what is compared with a file, see ``judge``."""
        self.ensure_one()
        waiting = (versions - self).filtered(
            lambda one: one.state in ("draft", "consultation")
        )
        return Known(
            mark=self.core_digest or "",
            made=self._get_core_digest(),
            state=self.state,
            waiting=waiting[:1].core_digest or "" if waiting else None,
            is_taken=self.state == "consultation"
            or bool(self.state == "draft" and self.excerpt_ids),
        )

    def _pack_own_questions(self):
        """Return ``[(item, what a file tells of it)]``."""
        items = self.item_ids
        return [
            (item, {"values": values, "options": item.option_ids._pack()})
            for item, values in zip(items, items._pack(), strict=True)
        ]

    def _get_differences(self, row, mine, theirs):
        """Return the names of what differs between a file and this indicator.

        :param row: what the file tells of the indicator
        :param mine: its questions here, packed, by code
        :param theirs: those of the file
        """
        self.ensure_one()
        [here], there = self._pack_indicators(), source_text(row)
        here = source_text(here)
        labels = self.fields_get([*CORE_FIELDS, "numerator_id", "denominator_id"])
        names = [
            name
            for name in sorted(CORE_FIELDS)
            if (here["values"].get(name) or None) != (there["values"].get(name) or None)
        ]
        names += [
            f"{name}_id"
            for name in ("numerator", "denominator")
            if (here[name] or {}).get("core") != (there.get(name) or {}).get("core")
        ]
        parts = [labels[name]["string"] for name in names]
        if _tell_themes(here) != _tell_themes(there):
            parts.append(self.env._("Codebook"))
        if mine != theirs:
            parts.append(self.env._("Questions"))
        return parts

    def _take_over(self, row, links, company):
        """Define a draft anew, or make a next version of what was adopted.

        :param links: criterion, decisions and questions, found here
        :return: the draft
        """
        self.ensure_one()
        # the wizard is the managers'; versions and cores are guarded from hands
        guarded = self.sudo()
        if self.state == "adopted":
            versions = self.with_context(active_test=False).search(
                [("programme_id", "=", self.programme_id.id), ("code", "=", self.code)]
            )
            aims = {name: self[name] for name in AIMS}
            number = max(versions.mapped("version")) + 1
            links = {**links, **aims, "version": number, "previous_id": self.id}
            draft = guarded._unpack([row["values"]], [links])
        else:
            draft = guarded
            draft.theme_ids.unlink()
            draft.write(
                {"core_digest": False, "numerator_id": False, "denominator_id": False}
            )
            source = draft.with_context(lang="en_US")
            source.write({**self._get_source_values(row["values"]), **links})
            draft._translate_as([row["values"]])
        draft = draft.sudo(False)
        draft._unpack_rest(row, company)
        return draft


def _tell_themes(packed):
    themes = packed.get("themes") or []
    return sorted([str(one.get(name) or "") for name in THEME] for one in themes)
