from . import (
    smart_animation_meeting,
    smart_filiere_passage_wizard,
    smart_filiere_passage_wizard_line,
)
