# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Smart Responsible Purchasing: Replenishment",
    "summary": "The charter grade where replenishment chooses a supplier",
    "version": "19.0.1.0.0",
    "author": "Smart",
    "website": "https://smart.coop",
    "category": "Supply Chain/Purchase",
    "license": "AGPL-3",
    "depends": ["purchase_stock", "smart_purchase_charter"],
    "auto_install": True,
    "data": [
        "data/mail_activity_data.xml",
        "views/stock_warehouse_orderpoint_views.xml",
        "views/product_supplierinfo_views.xml",
        "views/product_replenish_views.xml",
        "views/res_config_settings_views.xml",
    ],
}
