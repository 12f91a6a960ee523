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
    ],
    "demo": [],
    "application": True,
}
