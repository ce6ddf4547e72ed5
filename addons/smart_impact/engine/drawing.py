# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What figures of each kind can be at least and at most."""

RANGES = {
    **dict.fromkeys(("share", "gain", "mean", "median"), (0.0, 100.0)),
    **dict.fromkeys(("nps", "change"), (-100.0, 100.0)),
}
