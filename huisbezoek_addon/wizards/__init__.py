from . import report_correct, setup, text_move, visit_close
