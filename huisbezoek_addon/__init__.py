from . import controllers, log_filter, models, wizards
from .hooks import uninstall_hook
