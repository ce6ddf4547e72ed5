from . import (
    communication,
    directory,
    member,
    portal,
    signed,
)
