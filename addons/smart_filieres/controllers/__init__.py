from . import (
    contacts,
    directory,
    member,
    offers,
    portal,
    signed,
)
