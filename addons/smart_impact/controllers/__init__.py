from . import (
    open_data,
    portal,
)
