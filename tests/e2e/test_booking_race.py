"""Forty people book at one moment, and nobody gets booked twice (C6).

A real server is asked over HTTP, in threads and in several processes. In small in
the plain run, and twenty times each with ``tools/test --all``.
"""

import os
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from lib.databases import Databases
from lib.odoo_tests import OdooTests
from served import PREFORK, THREADED, serve
from used_database import Used

REPEATS = 20 if os.environ.get("HUISBEZOEK_FULL") else 3
MANY = 40
VISIT, WAY = timedelta(minutes=45), timedelta(minutes=15)
LOGIN, PASSWORD = "petra", "petra-plans-visits"  # noqa: S105
#: One lead with forty visits, and forty leads whose one visit a companion shares.
SEED = f"""
school = env["huisbezoek.school"].create(
    {{"name": "De Linde", "afternoon_from": 7.0, "afternoon_to": 18.0}}
)
school.protocol_ids.action_activate()
user = env["res.users"].with_context(no_reset_password=True).create(
    {{"name": "Petra", "login": "{LOGIN}", "password": "{PASSWORD}", "lang": "en_US",
      "tz": "Europe/Amsterdam"}}
)
env["huisbezoek.role"].create(
    {{"school_id": school.id, "user_id": user.id, "role": "planner"}}
)
Employee = env["hr.employee"]
lead = Employee.create({{"name": "Anouk"}})
companion = Employee.create({{"name": "Conny"}})
leads = Employee.create([{{"name": f"Teacher {{n}}"}} for n in range({MANY})])
for number in range({MANY}):
    pupil = env["huisbezoek.pupil"].create(
        {{"school_id": school.id, "first_name": "Kim", "last_name": f"No{{number}}"}}
    )
    household = env["huisbezoek.household"].create(
        {{"school_id": school.id, "pupil_ids": pupil.ids}}
    )
    for employee in (lead, leads[number]):
        visit = env["huisbezoek.visit"].create(
            {{"school_id": school.id, "household_id": household.id,
              "lead_id": employee.id}}
        )
    visit.companion_ids = visit.companion_ids.browse(companion.id)
env.cr.commit()
"""
#: What does not agree with what: each row names it. Nothing may be half made.
DISAGREEMENTS = """
WITH going AS (
    SELECT v.id, v.start, v.stop, v.event_id, p.partner_id
      FROM huisbezoek_visit v JOIN huisbezoek_visitor p ON p.visit_id = v.id
     WHERE v.state = 'planned' AND p.state != 'declined'
)
SELECT 'a time without a plan', id FROM huisbezoek_visit
 WHERE (state = 'planned') != (start IS NOT NULL) OR state NOT IN ('todo', 'planned')
UNION
SELECT 'time taken for nothing', o.visit_id FROM huisbezoek_occupation o
 WHERE NOT EXISTS (SELECT FROM going g WHERE g.id = o.visit_id
       AND g.partner_id = o.partner_id AND (g.start, g.stop) = (o.start, o.stop))
UNION
SELECT 'no time taken', g.id FROM going g
 WHERE NOT EXISTS (SELECT FROM huisbezoek_occupation o WHERE g.id = o.visit_id
       AND g.partner_id = o.partner_id AND (g.start, g.stop) = (o.start, o.stop))
UNION
SELECT 'not in the calendar', g.id FROM going g
 WHERE NOT EXISTS (SELECT FROM calendar_event e
       JOIN calendar_attendee a ON a.event_id = e.id
       WHERE e.id = g.event_id AND e.active AND (e.start, e.stop) = (g.start, g.stop)
       AND a.partner_id = g.partner_id)
UNION
SELECT 'in the calendar for nothing', e.id FROM calendar_event e
 WHERE e.active AND e.name = 'Home visit'
   AND e.id NOT IN (SELECT event_id FROM going)
"""


@pytest.fixture(scope="module")
def school(environment):
    """A school of its own, in which nothing is planned yet."""
    databases = Databases(environment)
    name = "test-booking-race"
    databases.copy(OdooTests(environment).template(), name)
    used = Used(environment, name)
    used.odoo("server", "-i", "huisbezoek_addon", "--stop-after-init", "--no-http")
    used.shell(SEED)
    yield used
    databases.drop(name)


@pytest.fixture(scope="module", params=[THREADED, PREFORK], ids=["threaded", "prefork"])
def server(school, request, tmp_path_factory):
    with serve(school, tmp_path_factory.mktemp("race"), request.param) as served:
        served.login(LOGIN, PASSWORD)
        yield served
        assert served.faults() == []
        # Odoo gives up after five: here nobody is sent round again by others.
        assert served.most_tries() <= 2


