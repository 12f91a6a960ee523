"""The log decides: a skipped tour, a warning and a run without tests are failures."""

from lib.odoo_log import read_log

LOGGER = "odoo.addons.huisbezoek_addon.tests.test_visit"


def line(text, level="INFO", logger=LOGGER):
    return f"2026-11-23 12:00:00,000 4711 {level} test-db {logger}: {text}"


def started(name):
    return line(f"Starting {name} ... ")


def total(failed=0, errors=0, tests=1):
    text = f"{failed} failed, {errors} error(s) of {tests} tests when loading database"
    return line(text, logger="odoo.tests.result")


def read(*lines):
    return read_log("\n".join(lines))


GOOD = [started("TestVisit.test_plan"), started("TestVisit.test_move")]


def test_all_is_well():
    result = read(*GOOD, total(tests=2))
    assert (result.passed, result.failures) == (2, {})


def test_same_name_in_another_file_is_another_test():
    other = line("Starting TestVisit.test_plan ... ", logger=LOGGER + "_more")
    assert read(*GOOD, other, total(tests=3)).passed == 3


def test_a_failure_is_told_with_its_traceback():
    failure = line("FAIL: TestVisit.test_move", level="ERROR")
    result = read(*GOOD, failure, "Traceback", "AssertionError: 1 != 2", total(1))
    assert result.passed == 1
    assert result.failures == {
        "TestVisit.test_move": "Traceback\nAssertionError: 1 != 2"
    }


def test_a_failure_before_any_test_of_the_class():
    failure = line("ERROR: setUpClass (odoo.addons.x.TestVisit)", level="ERROR")
    result = read(*GOOD, failure, total(errors=1, tests=2))
    assert (result.passed, len(result.failures)) == (2, 1)


def test_each_failed_subtest_is_told():
    failures = [
        line(f"FAIL: Subtest TestVisit.test_move (role={role!r})", level="ERROR")
        for role in ("teacher", "planner")
    ]
    result = read(*GOOD, *failures, total(2))
    assert (result.passed, len(result.failures)) == (1, 2)


def test_repeated_counts_are_not_failures_of_their_own():
    repeats = [
        line("Module huisbezoek_addon: 1 failures, 0 errors of 2 tests", "ERROR"),
        line("At least one test failed when loading the modules.", "ERROR"),
    ]
    failure = line("FAIL: TestVisit.test_move", level="ERROR")
    assert len(read(*GOOD, failure, *repeats, total(1)).failures) == 1


def test_a_skipped_tour_fails():
    skipped = line("skipped TestTour.test_plan : Chrome executable not found")
    result = read(started("TestTour.test_plan"), skipped, total())
    assert result.passed == 0
    assert list(result.failures) == [
        "skipped: TestTour.test_plan : Chrome executable not found"
    ]


def test_a_warning_fails():
    for level in ("WARNING", "ERROR", "CRITICAL"):
        result = read(*GOOD, line("Something", level, "odoo.sql_db"), total(tests=2))
        assert list(result.failures) == [f"{level} in the log: odoo.sql_db: Something"]


def test_a_known_warning_does_not():
    text = 'Unable to create PostgreSQL extensions : extension "pg_trgm" is missing'
    known = line(text, "WARNING", "odoo.service.db")
    assert not read(*GOOD, known, total(tests=2)).failures


def test_no_test_at_all_fails():
    assert list(read(total(tests=0)).failures) == ["no test was run"]


def test_an_odoo_that_ended_too_early_fails():
    assert list(read(*GOOD).failures) == ["Odoo ended before its tests did"]


def test_a_failure_that_only_odoo_counted_fails():
    assert list(read(*GOOD, total(failed=1)).failures) == ["Odoo counted 1 failures"]
