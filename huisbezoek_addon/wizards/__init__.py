from . import setup, visit_close
