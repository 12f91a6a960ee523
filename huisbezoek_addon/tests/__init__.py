from . import (
    test_calendar_outside,
    test_demo,
    test_rights_dates,
    test_rights_table,
    test_rights_teacher,
    test_ui,
    test_visit,
    test_visit_calendar,
)
