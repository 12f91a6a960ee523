{
    "name": "Home Visits",
    "summary": "Organise home visits by teachers: families, planning in the calendar, privacy first",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Home Visits",
    "author": "Huisbezoek contributors",
    "website": "https://github.com/huisbezoek/huisbezoek_addon",
    "license": "LGPL-3",
    # hr_calendar joins calendar and hr; time off and Google or Outlook calendars
    # are respected where a school has them, and not needed.
    "depends": ["hr_calendar"],
    "external_dependencies": {"python": ["lxml", "Babel"]},
    "data": [
        "security/huisbezoek_groups.xml",
        "security/huisbezoek_security.xml",
        "security/ir.model.access.csv",
        "data/huisbezoek_import_cron.xml",
        # The close wizard comes first: the buttons of a visit open it.
        "views/huisbezoek_visit_close_views.xml",
        "views/huisbezoek_visit_views.xml",
        "views/huisbezoek_visitor_views.xml",
        "views/huisbezoek_pupil_views.xml",
        "views/huisbezoek_household_views.xml",
        "views/huisbezoek_guardian_views.xml",
        "views/huisbezoek_secret_address_views.xml",
        "views/huisbezoek_import_line_views.xml",
        "views/huisbezoek_import_views.xml",
        "views/calendar_event_views.xml",
    ],
    "assets": {
        "web.assets_backend": ["huisbezoek_addon/static/src/**/*"],
        "web.assets_tests": ["huisbezoek_addon/static/tests/tours/**/*"],
    },
    "demo": [],
    "application": True,
}
