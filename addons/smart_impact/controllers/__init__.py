from . import (
    dialogue,
    open_data,
    portal,
    programme_portal,
    programme_public,
    research,
    survey,
    transfer,
    wave_portal,
)
