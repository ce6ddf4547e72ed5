from . import (
    smart_filiere,
    smart_filiere_resource,
)
