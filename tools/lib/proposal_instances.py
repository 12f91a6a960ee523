"""Rounds to plan as schools have them, made up: for the benchmark and the tests.

The same arguments give the same round, on any machine.
"""

import random
from datetime import date

from huisbezoek_addon.logic.schedule import Person, Problem, Visit, Window
from huisbezoek_addon.logic.travel import SCHOOL, TravelTimes

DAY = 24 * 60
#: The first Monday of the round, and the Sunday on which the clock is put back.
MONDAY, WINTER = date(2026, 9, 7).toordinal(), date(2026, 10, 25).toordinal()
EPOCH = date(1970, 1, 1).toordinal()
AREAS = tuple(str(area) for area in range(8011, 8026))
#: How many days a week a teacher works, and how many of a hundred do so.
PARTS = ((5, 30), (4, 30), (3, 25), (2, 15))
#: A key above those of all teachers.
FIRST_INTERPRETER = 10_000


def clock(day, hour, minute=0):
    """Return a moment of a school's local day in minutes since 1970 in UTC."""
    ahead = 2 if day < WINTER else 1
    return (day - EPOCH) * DAY + (hour - ahead) * 60 + minute


class School:
    """A made-up school, from which a round is drawn.

    ``shared`` of a hundred visits need an interpreter, of whom there is one for
    ``per_interpreter`` teachers; ``evenings`` of a hundred working days have an
    evening too.
    """

    def __init__(
        self,
        seed,
        *,
        teachers=40,
        weeks=8,
        evenings=90,
        shared=12,
        per_interpreter=10,
        companions=15,
    ):
        self.random = random.Random(seed)
        self.teachers = range(1, teachers + 1)
        count = max(1, teachers // per_interpreter)
        self.interpreters = range(FIRST_INTERPRETER, FIRST_INTERPRETER + count)
        self.weeks, self.evenings = weeks, evenings
        self.shared, self.companions = shared, companions
        self.closed = {
            MONDAY + 7 * week + self.random.randrange(5) for week in range(3, weeks, 4)
        }

    def problem(self, visits, *, evening_limit=2, week_limit=4):
        """Return a round of so many visits."""
        persons = [self._teacher(key) for key in self.teachers]
        persons += [self._interpreter(key) for key in self.interpreters]
        return Problem(
            visits=tuple(self._visits(visits)),
            persons={person.key: person for person in persons},
            travel=self._travel(),
            evening_limit=evening_limit,
            week_limit=week_limit,
        )

    def _chance(self, percentage):
        return self.random.randrange(100) < percentage

    def _days(self, worked):
        """Give the days on which somebody works, a week of leave now and then."""
        weekdays = sorted(self.random.sample(range(5), worked))
        away = self.random.randrange(self.weeks) if self._chance(10) else None
        for week in range(self.weeks):
            for weekday in weekdays:
                day = MONDAY + 7 * week + weekday
                if week != away and day not in self.closed:
                    yield day

    def _teacher(self, key):
        counts, weights = zip(*PARTS, strict=True)
        [worked] = self.random.choices(counts, weights)
        windows, evenings, weeks = [], {}, {}
        for day in self._days(worked):
            windows += self._afternoon(day)
            if self._chance(self.evenings):
                windows.append(
                    Window(clock(day, 18, 30), clock(day, 20, 30), day, evening=True)
                )
            if self._chance(3):
                evenings[day] = 1
                monday = day - (day - 1) % 7
                weeks[monday] = weeks.get(monday, 0) + 1
        return Person(key, tuple(windows), evenings, weeks)

    def _afternoon(self, day):
        """Give the afternoon after lessons, sometimes with a piece taken out."""
        start = clock(day, 12, 45) if day % 7 == 3 else clock(day, 15)
        stop = clock(day, 17, 30)
        if not self._chance(15):
            return [Window(start, stop, day, before=SCHOOL)]
        place = SCHOOL if self._chance(70) else self._place()
        begin = start + 5 * self.random.randrange(0, (stop - start) // 5 - 6)
        end = min(begin + self.random.choice((30, 45, 60)), stop)
        pieces = [
            Window(start, begin, day, before=SCHOOL, after=place),
            Window(end, stop, day, before=place),
        ]
        return [piece for piece in pieces if piece.start < piece.stop]

    def _interpreter(self, key):
        windows = []
        for day in self._days(self.random.choice((3, 4, 5))):
            windows.append(Window(clock(day, 13), clock(day, 17, 30), day))
            if self._chance(60):
                windows.append(
                    Window(clock(day, 18, 30), clock(day, 21), day, evening=True)
                )
        return Person(key, tuple(windows))

    def _place(self):
        if self._chance(3):
            return ""
        letters = "ABCDEFGHKL"
        return (
            self.random.choice(AREAS)
            + self.random.choice(letters)
            + self.random.choice(letters)
        )

    def _travel(self):
        pairs = {
            (one, other): 5 * self.random.randint(1, 6)
            for index, one in enumerate(AREAS)
            for other in AREAS[index:]
            if self._chance(70)
        }
        return TravelTimes(pairs=pairs, school=f"{AREAS[0]}AB")

    def _visits(self, count):
        """Give visits, each teacher about as many; a fifth of them of siblings."""
        leads = [self.teachers[number % len(self.teachers)] for number in range(count)]
        self.random.shuffle(leads)
        key, family = 0, 0
        while key < count:
            family += 1
            siblings = self.random.choices((1, 2, 3), (88, 10, 2))[0]
            place, blocked = self._place(), self._blocked()
            for lead in leads[key : key + siblings]:
                key += 1
                yield Visit(
                    key,
                    self._visitors(lead),
                    self.random.choices((30, 45, 60), (10, 80, 10))[0],
                    SCHOOL if self._chance(3) else place,
                    family,
                    blocked,
                )

    def _visitors(self, lead):
        persons = [lead]
        if self._chance(self.companions):
            persons.append(self.random.choice(self.teachers))
        if self._chance(self.shared):
            persons.append(self.random.choice(self.interpreters))
        return tuple(dict.fromkeys(persons))

    def _blocked(self):
        """Return what a family avoids: a weekday, all afternoons or all evenings."""
        days = range(MONDAY, MONDAY + 7 * self.weeks)
        if self._chance(25):
            avoided = self.random.randrange(5)
            return tuple(
                (clock(day, 3), clock(day, 23))
                for day in days
                if day % 7 == (MONDAY + avoided) % 7
            )
        if self._chance(20):
            return tuple((clock(day, 8), clock(day, 18)) for day in days)
        if self._chance(10):
            return tuple((clock(day, 18), clock(day, 23)) for day in days)
        return ()
