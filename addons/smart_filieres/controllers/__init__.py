from . import (
    directory,
    public_directory,
    initiatives,
    member,
    portal,
    signed,
)
