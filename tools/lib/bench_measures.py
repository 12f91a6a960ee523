"""The side-by-side measurements of K4: what tools/bench gives Odoo's shell to do.

Each piece of work is done and taken back several times, in turns with its yardstick:
a machine has good and bad moments, and a ratio of neighbours says more than a time.
What is told goes to standard output, one line of JSON with a mark before it.
"""

import gc
import json
import os
import time
from datetime import datetime, timedelta
from statistics import median

import pytz

from odoo.fields import Command

from odoo.addons.huisbezoek_addon.models.abstract.calendar_shadow_mixin import QUIET

QUICK = bool(os.environ["BENCH_QUICK"])
REPEATS = 1 if QUICK else 7
VISITS, BOOKINGS, SINGLE = (50, 10, 10) if QUICK else (1000, 500, 100)
#: Before each line that is meant for tools/bench.
MARK = "BENCH "
#: How many visits a teacher makes; three on a day.
VISITS_EACH, VISITS_A_DAY = 25, 3
#: Lines of one visit of one visitor: visit, way, talking it over, report.
LINES_EACH = 4
LINES = VISITS * LINES_EACH
#: Appointments of each person in the weeks in which a free time is looked for.
EVENTS, WEEKS = (6, 2) if QUICK else (60, 8)
#: Visits among which nothing is due.
FEW, MANY = (10, 200) if QUICK else (100, 100_000)


# === HOW IT IS MEASURED === #


class Work:
    """One piece of work: prepared out of sight, done under the clock."""

    def __init__(self, count, do, prepare=lambda env: None):
        self.count, self.prepare, self.do = count, prepare, do
        self.seconds, self.queries = [], []

    def run(self, env):
        """Do the work once, note what each of it costs, and take it back."""
        prepared = self.prepare(env)
        env.cr.flush()
        env.invalidate_all()
        gc.collect()
        queries, begin = env.cr.sql_log_count, time.perf_counter()
        self.do(env, prepared)
        # with what waits for the end of a request, such as tracked values
        env.cr.flush()
        self.seconds.append((time.perf_counter() - begin) / self.count)
        self.queries.append((env.cr.sql_log_count - queries) / self.count)
        env.cr.rollback()

    def ratio(self, other):
        """Return how many times as long this takes: the median of neighbours."""
        pairs = zip(self.seconds, other.seconds, strict=True)
        return median(mine / theirs for mine, theirs in pairs)


def run_in_turns(env, *works):
    """Do the works in turns; the first round warms up, and is forgotten."""
    for again in range(REPEATS + 1):
        for work in works:
            work.run(env)
            if not again:
                work.seconds.clear()
                work.queries.clear()


def tell(name, work, aims=None, **ratio):
    row = {
        "name": name,
        "count": work.count,
        "milliseconds": median(work.seconds) * 1000,
        "queries": median(work.queries),
        "aims": aims or {},
        **ratio,
    }
    print(MARK + json.dumps(row), flush=True)


# === WHAT IS MEASURED WITH === #


def create_users(env, name, count):
    users = env["res.users"].with_context(no_reset_password=True)
    return users.create(
        [
            {"name": f"{name} {number}", "login": f"{name}{number}", "tz": "UTC"}
            for number in range(count)
        ]
    )


