# Copyright 2026 Smart
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Smart Social Impact",
    "summary": "Impact indicators from anonymous survey waves, with intervals",
    "version": "19.0.1.0.0",
    "category": "Services",
    "author": "Smart",
    "website": "https://smart.coop",
    "license": "AGPL-3",
    "application": True,
    "depends": ["survey", "portal", "report_xlsx", "smart_filieres"],
    "external_dependencies": {"python": ["scipy"]},
    "data": [
        "security/smart_impact_groups.xml",
        "security/ir.model.access.csv",
        "security/smart_impact_rules.xml",
        "data/ir_cron_data.xml",
        "report/smart_impact_wave_report.xml",
        "views/smart_impact_programme_views.xml",
        "views/smart_impact_criterion_views.xml",
        "views/smart_impact_indicator_views.xml",
        "views/smart_impact_decision_views.xml",
        "views/smart_impact_instrument_views.xml",
        "views/smart_impact_result_views.xml",
        "views/smart_impact_wave_views.xml",
        "views/smart_impact_menus.xml",
        "views/result_templates.xml",
        "views/portal_templates.xml",
        "views/survey_templates.xml",
        "data/smart_impact_programme_data.xml",
        "data/smart_impact_instrument_data.xml",
        "data/smart_impact_indicator_data.xml",
    ],
    "assets": {
        "web.assets_frontend": [
            "smart_impact/static/src/scss/impact_results.scss",
        ],
        "web.assets_backend": [
            "smart_impact/static/src/scss/impact_results.scss",
        ],
    },
}
