# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What changed since the wave before, and how well scales hold together."""

import numpy as np

from odoo import models
from odoo.fields import Domain

from ..engine import change as changes
from ..engine import cube, pairs
from ..engine.levels import CROSSES, REGION, TOTAL
from ..engine.multiplicity import by_families
from ..engine.reliability import cronbach_alpha, feldt_interval, mcdonald_omega
from .smart_impact_wave_overlap import LEAST_BOTH, NUMBERS
from .smart_impact_wave_paired import changes_of_themselves

FALSE_DISCOVERIES = 0.05


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    def _get_previous_wave(self):
        """Return the last published wave of the programme, before this one.

        Published, because its figures stay and are known: with a change, a figure
        tells the one before.
        """
        self.ensure_one()
        if not self.date_open:
            return self.browse()
        before = Domain("date_open", "<", self.date_open) | (
            Domain("date_open", "=", self.date_open) & Domain("id", "<", self.id)
        )
        return self.search(
            Domain("programme_id", "=", self.programme_id.id)
            & Domain("state", "=", "published")
            & before,
            order="date_open desc, id desc",
            limit=1,
        )

    def _add_changes(self, rows, answers):
        """Add to each figure its change since the wave before, where there is one.

        Both figures have to be shown: a change tells nothing that they do not. A
        question that was worded otherwise breaks the series instead, and so does a
        territory that is not of the same people any more.
        """
        size = len(rows["indicator"])
        for name in ("change", "change_low", "change_high", "p_value", "effect_size"):
            rows[name] = np.full(size, np.nan)
        for name in ("change_kind", "change_test", "break_kind", "adjustment"):
            rows[name] = np.full(size, "", dtype=object)
        rows["p_adjusted"] = rows["p_value"].copy()
        tree = answers["tree"] = self._get_tree(answers)
        split = (
            answers["levels"][REGION].keys[:, 0] if REGION in answers["levels"] else []
        )
        rows["is_rest"] = np.isin(rows["place"], split) & (rows["scope"] != REGION)
        previous = answers["previous"]
        if previous:
            self._compare(previous, rows, answers, tree)
        rows["is_break"] = rows["break_kind"] != ""

    def _compare(self, previous, rows, answers, tree):
        matches = self._match_rows(rows, tree, previous._read_tree())
        keys = list(zip(rows["scope"].tolist(), rows["place"].tolist(), strict=True))
        broken = np.array([matches[key].is_break for key in keys], bool)
        kinds = np.array([scale.kind for scale in answers["scales"]], dtype=object)
        kinds = kinds[rows["indicator"]]
        # a change is of people, wherever they were counted before
        broken &= ~np.isin(kinds.astype(str), cube.PAIRED)
        rows["break_kind"][broken] = "territory"
        reworded = self._get_broken(previous, answers["indicators"])
        rows["break_kind"][np.isin(rows["indicator"], reworded)] = "question"
        before = self._read_before(previous, rows, answers["indicators"], matches)
        people = answers["people"] = self._read_people(previous, answers)
        overlap = self._read_overlap(rows, answers, people, matches)
        comparable = rows["break_kind"] == ""
        comparable &= ~np.isnan(before["value"] + rows["value"])
        weighted = {self.weighting, previous.weighting} != {"none"}
        for kind in ("share", "mean", "nps"):
            chosen = np.flatnonzero(comparable & (kinds == kind))
            if len(chosen):
                self._fill_changes(kind, rows, before, chosen, overlap, weighted)
        # a gain has no share that chance alone would give: it is not tested
        own = (kinds == "change") & ~np.isnan(rows["value"])
        self._fill_columns(rows, np.flatnonzero(own), changes_of_themselves(rows, own))
        self._adjust(rows, answers["indicators"])

    def _adjust(self, rows, indicators):
        """Tell clear changes from luck, within families declared beforehand."""
        primary = [at for at, one in enumerate(indicators) if one in self.primary_ids]
        is_primary = np.isin(rows["indicator"], primary) & (rows["scope"] == TOTAL)
        is_cross = np.isin(rows["scope"].astype(str), list(CROSSES))
        rows["p_adjusted"] = by_families(rows["p_value"], is_primary, is_cross)
        tested = ~np.isnan(rows["p_value"])
        rows["adjustment"][tested] = np.where(is_primary, "holm", "fdr")[tested]

    def _fill_changes(self, kind, rows, before, chosen, overlap, weighted):
        both, correlation, sums = (part[chosen] for part in overlap)
        now = {name: rows[name][chosen] for name in NUMBERS}
        old = {name: before[name][chosen] for name in NUMBERS}
        some = both >= LEAST_BOTH
        panel = some & (both == now["n"]) & (both == old["n"])
        shared = np.where(some, (correlation, both), 0.0)
        columns = (_of_shares if kind == "share" else _of_means)(kind, old, now, shared)
        columns["change_kind"] = np.where(some, "overlap", "unpaired").astype(object)
        if panel.any():
            # the same people: their own differences, not those of two groups
            columns["change_kind"][panel] = "paired"
            same = _of_same(kind, sums[panel], weighted)
            for name, part in same.items():
                columns[name][panel] = part
        self._fill_columns(rows, chosen, columns)

    def _fill_columns(self, rows, chosen, columns):
        for name, part in columns.items():
            rows[name][chosen] = part

    # === RELIABILITY === #

    def _add_reliability(self, rows, answers):
        """Add to the total of each scale how well its items hold together."""
        size = len(rows["indicator"])
        for name in ("alpha", "alpha_low", "alpha_high", "omega"):
            rows[name] = np.full(size, np.nan)
        totals = np.flatnonzero(rows["scope"] == TOTAL)
        for position, scale in enumerate(answers["scales"]):
            at = totals[rows["indicator"][totals] == position]
            if len(scale.columns) < 2 or not len(at) or rows["hidden"][at[0]]:
                continue
            items = cube.item_scores(answers["matrix"], scale)
            # an item stays a column of its own in memory, which sums are quick on
            items = np.compress(~np.isnan(items).any(axis=1), items.T, axis=1).T
            if len(items) < LEAST_BOTH:
                continue
            alpha = cronbach_alpha(items)
            low, high = feldt_interval(alpha, *items.shape)
            for name, number in (
                ("alpha", alpha),
                ("alpha_low", low),
                ("alpha_high", high),
                ("omega", mcdonald_omega(items)),
            ):
                rows[name][at] = number


