"""Proposals for rounds of all kinds keep the rules (C5)."""

import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from huisbezoek_addon.logic.proposal import propose
from huisbezoek_addon.logic.schedule import Person, Problem, Visit, Window
from huisbezoek_addon.logic.travel import SCHOOL, TravelTimes
from lib.proposal_instances import School
from proposal_world import (
    ANOUK,
    BRAM,
    COLETTE,
    FAR,
    HERE,
    MONDAY,
    NEAR,
    at,
    breaches,
    fits,
)

PLACES = st.sampled_from(
    ["", SCHOOL, HERE, NEAR, FAR, "9711 ab", f"{NEAR}#1", f"{NEAR}#2", "#3"]
)
ENDS = st.none() | PLACES
DAYS = st.sampled_from([0, 1, 4, 7])
MINUTES = st.integers(0, 240)
COUNTS = st.dictionaries(DAYS.map(lambda day: MONDAY + day), st.integers(0, 2))


@st.composite
def windows(draw):
    """Give windows on some days, one or two of them a day, and in order."""
    found = []
    for day in sorted(draw(st.sets(DAYS))):
        marks = sorted(draw(st.sets(MINUTES, min_size=2, max_size=4)))
        for begin, end in zip(marks[::2], marks[1::2], strict=False):
            start = at(day, "15:00")
            found.append(
                Window(
                    start + begin,
                    start + end,
                    MONDAY + day,
                    draw(st.booleans()),
                    draw(ENDS),
                    draw(ENDS),
                    draw(st.sampled_from([0, 10])),
                    draw(st.sampled_from([0, 10])),
                )
            )
    return tuple(found)


@st.composite
def spans(draw):
    """Give a few stretches that a family avoids."""
    begins = draw(st.lists(st.tuples(DAYS, MINUTES, st.integers(1, 90)), max_size=2))
    return tuple(
        (at(day, "15:00") + begin, at(day, "15:00") + begin + length)
        for day, begin, length in begins
    )


PEOPLE = (ANOUK, BRAM, COLETTE)
VISITS = st.builds(
    Visit,
    key=st.integers(1, 99),
    persons=st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=2, unique=True).map(
        tuple
    ),
    minutes=st.sampled_from([20, 30, 45]),
    place=PLACES,
    family=st.integers(0, 3),
    blocked=spans(),
)
WAYS = st.integers(0, 40)
ROUNDS = st.builds(
    Problem,
    visits=st.lists(VISITS, max_size=9, unique_by=lambda each: each.key).map(tuple),
    persons=st.fixed_dictionaries(
        {
            key: st.builds(
                Person, st.just(key), windows(), evenings=COUNTS, weeks=COUNTS
            )
            for key in PEOPLE
        }
    ),
    travel=st.builds(
        TravelTimes,
        default=WAYS,
        within=WAYS,
        pairs=st.dictionaries(
            st.sampled_from([("8014", "8011"), ("8011", "9711"), ("97", "97")]), WAYS
        ),
        school=st.sampled_from(["", HERE]),
    ),
    evening_limit=st.integers(0, 2),
    week_limit=st.integers(0, 3),
    step=st.sampled_from([5, 15, 20]),
)


