from . import (
    criteria,
    contacts,
    directory,
    public_directory,
    initiatives,
    meetings,
    meetings_public,
    member,
    offers,
    portal,
    signed,
)
