"""The sentences of an import, each naming row, field and remedy (design §6).

English here; the Odoo side lists them for translation. Placeholders are named in
the ``%(name)s`` form. No sentence has room for a person's name, date of birth or
any other content of a file: only lines, keys, column names and counts (A6, design
§5.3).
"""

#: The file cannot be read or does not belong here: nothing is imported.
FILE_ERRORS: dict[str, str] = {
    "file_empty": "The file is empty. Export it again and choose the new file.",
    "file_too_large": "The file is larger than %(max_mb)s MB. Export fewer pupils "
    "at a time, for example one location.",
    "file_is_zip": "This is a ZIP archive. Unpack it and choose the file inside, "
    "usually EDEX.XML.",
    "file_is_xlsx": "This is an Excel workbook. In Excel choose Save as, type CSV "
    "UTF-8, and choose that file; pupils and groups come as EDEXML (.xml) from the "
    "pupil administration.",
    "file_is_pdf": "This is a PDF. Choose the export itself: EDEXML (.xml) or CSV.",
    "file_is_html": "This is a web page, probably a login or error page saved "
    "instead of the export. Log in to the pupil administration and export again.",
    "file_is_binary": "This file holds no text. Choose the export itself: EDEXML "
    "(.xml) or CSV.",
    "file_not_xml": "This is not an XML file. Choose the EDEXML export of the pupil "
    "administration, usually named EDEX.XML.",
    "file_not_edexml": "This XML file is not EDEXML: its first element is not EDEX. "
    "Choose the EDEXML export of the pupil administration.",
    "file_has_doctype": "The file holds a DOCTYPE, which EDEXML does not have and "
    "which can be misused. Export it again from the pupil administration.",
    "file_encoding_unsupported": "The file names a character encoding that is not "
    "supported. Export or save it again as UTF-8.",
    "file_encoding_wrong": "The file says that its encoding is %(encoding)s, but "
    "line %(line)s holds other characters. Export it again, or save it again as "
    "UTF-8.",
    "file_not_well_formed": "The file is not valid XML at line %(line)s. Export it "
    "again; do not edit it by hand.",
    "file_truncated": "The file ends too early, at line %(line)s: it was not saved "
    "or downloaded completely. Export it again.",
    "file_too_deep": "Elements are nested deeper than %(max)s at line %(line)s; no "
    "EDEXML file is. Export it again.",
    "file_record_too_large": "The record at line %(line)s holds more than %(max)s "
    "elements; no EDEXML record does. Export the file again.",
    "header_missing": "The file has no school block, so its school year is unknown. "
    "Choose the school year, or export the file again.",
    "school_year_missing": "The school year at line %(line)s is missing or not like "
    "2026-2027. Choose the school year, or export the file again.",
    "other_school": "Line %(line)s names another school (BRIN) than the one you "
    "import into. Choose that school, or the file of this school.",
    "keys_look_like_bsn": "The keys of the pupils in this file look like citizen "
    "service numbers, which may not be stored. Ask the supplier of the pupil "
    "administration for an export with its own keys.",
    "file_is_xml": "This is an XML file. Choose the CSV file with households and "
    "guardians here; EDEXML goes under pupils and groups.",
    "csv_columns_missing": "The first row lacks the column(s) %(columns)s. Start "
    "from the template; columns are separated by a semicolon, comma or tab.",
    "csv_column_twice": "The column %(column)s stands in the first row more than "
    "once. Remove one of the two.",
    "csv_unreadable": "The row at line %(line)s cannot be read: a quotation mark is "
    "not closed or stands in the wrong place. Correct it, or save the file again "
    "from Excel as CSV UTF-8.",
    "csv_no_rows": "The file has a first row with column names but nothing below "
    "it. Fill in the rows and choose the file again.",
}

