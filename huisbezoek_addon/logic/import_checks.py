"""Rows as the addon keeps them: what it has no place for is left out (A3, A4, A6)."""

from dataclasses import replace
from datetime import date

from .import_plan import ExistingPupil, PlanRow
from .import_records import FamilyRecord, Note, PupilRecord, note

_SECRET = "secret_address_refused"


def checked_pupil(
    record: PupilRecord, kept_locations: frozenset[str] | None
) -> PupilRecord:
    """Give a pupil as the addon keeps one: no location, entered after birth.

    The school is the location, so its key need not be stored (A3).

    :param kept_locations: locations of the school, None for all.
    """
    if kept_locations is None or record.location_key in kept_locations:
        record = replace(record, location_key="")
    if enters_before_birth(record.birth_date, record.entry_date):
        told = note("entry_before_birth", line=record.line)
        record = replace(record, entry_date=None, problems=(*record.problems, told))
    return record


def enters_before_birth(birth: date | None, entry: date | None) -> bool:
    """Tell whether somebody enters the school before being born."""
    return bool(birth and entry and entry < birth)


def checked_family(record: FamilyRecord, is_email_usable: bool) -> FamilyRecord:
    """Give a guardian's row as the addon keeps one: the address on one line.

    :param is_email_usable: mail can be sent to the address of the row.
    """
    street = " ".join(filter(None, (record.street, record.number, record.addition)))
    record = replace(record, street=street, number="", addition="")
    if record.email and not is_email_usable:
        told = note("email_bad", line=record.line, column="e-mail")
        record = replace(record, email="", problems=(*record.problems, told))
    return record


def is_secret(record: FamilyRecord) -> bool:
    """Tell whether the file says that the household's address is secret (A4)."""
    return any(problem.code == _SECRET for problem in record.problems)


def settled(row: PlanRow, pupil: ExistingPupil | None) -> PlanRow:
    """Give the row without a grade that has no place to stand on.

    A grade belongs to a place in a group; for who has none it would be news
    each time.
    """
    if pupil and row.values.keys() == {"grade"} and not pupil.group_id:
        return row.to("unchanged", row.notes)
    return row


def leaver_notes(line: int, open_visits: int) -> tuple[Note, ...]:
    """Give what the office must know of a pupil who left."""
    if not open_visits:
        return ()
    return (note("left_open_visits", line=line, count=open_visits),)


def absent_note() -> Note:
    """Give what is told about a pupil whom the file does not name."""
    return note("absent_pupil")
