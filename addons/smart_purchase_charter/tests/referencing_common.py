# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.fields import Command

from .charter_common import CharterCommon


class ReferencingCommon(CharterCommon):
    """Two categories, a label, one listed supplier with a condition, two members."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["smart.supplier.listing"].search([]).unlink()
        cls.env["smart.supplier.proposal"].search([]).unlink()
        cls.paper = cls.env["smart.supplier.category"].create(
            {"name": "Zz paper", "keywords": "zznotebooks"}
        )
        cls.food = cls.env["smart.supplier.category"].create({"name": "Zz food"})
        cls.label = cls.env["smart.supplier.label"].create({"name": "Zz label"})
        cls.other = cls._create_member("Zoé Other", login="referencing_other")
        cls.supplier.write({"zip": "4000", "country_id": cls.belgium.id})
        cls.listing = cls._create_listing(cls.supplier)
        cls.condition = cls.env["smart.supplier.condition"].create(
            {"listing_id": cls.listing.id, "name": "Ten off", "code": "ZZSECRET"}
        )

    @classmethod
    def _create_listing(cls, partner, category=None, is_listed=True, **values):
        """Return a listing of `partner`, shown to members unless told otherwise."""
        listing = cls.env["smart.supplier.listing"].create(
            {
                "partner_id": partner.id,
                "category_ids": [Command.set((category or cls.paper).ids)],
                "user_id": cls.buyer.id,
                **values,
            }
        )
        if is_listed:
            listing.action_list()
        return listing

    @classmethod
    def _recommend(cls, partner, rating, listing=None, is_published=True, **values):
        recommendation = cls.env["smart.supplier.recommendation"]._recommend(
            partner, listing or cls.listing, rating, **values
        )
        if is_published:
            recommendation.action_publish()
        return recommendation

    @classmethod
    def _recommend_by(cls, ratings):
        """Let new members recommend the listing, one per rating."""
        for rank, rating in enumerate(ratings):
            cls._recommend(cls._create_member(f"Member {rank}"), rating)

    @classmethod
    def _propose(cls, partner=None, **values):
        return cls.env["smart.supplier.proposal"]._propose(
            partner or cls.member, {"name": "Zz new", **values}
        )
