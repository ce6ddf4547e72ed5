# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Figures are read and locked from the bottom up before they are published."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class SmartImpactWave(models.Model):
    _inherit = "smart.impact.wave"

    review_ids = fields.One2many(
        "smart.impact.review", "wave_id", groups="smart_impact.group_evaluator"
    )
    # how many were read is no secret, who read them is
    review_count = fields.Integer(
        "# Reviews", compute="_compute_reviews", compute_sudo=True
    )
    locked_count = fields.Integer(
        "Locked reviews", compute="_compute_reviews", compute_sudo=True
    )

    def _compute_reviews(self):
        groups = self.env["smart.impact.review"]._read_group(
            [("wave_id", "in", self.ids)], ["wave_id", "state"], ["__count"]
        )
        counts = {(wave, state): count for wave, state, count in groups}
        for wave in self:
            own = {key[1]: n for key, n in counts.items() if key[0] == wave}
            wave.review_count = sum(own.values())
            wave.locked_count = own.get("locked", 0)

    def action_compute(self):
        self._check_not_locked()
        result = super().action_compute()
        self._create_reviews()
        return result

    def action_publish(self):
        for wave in self:
            top = wave.review_ids.filtered("is_top")
            if wave.result_ids and top.state != "locked":
                raise UserError(
                    self.env._(
                        "%(wave)s is not locked: review the figures of its "
                        "territories, lock them from the bottom up, then publish.",
                        wave=wave.name,
                    )
                )
        result = super().action_publish()
        self._confirm_flags()
        return result

    def action_lock_reviews(self):
        """Lock all that was read, from the bottom up, and say what still waits."""
        reviews = self.review_ids
        if not reviews._is_manager():
            raise AccessError(self.env._("A manager locks all figures at once."))
        ready = reviews._get_ready()
        ready.action_lock()
        waiting = reviews.filtered(lambda one: one.state == "to_review")
        if not waiting:
            return None
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._("%(count)s locked", count=len(ready)),
                "message": self.env._(
                    "Still waiting for somebody to read them: %(places)s.",
                    places=[one._get_place_name() for one in waiting],
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_view_reviews(self):
        """Open the reviews of this wave."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "smart_impact.smart_impact_review_action"
        )
        action["domain"] = [("wave_id", "=", self.id)]
        action["context"] = {}
        return action

    def _check_not_locked(self):
        locked = self.review_ids.filtered(lambda one: one.state == "locked")
        if locked:
            first = locked.sorted(lambda one: (not one.is_top, one.id))[0]
            raise UserError(
                self.env._(
                    "The figures of %(place)s were locked by %(who)s on %(day)s: they "
                    "no longer change. Unlock them first, from the top down.",
                    place=first.display_name,
                    who=first.user_id.name,
                    day=first.date,
                )
            )

    def _create_reviews(self):
        """Ask for a review of each territory with figures, and of the whole.

        Figures that were computed again are read again.
        """
        # reviews are created by this path alone
        reviews = self.env["smart.impact.review"].sudo()
        for wave in self:
            places = wave.result_ids.filtered(
                lambda one: one.scope in ("territory", "region")
            ).territory_id
            wanted = {False, *places.ids}
            there = wave.sudo().review_ids
            kept = there.filtered_domain([("territory_id", "in", [*wanted])])
            (there - kept).unlink()
            there = kept
            there.filtered(lambda one: one.state != "to_review").write(
                {"state": "to_review"}
            )
            readers = wave._get_last_reviewers()
            reviews.create(
                [
                    {
                        "wave_id": wave.id,
                        "territory_id": place,
                        "reviewer_ids": [fields.Command.set(readers.get(place, []))],
                    }
                    for place in sorted(wanted - set(there.territory_id.ids))
                    if place or not there.filtered("is_top")
                ]
            )

    def _get_last_reviewers(self):
        """Return ``{territory id: ids of users}``, as named in the wave before."""
        self.ensure_one()
        # who was named there stays named here, whoever computes
        before = self.sudo().search(
            [
                ("programme_id", "=", self.programme_id.id),
                ("id", "!=", self.id),
                ("review_ids", "!=", False),
            ],
            limit=1,
        )
        return {one.territory_id.id: one.reviewer_ids.ids for one in before.review_ids}

    def _confirm_flags(self):
        """What was provisional is no longer."""
        # figures are written by this path alone
        figures = self.env["smart.impact.result"].sudo()
        figures.search([("wave_id", "in", self.ids), ("obs_status", "=", "P")]).write(
            {"obs_status": "A"}
        )
