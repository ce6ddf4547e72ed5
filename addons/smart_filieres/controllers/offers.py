# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import SUPERUSER_ID, fields, http
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager

from .portal import SmartPortal

PAGE = 20
TEXTS = ("name", "description", "volume", "zip")
CHOICES = ("kind", "type", "audience", "budget")
DATES = ("date_from", "date_to", "date_expiry")
FLAGS = ("is_remote", "is_standing")
LISTS = ("skill_ids", "nace_activity_ids", "language_ids")
# query parameter → domain of its value
FILTERS = {
    "kind": lambda value: Domain("kind", "=", value),
    "type": lambda value: Domain("type", "=", value),
    "filiere": lambda value: Domain("filiere_id", "=", int(value)),
    "territory": lambda value: Domain("territory_id", "child_of", int(value)),
    "skill": lambda value: Domain("skill_ids", "in", [int(value)]),
    "remote": lambda value: Domain("is_remote", "=", True),
}
NUMBERS = ("filiere", "territory", "skill")


class SmartOffers(SmartPortal):
    """Offers and needs as members read and write them."""

    @http.route(
        ["/my/offers", "/my/offers/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
    )
    def portal_offers(self, page=1, search="", **filters):
        """List what is open for the member who looks."""
        self._smart_check_member()
        offers = request.env["smart.offer"]
        chosen = self._offers_parse_filters(offers, filters)
        domain = self._offers_get_domain(offers, search, chosen)
        total = self._offers_sudo().search_count(domain)
        paging = pager(
            url="/my/offers",
            total=total,
            page=page,
            step=PAGE,
            url_args={"search": search, **chosen},
        )
        found = self._offers_search(domain, limit=PAGE, offset=paging["offset"])
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="smart_offers",
            offers=found,
            labels=self._offers_get_labels(found),
            total=total,
            search=search,
            chosen=chosen,
            skill=request.env["smart.skill"]
            .browse(int(chosen.get("skill", 0)))
            .exists(),
            filieres=request.env["smart.filiere"].search([("state", "!=", "closed")]),
            territories=request.env["smart.territory"].search([]),
            kinds=self._offers_get_options("kind"),
            types=self._offers_get_options("type"),
            pager=paging,
        )
        return request.render("smart_filieres.portal_offers", values)

    @http.route("/my/offers/mine", type="http", auth="user", website=True)
    def portal_offers_mine(self, **_kwargs):
        """List a member's own offers and needs, whatever their state."""
        self._smart_check_member()
        mine = self._offers_sudo().search(
            [("partner_id", "=", request.env.user.partner_id.id)]
        )
        values = self._prepare_portal_layout_values()
        values.update(page_name="smart_offers", offers=mine, is_mine=True)
        return request.render("smart_filieres.portal_offers_mine", values)

    @http.route("/my/offers/new", type="http", auth="user", website=True)
    def portal_offer_new(self, kind="need", **_kwargs):
        """Show an empty form."""
        self._smart_check_member()
        kind = kind if kind in ("need", "offer") else "need"
        return self._offers_render_form(None, {"kind": kind})

    @http.route("/my/offers/<string:ref>/edit", type="http", auth="user", website=True)
    def portal_offer_edit(self, ref, **_kwargs):
        """Show the form of one of her own."""
        return self._offers_render_form(self._offers_get_mine(ref), None)

    @http.route(
        ["/my/offers/save", "/my/offers/<string:ref>/save"],
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def portal_offer_save(self, ref=None, **form):
        """Publish what a member wrote; what is wrong is said above what she typed."""
        self._smart_check_member()
        offer = self._offers_get_mine(ref) if ref else None
        draft = self._offers_read_form(form)
        try:
            with request.env.cr.savepoint():
                vals = self._offers_parse_form(draft)
                saved = self._offers_sudo()._save_from_member(
                    request.env.user.partner_id, vals, offer
                )
        except UserError as error:
            return self._offers_render_form(offer, draft, str(error))
        return request.redirect(f"/my/offers/{saved.ref}?saved=1")

    @http.route("/my/offers/<string:ref>", type="http", auth="user", website=True)
    def portal_offer(self, ref, saved=None, error=None, **_kwargs):
        """Show one; to its author with who may answer."""
        self._smart_check_member()
        partner = request.env.user.partner_id
        offer = self._offers_sudo().search([("ref", "=", ref)], limit=1)
        is_mine = offer.partner_id == partner
        if not is_mine:
            domain = offer._get_visible_domain(partner) & Domain("ref", "=", ref)
            offer = self._offers_search(domain, limit=1)
        if not offer:
            raise request.not_found()
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="smart_offers",
            offer=offer,
            is_mine=is_mine,
            label=self._offers_get_labels(offer)[offer],
            matches=self._offers_get_matches(offer) if is_mine else [],
            saved=saved,
            error=error,
        )
        return request.render("smart_filieres.portal_offer", values)

    @http.route(
        "/my/offers/<string:ref>/<string:answer>",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def portal_offer_answer(self, ref, answer, **form):
        """Extend, close or withdraw one of her own, or set a match aside."""
        offer = self._offers_get_mine(ref)
        try:
            if answer == "extend":
                offer._extend()
            elif answer == "withdraw":
                offer._withdraw()
            elif answer == "fill":
                offer._fill(**self._offers_parse_outcome(form))
            elif answer == "dismiss":
                wanted = form.get("match") or ""
                offer.match_ids.filtered(lambda row: str(row.id) == wanted).write(
                    {"state": "dismissed"}
                )
            else:
                raise request.not_found()
        except UserError as error:
            return self.portal_offer(ref, error=str(error))
        return request.redirect(f"/my/offers/{ref}?saved={answer}")

    # === READING === #

    def _offers_sudo(self):
        """Return the model as superuser.

        Members may not write it, and who wrote a row is not theirs to read: every
        method that calls this looks for her own rows, or for those she may see. Not
        plain sudo, which would leave her name in the log columns.
        """
        return request.env["smart.offer"].with_user(SUPERUSER_ID)

    def _offers_search(self, domain, **options):
        """Return what a domain of visible offers finds, to be read as who looks.

        Searched as superuser, because the domain names the company and the filières.
        """
        found = self._offers_sudo().search(domain, **options)
        return found.with_env(request.env)

    def _offers_get_mine(self, ref):
        self._smart_check_member()
        mine = [("ref", "=", ref), ("partner_id", "=", request.env.user.partner_id.id)]
        offer = self._offers_sudo().search(mine, limit=1)
        if not offer:
            raise request.not_found()
        return offer

    def _offers_parse_filters(self, offers, filters):
        """Return the filters that mean something; a broken link shows all."""
        chosen = {key: filters[key] for key in FILTERS if filters.get(key)}
        for key in ("kind", "type"):
            if chosen.get(key) not in offers._fields[key].get_values(offers.env):
                chosen.pop(key, None)
        for key in NUMBERS:
            if not str(chosen.get(key, "")).isdecimal() or len(chosen[key]) > 9:
                chosen.pop(key, None)
        return chosen

    def _offers_get_domain(self, offers, search, chosen):
        domain = offers._get_visible_domain(request.env.user.partner_id)
        for key, value in chosen.items():
            domain &= FILTERS[key](value)
        for word in (search or "").split()[:8]:
            domain &= (
                Domain("name", "ilike", word)
                | Domain("description", "ilike", word)
                | Domain("skill_ids.name", "ilike", word)
            )
        return domain

    def _offers_get_labels(self, offers):
        """Return {offer: how its author is named to who looks}, for all in one go."""
        viewer = request.env.user.partner_id
        # the author is only looked up among what she released to the viewer
        authors = {offer: offer.sudo().partner_id for offer in offers}
        entries = request.env["smart.directory.entry"]
        people = request.env["res.partner"].union(*authors.values())
        shown = entries._get_shown_to(viewer, people)
        return {
            offer: {
                "name": shown[author].name if author in shown else None,
                "ref": shown[author].ref if author in shown else None,
                "is_mine": author == viewer,
            }
            for offer, author in authors.items()
        }

    def _offers_get_matches(self, offer):
        """Return what her page shows of each match that may still be shown."""
        if offer.kind != "need" or offer.state != "open":
            return []
        offer._ensure_matches()
        matches = offer.match_ids.filtered(
            lambda row: row.state != "dismissed" and not row.is_stale
        )
        viewer = request.env.user.partner_id
        entries = request.env["smart.directory.entry"]
        shown = entries._get_shown_to(viewer, matches.partner_id)
        visible = matches.offer_id.filtered_domain(offer._get_visible_domain(viewer))
        return [
            {
                "match": match,
                "entry": shown.get(match.partner_id),
                "offer": match.offer_id & visible,
            }
            for match in matches.sorted("rank")
            if match.partner_id in shown or match.offer_id & visible
        ]

    # === THE FORM === #

    def _offers_get_options(self, name):
        return (
            request.env["smart.offer"]._fields[name]._description_selection(request.env)
        )

    def _offers_read_form(self, form):
        """Return what was typed, as the form shows it again."""
        multi = request.httprequest.form
        draft = {
            key: (form.get(key) or "").strip() for key in (*TEXTS, *CHOICES, *DATES)
        }
        draft |= {key: bool(form.get(key)) for key in FLAGS}
        for key in LISTS:
            draft[key] = [int(x) for x in multi.getlist(key) if x.isdecimal()]
        draft["radius_km"] = (form.get("radius_km") or "").strip()
        draft["filiere_id"] = (form.get("filiere_id") or "").strip()
        return draft

    def _offers_parse_form(self, draft):
        """Return values from what was typed.

        :raise UserError: a date, number or choice that is none
        """
        env = request.env
        vals = {key: draft[key] or False for key in (*TEXTS, *CHOICES)}
        vals |= {key: draft[key] for key in (*FLAGS, *LISTS)}
        for key in CHOICES:
            field = env["smart.offer"]._fields[key]
            if vals[key] and vals[key] not in field.get_values(env):
                raise UserError(env._("This choice does not exist."))
            if not vals[key] and field.required:
                vals.pop(key)
        for key in DATES:
            try:
                vals[key] = fields.Date.to_date(draft[key]) if draft[key] else False
            except ValueError as error:
                raise UserError(env._("“%s” is not a date.", draft[key])) from error
        for key in ("radius_km", "filiere_id"):
            if draft[key] and not (draft[key].isdecimal() and len(draft[key]) < 9):
                raise UserError(env._("“%s” is not a whole number.", draft[key]))
            vals[key] = int(draft[key] or 0) or False
        if len(draft["name"]) > 120 or len(draft["description"]) > 5000:
            raise UserError(env._("This text is too long."))
        return vals

    def _offers_parse_outcome(self, form):
        """Return the answers to the closing question."""
        amount = (form.get("amount") or "").replace(",", ".").replace(" ", "")
        try:
            amount = float(amount or 0)
        except ValueError as error:
            raise UserError(request.env._("“%s” is not an amount.", amount)) from error
        if not 0 <= amount < 1e9:
            raise UserError(request.env._("“%s” is not an amount.", amount))
        return {
            "by_cooperative": form.get("by_cooperative") == "yes",
            "by_member": form.get("by_member") == "yes",
            "amount": amount,
        }

    def _offers_render_form(self, offer, draft, error=None):
        env = request.env
        partner = env.user.partner_id
        values = self._prepare_portal_layout_values()
        values.update(
            page_name="smart_offers",
            offer=offer,
            draft=draft if draft is not None else self._offers_as_draft(offer),
            error=error,
            types=self._offers_get_options("type"),
            budgets=self._offers_get_options("budget"),
            activities=env["smart.activity"].search([]),
            skills=env["smart.skill"].search([]),
            # names of languages are no secret
            languages=env["res.lang"].sudo().search([]),
            filieres=self._offers_sudo()._get_filieres_of(partner),
        )
        return request.render("smart_filieres.portal_offer_form", values)

    def _offers_as_draft(self, offer):
        """Return one of her own as the form shows it."""
        draft = {key: offer[key] or "" for key in (*TEXTS, *CHOICES)}
        draft |= {key: offer[key] for key in FLAGS}
        draft |= {key: offer[key].ids for key in LISTS}
        draft |= {key: fields.Date.to_string(offer[key]) or "" for key in DATES}
        draft["radius_km"] = str(offer.radius_km or "")
        draft["filiere_id"] = str(offer.filiere_id.id or "")
        return draft
