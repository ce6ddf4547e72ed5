from . import (
    directory,
    filiere,
    member,
    portal,
    signed,
)
