"""Reading what Odoo's tests logged; its exit code alone says too little.

Odoo skips a tour without a browser, and exits with 0 after a warning or after no test
at all. So the log decides.
"""

import re
from dataclasses import dataclass, field

ENTRY = re.compile(
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \d+ (?P<level>[A-Z]+) \S+ "
    r"(?P<logger>\S+): (?P<text>.*)"
)
STARTED = re.compile(r"Starting (?P<test>\w+\.\w+) \.\.\.")
FAILED = re.compile(r"(?:FAIL|ERROR): (?P<what>.+)")
SKIPPED = re.compile(r"skipped (?P<what>.+)")
TEST_NAME = re.compile(r"\b\w+\.test_\w+")
TOTAL = re.compile(r"(\d+) failed, (\d+) error\(s\) of \d+ tests")
COMPLAINTS = {"WARNING", "ERROR", "CRITICAL"}
# Odoo repeats failures in these; only the failures themselves are told.
REPEATS = re.compile(r"Module \w+: \d+ failures, |At least one test failed when ")
LONGEST_DETAIL = 60

# What may stand in the log of any run: a pattern, and why it is no fault.
ALLOWED = {
    r"pg_trgm": "the embedded PostgreSQL lacks this aid for searching texts",
}


@dataclass
class OdooLog:
    """What one run of Odoo's tests came to."""

    tests: set[str] = field(default_factory=set)
    failures: dict[str, str] = field(default_factory=dict)
    # failures by Odoo's own count; None until it has counted
    counted: int | None = None

    @property
    def passed(self):
        bad = {name for what in self.failures for name in TEST_NAME.findall(what)}
        return sum(1 for test in self.tests if test.split(" ")[0] not in bad)


def read_log(text):
    """Return the tests, and all that is wrong, in a log of Odoo's tests."""
    result = OdooLog()
    for entry, details in _entries(text):
        _read_entry(result, entry, details)
    if not result.tests:
        result.failures["no test was run"] = ""
    if result.counted is None:
        result.failures["Odoo ended before its tests did"] = ""
    elif result.counted and not result.failures:
        result.failures[f"Odoo counted {result.counted} failures"] = ""
    return result


def _entries(text):
    """Yield each log entry with the lines that belong to it."""
    entry, details = None, []
    for line in text.splitlines():
        if found := ENTRY.match(line):
            if entry:
                yield entry, details
            entry, details = found, []
        else:
            details.append(line)
    if entry:
        yield entry, details


def _read_entry(result, entry, details):
    text, logger = entry["text"], entry["logger"]
    in_test = ".tests." in logger
    if total := TOTAL.match(text):
        result.counted = int(total[1]) + int(total[2])
    elif in_test and (started := STARTED.match(text)):
        result.tests.add(f"{started['test']} {logger}")
    elif in_test and (skipped := SKIPPED.match(text)):
        result.failures[f"skipped: {skipped['what']}"] = ""
    elif in_test and entry["level"] == "ERROR" and (failed := FAILED.match(text)):
        result.failures[failed["what"]] = "\n".join(details[-LONGEST_DETAIL:])
    elif entry["level"] in COMPLAINTS and not _is_allowed(text):
        what = f"{entry['level']} in the log: {logger}: {text}"
        result.failures[what] = "\n".join(details[-LONGEST_DETAIL:])


def _is_allowed(text):
    return REPEATS.match(text) or any(re.search(known, text) for known in ALLOWED)
