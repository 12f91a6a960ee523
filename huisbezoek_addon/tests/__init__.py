from . import test_roles, test_school, test_setup, test_visit_calendar