def moments(asked):
    """Give all moments at which a visit could begin, whoever has time then."""
    for each in asked.persons.values():
        for free in each.windows:
            first = -(-free.start // asked.step) * asked.step
            yield from range(first, free.stop, asked.step)


def has_place(asked, starts, key):
    """Tell whether a visit has a place beside those that stand."""
    return any(fits(asked, {**starts, key: start}) for start in moments(asked))


@given(ROUNDS)
def test_the_judge_finds_nothing(asked):
    assert breaches(asked, propose(asked)) == []


@given(ROUNDS)
def test_what_finds_no_time_has_none_beside_the_others(asked):
    result = propose(asked)
    for key in result.unplaced:
        assert not has_place(asked, result.starts, key)


def relaxed(asked, key, finding):
    """Give the round after the remedy of a finding; None where none was tried."""
    remedy, code = finding.params["remedy"], finding.code
    if remedy == "raise_limit":
        limits = {code: getattr(asked, code) + 1}
        return replace(asked, **limits)
    changes = {}
    if remedy == "ask_family":
        changes = {"blocked": ()}
    elif remedy == "another_visitor" and code != "no_windows":
        [one] = [each for each in asked.visits if each.key == key]
        left_out = finding.params["person"]
        changes = {"persons": tuple(p for p in one.persons if p != left_out)}
    if not changes:
        return None
    visits = tuple(
        replace(each, **changes) if each.key == key else each for each in asked.visits
    )
    return replace(asked, visits=visits)


@given(ROUNDS)
def test_a_remedy_that_is_named_helps(asked):
    result = propose(asked)
    for key, finding in result.unplaced.items():
        changed = relaxed(asked, key, finding)
        if not changed:
            continue
        if finding.code in {"evening_limit", "week_limit", "full"}:
            assert has_place(changed, result.starts, key)
        else:
            unlimited = replace(changed, evening_limit=0, week_limit=0)
            assert has_place(unlimited, {}, key)


#: What each reason names, so that it can be put in words, and its remedies.
NAMED = {
    "no_windows": ({"person"}, {"another_visitor"}),
    "too_short": ({"person", "minutes"}, {"longer_window"}),
    "never_together": (set(), {"another_visitor", "longer_window"}),
    "family_avoids": ({"days"}, {"ask_family"}),
    "evening_limit": ({"person", "count"}, {"raise_limit", "longer_window"}),
    "week_limit": ({"person", "count"}, {"raise_limit", "longer_window"}),
    "full": ({"visits"}, {"another_visitor", "ask_family", "longer_window"}),
}


@given(ROUNDS)
def test_a_reason_names_what_its_words_need(asked):
    for finding in propose(asked).unplaced.values():
        names, remedies = NAMED[finding.code]
        assert finding.params["remedy"] in remedies
        if finding.params["remedy"] == "another_visitor":
            names = names | {"person"}
        assert set(finding.params) == names | {"remedy"}


@given(ROUNDS, st.randoms(use_true_random=False))
def test_the_order_in_which_a_round_is_told_changes_nothing(asked, chance):
    assert propose(shuffled(asked, chance)) == propose(asked)


def shuffled(asked, chance):
    """Give the same round with everything that has no order in another order."""

    def mix(values):
        values = list(values)
        chance.shuffle(values)
        return values

    persons = {
        key: replace(
            each,
            evenings=dict(mix(each.evenings.items())),
            weeks=dict(mix(each.weeks.items())),
        )
        for key, each in mix(asked.persons.items())
    }
    travel = replace(asked.travel, pairs=dict(mix(asked.travel.pairs.items())))
    visits = tuple(mix(asked.visits))
    return replace(asked, visits=visits, persons=persons, travel=travel)


# === A WHOLE SCHOOL === #


def test_a_school_of_sixty_visits():
    asked = School(3, teachers=3, weeks=5, companions=30).problem(60, week_limit=4)
    result = propose(asked)
    assert breaches(asked, result) == []
    assert len(result.starts) > 45
    assert result.unplaced
    mixed = shuffled(asked, random.Random(1))
    assert propose(mixed) == result


SCRIPT = """
import loader
loader.register_addon()
from lib.proposal_instances import School
from huisbezoek_addon.logic.proposal import propose
result = propose(School(5, teachers=3, weeks=4).problem(20))
print(sorted(result.starts.items()), sorted(result.unplaced), result.travel)
"""


def test_another_process_proposes_the_same():
    """No set or dictionary may lend its order to the result."""
    here = Path(__file__).resolve().parents[1]
    paths = os.pathsep.join([str(here), str(here.parent), str(here.parent / "tools")])
    told = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONPATH": paths, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1
