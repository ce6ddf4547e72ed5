from . import (
    communication,
    directory,
    member,
    portal,
    sheet,
    signed,
)
