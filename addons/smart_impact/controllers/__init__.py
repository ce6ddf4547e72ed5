from . import (
    dialogue,
    open_data,
    portal,
    programme_portal,
    programme_public,
    research,
    transfer,
    wave_portal,
)
