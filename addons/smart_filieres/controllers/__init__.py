from . import (
    criteria,
    directory,
    public_directory,
    initiatives,
    member,
    portal,
    signed,
)
