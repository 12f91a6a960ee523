"""By when a step of the care structure has to be done (G3).

Hours run on, day and night, for what cannot wait: who finds a child in danger does not
wait for Monday. Days are working days, and a step may take until the last of them is
over, since nobody at school acts on a Saturday. Vacations and closed days count as
any other day: a worry does not wait for six weeks.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

#: The units of time within which a step is done.
UNITS = ("hours", "days")
#: `date.weekday` of the first day on which nobody works.
SATURDAY = 5
END_OF_DAY = time(23, 59, 59)


def deadline(start: datetime, number: int, unit: str, zone: tzinfo) -> datetime:
    """Return the last moment at which a step is in time.

    :param start: the moment at which the steps begin, in UTC and without a zone.
    :param number: how many hours or working days it may take; 0 is at once, so then
        the deadline is ``start`` itself.
    :param unit: one of `UNITS`.
    :param zone: where the school is; its days count.
    :return: a moment in UTC without a zone.
    :raises ValueError: if the number is negative or the unit unknown.
    """
    if unit not in UNITS or number < 0:
        raise ValueError(f"No time to act within: {number} {unit}")
    if not number:
        return start
    if unit == "hours":
        return start + timedelta(hours=number)
    here = start.replace(tzinfo=UTC).astimezone(zone)
    day = add_working_days(here.date(), number)
    return _to_utc(datetime.combine(day, END_OF_DAY), zone)


def add_working_days(day: date, number: int) -> date:
    """Return the date that comes so many working days, Monday to Friday, after a day.

    :param day: any day; counting begins with the day after it.
    :param number: how many, 0 or more.
    """
    while number:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY:
            number -= 1
    return day


def _to_utc(wall: datetime, zone: tzinfo) -> datetime:
    """Return in UTC what a clock of the zone shows; both without a zone.

    It asks the zone for the way from UTC alone, which each kind of zone knows.
    """
    moment = wall
    for _guess in range(2):
        offset = moment.replace(tzinfo=UTC).astimezone(zone).utcoffset()
        moment = wall - (offset or timedelta())
    return moment