class Race:
    """Visits that are booked at one moment, and what became of them."""

    def __init__(self, school, server, name):
        self.school, self.server = school, server
        self.visits = [
            int(row)
            for row in school.query(
                "SELECT v.id FROM huisbezoek_visit v JOIN hr_employee e"
                f" ON e.id = v.lead_id WHERE e.name LIKE '{name}%' ORDER BY v.id"
            )
        ]
        assert len(self.visits) == MANY
        self.day = self._find_day()

    def _find_day(self):
        """Return a Wednesday to come on which the school is open."""
        day = date.today() + timedelta(days=7)
        while day.weekday() != 2 or self.school.query(
            f"SELECT FROM huisbezoek_closed_day WHERE '{day}' BETWEEN date_from"
            " AND date_to"
        ):
            day += timedelta(days=1)
        return day

    def at(self, minutes, days=0):
        """Return a moment so many minutes after eight o'clock, in UTC."""
        local = datetime.combine(
            self.day + timedelta(days=days), time(8), ZoneInfo("Europe/Amsterdam")
        )
        moment = local.astimezone(ZoneInfo("UTC")) + timedelta(minutes=minutes)
        return moment.replace(tzinfo=None)

    def book(self, starts):
        """Book each visit at its start, all at once; return who won and who lost.

        Both as ``{visit: start}``; of those who lost it is checked that they were
        told why, and what is free.
        """
        answers = self.server.call_at_once(
            "huisbezoek.visit",
            "action_book",
            [([visit], str(start)) for visit, start in starts.items()],
        )
        won, lost = {}, {}
        for (visit, start), answer in zip(starts.items(), answers, strict=True):
            assert answer.status == 200
            if answer.result is True:
                won[visit] = start
                continue
            lost[visit] = start
            assert answer.error == "odoo.exceptions.UserError", answer
            assert "is on another home visit from" in answer.message
            assert "Free after that: " in answer.message
        assert self.school.query(DISAGREEMENTS) == []
        assert self.planned() == won
        return won, lost

    def planned(self):
        rows = self.school.query(
            "SELECT id, start FROM huisbezoek_visit WHERE state = 'planned'"
        )
        pairs = (row.split("|") for row in rows)
        return {int(visit): datetime.fromisoformat(start) for visit, start in pairs}

    def clear(self, visits):
        """Return visits to be planned, for the next round."""
        answer = self.server.call(
            "huisbezoek.visit", "action_back_to_planning", list(visits)
        )
        assert not answer.error, answer
        assert self.planned() == {}


@pytest.mark.parametrize("repeat", range(REPEATS))
def test_one_slot_of_one_lead_is_booked_once(school, server, repeat):
    race = Race(school, server, "Anouk")
    won, _lost = race.book(dict.fromkeys(race.visits, race.at(7 * 60)))
    assert len(won) == 1
    race.clear(won)


@pytest.mark.parametrize("repeat", range(REPEATS))
def test_a_shared_companion_goes_on_one_of_visits_that_overlap(school, server, repeat):
    race = Race(school, server, "Teacher")
    starts = {visit: race.at(7 * 60 + n) for n, visit in enumerate(race.visits)}
    won, _lost = race.book(starts)
    assert len(won) == 1
    race.clear(won)


@pytest.mark.parametrize("repeat", range(REPEATS))
def test_near_slots_leave_time_for_the_way(school, server, repeat):
    """Each fifty minutes for a visit of 45: no two of them overlap."""
    race = Race(school, server, "Anouk")
    slots = [race.at(n * 50) for n in range(10)]
    won, lost = race.book({v: slots[n % 10] for n, v in enumerate(race.visits)})
    times = sorted(won.values())
    assert all(
        after - before >= VISIT + WAY
        for before, after in zip(times, times[1:], strict=False)
    )
    # and nobody was refused for nothing
    for start in lost.values():
        assert any(abs(start - other) < VISIT + WAY for other in times)
    race.clear(won)


def test_who_is_in_nobodys_way_is_never_refused(school, server):
    """Forty times of one lead that go together: all win, however many wait."""
    race = Race(school, server, "Anouk")
    starts = {
        visit: race.at(n % 10 * 60, days=7 * (n // 10))
        for n, visit in enumerate(race.visits)
    }
    won, lost = race.book(starts)
    assert (len(won), lost) == (MANY, {})
    race.clear(won)
