# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Smart Social Impact: Purchasing",
    "summary": "Figures of responsible purchasing as indicators of the programme",
    "version": "19.0.1.0.0",
    "author": "Smart",
    "website": "https://smart.coop",
    "category": "Services",
    "license": "AGPL-3",
    "depends": ["smart_impact", "smart_purchase_charter"],
    "auto_install": True,
    "data": [
        "security/ir.model.access.csv",
        "security/smart_pooled_share_rules.xml",
        "views/smart_pooled_share_views.xml",
        "data/purchase_source_data.xml",
        "data/purchase_indicator_data.xml",
    ],
}