#: The row is refused; the other rows go on.
ROW_ERRORS: dict[str, str] = {
    "bad_date": "Line %(line)s, %(column)s: not a date. Write 2026-08-31 or "
    "31-08-2026.",
    "text_too_long": "Line %(line)s, %(column)s: longer than %(max)s characters. "
    "Shorten it in the pupil administration.",
    "value_missing": "Line %(line)s, %(column)s: empty. Fill it in.",
    "name_missing": "Line %(line)s: no name. Fill in the name in the pupil "
    "administration.",
    "duplicate_key": "Line %(line)s: key %(key)s also stands at line(s) "
    "%(other_lines)s, so none of them is imported. Give each its own key in the "
    "pupil administration.",
    "same_record_twice": "Line %(line)s: this is the same person or group as at "
    "line(s) %(other_lines)s, so none of them is imported. Remove the others in the "
    "pupil administration.",
    "group_ambiguous": "Line %(line)s: the school year has %(count)s groups with this "
    "name. Give them different names, or export with lasting keys.",
    "dummy_incomplete": "Line %(line)s: no lasting key, and no first name, last name "
    "and date of birth together, so the pupil cannot be recognised. Fill these in, "
    "or export with real keys.",
    "dummy_ambiguous": "Line %(line)s: no lasting key, and %(count)s pupils of the "
    "school have this name and date of birth. Export with real keys.",
    "dummy_near": "Line %(line)s: no lasting key, and the school has a pupil with "
    "the same date of birth and nearly the same name. Correct the name on one side, "
    "or export with real keys.",
    "key_changed": "Line %(line)s: the school has a pupil with this name and date of "
    "birth under another key, and that key is not in the file. If the school has a "
    "new pupil administration, choose to take over its keys; otherwise enter this "
    "pupil by hand.",
    "teacher_ambiguous": "Line %(line)s: %(count)s teachers of earlier imports have "
    "this name or e-mail address. Export with real keys, or give each teacher an own "
    "e-mail address.",
    "too_many_cells": "Line %(line)s: more cells than columns, so values may have "
    "shifted. Put a text that holds the separator between quotation marks.",
    "cell_must_be_clear": "Line %(line)s, %(column)s: not one of %(choices)s. Write "
    "one of these, because it decides who may be invited.",
    "pupil_unknown": "Line %(line)s: no pupil has key %(key)s. Import the pupils "
    "first; check that Excel did not remove leading zeros.",
    "household_differs": "Line %(line)s, %(column)s: line %(other_line)s says "
    "something else of the same household. Make them the same, or leave one blank.",
    "guardian_differs": "Line %(line)s, %(column)s: line %(other_line)s says "
    "something else of the same guardian. Make them the same, or give each guardian "
    "an own key.",
    "guardian_ambiguous": "Line %(line)s: the household has %(count)s guardians with "
    "this name. Fill in the key of the guardian.",
    "guardian_near": "Line %(line)s: the household has a guardian with the same first "
    "name and nearly the same name. Correct the name on one side, or fill in the key "
    "of the guardian.",
    "period_reversed": "Line %(line)s: the end lies before the start. Correct the "
    "dates.",
}

