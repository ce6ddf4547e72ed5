from . import (
    directory,
    meetings,
    meetings_public,
    member,
    portal,
    signed,
)
