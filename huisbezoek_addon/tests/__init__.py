from . import test_calendar_outside, test_visit, test_visit_calendar