#: The row is imported, but somebody should look.
WARNINGS: dict[str, str] = {
    "version_unknown": "Line %(line)s: this EDEXML version is not 2.1, 2.0 or 1.03. "
    "The file was read as 2.1; check the preview.",
    "grade_unknown": "Line %(line)s, %(column)s: this year group does not exist in "
    "EDEXML. Choose it after the import, or correct it in the pupil administration.",
    "grade_missing": "Line %(line)s: neither the pupil nor the group tells the year "
    "group. Fill it in in the pupil administration.",
    "first_name_missing": "Line %(line)s: no first name; initials are used where "
    "there are any. Fill in the name of use in the pupil administration.",
    "birth_date_missing": "Line %(line)s: no date of birth, so ages 16 and 18 are "
    "not watched. Fill it in in the pupil administration.",
    "birth_date_future": "Line %(line)s: the date of birth lies after the date of "
    "the file. Correct it in the pupil administration.",
    "entry_before_birth": "Line %(line)s: the day of entry lies before the date of "
    "birth; left out. Correct the dates in the pupil administration.",
    "left_open_visits": "Line %(line)s: has left, and %(count)s visit(s) are still "
    "open. Cancel them, or hand them over.",
    "group_name_missing": "Line %(line)s: the group has no name; its key is used.",
    "group_missing": "Line %(line)s: group %(group_key)s is not in the file. The "
    "row is imported without that group; place it by hand, or export with groups.",
    "possible_double": "Line %(line)s: another pupil in the file has the same name and "
    "date of birth. If it is the same pupil, correct the pupil administration.",
    "leave_date_kept": "Line %(line)s: the pupil has a leave date here but none in "
    "the file. It is kept; empty it on the pupil if the pupil stays.",
    "email_bad": "Line %(line)s, %(column)s: not an e-mail address; left out.",
    "teacher_unmatched": "Line %(line)s: no employee fits, so the teacher waits in "
    "the list. Choose the employee there; the group works without.",
    "teacher_email_shared": "Line %(line)s: the e-mail address fits more than one "
    "teacher or employee, so the teacher waits in the list. Choose the employee "
    "there.",
    "cell_unclear": "Line %(line)s, %(column)s: not one of %(choices)s; left out.",
    "language_unknown": "Line %(line)s, %(column)s: this language is not in the "
    "list; left out. Add the language or correct the row.",
    "phone_lost_zero": "Line %(line)s, %(column)s: the number seems to have lost its "
    "leading 0 in Excel. It is kept as it is; correct it, and give the column the "
    "type Text.",
    "phone_unreadable": "Line %(line)s, %(column)s: Excel shortened the number; left "
    "out. Give the column the type Text and fill it in again.",
    "postcode_unusual": "Line %(line)s, %(column)s: not a Dutch postcode; kept as it "
    "is.",
    "secret_address_refused": "Line %(line)s: this row, or another one of the same "
    "household, says that the address is secret. No address of this household is "
    "stored; a care coordinator enters it by hand.",
    "address_stands_open": "Line %(line)s: the file says that the address of this "
    "household is secret, but an address stands here for all to read. Ask a care "
    "coordinator to make it secret at once.",
    "restriction_kept": "Line %(line)s: a contact restriction stands here, and the "
    "file says there is none. It is kept; lift it by hand if it has ended.",
    "address_kept_secret": "Line %(line)s: the address of this household is secret "
    "here, so the file does not change it. A care coordinator does.",
}

#: Good to know; nothing to do.
NOTICES: dict[str, str] = {
    "older_file": "This file is older (%(file_date)s) than what was imported last "
    "(%(last_date)s): only new rows are added, nothing is overwritten.",
    "older_row_skipped": "Line %(line)s: not changed, because the file is older than "
    "what was imported last.",
    "left_before": "Line %(line)s: has left the school already and was never "
    "imported; left out.",
    "other_location": "Line %(line)s: belongs to another location; left out.",
    "role_skipped": "Line %(line)s: role %(roles)s is not imported as a teacher.",
    "absent_pupil": "Not in this file. The pupil is kept; give a leave date if the "
    "pupil has left.",
    "absent": "Not in this file: %(count)s pupil(s) of the school. They are kept; "
    "give them a leave date if they have left.",
    "column_forbidden": "The column %(column)s was not read: it may not be stored.",
    "column_unknown": "The column %(column)s was not read: it is not one of the "
    "template.",
    "read_as_windows": "The file is not UTF-8 and was read as Windows-1252. Check "
    "names with accents in the preview.",
}

#: Code → English sentence, all together.
MESSAGES: dict[str, str] = {**FILE_ERRORS, **ROW_ERRORS, **WARNINGS, **NOTICES}


def severity(code: str) -> str:
    """Tell how heavy a code weighs: ``error``, ``warning`` or ``notice`` (A6)."""
    if code in WARNINGS:
        return "warning"
    return "notice" if code in NOTICES else "error"
