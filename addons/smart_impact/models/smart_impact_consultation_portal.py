# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from markupsafe import Markup

from odoo import fields, models
from odoo.tools import formatLang

from ..engine.dialogue import performance, point, quadrant

WIDTH, HEIGHT = 320, 240


class SmartImpactConsultation(models.Model):
    _inherit = "smart.impact.consultation"

    def _is_open_to(self, partner):
        """Say whether `partner` may answer today."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        running = self.state == "open" and (
            not self.date_close or self.date_close >= today
        )
        return running and self.stakeholder_ids._holds_partner(partner)

    def _is_shown_to(self, partner):
        """Say whether `partner` may read what came out."""
        self.ensure_one()
        return self.state == "published" and (
            partner.is_member or self.stakeholder_ids._holds_partner(partner)
        )

    def _store_opinions(self, partner, answers):
        """Write what one person says, instead of what she said before.

        :param answers: {item id: (importance 0 to 5, comment)}
        """
        self.ensure_one()
        opinions = self.env["smart.impact.consultation.opinion"]
        before = opinions.search(
            [("consultation_id", "=", self.id), ("partner_id", "=", partner.id)]
        )
        read = {one.item_id.id: (one.comment, one.comment_state) for one in before}
        before.unlink()
        opinions.create(
            [
                {
                    "item_id": item_id,
                    "partner_id": partner.id,
                    "importance": score,
                    "comment": comment,
                    # a comment that did not change was read already
                    "comment_state": read[item_id][1]
                    if item_id in read and read[item_id][0] == comment
                    else ("waiting" if comment else "none"),
                }
                for item_id, (score, comment) in answers.items()
                if score or comment
            ]
        )

    def _get_opinions(self, partner):
        """Return what one person said: {item id: (importance, comment)}."""
        self.ensure_one()
        own = self.env["smart.impact.consultation.opinion"].search(
            [("consultation_id", "=", self.id), ("partner_id", "=", partner.id)]
        )
        return {one.item_id.id: (one.importance, one.comment or "") for one in own}

    def _get_comments(self):
        """Return the comments that are shown, by item, without who wrote them."""
        self.ensure_one()
        shown = self.env["smart.impact.consultation.opinion"].search(
            [("consultation_id", "=", self.id), ("comment_state", "=", "shown")],
            order="comment",
        )
        return {
            item.id: rows.mapped("comment")
            for item, rows in shown.grouped("item_id").items()
        }

    def _get_picture(self):
        """Return what is drawn: importance across, performance upwards.

        :return: list of dicts, the most important first: rank, item, level (0-100 or
            None without a published figure), quadrant, mean and median as text, and
            x and y where there is a level
        """
        self.ensure_one()
        items = self.item_ids.filtered("has_figure")
        levels = self._get_levels(items.indicator_id)
        rows = []
        for rank, item in enumerate(
            items.sorted(lambda one: (-one.mean, one.sequence, one.id)), 1
        ):
            level = levels.get(item.indicator_id)
            row = {"rank": rank, "item": item, "level": level}
            row["quadrant"] = quadrant(item.mean, level)
            row["mean"] = formatLang(self.env, item.mean, digits=1)
            row["median"] = formatLang(self.env, item.median, digits=1)
            if level is not None:
                row["x"], row["y"] = point(item.mean, level, WIDTH, HEIGHT)
            rows.append(row)
        return rows

    def _get_levels(self, indicators):
        """Return {indicator: 0-100} from the last published figure of each."""
        results = self.env["smart.impact.result"].search(
            [
                ("indicator_id", "in", indicators.ids),
                ("scope", "=", "total"),
                ("state", "=", "published"),
                ("wave_id.state", "=", "published"),
            ]
        )
        levels = {}
        for result in results.sorted(
            lambda one: one.wave_id.date_open or one.wave_id.create_date.date(),
            reverse=True,
        ):
            one = result.indicator_id
            # hours, or a change, are neither strong nor weak on an axis to 100
            if one.sudo()._is_bounded() and one.kind != "change":
                level = performance(result.value, one.kind, one.direction)
                levels.setdefault(one, level)
        return levels

    def _compute_picture(self):
        for consultation in self:
            if consultation.state not in ("closed", "published"):
                consultation.picture = False
                continue
            consultation.picture = Markup(
                self.env["ir.qweb"]._render(
                    "smart_impact.dialogue_picture",
                    {"rows": consultation._get_picture()},
                )
            )
