from . import report_copy
