from . import (
    wave_xlsx,
    wave_xlsx_more,
)
