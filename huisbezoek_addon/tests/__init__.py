from . import test_calendar_outside, test_ui, test_visit, test_visit_calendar
