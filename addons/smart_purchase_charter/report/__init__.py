from . import (
    pooled_distribution,
    spend_xlsx,
)
