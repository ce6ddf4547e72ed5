# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Write all the figures of a wave by one statement."""

import hashlib

import numpy as np

from odoo import models
from odoo.tools import SQL

from ..engine.own_change import is_flat
from ..engine.statistics import METHOD_VERSION
from .smart_impact_response import BAND_KEYS
from .smart_impact_wave_change import FALSE_DISCOVERIES

# what the engine names otherwise, and what is stored as the engine gives it
KEYS = ("indicator", "scope", "place", "filiere", "band")
NUMBERS = (
    *("value", "low", "high", "std_error", "std_dev", "deff"),
    *("change", "change_low", "change_high", "p_value", "effect_size"),
    "p_adjusted",
    *("alpha", "alpha_low", "alpha_high", "omega"),
)
# whose intervals are made of the spread of the answers
SPREAD_KINDS = ("mean", "nps", "change")


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    def _write_rows(self, rows):
        """Insert the figures; what is masked goes without any number."""
        if not rows:
            return
        columns = self._prepare_columns(rows)
        # in the order of the unique index, which then grows at its end
        order = np.lexsort(
            [rows[name] for name in ("band", "filiere", "place", "indicator")]
        )
        # a scale tells its reliability in its total alone: the others go without
        reliable = ~np.isnan(rows["alpha"][order])
        for chosen in (order[reliable], order[~reliable]):
            if len(chosen):
                self.env.cr.execute(self._sql_insert(columns, chosen))

    def _prepare_columns(self, rows):
        """Return ``{name: (type, array)}``; not a number and nothing are NULL."""
        hidden = rows["hidden"]
        bounded = ~np.isnan(rows["low"]) & ~hidden
        indicators = np.array(self._get_indicators().ids)
        bands = np.array([None, *BAND_KEYS], dtype=object)
        columns = {
            "indicator_id": ("int", indicators[rows["indicator"]]),
            "scope": ("varchar", rows["scope"]),
            "territory_id": ("int", _ids(rows["place"])),
            "filiere_id": ("int", _ids(rows["filiere"])),
            "band": ("varchar", bands[rows["band"]]),
            "state": ("varchar", np.where(hidden, "suppressed", "published")),
            "obs_status": ("varchar", self._get_flags(rows)),
            "has_interval": ("bool", bounded),
            "respondent_count": ("int", rows["n"]),
            "has_change": ("bool", ~np.isnan(rows["change"])),
            "change_kind": ("varchar", _ids(rows["change_kind"])),
            "change_test": ("varchar", _ids(rows["change_test"])),
            "adjustment": ("varchar", _ids(rows["adjustment"])),
            "break_kind": ("varchar", _ids(rows["break_kind"])),
            "is_rest": ("bool", rows["is_rest"]),
            "is_discovery": ("bool", _are_clear(rows)),
            "has_reliability": ("bool", ~np.isnan(rows["alpha"])),
        }
        # a figure without an interval holds its own value as bounds
        bounds = {
            name: np.where(bounded, rows[name], rows["value"])
            for name in ("low", "high")
        }
        for name in NUMBERS:
            # the last digits of a sum depend on the order of its rows
            columns[name] = ("float8", np.round(bounds.get(name, rows[name]), 6))
        return columns

    def _sql_insert(self, columns, chosen):
        """Return the statement that inserts the `chosen` rows.

        An array of text per column, and none for what is empty all along.
        """
        arrays = {}
        for name, (kind, part) in columns.items():
            text = _array(part[chosen], kind)
            if text:
                arrays[name] = SQL("%s::" + kind + "[]", text)
        return SQL(
            "INSERT INTO smart_impact_result (wave_id, method_version, %s)"
            " SELECT %s, %s, * FROM unnest(%s)",
            SQL(", ").join(map(SQL.identifier, arrays)),
            self.id,
            METHOD_VERSION,
            SQL(", ").join(arrays.values()),
        )

    def _get_flags(self, rows):
        """Return the observation status of each figure, the weightiest one."""
        flags = np.full(len(rows["hidden"]), "P", dtype=object)
        if self.weighting != "none":
            flags[:] = "E"
        flags[rows["wide"] | self._get_alike(rows)] = "U"
        flags[np.isin(rows["indicator"], self._get_differing())] = "D"
        flags[rows["is_break"]] = "B"
        flags[rows["hidden"]] = "Q"
        return flags

    def _get_alike(self, rows):
        """Return the figures whose interval has no width for want of any spread.

        A few like answers are no certainty, unless everybody answered.
        """
        kinds = np.array(self._get_indicators().mapped("kind"))[rows["indicator"]]
        alike = is_flat(rows["std_dev"]) & is_flat(rows["high"] - rows["low"])
        everybody = (rows["asked"] > 0) & (rows["n"] >= rows["asked"])
        return alike & np.isin(kinds, SPREAD_KINDS) & ~everybody

    def _get_differing(self):
        """Return the positions of indicators that are defined otherwise elsewhere."""
        return [
            position
            for position, indicator in enumerate(self._get_indicators())
            if indicator.comparability == "differs"
        ]

    def _hash_rows(self, rows):
        """Return the fingerprint of the figures: the same answers give the same."""
        digest = hashlib.sha256(METHOD_VERSION.encode())
        if rows:
            digest.update("|".join(rows["scope"]).encode())
            for name in (*KEYS, "hidden"):
                if name != "scope":
                    digest.update(rows[name].astype(np.int64).tobytes())
            for name in (*NUMBERS, "n"):
                # no sum here is exact to the last digit, nor zero without a sign
                digest.update((np.round(rows[name], 6) + 0.0).tobytes())
        return digest.hexdigest()


def _are_clear(rows):
    """Return which changes are clear: by their test and by their interval alike.

    The two may disagree on small shares: Newcombe's interval is not made of the test.
    """
    apart = (rows["change_low"] > 0) | (rows["change_high"] < 0)
    # without width it is no interval
    apart &= rows["change_high"] > rows["change_low"]
    return apart & (rows["p_adjusted"] <= FALSE_DISCOVERIES)


def _ids(part):
    """Return ids or words, None in the place of nothing."""
    return np.where(part.astype(bool), part, None)


def _array(part, kind):
    """Return an array of PostgreSQL as text, or None when all of it is empty.

    Words of ours need no quotes.
    """
    if kind == "float8" or part.dtype == float:
        empty = np.isnan(part)
        if empty.all():
            return None
        words = list(map(str if kind == "float8" else _whole, part.tolist()))
        for place in np.flatnonzero(empty).tolist():
            words[place] = "NULL"
    else:
        words = ["NULL" if one is None else str(one) for one in part.tolist()]
        if words.count("NULL") == len(words):
            return None
    return "{" + ",".join(words) + "}"


def _whole(number):
    return f"{number:.0f}"
