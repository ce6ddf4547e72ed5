from . import (
    portal_charter,
    pools,
    pool_proposals,
    sharing,
)
