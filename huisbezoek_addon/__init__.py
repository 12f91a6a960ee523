from . import controllers, log_filter, models, report, wizards
from .hooks import uninstall_hook
