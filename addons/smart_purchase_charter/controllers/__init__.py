from . import (
    assessment,
    portal_charter,
    pools,
    pool_surplus,
    pool_proposals,
    pool_handover,
    sharing,
    charter_appeal,
    charter_public,
    referencing,
    referencing_supplier,
)
