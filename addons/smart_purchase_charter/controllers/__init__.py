from . import (
    assessment,
    portal_charter,
    pools,
    sharing,
    charter_appeal,
    charter_public,
)
