# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.http import request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..models.smart_impact_consultation import LONGEST_COMMENT

GRADES = ("0", "1", "2", "3", "4", "5")


class ImpactDialoguePortal(CustomerPortal):
    """What members say, and what was decided."""

    def _impact_dialogue_decisions(self):
        """Return the decisions that are published, for members and for anybody."""
        # open to everybody: only what is published, rendered and nothing else
        return (
            request.env["smart.impact.decision"]
            .sudo()
            .search(
                [
                    ("is_published", "=", True),
                    ("company_id", "=", request.env.company.id),
                ]
            )
        )

    @route("/my/impact/decisions", type="http", auth="user", website=True)
    def portal_my_impact_decisions(self, **kw):
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "impact_dialogue",
            "dialogue_title": request.env._("You said, we decided"),
            "published_decisions": self._impact_dialogue_decisions(),
        }
        return request.render("smart_impact.dialogue_my_decisions", values)

    @route("/impact/decisions", type="http", auth="public", website=True, sitemap=True)
    def impact_public_decisions(self, **kw):
        # whether the page of the programme is there for everybody
        programmes = request.env["smart.impact.programme"].sudo()
        values = {
            "published_decisions": self._impact_dialogue_decisions(),
            "has_programme": programmes.search_count(
                [("is_published", "=", True)], limit=1
            ),
        }
        return request.render("smart_impact.dialogue_public_decisions", values)

    def _impact_dialogue_consultations(self):
        """Return (open to her, published) consultations."""
        partner = request.env.user.partner_id.sudo()
        # what she may see of them is decided just below
        consultations = (
            request.env["smart.impact.consultation"]
            .sudo()
            .search(
                [
                    ("state", "in", ("open", "published")),
                    ("company_id", "=", request.env.company.id),
                ]
            )
        )
        return (
            consultations.filtered(lambda one: one._is_open_to(partner)),
            consultations.filtered(lambda one: one._is_shown_to(partner)),
        )

    @route("/my/impact/consultations", type="http", auth="user", website=True)
    def portal_my_impact_consultations(self, **kw):
        running, published = self._impact_dialogue_consultations()
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "impact_dialogue",
            "dialogue_title": request.env._("Consultations"),
            "running": running,
            "published": published,
        }
        return request.render("smart_impact.dialogue_my_consultations", values)

    @route(
        "/my/impact/consultations/<int:consultation_id>",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        website=True,
    )
    def portal_my_impact_consultation(self, consultation_id, saved=None, **post):
        running, published = self._impact_dialogue_consultations()
        consultation = (running | published).filtered(
            lambda one: one.id == consultation_id
        )
        if not consultation:
            raise request.not_found()
        partner = request.env.user.partner_id
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "impact_dialogue",
            "dialogue_title": consultation.name,
            "consultation": consultation,
            "is_running": consultation in running,
            "saved": saved,
            "typed": {},
            "error": None,
        }
        if consultation in published:
            values["rows"] = consultation._get_picture()
            values["comments"] = consultation._get_comments()
        elif request.httprequest.method == "POST":
            typed, error = self._read_impact_opinions(consultation, post)
            if not error:
                consultation._store_opinions(partner.sudo(), typed)
                return request.redirect(f"{request.httprequest.path}?saved=1")
            values.update(typed=typed, error=error)
        else:
            values["typed"] = consultation._get_opinions(partner.sudo())
        return request.render("smart_impact.dialogue_my_consultation", values)

    def _read_impact_opinions(self, consultation, post):
        """Return ({item id: (importance, comment)}, what is wrong or None)."""
        typed, error = {}, None
        for item in consultation.item_ids:
            raw = post.get(f"importance_{item.id}") or "0"
            comment = (post.get(f"comment_{item.id}") or "").strip()
            typed[item.id] = (int(raw) if raw in GRADES else 0, comment)
            if raw not in GRADES:
                error = request.env._("Importance goes from 1 to 5.")
            if len(comment) > LONGEST_COMMENT:
                error = request.env._(
                    "A comment holds %s characters at most.", LONGEST_COMMENT
                )
        if not any(score or comment for score, comment in typed.values()):
            error = error or request.env._("Give at least one opinion.")
        return typed, error
