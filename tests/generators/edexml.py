"""The generator of the addon's own tests, which Odoo's loader must find too.

Importing the addon's tests would run Odoo, so the file is loaded by its path.
"""

from importlib.util import module_from_spec, spec_from_file_location

from loader import ADDON

_spec = spec_from_file_location(
    "edexml_generator", ADDON / "tests" / "edexml_generator.py"
)
_module = module_from_spec(_spec)
_spec.loader.exec_module(_module)
generate = _module.generate
generate_bytes = _module.generate_bytes
