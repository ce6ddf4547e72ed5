from . import (
    portal_charter,
    pools,
    pool_proposals,
    pool_handover,
    sharing,
)
