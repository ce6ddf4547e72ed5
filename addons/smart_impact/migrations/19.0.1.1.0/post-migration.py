# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Flags read as in SDMX, where S is a strike and Q what is suppressed."""


def migrate(cr, version):
    cr.execute("UPDATE smart_impact_result SET obs_status = 'Q' WHERE obs_status = 'S'")
