"""Small rounds for the tests of the proposal, and a judge who knows its rules alone.

The judge shares no code with the proposal: it looks at minutes, visit by visit.
"""

from dataclasses import replace
from datetime import date
from itertools import combinations

from huisbezoek_addon.logic.proposal import Proposal, propose
from huisbezoek_addon.logic.schedule import Person, Problem, Visit, Window
from huisbezoek_addon.logic.travel import TravelTimes

#: A Monday; days are told from it on.
MONDAY = date(2026, 11, 23).toordinal()
ANOUK, BRAM, COLETTE = 11, 12, 13
#: Ten minutes from school, and half an hour; 15 between any others, 5 within one.
NEAR, FAR, HERE = "8011AA", "9711AA", "8014XY"
TRAVEL = TravelTimes(
    pairs={("8014", "8011"): 10, ("8014", "9711"): 30, ("8011", "9711"): 40},
    school="8014AB",
)


def at(day, clock):
    """Give a moment: ``at(0, "15:30")`` is on the first Monday."""
    hours, minutes = map(int, clock.split(":"))
    return (MONDAY + day - date(1970, 1, 1).toordinal()) * 1440 + hours * 60 + minutes


def window(day, start="15:00", stop="17:00", **values):
    """Give free time on a day; of an evening when told so."""
    return Window(at(day, start), at(day, stop), MONDAY + day, **values)


def evening(day, start="19:00", stop="20:30"):
    """Give a free evening."""
    return window(day, start, stop, evening=True)


def person(key, *windows, evenings=(), weeks=()):
    """Give somebody with free time, and what he has taken on by day and by Monday."""
    return Person(
        key,
        windows,
        {MONDAY + day: count for day, count in dict(evenings).items()},
        {MONDAY + day: count for day, count in dict(weeks).items()},
    )


def visit(key, *persons, minutes=45, place="", **values):
    """Give a visit, Anouk's unless told otherwise."""
    return Visit(key, persons or (ANOUK,), minutes, place, **values)


def problem(persons, visits, travel=TRAVEL, **values):
    """Give a round of these persons and visits."""
    return Problem(
        tuple(visits), {each.key: each for each in persons}, travel, **values
    )


def proposed(persons, visits, **values):
    """Give the proposal for a round, once the judge has found nothing wrong."""
    asked = problem(persons, visits, **values)
    result = propose(asked)
    assert breaches(asked, result) == []
    return result


def clock(moment):
    """Tell a moment as its day, counted from the Monday, and its time of day."""
    day, minutes = divmod(moment - at(0, "0:00"), 1440)
    return f"{day} {minutes // 60}:{minutes % 60:02}"


def starts(persons, visits, **values):
    """Give when the visits of a round begin, by key."""
    found = proposed(persons, visits, **values).starts
    return {key: clock(start) for key, start in sorted(found.items())}


# === THE JUDGE === #


def breaches(asked, result):
    """Return what is wrong with a proposal, in words; empty when all is well."""
    visits = {each.key: each for each in asked.visits}
    placed = {key: (visits[key], start) for key, start in result.starts.items()}
    wrong = []
    if set(result.starts) | set(result.unplaced) != set(visits):
        wrong.append("a visit is missing")
    if set(result.starts) & set(result.unplaced):
        wrong.append("a visit is both placed and unplaced")
    for each, start in placed.values():
        wrong += _wrong_alone(asked, each, start)
    for one, other in combinations(placed.values(), 2):
        wrong += _wrong_together(asked, one, other)
    for key in asked.persons:
        wrong += _wrong_counts(asked, key, placed)
    return wrong


def fits(asked, starts):
    """Tell whether visits can stand at these times, whatever becomes of the others."""
    visits = tuple(each for each in asked.visits if each.key in starts)
    return not breaches(replace(asked, visits=visits), Proposal(starts))


def find_window(asked, key, each, start):
    """Return the window of somebody that holds a visit with the ways to its ends."""
    for free in asked.persons[key].windows if key in asked.persons else ():
        begin, end = free.start, free.stop
        if free.before is not None:
            way = asked.travel.minutes(free.before, each.place)
            begin += max(0, way - free.spare_before)
        if free.after is not None:
            way = asked.travel.minutes(each.place, free.after)
            end -= max(0, way - free.spare_after)
        if begin <= start and start + each.minutes <= end:
            return free
    return None


def _wrong_alone(asked, each, start):
    if start % asked.step:
        yield f"{each.key} begins at no step"
    if not each.persons:
        yield f"{each.key} has nobody"
    for key in each.persons:
        if find_window(asked, key, each, start) is None:
            yield f"{each.key} is outside the windows of {key}"
    for begin, end in each.blocked:
        if start < end and begin < start + each.minutes:
            yield f"{each.key} is when the family would rather not"


def _wrong_together(asked, one, other):
    (first, start), (second, later) = sorted((one, other), key=lambda pair: pair[1])
    room = later - start - first.minutes
    shared = set(first.persons) & set(second.persons)
    names = f"{first.key} and {second.key}"
    if first.family and first.family == second.family and room < 0:
        yield f"{names} are at the same family at once"
    if shared and room < 0:
        yield f"{names} are at once"
    days = {
        find_window(asked, key, *each).day
        for key in shared
        for each in (one, other)
        if find_window(asked, key, *each)
    }
    if len(days) == 1 and room < asked.travel.minutes(first.place, second.place):
        yield f"{names} leave no time to travel"


def _wrong_counts(asked, key, placed):
    who = asked.persons[key]
    evenings, weeks = dict(who.evenings), dict(who.weeks)
    changed = set()
    for each, start in placed.values():
        free = find_window(asked, key, each, start) if key in each.persons else None
        if free:
            monday = date.fromordinal(free.day).isocalendar()
            week = date.fromisocalendar(monday.year, monday.week, 1).toordinal()
            weeks[week] = weeks.get(week, 0) + 1
            changed.add(("week", week))
            if free.evening:
                evenings[free.day] = evenings.get(free.day, 0) + 1
                changed.add(("evening", free.day))
    for name, limit, counts in (
        ("evening", asked.evening_limit, evenings),
        ("week", asked.week_limit, weeks),
    ):
        for day, count in counts.items():
            if limit and count > limit and (name, day) in changed:
                yield f"{key} has {count} visits in the {name} of {day}"
