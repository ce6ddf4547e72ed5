# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Smart Responsible Purchasing",
    "summary": "Supplier charter with evidence-based grades, and pooled orders",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/Purchase",
    "author": "Smart",
    "website": "https://smartbe.be",
    "license": "AGPL-3",
    "application": True,
    "depends": [
        "purchase",
        "purchase_requisition",
        "portal",
        "report_xlsx",
        "smart_filieres",
    ],
    "data": [
        "security/smart_purchase_charter_groups.xml",
        "security/ir.model.access.csv",
        "views/smart_purchase_charter_menus.xml",
    ],
}
