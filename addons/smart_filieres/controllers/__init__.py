from . import (
    directory,
    public_directory,
    member,
    portal,
    signed,
)
