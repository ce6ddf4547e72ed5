from . import (
    base_partner_merge,
    smart_charter_matrix,
)
