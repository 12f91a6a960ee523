from . import (
    hours_consent,
    hours_correct,
    report_correct,
    setup,
    text_move,
    visit_close,
)
