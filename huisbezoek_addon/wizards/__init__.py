from . import visit_close
