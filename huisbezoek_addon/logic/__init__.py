"""Pure rules: values in, values out.

Standard library only, typed, without odoo, clock, files or randomness, so that
each rule can be read and tested by itself (design §1). Models fetch, ask a rule
here, and store.
"""
