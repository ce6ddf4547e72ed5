from . import (
    base_partner_merge,
    smart_filiere_invite,
    smart_filiere_assess_wizard,
    smart_filiere_derogation_wizard,
    smart_animation_meeting,
    smart_filiere_passage_wizard,
    smart_filiere_passage_wizard_line,
    smart_meeting_planner,
    smart_meeting_planner_line,
)
