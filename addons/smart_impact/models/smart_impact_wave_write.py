# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Write all the figures of a wave by one statement."""

import hashlib

import numpy as np

from odoo import models
from odoo.tools import SQL

from ..engine.statistics import METHOD_VERSION
from .smart_impact_response import BAND_KEYS
from .smart_impact_wave_change import FALSE_DISCOVERIES
from .smart_impact_wave_compute import UNRELIABLE

# what the engine names otherwise, and what is stored as the engine gives it
KEYS = ("indicator", "scope", "place", "filiere", "band")
NUMBERS = (
    *("value", "low", "high", "std_error", "std_dev", "deff"),
    *("change", "change_low", "change_high", "p_value", "effect_size"),
    *("alpha", "alpha_low", "alpha_high", "omega"),
)


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    def _write_rows(self, rows):
        """Insert the figures; what is masked goes without any number.

        Arrays as text, one per column: nothing is made per value but its digits.
        """
        if not rows:
            return
        indicators = self._get_indicators().ids
        hidden = rows["hidden"]
        bounded = ~np.isnan(rows["low"]) & ~hidden
        # a figure without an interval holds its own value as bounds
        low = np.where(bounded, rows["low"], rows["value"])
        high = np.where(bounded, rows["high"], rows["value"])
        columns = [
            ("indicator_id", "int", [indicators[at] for at in rows["indicator"]]),
            ("scope", "varchar", rows["scope"].tolist()),
            ("territory_id", "int", _ids(rows["place"])),
            ("filiere_id", "int", _ids(rows["filiere"])),
            (
                "band",
                "varchar",
                [BAND_KEYS[one - 1] if one else None for one in rows["band"]],
            ),
            ("state", "varchar", np.where(hidden, "suppressed", "published").tolist()),
            ("obs_status", "varchar", self._get_flags(rows).tolist()),
            ("has_interval", "bool", bounded.tolist()),
            ("respondent_count", "int", _whole(rows["n"])),
            ("has_change", "bool", (~np.isnan(rows["change"])).tolist()),
            ("change_kind", "varchar", [one or None for one in rows["change_kind"]]),
            (
                "is_discovery",
                "bool",
                (rows["p_adjusted"] <= FALSE_DISCOVERIES).tolist(),
            ),
            ("has_reliability", "bool", (~np.isnan(rows["alpha"])).tolist()),
        ]
        for name in NUMBERS:
            part = {"low": low, "high": high}.get(name, rows[name])
            columns.append((name, "float8", _rounded(part)))
        self.env.cr.execute(self._sql_insert(columns))

    def _sql_insert(self, columns):
        names = SQL(", ").join(SQL.identifier(name) for name, _type, _part in columns)
        arrays = SQL(", ").join(
            SQL("%s::" + kind + "[]", _array(part)) for _name, kind, part in columns
        )
        return SQL(
            "INSERT INTO smart_impact_result (wave_id, method_version, %s)"
            " SELECT %s, %s, * FROM unnest(%s)",
            names,
            self.id,
            METHOD_VERSION,
            arrays,
        )

    def _get_flags(self, rows):
        """Return the observation status of each figure, the weightiest one."""
        flags = np.full(len(rows["hidden"]), "P", dtype=object)
        if self.weighting != "none":
            flags[:] = "E"
        flags[rows["half"] > UNRELIABLE] = "U"
        flags[rows["is_break"]] = "B"
        flags[rows["hidden"]] = "S"
        return flags

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


def _ids(part):
    return [one or None for one in part.tolist()]


def _whole(part):
    return [None if one != one else round(one) for one in part.tolist()]


def _rounded(part):
    """Return six decimals: the last digits of a sum depend on the order of its rows."""
    return [None if one != one else one for one in np.round(part, 6).tolist()]


def _array(part):
    """Return a list as the text of a PostgreSQL array; words of ours need no quotes."""
    return "{" + ",".join("NULL" if one is None else str(one) for one in part) + "}"
