from . import (
    test_calendar_outside,
    test_import,
    test_import_families,
    test_import_files,
    test_import_job,
    test_import_size,
    test_visit,
    test_visit_calendar,
)
