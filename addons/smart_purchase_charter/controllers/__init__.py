from . import (
    portal_charter,
    pools,
    sharing,
    charter_appeal,
    charter_public,
)
