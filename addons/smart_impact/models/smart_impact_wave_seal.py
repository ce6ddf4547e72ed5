# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Anonymity turns one way: what a closed wave forgot cannot be learnt again."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

SEALED_FIELDS = {"is_sealed", "sealed_on", "answered_total"}
RUNNING = ("draft", "open")


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    is_sealed = fields.Boolean(
        "Sealed",
        readonly=True,
        copy=False,
        help="Its answers are stored, and who gave one is forgotten: it never opens "
        "again and takes no answer any more.",
    )
    sealed_on = fields.Date(readonly=True, copy=False)
    answered_total = fields.Integer(
        "Members who had answered", readonly=True, copy=False
    )

    _sealed_closed = models.Constraint(
        "CHECK(is_sealed IS NOT TRUE OR state NOT IN ('draft', 'open'))",
        "A sealed wave never opens again.",
    )

    def write(self, vals):
        self._check_seal(vals)
        return super().write(vals)

    def _check_seal(self, vals):
        """Refuse to undo a seal, to the superuser as well."""
        if SEALED_FIELDS & set(vals) and not self.env.su:
            raise UserError(self.env._("A wave is sealed by closing it."))
        undone = vals.get("state") in RUNNING or SEALED_FIELDS & set(vals)
        if undone:
            self._check_not_sealed()

    def _check_not_sealed(self):
        if any(wave.is_sealed for wave in self):
            raise UserError(
                self.env._(
                    "%(waves)s is sealed: who answered is forgotten, and nothing "
                    "brings it back. Create another wave.",
                    waves=self.filtered("is_sealed").mapped("name"),
                )
            )

    def _get_interrupted(self):
        """Return the closed waves that stopped before they were sealed."""
        # who computes may not read surveys; waves without one were filled by script
        closed = self.sudo().search(
            [
                ("state", "=", "closed"),
                ("is_sealed", "=", False),
                ("survey_id", "!=", False),
            ]
        )
        return closed.sudo(self.env.su)

    def action_compute(self):
        waiting = self & self._get_interrupted()
        if waiting:
            raise UserError(
                self.env._(
                    "Answers of %(waves)s are still being stored, by batches: compute "
                    "once that is done.",
                    waves=waiting.mapped("name"),
                )
            )
        return super().action_compute()

    # === FORGETTING === #

    def _shuffle(self):
        """Write the pool, and who answered, again in an order without meaning.

        Rows keep the order and the transaction they were written in: without this,
        somebody with the database could put both side by side. One statement each,
        where the new rows wait until all of the old ones are gone.
        """
        self.ensure_one()
        self.env.flush_all()
        for table, columns, condition in (
            ("smart_impact_staged", ("wave_id", "payload"), SQL("TRUE")),
            (
                "smart_impact_participation",
                (
                    *("id", "wave_id", "partner_id", "territory_id", "filiere_id"),
                    *("band", "answered", "round"),
                ),
                SQL("answered"),
            ),
        ):
            self.env.cr.execute(
                SQL(
                    "WITH gone AS (DELETE FROM %(table)s WHERE wave_id = %(wave)s"
                    " AND %(condition)s RETURNING %(columns)s)"
                    " INSERT INTO %(table)s (%(columns)s)"
                    " SELECT %(columns)s FROM gone ORDER BY RANDOM()",
                    table=SQL.identifier(table),
                    wave=self.id,
                    condition=condition,
                    columns=SQL(", ").join(map(SQL.identifier, columns)),
                )
            )
        self.env["smart.impact.staged"].invalidate_model()

    def _seal(self):
        """Forget who answered, for good, and keep their number."""
        for wave in self.filtered(lambda one: not one.is_sealed):
            # the right to close the wave was checked; nobody writes in the ledger
            wave = wave.sudo()
            wave.write(
                {
                    "answered_total": wave.answered_count,
                    "sealed_on": fields.Date.context_today(wave),
                    "is_sealed": True,
                }
            )
            self.env.flush_all()
            self.env.cr.execute(
                SQL(
                    # letters as well: who answered early got no reminder
                    "UPDATE smart_impact_participation"
                    " SET answered = NULL, round = NULL WHERE wave_id = %s",
                    wave.id,
                )
            )
            wave._forget_mails()
        self.env["smart.impact.participation"].invalidate_model()
        self.invalidate_recordset(["answered_count", "frame_count", "response_rate"])
