# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import (
    product_replenish,
    stock_replenishment_info,
)
