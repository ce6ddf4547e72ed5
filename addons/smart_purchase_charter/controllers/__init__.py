from . import (
    portal_charter,
    pools,
)
