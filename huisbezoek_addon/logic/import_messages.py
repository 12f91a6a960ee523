"""The sentences of an import, each naming row, field and remedy (design §6).

English here; the Odoo side translates them when it shows them. Placeholders are
named in the ``%(name)s`` form. No sentence has room for a person's name, date of
birth or any other content of a file: only lines, keys, column names and counts
(A6, design §5.3).
"""

from .import_file_messages import FILE_ERRORS, _

#: The row is refused; the other rows go on.
ROW_ERRORS: dict[str, str] = {
    "bad_date": _(
        "Line %(line)s, %(column)s: not a date. Write 2026-08-31 or 31-08-2026."
    ),
    "text_too_long": _(
        "Line %(line)s, %(column)s: longer than %(max)s characters. Shorten it in the"
        " pupil administration."
    ),
    "value_missing": _("Line %(line)s, %(column)s: empty. Fill it in."),
    "name_missing": _(
        "Line %(line)s: no name. Fill in the name in the pupil administration."
    ),
    "duplicate_key": _(
        "Line %(line)s: key %(key)s also stands at line(s) %(other_lines)s, so none "
        "of them is imported. Give each its own key in the pupil administration."
    ),
    "same_record_twice": _(
        "Line %(line)s: this is the same person or group as at line(s) "
        "%(other_lines)s, so none of them is imported. Remove the others in the pupil"
        " administration."
    ),
    "group_ambiguous": _(
        "Line %(line)s: the school year has %(count)s groups with this name. Give "
        "them different names, or export with lasting keys."
    ),
    "dummy_incomplete": _(
        "Line %(line)s: no lasting key, and no first name, last name and date of "
        "birth together, so the pupil cannot be recognised. Fill these in, or export "
        "with real keys."
    ),
    "dummy_ambiguous": _(
        "Line %(line)s: no lasting key, and %(count)s pupils of the school have this "
        "name and date of birth. Export with real keys."
    ),
    "dummy_near": _(
        "Line %(line)s: no lasting key, and the school has a pupil with the same date"
        " of birth and nearly the same name. Correct the name on one side, or export "
        "with real keys."
    ),
    "key_changed": _(
        "Line %(line)s: the school has a pupil with this name and date of birth under"
        " another key, and that key is not in the file. If the school has a new pupil"
        " administration, choose to take over its keys; otherwise enter this pupil by"
        " hand."
    ),
    "teacher_ambiguous": _(
        "Line %(line)s: %(count)s teachers of earlier imports have this name or "
        "e-mail address. Export with real keys, or give each teacher an own e-mail "
        "address."
    ),
    "too_many_cells": _(
        "Line %(line)s: more cells than columns, so values may have shifted. Put a "
        "text that holds the separator between quotation marks."
    ),
    "cell_must_be_clear": _(
        "Line %(line)s, %(column)s: not one of %(choices)s. Write one of these, "
        "because it decides who may be invited."
    ),
    "pupil_unknown": _(
        "Line %(line)s: no pupil has key %(key)s. Import the pupils first; check that"
        " Excel did not remove leading zeros."
    ),
    "household_differs": _(
        "Line %(line)s, %(column)s: line %(other_line)s says something else of the "
        "same household. Make them the same, or leave one blank."
    ),
    "guardian_differs": _(
        "Line %(line)s, %(column)s: line %(other_line)s says something else of the "
        "same guardian. Make them the same, or give each guardian an own key."
    ),
    "guardian_ambiguous": _(
        "Line %(line)s: the household has %(count)s guardians with this name. Fill in"
        " the key of the guardian."
    ),
    "guardian_near": _(
        "Line %(line)s: the household has a guardian with the same first name and "
        "nearly the same name. Correct the name on one side, or fill in the key of "
        "the guardian."
    ),
    "bad_time": _("Line %(line)s, %(column)s: not a time of day. Write 15:30."),
    "bad_minutes": _("Line %(line)s, %(column)s: not a number of minutes. Write 45."),
    "cell_unknown": _(
        "Line %(line)s, %(column)s: not one of %(choices)s. Write one of these."
    ),
    "household_unknown": _(
        "Line %(line)s: no household has key %(key)s. Import the households first; "
        "where a pupil has one household the cell may stay empty."
    ),
    "household_missing": _(
        "Line %(line)s, %(column)s: the pupil has %(count)s households. Fill in the "
        "key of the one that was visited."
    ),
    "household_none": _(
        "Line %(line)s: pupil %(key)s has no household. Import the households first, "
        "or make one on the pupil's page."
    ),
    "pupil_not_in_household": _(
        "Line %(line)s: pupil %(key)s does not belong to household %(household_key)s. "
        "Correct one of the two keys, or add the pupil to the household."
    ),
    "visit_pupil_left": _(
        "Line %(line)s: pupil %(key)s has left the school, so no visit is planned. "
        "Remove the row, or take the leave date off the pupil."
    ),
    "visit_day_wrong": _(
        "Line %(line)s, %(column)s: a visit cannot have been or be on this day. "
        "Correct the year."
    ),
    "visit_not_yet": _(
        "Line %(line)s, %(column)s: this day has not come yet, so nothing can have "
        "happened. Correct the date, or write gepland."
    ),
    "visit_too_long": _(
        "Line %(line)s, %(column)s: a visit is planned for %(max)s minutes at most. "
        "Make it shorter; what it really took is filled in afterwards."
    ),
    "visit_much_too_long": _(
        "Line %(line)s, %(column)s: more than %(max)s minutes. Correct it; the length"
        " is in minutes."
    ),
    "visit_differs": _(
        "Line %(line)s, %(column)s: line %(other_line)s says something else of the "
        "same visit. Make them the same, or leave one blank."
    ),
    "visit_overlaps": _(
        "Line %(line)s: the teacher or companion has another visit of this file at "
        "that time, at line(s) %(other_lines)s. Give one of them another time or "
        "another colleague."
    ),
    "visit_busy": _(
        "Line %(line)s: the teacher or companion is on another home visit at that "
        "time. Choose another time or another colleague."
    ),
    "colleague_unknown": _(
        "Line %(line)s, %(column)s: nobody at the school has this key or work e-mail."
        " Correct it, import the teachers first, or for a visit of the past leave the"
        " cell empty."
    ),
    "colleague_waits": _(
        "Line %(line)s, %(column)s: this teacher waits for an employee. Choose the "
        "employee in the list of teachers first."
    ),
    "colleague_shared": _(
        "Line %(line)s, %(column)s: several people have this key or work e-mail. "
        "Write the key of the teacher, or an e-mail address that only one has."
    ),
    "colleague_no_calendar": _(
        "Line %(line)s, %(column)s: this employee has no user and no work contact, so"
        " no calendar to plan in. Add one of them to the employee."
    ),
    "companion_leads": _(
        "Line %(line)s, %(column)s: the same person as the teacher. Leave the cell "
        "empty, or name another colleague."
    ),
    "period_reversed": _(
        "Line %(line)s: the end lies before the start. Correct the dates."
    ),
}

