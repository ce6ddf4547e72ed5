from . import (
    wave_xlsx,
    wave_xlsx_more,
    wave_xlsx_trend,
    wave_xlsx_panel,
    wave_xlsx_method,
)
