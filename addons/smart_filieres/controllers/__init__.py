from . import (
    criteria,
    directory,
    member,
    portal,
    signed,
)
