from . import hours_consent, hours_correct, setup, visit_close
