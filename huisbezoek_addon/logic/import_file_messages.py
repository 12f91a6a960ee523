"""The sentences about a file that cannot be read (A6, design §6)."""


def _(sentence: str) -> str:
    """Mark a sentence for Odoo's collector of terms, which looks for this name."""
    return sentence


#: The file cannot be read or does not belong here: nothing is imported.
FILE_ERRORS: dict[str, str] = {
    "file_empty": _("The file is empty. Export it again and choose the new file."),
    "file_too_large": _(
        "The file is larger than %(max_mb)s MB. Export fewer pupils at a time, for "
        "example one location."
    ),
    "file_is_zip": _(
        "This is a ZIP archive. Unpack it and choose the file inside, usually EDEX.XML."
    ),
    "file_is_xlsx": _(
        "This is an Excel workbook. In Excel choose Save as, type CSV UTF-8, and "
        "choose that file; pupils and groups come as EDEXML (.xml) from the pupil "
        "administration."
    ),
    "file_is_pdf": _("This is a PDF. Choose the export itself: EDEXML (.xml) or CSV."),
    "file_is_html": _(
        "This is a web page, probably a login or error page saved instead of the "
        "export. Log in to the pupil administration and export again."
    ),
    "file_is_binary": _(
        "This file holds no text. Choose the export itself: EDEXML (.xml) or CSV."
    ),
    "file_not_xml": _(
        "This is not an XML file. Choose the EDEXML export of the pupil "
        "administration, usually named EDEX.XML."
    ),
    "file_not_edexml": _(
        "This XML file is not EDEXML: its first element is not EDEX. Choose the "
        "EDEXML export of the pupil administration."
    ),
    "file_has_doctype": _(
        "The file holds a DOCTYPE, which EDEXML does not have and which can be "
        "misused. Export it again from the pupil administration."
    ),
    "file_encoding_unsupported": _(
        "The file names a character encoding that is not supported. Export or save it"
        " again as UTF-8."
    ),
    "file_encoding_wrong": _(
        "The file says that its encoding is %(encoding)s, but line %(line)s holds "
        "other characters. Export it again, or save it again as UTF-8."
    ),
    "file_not_well_formed": _(
        "The file is not valid XML at line %(line)s. Export it again; do not edit it "
        "by hand."
    ),
    "file_truncated": _(
        "The file ends too early, at line %(line)s: it was not saved or downloaded "
        "completely. Export it again."
    ),
    "file_too_deep": _(
        "Elements are nested deeper than %(max)s at line %(line)s; no EDEXML file is."
        " Export it again."
    ),
    "file_record_too_large": _(
        "The record at line %(line)s holds more than %(max)s elements; no EDEXML "
        "record does. Export the file again."
    ),
    "header_missing": _(
        "The file has no school block, so its school year is unknown. Choose the "
        "school year, or export the file again."
    ),
    "school_year_missing": _(
        "The school year at line %(line)s is missing or not like 2026-2027. Choose "
        "the school year, or export the file again."
    ),
    "other_school": _(
        "Line %(line)s names another school (BRIN) than the one you import into. "
        "Choose that school, or the file of this school. Is it this school after "
        "all? Then say so below."
    ),
    "keys_look_like_bsn": _(
        "The keys of the pupils in this file look like citizen service numbers, which"
        " may not be stored. Ask the supplier of the pupil administration for an "
        "export with its own keys."
    ),
    "file_is_xml": _(
        "This is an XML file. Choose the CSV file here; EDEXML goes under pupils and "
        "groups."
    ),
    "csv_columns_missing": _(
        "The first row lacks the column(s) %(columns)s. Start from the template; "
        "columns are separated by a semicolon, comma or tab."
    ),
    "csv_column_twice": _(
        "The column %(column)s stands in the first row more than once. Remove one of "
        "the two."
    ),
    "csv_unreadable": _(
        "The row at line %(line)s cannot be read: a quotation mark is not closed or "
        "stands in the wrong place. Correct it, or save the file again from Excel as "
        "CSV UTF-8."
    ),
    "csv_no_rows": _(
        "The file has a first row with column names but nothing below it. Fill in the"
        " rows and choose the file again."
    ),
}
