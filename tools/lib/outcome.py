"""What the stages of a test run came to, and how that is told."""

from dataclasses import dataclass, field

from .console import say

LINES_OF_DETAIL = 40


@dataclass
class Outcome:
    """Tests that passed, and what failed with its details."""

    passed: int = 0
    failures: dict[str, str] = field(default_factory=dict)
    log: str = ""

    def add_failure(self, what, details=""):
        self.failures[what] = details


def report(outcomes):
    """Tell all failures, and last the one line that counts; return the exit code."""
    for stage, outcome in outcomes.items():
        for what, details in outcome.failures.items():
            say(f"\nFAILED in {stage}: {what}")
            for line in details.splitlines()[-LINES_OF_DETAIL:]:
                say(f"    {line}")
        if outcome.failures and outcome.log:
            say(f"\nThe whole log: {outcome.log}")
    passed = sum(outcome.passed for outcome in outcomes.values())
    failed = sum(len(outcome.failures) for outcome in outcomes.values())
    if failed:
        say("\nIn short:")
        for stage, outcome in outcomes.items():
            for what in outcome.failures:
                say(f"  {stage}: {what}")
    say(f"\n{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0
