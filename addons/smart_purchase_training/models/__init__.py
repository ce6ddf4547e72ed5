from . import (
    res_partner,
    slide_channel,
    slide_channel_partner,
)
