# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What changed since the wave before, and how well scales hold together."""

import numpy as np

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine import change as changes
from ..engine import cube
from ..engine.multiplicity import benjamini_hochberg
from ..engine.reliability import cronbach_alpha, feldt_interval, mcdonald_omega
from .smart_impact_response import BAND_KEYS

FALSE_DISCOVERIES = 0.05
# on fewer people in both waves, a correlation would tell about them
LEAST_BOTH = 10
NUMBERS = ("value", "n", "std_error", "std_dev", "deff")


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
        question that was worded otherwise breaks the series instead.
        """
        size = len(rows["indicator"])
        for name in ("change", "change_low", "change_high", "p_value", "effect_size"):
            rows[name] = np.full(size, np.nan)
        rows["change_kind"] = np.full(size, "", dtype=object)
        rows["is_break"] = np.zeros(size, bool)
        previous = self._get_previous_wave()
        if not previous:
            rows["p_adjusted"] = rows["p_value"]
            return
        broken = self._get_broken(previous, answers["indicators"])
        rows["is_break"] = np.isin(rows["indicator"], broken)
        before = self._read_before(previous, rows, answers["indicators"])
        both, covariance = self._read_overlap(previous, rows, answers, before["n"])
        comparable = ~rows["is_break"] & ~np.isnan(before["value"] + rows["value"])
        kinds = np.array([scale.kind for scale in answers["scales"]], dtype=object)
        kinds = kinds[rows["indicator"]]
        for kind in ("share", "mean", "nps"):
            chosen = np.flatnonzero(comparable & (kinds == kind))
            if len(chosen):
                self._fill_changes(kind, rows, before, chosen, covariance, both)
        rows["p_adjusted"] = benjamini_hochberg(rows["p_value"])

    def _fill_changes(self, kind, rows, before, chosen, covariance, both):
        now = {name: rows[name][chosen] for name in NUMBERS}
        old = {name: before[name][chosen] for name in NUMBERS}
        shared = np.where(both[chosen] >= LEAST_BOTH, covariance[chosen], 0.0)
        if kind == "share":
            errors = old["std_error"] * now["std_error"] / 1e4
            found = changes.share_change(
                old["value"] / 100,
                now["value"] / 100,
                old["n"],
                now["n"],
                old["deff"],
                now["deff"],
                np.divide(shared, errors, out=np.zeros_like(shared), where=errors > 0),
            )
            factor = 100
            effect = changes.cohen_h(old["value"] / 100, now["value"] / 100)
        else:
            factor = 100 if kind == "nps" else 1
            found = changes.mean_change(
                old["value"] / factor,
                now["value"] / factor,
                old["std_error"] / factor,
                now["std_error"] / factor,
                old["n"],
                now["n"],
                shared,
            )
            d = changes.cohen_d(
                now["value"] - old["value"],
                old["std_dev"],
                now["std_dev"],
                old["n"],
                now["n"],
            )
            effect = changes.hedges_g(d, old["n"], now["n"])
        for name, part in (
            ("change", factor * found.value),
            ("change_low", factor * found.low),
            ("change_high", factor * found.high),
            ("p_value", found.p_value),
            ("effect_size", effect),
        ):
            rows[name][chosen] = part
        panel = (both[chosen] == now["n"]) & (both[chosen] == old["n"])
        some = both[chosen] >= LEAST_BOTH
        words = np.where(panel & some, "paired", np.where(some, "overlap", "unpaired"))
        rows["change_kind"][chosen] = words

    def _get_broken(self, previous, indicators):
        """Return the positions of the indicators whose questions changed."""
        if previous.instrument_id == self.instrument_id:
            return []
        return [
            position
            for position, indicator in enumerate(indicators)
            if indicator._get_wording(self.instrument_id)
            != indicator._get_wording(previous.instrument_id)
        ]

    def _read_before(self, previous, rows, indicators):
        """Return the figures of the wave before, in the order of `rows`."""
        found = self.env.execute_query(
            SQL(
                "SELECT indicator_id, scope, COALESCE(territory_id, 0),"
                " COALESCE(filiere_id, 0),"
                " COALESCE(ARRAY_POSITION(%s::varchar[], band), 0),"
                " value, respondent_count, std_error, std_dev, deff"
                " FROM smart_impact_result"
                " WHERE wave_id = %s AND state = 'published'"
                " AND std_error IS NOT NULL",
                BAND_KEYS,
                previous.id,
            )
        )
        by_key = {row[:5]: row[5:] for row in found}
        ids = indicators.ids
        nothing = (np.nan,) * len(NUMBERS)
        keys = zip(
            rows["indicator"].tolist(),
            rows["scope"].tolist(),
            rows["place"].tolist(),
            rows["filiere"].tolist(),
            rows["band"].tolist(),
            strict=True,
        )
        table = np.array(
            [by_key.get((ids[at], *key), nothing) for at, *key in keys], float
        )
        return dict(zip(NUMBERS, table.reshape(-1, len(NUMBERS)).T, strict=True))

    def _read_overlap(self, previous, rows, answers, n_before):
        """Return ``(people in both waves, covariance of the means)`` by figure.

        People who changed territory, filière or band count in the total alone.
        """
        size = len(rows["indicator"])
        both, covariance = np.zeros(size), np.zeros(size)
        own, theirs = self._read_pseudonyms(), previous._read_pseudonyms()
        common = sorted(own.keys() & theirs.keys())
        if len(common) < LEAST_BOTH:
            return both, covariance
        before = previous._read_answers()
        now_at = np.searchsorted(answers["ids"], [own[one] for one in common])
        old_at = np.searchsorted(before["ids"], [theirs[one] for one in common])
        stayed = (answers["keys"][now_at] == before["keys"][old_at]).all(axis=1)
        old_rank = {one.id: at for at, one in enumerate(before["indicators"])}
        n_now = rows["n"]
        for position, indicator in enumerate(answers["indicators"]):
            if indicator.id not in old_rank:
                continue
            scale = before["scales"][old_rank[indicator.id]]
            first = cube.outcomes(before["matrix"], scale)[old_at]
            second = answers["outcomes"][position][now_at]
            for scope, level in answers["levels"].items():
                at = np.flatnonzero(
                    (rows["indicator"] == position) & (rows["scope"] == scope)
                )
                self._fill_overlap(
                    (first, second, now_at, stayed | (scope == "total")),
                    (level, at, answers["cells"], rows),
                    (n_before, n_now),
                    (both, covariance),
                )
        return both, covariance

    def _fill_overlap(self, people, place, sizes, found):
        first, second, now_at, kept = people
        level, at, cells, rows = place
        n_before, n_now = sizes
        rank = {tuple(key): order for order, key in enumerate(level.keys.tolist())}
        wanted = [
            rank[key]
            for key in zip(
                rows["place"][at].tolist(),
                rows["filiere"][at].tolist(),
                rows["band"][at].tolist(),
                strict=True,
            )
        ]
        number = len(level.keys)
        first_n, second_n = np.zeros(number), np.zeros(number)
        first_n[wanted], second_n[wanted] = n_before[at], n_now[at]
        # a smallest cell may be part of several regions: one pair for each of them
        order = np.argsort(level.parts, kind="stable")
        own = cells[now_at]
        left = np.searchsorted(level.parts[order], own, "left")
        right = np.searchsorted(level.parts[order], own, "right")
        times = np.where(kept, right - left, 0)
        person = np.repeat(np.arange(len(own)), times)
        step = np.arange(len(person)) - np.repeat(np.cumsum(times) - times, times)
        target = level.targets[order][np.repeat(left, times) + step]
        n, covariance = cube.covariance_of_means(
            first[person], second[person], target, number, first_n, second_n
        )
        found[0][at], found[1][at] = n[wanted], covariance[wanted]

    def _read_pseudonyms(self):
        """Return ``{pseudonym: response id}`` of this wave."""
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT pseudonym, id FROM smart_impact_response"
                    " WHERE wave_id = %s AND is_complete AND pseudonym IS NOT NULL",
                    self.id,
                )
            )
        )

    # === RELIABILITY === #

    def _add_reliability(self, rows, answers):
        """Add to the total of each scale how well its items hold together."""
        size = len(rows["indicator"])
        for name in ("alpha", "alpha_low", "alpha_high", "omega"):
            rows[name] = np.full(size, np.nan)
        for position, scale in enumerate(answers["scales"]):
            at = np.flatnonzero(
                (rows["indicator"] == position) & (rows["scope"] == "total")
            )
            if len(scale.columns) < 2 or not len(at) or rows["hidden"][at[0]]:
                continue
            items = cube.item_scores(answers["matrix"], scale)
            items = items[~np.isnan(items).any(axis=1)]
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
