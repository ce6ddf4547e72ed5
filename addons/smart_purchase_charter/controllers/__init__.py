from . import (
    portal_charter,
    pools,
    sharing,
)
