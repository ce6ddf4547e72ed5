from . import (
    open_data,
    portal,
    programme_portal,
    programme_public,
)