#: The row is imported, but somebody should look.
WARNINGS: dict[str, str] = {
    "version_unknown": _(
        "Line %(line)s: this EDEXML version is not 2.1, 2.0 or 1.03. The file was "
        "read as 2.1; check the preview."
    ),
    "grade_unknown": _(
        "Line %(line)s, %(column)s: this year group does not exist in EDEXML. Choose "
        "it after the import, or correct it in the pupil administration."
    ),
    "grade_missing": _(
        "Line %(line)s: neither the pupil nor the group tells the year group. Fill it"
        " in in the pupil administration."
    ),
    "first_name_missing": _(
        "Line %(line)s: no first name; initials are used where there are any. Fill in"
        " the name of use in the pupil administration."
    ),
    "birth_date_missing": _(
        "Line %(line)s: no date of birth, so ages 16 and 18 are not watched. Fill it "
        "in in the pupil administration."
    ),
    "birth_date_future": _(
        "Line %(line)s: the date of birth lies after the date of the file. Correct it"
        " in the pupil administration."
    ),
    "entry_before_birth": _(
        "Line %(line)s: the day of entry lies before the date of birth; left out. "
        "Correct the dates in the pupil administration."
    ),
    "left_open_visits": _(
        "Line %(line)s: has left, and %(count)s visit(s) are still open. Cancel them,"
        " or hand them over."
    ),
    "group_name_missing": _("Line %(line)s: the group has no name; its key is used."),
    "group_missing": _(
        "Line %(line)s: group %(group_key)s is not in the file. The row is imported "
        "without that group; place it by hand, or export with groups."
    ),
    "possible_double": _(
        "Line %(line)s: another pupil in the file has the same name and date of "
        "birth. If it is the same pupil, correct the pupil administration."
    ),
    "leave_date_kept": _(
        "Line %(line)s: the pupil has a leave date here but none in the file. It is "
        "kept; empty it on the pupil if the pupil stays."
    ),
    "email_bad": _("Line %(line)s, %(column)s: not an e-mail address; left out."),
    "teacher_unmatched": _(
        "Line %(line)s: no employee fits, so the teacher waits in the list. Choose "
        "the employee there; the group works without."
    ),
    "teacher_email_shared": _(
        "Line %(line)s: the e-mail address fits more than one teacher or employee, so"
        " the teacher waits in the list. Choose the employee there."
    ),
    "cell_unclear": _("Line %(line)s, %(column)s: not one of %(choices)s; left out."),
    "language_unknown": _(
        "Line %(line)s, %(column)s: this language is not in the list; left out. Add "
        "the language or correct the row."
    ),
    "phone_lost_zero": _(
        "Line %(line)s, %(column)s: the number seems to have lost its leading 0 in "
        "Excel. It is kept as it is; correct it, and give the column the type Text."
    ),
    "phone_unreadable": _(
        "Line %(line)s, %(column)s: Excel shortened the number; left out. Give the "
        "column the type Text and fill it in again."
    ),
    "postcode_unusual": _(
        "Line %(line)s, %(column)s: not a Dutch postcode; kept as it is."
    ),
    "secret_address_refused": _(
        "Line %(line)s: this row, or another one of the same household, says that the"
        " address is secret. No address of this household is stored; a care "
        "coordinator enters it by hand."
    ),
    "address_stands_open": _(
        "Line %(line)s: the file says that the address of this household is secret, "
        "but an address stands here for all to read. Ask a care coordinator to make "
        "it secret at once."
    ),
    "restriction_kept": _(
        "Line %(line)s: a contact restriction stands here, and the file says there is"
        " none. It is kept; lift it by hand if it has ended."
    ),
    "visit_planned_past": _(
        "Line %(line)s: this visit is still planned, and its day has passed. Mark it "
        "as held, or move it."
    ),
    "visit_no_lead": _(
        "Line %(line)s, %(column)s: nobody is named, so the visit has no lead. Choose"
        " one on the visit if you know who it was."
    ),
    "visit_open_elsewhere": _(
        "Line %(line)s: the household has another open visit in this school year, so "
        "none is made and that one stays as it is. Move it if this is the right date."
    ),
    "visit_kept_near": _(
        "Line %(line)s: an earlier file brought a visit to this household on a day "
        "nearby, and colleagues changed that one since. It stays, and none is made. "
        "Make this visit by hand if it is another one."
    ),
    "visit_open_too": _(
        "Line %(line)s: the household also has a visit to plan in this school year. "
        "Cancel that one if this visit was enough."
    ),
    "visit_state_kept": _(
        "Line %(line)s: the visit is closed in another way here, and stays so. "
        "Change it by hand if the file is right."
    ),
    "visit_newer_file": _(
        "Line %(line)s: a later file gave this visit another date, and that one "
        "stays. Move the visit by hand if this date is right."
    ),
    "address_kept_secret": _(
        "Line %(line)s: the address of this household is secret here, so the file "
        "does not change it. A care coordinator does."
    ),
}

