from . import (
    calendar_shadow_mixin,
    dated_mixin,
    discreet_mixin,
    person_mixin,
    planning_check_mixin,
    quiet_thread_mixin,
    school_mixin,
    visit_family_mixin,
)
