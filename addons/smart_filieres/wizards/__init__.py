from . import base_partner_merge, smart_meeting_planner, smart_meeting_planner_line
