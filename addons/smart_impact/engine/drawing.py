# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What figures of each kind can be at least and at most."""

RANGES = {"share": (0.0, 100.0), "mean": (0.0, 100.0), "nps": (-100.0, 100.0)}
