# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from ..engine.cohesion import HALF_LIFE


class SmartTieKind(models.Model):
    """How much one kind of common event says about two people."""

    _name = "smart.tie.kind"
    _description = "Kind of Tie"
    _order = "coefficient desc, code, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    active = fields.Boolean(default=True)
    coefficient = fields.Float(
        "Weight",
        default=0.5,
        required=True,
        help="What an event of two people adds to their tie on the day it happens.",
    )
    half_life = fields.Float(
        "Half-life (months)",
        default=HALF_LIFE,
        required=True,
        help="After so many months without another event, half of the weight is left.",
    )
    most_people = fields.Integer(
        default=200,
        required=True,
        help="A larger event says nothing about who met whom: it makes no tie.",
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "A kind of tie has one code.")
    _values_positive = models.Constraint(
        "CHECK(coefficient >= 0 AND half_life > 0 AND most_people >= 2)",
        "Weight, half-life and size must be positive, and a tie takes two people.",
    )
