# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.tools import SQL

from .smart_filiere_membership import PRESENT_STATES

# key, level, unit
CHAIN = (
    ("animators", "means", ""),
    ("hours", "means", "h"),
    ("letters", "realisation", ""),
    ("meetings", "realisation", ""),
    ("introductions", "realisation", ""),
    ("joined", "result", ""),
    ("ties", "result", ""),
    ("needs", "result", "%"),
)


class SmartFiliereSheet(models.Model):
    """The chain of a sheet: means, realisations and results of the period.

    A figure `x` is a method `_count_x` that returns (value, over how many), or None
    where nobody keeps it: unknown, never zero. Add a key to `_get_chain` along with it.
    """

    _inherit = "smart.filiere.sheet"

    def _get_chain(self):
        """Return [(key, level, name, unit, source, formula)] in the order shown."""
        names, sources = self._get_chain_names(), self._get_chain_sources()
        formulas = self._get_chain_formulas()
        return [
            (key, level, names[key], unit, sources[key], formulas[key])
            for key, level, unit in CHAIN
        ]

    # flat dictionaries: the extraction of terms takes a tuple after `_` for arguments

    def _get_chain_names(self):
        return {
            "animators": self.env._("Animators"),
            "hours": self.env._("Hours of animation"),
            "letters": self.env._("Letters sent"),
            "meetings": self.env._("Meetings"),
            "introductions": self.env._("Introductions"),
            "joined": self.env._("Members who joined"),
            "ties": self.env._("New ties"),
            "needs": self.env._("Needs filled"),
        }

    def _get_chain_sources(self):
        return {
            "animators": self.env._("Filières"),
            "hours": self.env._("Resources"),
            "letters": self.env._("Communication plan"),
            "meetings": self.env._("Events"),
            "introductions": self.env._("Relayed contacts"),
            "joined": self.env._("Memberships"),
            "ties": self.env._("Observatory"),
            "needs": self.env._("Offers and needs"),
        }

    def _get_chain_formulas(self):
        return {
            "animators": self.env._("people named on the filière"),
            "hours": self.env._("hours used in the period"),
            "letters": self.env._("letters gone out in the period"),
            "meetings": self.env._("events of the filière that took place"),
            "introductions": self.env._("contacts accepted in the period"),
            "joined": self.env._("memberships confirmed in the period"),
            "ties": self.env._(
                "pairs of members who first worked together in the period"
            ),
            "needs": self.env._("filled / opened in the period"),
        }

    def _collect_inputs(self):
        """Return everything the sheet is computed from, as plain data to keep."""
        self.env.flush_all()
        chain = {}
        for key, *_rest in self._get_chain():
            found = getattr(self, f"_count_{key}")()
            chain[key] = list(found) if found is not None else None
        return {"chain": chain, "effects": self._collect_effects()}

    def _prepare_chain(self, inputs):
        for key, level, name, unit, source, formula in self._get_chain():
            found = inputs["chain"].get(key)
            known = found is not None and found[0] is not None
            yield {
                "key": key,
                "level": level,
                "name": name,
                "unit": unit,
                "source": source,
                "formula": formula,
                "is_known": known,
                "value": found[0] if known else 0,
                "n": found[1] if found else 0,
                "reason": self._explain_unknown(found) if not known else False,
            }

    def _explain_unknown(self, found):
        if found is None:
            return self.env._("Nobody keeps it yet.")
        return self.env._("Fewer than five: it would point at people.")

    # === WHAT IS COUNTED === #

    def _count_animators(self):
        return len(self.filiere_id.animator_ids), len(self.filiere_id.animator_ids)

    def _count_hours(self):
        """Return None: override where hours are kept (in resources, timesheets)."""
        return None

    def _count_introductions(self):
        """Return None: override where contacts are relayed."""
        return None

    def _count_letters(self):
        count = self.env["mailing.mailing"].search_count(
            [
                ("filiere_id", "=", self.filiere_id.id),
                ("state", "=", "done"),
                ("sent_date", ">=", self.date_from),
                ("sent_date", "<=", self.date_to),
            ]
        )
        return count, count

    def _count_meetings(self):
        events = self.env["event.event"]
        if "filiere_ids" not in events._fields:
            return None
        count = events.search_count(
            [
                ("filiere_ids", "in", self.filiere_id.ids),
                ("kanban_state", "!=", "cancel"),
                ("date_end", ">=", self.date_from),
                ("date_end", "<=", self.date_to),
            ]
        )
        return count, count

    def _count_joined(self):
        count = self.env["smart.filiere.membership"].search_count(
            [
                ("filiere_id", "=", self.filiere_id.id),
                ("state", "in", [*PRESENT_STATES, "left"]),
                ("date_answered", ">=", self.date_from),
                ("date_answered", "<=", self.date_to),
            ]
        )
        return (None if 0 < count < 5 else count), 0 if count < 5 else count

    def _count_ties(self):
        if "smart.tie" not in self.env:
            return None
        [(count,)] = self.env.execute_query(
            SQL(
                """
                SELECT COUNT(*) FROM smart_tie tie
                  JOIN smart_filiere_membership a ON a.partner_id = tie.partner_a_id
                   AND a.filiere_id = %(filiere)s AND a.state IN %(present)s
                  JOIN smart_filiere_membership b ON b.partner_id = tie.partner_b_id
                   AND b.filiere_id = %(filiere)s AND b.state IN %(present)s
                 WHERE tie.date_first BETWEEN %(start)s AND %(end)s
                """,
                filiere=self.filiere_id.id,
                present=PRESENT_STATES,
                start=self.date_from,
                end=self.date_to,
            )
        )
        return (None if 0 < count < 5 else count), 0 if count < 5 else count

    def _count_needs(self):
        if "smart.offer" not in self.env:
            return None
        domain = [
            ("kind", "=", "need"),
            ("filiere_id", "=", self.filiere_id.id),
            ("date_opened", ">=", self.date_from),
            ("date_opened", "<=", self.date_to),
        ]
        offers = self.env["smart.offer"]
        opened = offers.search_count(domain)
        if opened < 5:
            return None, 0
        filled = offers.search_count([*domain, ("state", "=", "filled")])
        return 100 * filled / opened, opened
