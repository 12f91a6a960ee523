from . import test_visit, test_visit_calendar
