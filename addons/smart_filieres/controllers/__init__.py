from . import (
    directory,
    member,
    portal,
    signed,
)
