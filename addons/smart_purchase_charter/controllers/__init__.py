from . import (
    portal_charter,
    pools,
    sharing,
    referencing,
    referencing_supplier,
)
