from . import (
    criteria,
    contacts,
    directory,
    public_directory,
    initiatives,
    member,
    offers,
    portal,
    signed,
)
