{
    "name": "Home Visits",
    "summary": "Teachers visit families: planned in the calendar, privacy first",
    "version": "19.0.1.3.0",
    "category": "Human Resources/Home Visits",
    "author": "Huisbezoek contributors",
    "website": "https://github.com/huisbezoek/huisbezoek_addon",
    "license": "LGPL-3",
    # hr_calendar joins calendar and hr, hr_timesheet holds the hours of the annual
    # task; time off and Google or Outlook calendars are respected where a school has
    # them, and not needed.
    "depends": ["hr_calendar", "hr_timesheet"],
    "external_dependencies": {"python": ["lxml", "Babel"]},
    "data": [
        "security/huisbezoek_groups.xml",
        "security/huisbezoek_security.xml",
        "security/huisbezoek_protocol_security.xml",
        "security/huisbezoek_guide_security.xml",
        "security/huisbezoek_care_security.xml",
        "security/huisbezoek_consultation_security.xml",
        "security/huisbezoek_availability_security.xml",
