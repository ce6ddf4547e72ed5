# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine.matching import Candidate
from .smart_filiere_membership import PRESENT_STATES

INTRODUCTION_DAYS = 90


class SmartMatchPool(models.AbstractModel):
    """Fetch candidates in a few statements, as the asker may see them.

    Runs as superuser: what it reads is limited by the visible domains of the
    directory and of the offers for the asker, which it is always given.
    """

    _name = "smart.match.pool"
    _description = "Candidates for a Need"

    @api.model
    def _get_candidates(self, asker, skills, activities):
        """Return what members and their offers show to `asker` that may match.

        :param skills: ids, at least one of which is had
        :param activities: ids, instead of skills where none is asked
        """
        domain = Domain("skill_ids", "in", skills)
        offer_domain = domain
        if not skills:
            domain = Domain("activity_ids", "in", activities)
            offer_domain = Domain("nace_activity_ids", "in", activities)
        shown = self.env["smart.directory.entry"].sudo()
        entries = shown._search(shown._get_domain_of(asker) & domain)
        offers = self.env["smart.offer"].sudo()
        found = offers._search(
            offers._get_visible_domain(asker)
            & Domain("kind", "=", "offer")
            & Domain("partner_id", "!=", asker.id)
            & offer_domain
        )
        profiles = self._fetch_entries(entries.subselect(), skills, asker)
        profiles = {row["partner_id"]: row for row in profiles}
        candidates = [self._make(row) for row in profiles.values()]
        candidates += [
            self._make_offer(row, profiles.get(row["partner_id"]))
            for row in self._fetch_offers(found.subselect(), skills, asker)
        ]
        return candidates

    @api.model
    def _get_views_of(self, author, owners):
        """Return {owner: candidates}: what each of `owners` sees of `author`."""
        entries = self.env["smart.directory.entry"].sudo()
        rows = self._fetch_entries(
            entries._search([("profile_id.partner_id", "=", author.id)]).subselect()
        )
        by_audience = {row["audience"]: row for row in rows}
        offers = self.env["smart.offer"].sudo()
        mine = offers._get_open_domain() & Domain("partner_id", "=", author.id)
        mine &= Domain("kind", "=", "offer")
        offer_rows = self._fetch_offers(offers._search(mine).subselect())
        filieres = self._get_filieres(owners | author)
        views = {}
        for owner in owners:
            shares = filieres[owner.id] & filieres[author.id]
            row = by_audience.get("filiere" if shares else "members")
            views[owner] = [self._make(row)] if row else []
            views[owner] += [
                self._make_offer(offer, row)
                for offer in offer_rows
                if offer["audience"] == "members"
                or offer["filiere_id"] in filieres[owner.id]
            ]
        return views

    @api.model
    def _get_filieres(self, partners):
        """Return {partner id: ids of her filières}."""
        groups = (
            self.env["smart.filiere.membership"]
            .sudo()
            ._read_group(
                [("partner_id", "in", partners.ids), ("state", "in", PRESENT_STATES)],
                ["partner_id", "filiere_id"],
            )
        )
        filieres = defaultdict(set)
        for partner, filiere in groups:
            filieres[partner.id].add(filiere.id)
        return filieres

    # === ROWS TO CANDIDATES === #

    def _make(self, row):
        return Candidate(
            key=row["partner_id"],
            skills=frozenset(row["skills"]),
            activities=frozenset(row["activities"]),
            languages=frozenset(row["languages"]) or None,
            square=(row["latitude"], row["longitude"]) if row["is_placed"] else None,
            days_since_confirmed=row["days"],
            introductions=row["introductions"],
        )

    def _make_offer(self, row, profile):
        """Return an offer with what its author shows besides."""
        profile = profile or {}
        placed = row if row["is_placed"] else profile
        languages = row["languages"] or profile.get("languages")
        days = [row["days"], profile.get("days")]
        return Candidate(
            key=row["partner_id"],
            offer=row["id"],
            skills=frozenset(row["skills"]) | frozenset(profile.get("skills", ())),
            activities=frozenset(row["activities"])
            | frozenset(profile.get("activities", ())),
            languages=frozenset(languages) if languages else None,
            square=(placed["latitude"], placed["longitude"])
            if placed.get("is_placed")
            else None,
            radius_km=row["radius_km"] or 0,
            periods=((row["date_from"], row["date_to"]),),
            # a profile confirmed long ago is not older than an offer made since
            days_since_confirmed=min(
                (day for day in days if day is not None), default=None
            ),
            introductions=row["introductions"],
        )

    # === STATEMENTS === #

    def _fetch_entries(self, ids, skills=None, asker=None):
        """Return the rows of the entries `ids` (SQL), with only `skills` if given."""
        return self.env.execute_query_dict(
            SQL(
                """
                SELECT profile.partner_id, entry.audience,
                       %(today)s::date - entry.date_confirmed AS days,
                       -- a place that was not released is not used either
                       entry.territory_id IS NOT NULL
                           AND profile.is_placed AS is_placed,
                       profile.grid_latitude::float AS latitude,
                       profile.grid_longitude::float AS longitude,
                       ARRAY(SELECT skill_id FROM smart_entry_skill_rel rel
                              WHERE rel.entry_id = entry.id %(only)s) AS skills,
                       ARRAY(SELECT activity_id FROM smart_entry_activity_rel rel
                              WHERE rel.entry_id = entry.id) AS activities,
                       ARRAY(SELECT lang_id FROM smart_entry_lang_rel rel
                              WHERE rel.entry_id = entry.id) AS languages,
                       COALESCE(received.n, 0) AS introductions
                  FROM smart_directory_entry entry
                  JOIN smart_directory_profile profile ON profile.id = entry.profile_id
                  LEFT JOIN (%(received)s) received
                    ON received.partner_id = profile.partner_id
                 WHERE entry.id IN %(ids)s AND %(gates)s
                """,
                ids=ids,
                today=fields.Date.context_today(self),
                only=self._sql_only(skills),
                received=self._sql_received(),
                gates=self._sql_gates(
                    asker,
                    SQL("profile.partner_id"),
                    SQL("profile.is_contact_paused"),
                ),
            )
        )

    def _fetch_offers(self, ids, skills=None, asker=None):
        """Return the rows of the offers `ids` (SQL)."""
        return self.env.execute_query_dict(
            SQL(
                """
                SELECT offer.id, offer.partner_id, offer.audience, offer.filiere_id,
                       %(today)s::date - offer.date_opened AS days,
                       offer.is_placed, offer.radius_km,
                       offer.grid_latitude::float AS latitude,
                       offer.grid_longitude::float AS longitude,
                       offer.date_from, offer.date_to,
                       ARRAY(SELECT skill_id FROM smart_offer_skill_rel rel
                              WHERE rel.offer_id = offer.id %(only)s) AS skills,
                       ARRAY(SELECT activity_id FROM smart_offer_activity_rel rel
                              WHERE rel.offer_id = offer.id) AS activities,
                       ARRAY(SELECT lang_id FROM smart_offer_lang_rel rel
                              WHERE rel.offer_id = offer.id) AS languages,
                       COALESCE(received.n, 0) AS introductions
                  FROM smart_offer offer
                  LEFT JOIN (%(received)s) received
                    ON received.partner_id = offer.partner_id
                 WHERE offer.id IN %(ids)s AND %(gates)s
                """,
                ids=ids,
                today=fields.Date.context_today(self),
                only=self._sql_only(skills),
                received=self._sql_received(),
                gates=self._sql_gates(
                    asker,
                    SQL("offer.partner_id"),
                    SQL(
                        "(SELECT is_contact_paused FROM smart_directory_profile paused"
                        " WHERE paused.partner_id = offer.partner_id)"
                    ),
                ),
            )
        )

    def _sql_only(self, skills):
        return SQL("AND rel.skill_id = ANY(%s)", skills) if skills else SQL()

    def _sql_received(self):
        """Return how often each member was introduced lately."""
        since = fields.Datetime.now() - timedelta(days=INTRODUCTION_DAYS)
        return SQL(
            """
            SELECT recipient_id AS partner_id, COUNT(*) AS n FROM smart_contact_request
             WHERE date_sent >= %s AND is_muted IS NOT TRUE GROUP BY 1
            """,
            since,
        )

    def _sql_gates(self, asker, partner, paused):
        """Leave out the asker, who paused, who is no member, and blocks either way."""
        if not asker:
            return SQL("TRUE")
        return SQL(
            """
            %(partner)s != %(asker)s AND %(paused)s IS NOT TRUE
            AND EXISTS (
                SELECT FROM res_partner member
                 WHERE member.id = %(partner)s AND member.is_member AND member.active)
            AND %(partner)s NOT IN (
                SELECT partner_id FROM smart_contact_block WHERE blocked_id = %(asker)s
                 UNION ALL
                SELECT blocked_id FROM smart_contact_block WHERE partner_id = %(asker)s)
            """,
            partner=partner,
            paused=paused,
            asker=asker.id,
        )
