from . import (
    dialogue,
    open_data,
    portal,
    research,
    transfer,
)