def _columns(found, effect, test, factor=1.0):
    """Return the columns of a change; shares and recommendations are in percent."""
    return {
        "change": factor * found.value,
        "change_low": factor * found.low,
        "change_high": factor * found.high,
        "p_value": found.p_value,
        "effect_size": effect,
        "change_test": np.full(len(found.value), test, dtype=object),
    }


def _of_shares(_kind, old, now, shared):
    found = changes.share_change(
        old["value"] / 100,
        now["value"] / 100,
        old["n"],
        now["n"],
        old["deff"],
        now["deff"],
        shared[0],
    )
    effect = changes.cohen_h(old["value"] / 100, now["value"] / 100)
    return _columns(found, effect, "z", 100)


def _of_means(kind, old, now, shared):
    factor = 100 if kind == "nps" else 1
    found = changes.mean_change(
        old["value"] / factor,
        now["value"] / factor,
        old["std_error"] / factor,
        now["std_error"] / factor,
        old["n"] / old["deff"],
        now["n"] / now["deff"],
        shared[0],
        shared[1] / np.sqrt(old["deff"] * now["deff"]),
    )
    d = changes.cohen_d(
        now["value"] - old["value"], old["std_dev"], now["std_dev"], old["n"], now["n"]
    )
    return _columns(found, changes.hedges_g(d, old["n"], now["n"]), "welch", factor)


def _of_same(kind, sums, weighted):
    """Return the columns of figures with the same people both times."""
    differences = pairs.differences(sums)
    found = changes.paired_change(*differences)
    if kind != "share":
        effect = pairs.effect_size(sums)
        return _columns(found, effect, "paired_t", 100 if kind == "nps" else 1)
    first, second = (sums[:, at + 1] / sums[:, at] for at in (1, 6))
    effect = changes.cohen_h(first, second)
    if weighted:
        return _columns(found, effect, "paired_t", 100)
    found = changes.paired_share_change(
        sums[:, 0], sums[:, 14], sums[:, 15], sums[:, 16]
    )
    return _columns(found, effect, "mcnemar", 100)
