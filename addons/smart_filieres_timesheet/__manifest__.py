# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Smart Filières: Timesheets",
    "summary": "Hours of animation read from the timesheets of a filière's project",
    "version": "19.0.1.0.0",
    "author": "Smart",
    "website": "https://smart.coop",
    "category": "Services",
    "license": "AGPL-3",
    "depends": ["smart_filieres", "hr_timesheet"],
    "auto_install": True,
    "data": ["views/smart_filiere_resource_views.xml"],
}
