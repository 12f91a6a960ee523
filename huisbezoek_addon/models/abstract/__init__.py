from . import (
    calendar_shadow_mixin,
    dated_mixin,
    person_mixin,
    planning_check_mixin,
    school_mixin,
)
