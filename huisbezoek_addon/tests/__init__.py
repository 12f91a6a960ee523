from . import test_visit_calendar
