from . import (
    calendar_shadow_mixin,
    dated_mixin,
    import_families_mixin,
    import_job_mixin,
    import_reading_mixin,
    import_report_mixin,
    import_writing_mixin,
    person_mixin,
    planning_check_mixin,
    school_mixin,
)
