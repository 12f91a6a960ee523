from . import (
    test_calendar_outside,
    test_leaks_channels,
    test_rights_dates,
    test_rights_table,
    test_rights_teacher,
    test_roles,
    test_school,
    test_setup,
    test_ui,
    test_visit,
    test_visit_calendar,
)
