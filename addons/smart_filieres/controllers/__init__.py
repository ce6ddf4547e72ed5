from . import (
    directory,
    initiatives,
    member,
    portal,
    signed,
)
