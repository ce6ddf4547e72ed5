# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import (
    smart_pooled_order_line,
    smart_pooled_share,
)
