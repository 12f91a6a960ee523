"""What a visit costs a visitor, in minutes of four kinds (H2).

Source: the brochure's norm of 1.5 to 2.5 hours a visit, which holds the way, the
visit, talking it over and the report. The visit itself is timed; what is left of
the norm is spread in fixed shares, since nobody should have to keep a stopwatch.
"""

#: The kinds of hours, in the order in which they come.
KINDS = ("visit", "travel", "consultation", "report")
#: Percentages of what the norm leaves beside the visit; the rest is consultation.
TRAVEL_SHARE = 40
REPORT_SHARE = 40
#: States of a visit that cost the norm, held or still to come.
COUNTING = frozenset({"todo", "invited", "planned", "on_hold", "done", "reported"})


def split_minutes(
    norm: int, planned: int, real: int | None = None, *, travels: bool = True
) -> dict[str, int]:
    """Return the minutes of a visit that was held, by kind.

    :param norm: what a visit costs by the protocol, all in.
    :param planned: the length that was planned.
    :param real: how long it really took; the planned length if None.
    :param travels: whether there was a way to go; at school there is none, and
        its share falls away.
    """
    rest = max(norm - planned, 0)
    travel = _share(rest, TRAVEL_SHARE)
    report = _share(rest, REPORT_SHARE)
    return {
        "visit": max(planned if real is None else real, 0),
        "travel": travel if travels else 0,
        "consultation": rest - travel - report,
        "report": report,
    }


def closed_door_minutes(
    norm: int, planned: int, *, travels: bool = True
) -> dict[str, int]:
    """Return the minutes of a visit where nobody opened: the way there and back."""
    return {
        **dict.fromkeys(KINDS, 0),
        "travel": split_minutes(norm, planned, travels=travels)["travel"],
    }


def _share(minutes: int, percentage: int) -> int:
    """Return a percentage in whole minutes, half a minute upwards."""
    return (minutes * percentage + 50) // 100
