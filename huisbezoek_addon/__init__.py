from . import log_filter, models, wizards
