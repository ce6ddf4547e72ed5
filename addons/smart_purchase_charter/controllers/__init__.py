from . import (
    assessment,
    portal_charter,
    pools,
    sharing,
)
