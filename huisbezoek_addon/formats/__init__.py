"""Readers and writers of files; lxml, the standard library and ``..logic`` only.

``edexml``       pupils, groups and teachers from EDEXML 2.1, 2.0 and 1.03 (A6)
``family_csv``   households and guardians from CSV, with a template (A4, A5, A6)
``visit_csv``    earlier and planned visits from CSV, with a template (A6)
``csv_columns``  which column is which field, and which are not read (A3)
``csv_safe``     CSV to download that a spreadsheet cannot execute
``sources``      bytes of an upload: size limit, what it really is
``xml_source``   XML as clean UTF-8: encoding, no DOCTYPE
``cleaning``     one cell or element: blanks, dates, lengths

A reader takes an open binary stream and gives the records of
:mod:`..logic.import_records`. A file that cannot be read raises ``FileError`` with
a code of :mod:`..logic.import_messages`; what is wrong with one row stands in the
``problems`` of its record. Codes carry lines, keys and column names, never content,
and no exception is chained to one that quotes the file.
"""