class School:
    """A school with a planner, families, and couples of colleagues who visit them."""

    def __init__(self, env, families):
        planner = create_users(env, "planner", 1)
        leads = create_users(env, "lead", -(-families // VISITS_EACH))
        companions = create_users(env, "companion", len(leads))
        employees = env["hr.employee"].create(
            [{"name": user.name, "user_id": user.id} for user in leads + companions]
        )
        school = env["huisbezoek.school"].create({"name": "De Linde"})
        school.protocol_ids._activate_sudo()
        env["huisbezoek.role"].create(
            {
                "user_id": planner.id,
                "role": "planner",
                "school_id": school.id,
                "date_from": "2020-01-01",
            }
        )
        pupils = env["huisbezoek.pupil"].create(
            [
                {
                    "school_id": school.id,
                    "first_name": f"Kind{number}",
                    "last_name": f"Naam{number}",
                }
                for number in range(families)
            ]
        )
        households = env["huisbezoek.household"].create(
            [{"school_id": school.id, "pupil_ids": pupil.ids} for pupil in pupils]
        )
        # Numbers, for records do not outlive the end of a transaction.
        self.planner_id, self.school_id = planner.id, school.id
        self.household_ids, self.user_ids = households.ids, leads.ids
        self.employees = list(
            zip(employees.ids[: len(leads)], employees.ids[len(leads) :], strict=True)
        )
        self.partners = list(
            zip(leads.partner_id.ids, companions.partner_id.ids, strict=True)
        )
        self.day = datetime.now().replace(hour=14, minute=0, second=0, microsecond=0)

    def start(self, number):
        """Return when visit ``number`` begins: never two of a couple at once.

        Each couple has times of its own, by the quarter of an hour.
        """
        couple, place = divmod(number, VISITS_EACH)
        day, hour = divmod(place, VISITS_A_DAY)
        return self.day + timedelta(days=7 + day, hours=hour, minutes=15 * (couple % 4))

    def lead(self, number):
        """Return the employee who leads visit ``number``."""
        return self.employees[number // VISITS_EACH][0]

    def visits(self, env):
        """Return the visits as the planner gets at them."""
        return env(user=self.planner_id)["huisbezoek.visit"]

    def visit_values(self, count):
        """Return the values of visits that have no time."""
        return [
            {
                "school_id": self.school_id,
                "household_id": household_id,
                "lead_id": self.employees[number // VISITS_EACH][0],
                "companion_ids": [
                    Command.set([self.employees[number // VISITS_EACH][1]])
                ],
            }
            for number, household_id in enumerate(self.household_ids[:count])
        ]

    def event_values(self, count):
        """Return the values of bare events with the same people and times."""
        return [
            {
                "name": "Meeting",
                "start": self.start(number),
                "stop": self.start(number) + timedelta(hours=1),
                "user_id": self.user_ids[number // VISITS_EACH],
                "partner_ids": [Command.set(self.partners[number // VISITS_EACH])],
            }
            for number in range(count)
        ]


class Resources:
    """A type of booking of OCA's resource_booking, with one person a combination."""

    def __init__(self, env, bookings, name="resource", days=7, hour_from=0, hour_to=24):
        whole_days = [
            Command.create(
                {
                    "name": "Day",
                    "dayofweek": str(day),
                    "hour_from": hour_from,
                    "hour_to": hour_to,
                    "day_period": "morning",
                }
            )
            for day in range(days)
        ]
        hours = env["resource.calendar"].create(
            {
                "name": "Bookings",
                "tz": "UTC",
                "attendance_ids": [Command.clear(), *whole_days],
            }
        )
        resources = env["resource.resource"].create(
            [
                {
                    "name": user.name,
                    "user_id": user.id,
                    "resource_type": "user",
                    "calendar_id": hours.id,
                    "tz": "UTC",
                }
                for user in create_users(env, name, -(-bookings // VISITS_EACH))
            ]
        )
        combinations = env["resource.booking.combination"].create(
            [{"resource_ids": [Command.set(resource.ids)]} for resource in resources]
        )
        kind = env["resource.booking.type"].create(
            {
                "name": "Booking",
                "duration": 1,
                "slot_duration": 0.25,
                "resource_calendar_id": hours.id,
                "combination_rel_ids": [
                    Command.create({"combination_id": combination.id})
                    for combination in combinations
                ],
            }
        )
        self.combination_ids, self.type_id = combinations.ids, kind.id
        self.calendar_id, self.partner_ids = hours.id, resources.user_id.partner_id.ids
        self.partner_id = env["res.partner"].create({"name": "Customer"}).id

    def booking_values(self, start, count):
        return [
            {
                "type_id": self.type_id,
                "partner_ids": [Command.set([self.partner_id])],
                # Chosen beforehand: to let it find who is free costs more still.
                "combination_auto_assign": False,
                "combination_id": self.combination_ids[number // VISITS_EACH],
                "start": start(number),
                "duration": 1,
            }
            for number in range(count)
        ]


# === THE WORK === #


def bare_events(school, count):
    """The yardstick: calendar events of two people each, in one batch."""
    return Work(
        count,
        lambda env, _none: (
            env["calendar.event"]
            .with_context(**QUIET)
            .create(school.event_values(count))
        ),
    )


def single_events(school, count):
    """The same, one after the other as people make them."""

    def do(env, _none):
        for values in school.event_values(count):
            env["calendar.event"].with_context(**QUIET).create(values)
            env.cr.flush()

    return Work(count, do)


def planned_visits(school, count):
    """Visits that wait get each a time of their own, in one batch."""
    return Work(
        count,
        lambda _env, visits: visits._plan(
            {visit: school.start(number) for number, visit in enumerate(visits)}
        ),
        prepare=lambda env: school.visits(env).create(school.visit_values(count)),
    )


def single_visits(school, count):
    """The same, one after the other."""

    def do(env, visits):
        for number, visit in enumerate(visits):
            visit.write({"start": school.start(number)})
            env.cr.flush()

    return Work(
        count,
        do,
        prepare=lambda env: school.visits(env).create(school.visit_values(count)),
    )


def created_visits(school, count):
    """Visits are made and planned in one go."""
    return Work(
        count,
        lambda env, _none: school.visits(env).create(
            [
                {**values, "start": school.start(number)}
                for number, values in enumerate(school.visit_values(count))
            ]
        ),
    )


def scheduled_bookings(school, resources, count):
    """OCA's bookings are made and scheduled in one go."""
    return Work(
        count,
        lambda env, _none: (
            env["resource.booking"]
            .with_context(**QUIET)
            .create(resources.booking_values(school.start, count))
        ),
    )


def bare_lines(school, count):
    """The yardstick of hours: timesheet lines of ordinary tasks, in one batch."""

    def prepare(env):
        project = env["project.project"].create({"name": "Lessons"})
        return env["project.task"].create(
            [{"name": "Lessons", "project_id": project.id} for _ in school.employees]
        )

    def do(env, tasks):
        env["account.analytic.line"].create(
            [
                {
                    "name": "Lessons",
                    "project_id": tasks.project_id.id,
                    "task_id": tasks[number // LINES_EACH // VISITS_EACH].id,
                    "employee_id": school.lead(number // LINES_EACH),
                    "date": school.day.date(),
                    "unit_amount": 0.5,
                }
                for number in range(count)
            ]
        )

    return Work(count, do, prepare)


def hour_lines(school, count):
    """The hours of finished visits, at a school whose P-MR has consented."""

    def prepare(env):
        values = school.visit_values(count // LINES_EACH)
        visits = school.visits(env).create(values)
        visits._plan({visit: school.start(n) for n, visit in enumerate(visits)})
        visits_sudo = visits.sudo()
        ago = timedelta(days=60)
        for visit in visits_sudo:
            visit.write(
                {"real_start": visit.start - ago, "real_stop": visit.stop - ago}
            )
        visits_sudo.state = "done"
        # Only now, so that all of them wait for their hours.
        visits_sudo.school_id.hours_consent_date = "2020-01-01"
        return visits_sudo

    return Work(count, lambda _env, visits: visits._sync_hours(), prepare)


class Calendars:
    """A round to plan: visits without a time, and people with full calendars."""

    def __init__(self, env, school):
        self.first = school.day.date() + timedelta(days=1)
        self.last = self.first + timedelta(weeks=WEEKS)
        partners = [partner for couple in school.partners for partner in couple]
        env["calendar.event"].with_context(**QUIET).create(
            [
                {**values, "partner_ids": [Command.set([partner])]}
                for partner in partners
                for values in self.event_values()
            ]
        )
        for number, household_id in enumerate(school.household_ids):
            env["huisbezoek.household"].browse(
                household_id
            ).zip = f"80{number % 40 + 10}"
        env["huisbezoek.travel.time"].create(
            [
                {
                    "school_id": school.school_id,
                    "area_from": f"80{area}",
                    "area_to": "8010",
                    "minutes": area,
                }
                for area in range(11, 50)
            ]
        )
        visits = school.visits(env).create(school.visit_values(VISITS))
        # The first family is visited by three people.
        third = env["hr.employee.public"].browse(school.employees[1][0])
        visits[0].companion_ids |= third
        self.visit_ids = visits.ids

    def event_values(self):
        """Return the appointments of one person, by day and in the evening."""
        begin = datetime.combine(self.first, datetime.min.time())
        for number in range(EVENTS):
            day, hour = number * 7 * WEEKS // EVENTS, 8 + number * 5 % 12
            start = begin + timedelta(days=day, hours=hour)
            yield {
                "name": "Meeting",
                "start": start,
                "stop": start + timedelta(hours=1),
            }


def free_times(calendars, school, count, step=1):
    """When each of some visits can be, in all the weeks to come."""

    def do(_env, visits):
        visits._get_free_slots_batch(calendars.first, calendars.last)

    ids = calendars.visit_ids[::step][:count]
    return Work(len(ids), do, prepare=lambda env: school.visits(env).browse(ids))


def available_slots(resources, calendars):
    """When one person of OCA's resource_booking can be booked, in the same weeks."""

    def do(env, booking):
        zone = pytz.timezone("Europe/Amsterdam")
        first, last = (
            zone.localize(datetime.combine(day, datetime.min.time()))
            for day in (calendars.first, calendars.last)
        )
        booking._get_available_slots(first, last)

    def prepare(env):
        # Nothing of it is scheduled: that is what the slots are looked for.
        [values] = resources.booking_values(lambda _number: False, 1)
        return env["resource.booking"].with_context(**QUIET).create(values)

    return Work(1, do, prepare)


def reminders(visits):
    """The nightly look for late reports, where there are none."""
    work = Work(1, lambda env, _none: env["huisbezoek.visit"]._cron_remind_reports())
    work.name = f"reminders, nothing due among {visits:,} visits"
    return work


# === THE MEASUREMENTS === #


def measure_planning(env, school):
    """Planning beside bare calendar events."""
    events, plan = bare_events(school, VISITS), planned_visits(school, VISITS)
    create = created_visits(school, VISITS)
    run_in_turns(env, events, plan, create)
    tell("bare calendar events, one batch", events)
    aims = {"times": 2.5, "queries": 3}
    tell("visits planned, one batch", plan, aims, times=plan.ratio(events))
    tell("visits made and planned, one batch", create, times=create.ratio(events))
    events, plan = single_events(school, SINGLE), single_visits(school, SINGLE)
    run_in_turns(env, events, plan)
    tell("bare calendar events, one by one", events)
    tell("visits planned, one by one", plan, times=plan.ratio(events))


def measure_booking(env, school):
    """A booking beside one of OCA's resource_booking."""
    resources = Resources(env, BOOKINGS)
    env.cr.commit()
    theirs = scheduled_bookings(school, resources, BOOKINGS)
    plan, create = planned_visits(school, BOOKINGS), created_visits(school, BOOKINGS)
    run_in_turns(env, theirs, plan, create)
    aims = {"cheaper": 8}
    tell("bookings of resource_booking, one batch", theirs)
    tell("visits planned, one batch", plan, aims, cheaper=theirs.ratio(plan))
    tell(
        "visits made and planned, one batch", create, aims, cheaper=theirs.ratio(create)
    )


def measure_hours(env, school):
    """Hour lines of finished visits beside bare timesheet lines."""
    bare, ours = bare_lines(school, LINES), hour_lines(school, LINES)
    run_in_turns(env, bare, ours)
    tell("bare timesheet lines, one batch", bare)
    tell(
        "hour lines of visits, one batch", ours, {"times": 1.5}, times=ours.ratio(bare)
    )


def measure_slots(env, school):
    """Free times beside those of one booking of OCA's resource_booking.

    Theirs are of one person, without ways, lessons or a family; ours of three people
    for one family, and of all the families of a round.
    """
    office = {"days": 5, "hour_from": 8, "hour_to": 17}
    resources = Resources(env, 1, "office", **office)
    calendars = Calendars(env, school)
    env["calendar.event"].with_context(**QUIET).create(
        [
            {**values, "partner_ids": [Command.set([resources.partner_ids[0]])]}
            for values in calendars.event_values()
        ]
    )
    env.cr.commit()
    theirs = available_slots(resources, calendars)
    one = free_times(calendars, school, 1)
    tenth = free_times(calendars, school, VISITS, step=10)
    every = free_times(calendars, school, VISITS)
    run_in_turns(env, theirs, one, tenth, every)
    tell("slots of resource_booking, one person", theirs)
    aims = {"times": 3, "queries": 16}
    tell("free times of a visit of three people", one, aims, times=one.ratio(theirs))
    tell("free times of a tenth of a round", tenth, cheaper=theirs.ratio(tenth))
    # As many as for a tenth of the families, with the same teachers.
    aims = {"cheaper": 20, "queries": max(tenth.queries) * tenth.count / every.count}
    tell("free times of a whole round", every, aims, cheaper=theirs.ratio(every))
    school.visits(env).browse(calendars.visit_ids).unlink()
    env.cr.commit()


def measure_reminders(env, school):
    """Late reports that nobody owes cost the same, however many visits there are."""
    school.visits(env).create(school.visit_values(FEW))
    env.cr.commit()
    few = reminders(FEW)
    run_in_turns(env, few)
    tell(few.name, few)
    fill_visits(env, MANY)
    many = reminders(MANY)
    run_in_turns(env, many)
    aims = {"queries": max(few.queries)}
    tell(many.name, many, aims)


def fill_visits(env, count):
    """Copy the visits of before until there are many, all reported; by SQL."""
    env.cr.execute(
        "SELECT string_agg(quote_ident(column_name), ', ')"
        " FROM information_schema.columns WHERE table_name = 'huisbezoek_visit'"
        " AND column_name NOT IN ('id', 'state', 'event_id')"
    )
    [columns] = env.cr.fetchone()
    env.cr.execute(
        f"INSERT INTO huisbezoek_visit (state, {columns})"
        f" SELECT 'reported', {columns} FROM huisbezoek_visit"
        " CROSS JOIN generate_series(1, %s)",
        [count // FEW],
    )
    env.cr.commit()
    env.cr.execute("ANALYZE huisbezoek_visit")
    env.cr.commit()


#: In this order: the last one leaves many visits behind.
MEASUREMENTS = {
    "planning": measure_planning,
    "booking": measure_booking,
    "hours": measure_hours,
    "slots": measure_slots,
    "reminders": measure_reminders,
}


def main(env):
    school = School(env, VISITS)
    env.cr.commit()
    for name in os.environ["BENCH_ONLY"].split(","):
        MEASUREMENTS[name](env, school)


if __name__ == "__main__":
    main(env)  # noqa: F821 - the shell's own
