from . import (
    care_start,
    consultation_count,
    hours_consent,
    hours_correct,
    inform,
    report_correct,
    setup,
    setup_step,
    text_move,
    visit_close,
    visit_handover,
)