#: Good to know; nothing to do.
NOTICES: dict[str, str] = {
    "older_file": _(
        "This file is older (%(file_date)s) than what was imported last "
        "(%(last_date)s): only new rows are added, nothing is overwritten."
    ),
    "older_row_skipped": _(
        "Line %(line)s: not changed, because the file is older than what was imported"
        " last."
    ),
    "left_before": _(
        "Line %(line)s: has left the school already and was never imported; left out."
    ),
    "other_location": _("Line %(line)s: belongs to another location; left out."),
    "role_skipped": _("Line %(line)s: role %(roles)s is not imported as a teacher."),
    "absent_pupil": _(
        "Not in this file. The pupil is kept; give a leave date if the pupil has left."
    ),
    "absent": _(
        "Not in this file: %(count)s pupil(s) of the school. They are kept; give them"
        " a leave date if they have left."
    ),
    "column_forbidden": _("The column %(column)s was not read: it may not be stored."),
    "visit_kept": _(
        "Line %(line)s: colleagues made this visit here, or changed it after an "
        "import, so it stays as it is."
    ),
    "visit_part": _("Line %(line)s: belongs to the visit at line %(other_line)s."),
    "visit_uses_open": _(
        "Line %(line)s: plans the visit that the household had to plan already."
    ),
    "visit_date_corrected": _(
        "Line %(line)s: corrects the date of a visit that an earlier file brought."
    ),
    "column_free_text": _(
        "The column %(column)s was not read: reports and worries do not come in with "
        "a list. Whoever may read them writes them in their own place."
    ),
    "column_unknown": _(
        "The column %(column)s was not read: it is not one of the template."
    ),
    "read_as_windows": _(
        "The file is not UTF-8 and was read as Windows-1252. Check names with accents"
        " in the preview."
    ),
}

#: Code → English sentence, all together.
MESSAGES: dict[str, str] = {**FILE_ERRORS, **ROW_ERRORS, **WARNINGS, **NOTICES}


def severity(code: str) -> str:
    """Tell how heavy a code weighs: ``error``, ``warning`` or ``notice`` (A6)."""
    if code in WARNINGS:
        return "warning"
    return "notice" if code in NOTICES else "error"
