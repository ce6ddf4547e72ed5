# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Smart Responsible Purchasing: Training",
    "summary": "The course “Buying better”, and pools coordinated by who passed it",
    "version": "19.0.1.0.0",
    "author": "Smart",
    "website": "https://smart.coop",
    "category": "Supply Chain/Purchase",
    "license": "AGPL-3",
    "depends": ["smart_purchase_charter", "website_slides_survey"],
    "auto_install": True,
    "data": [
        "data/course_data.xml",
        "data/quiz_data.xml",
        "data/certificate_data.xml",
        "data/training_mail.xml",
        "views/slide_channel_views.xml",
        "views/res_partner_views.xml",
        "views/training_portal_templates.xml",
    ],
}
