from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import NOW
from .import_common import ImportCase, edexml, pupil_xml

SEM = pupil_xml("101", "Sem", "Linde")
BOMB = b"""<?xml version="1.0"?><!DOCTYPE EDEX [<!ENTITY a "aaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><EDEX><school>&b;</school></EDEX>"""
EXTERNAL = b"""<?xml version="1.0"?><!DOCTYPE EDEX [
<!ENTITY x SYSTEM "file:///etc/passwd">]><EDEX><school>&x;</school></EDEX>"""


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestImportFiles(ImportCase):
    """Ugly files: nothing is written, and the sentence says what to do (design §6)."""

    def _assert_refused(self, content, sentence, **vals):
        with self.assertNothingWritten():
            job = self._preview(content, **vals)
        self.assertEqual(job.state, "draft")
        self.assertIn(sentence, job.error_text)
        self.assertFalse(job.line_ids)
        with self.assertRaises(UserError):
            job.action_import()

    def test_entity_bomb(self):
        self._assert_refused(BOMB, "Export it again")

    def test_external_entity(self):
        self._assert_refused(EXTERNAL, "DOCTYPE")

    def test_wrong_encoding(self):
        content = edexml(pupil_xml("1", "Zoë", "Linde")).decode().encode("latin-1")
        self._assert_refused(content, "save it again as UTF-8")

    def test_truncated(self):
        self._assert_refused(edexml(SEM)[:-30], "ends too early")

    def test_something_else(self):
        self._assert_refused(b"%PDF-1.7 something", "This is a PDF")
        self._assert_refused(b" \n ", "The file is empty")

    def test_no_school_year(self):
        content = edexml(SEM, year="onbekend")
        self._assert_refused(content, "Choose the school year")
        job = self._import(content, year_id=self.year.id)
        self.assertEqual(job.state, "done")

    def test_another_school_must_be_said_on_purpose(self):
        content = edexml(SEM, brin="11AA")
        self._assert_refused(content, "another school (BRIN)")
        job = self._preview(content, accept_brin=True)
        self.assertEqual(job.state, "preview")
        self.assertTrue(job.has_other_brin)

    def test_citizen_service_numbers_as_keys(self):
        numbers = ("111222333", "123456782", "100000009", "100000010", "100000022")
        content = edexml(*(pupil_xml(n, "Sem", f"Linde{n}") for n in numbers))
        self._assert_refused(content, "citizen service numbers")

    def test_too_large(self):
        with self.assertRaisesRegex(UserError, "larger than 50 MB"):
            self._upload(b"<EDEX>" + b" " * 50 * 1024 * 1024 + b"</EDEX>")

    def test_latin_1_that_says_so_is_read(self):
        content = (
            edexml(pupil_xml("101", "Zoë", "Linde"))
            .decode()
            .replace("UTF-8", "ISO-8859-1")
            .encode("latin-1")
        )
        self._import(content)
        self.assertEqual(self._get_pupil("101").first_name, "Zoë")

    def test_double_keys_refuse_those_rows_only(self):
        job = self._import(
            edexml(
                SEM, pupil_xml("102", "Yara", "Kaya"), pupil_xml("102", "Ali", "Dam")
            )
        )
        self.assertEqual(job.error_count, 2)
        self.assertTrue(self._get_pupil("101"))
        self.assertFalse(self._get_pupil("102"))
        errors = job.line_ids.filtered(lambda line: line.severity == "error")
        self.assertIn("Give each its own key", errors[0].message)
        self.assertEqual(errors, job.line_ids.sorted()[:2])

    def test_twins_stay_two(self):
        self._import(edexml(SEM, pupil_xml("102", "Sam", "Linde")))
        self.assertNotEqual(self._get_pupil("101"), self._get_pupil("102"))

    def test_a_missing_group_leaves_the_pupil_without(self):
        job = self._import(edexml(pupil_xml("101", "Sem", "Linde", group="weg")))
        self.assertFalse(self._get_pupil("101").membership_ids)
        self.assertIn("group weg is not in the file", job.line_ids.mapped("message")[0])
        with self.assertNothingWritten():
            job = self._import(edexml(pupil_xml("101", "Sem", "Linde", group="weg")))
        self.assertEqual(job.counts["pupil"], {"unchanged": 1})

    def test_a_birth_after_the_entry_is_left_out(self):
        entered = "<instroomdatum>2020-01-01</instroomdatum>"
        job = self._import(edexml(pupil_xml("101", "Sem", "Linde", extra=entered)))
        self.assertFalse(self._get_pupil("101").entry_date)
        self.assertIn("before the date of birth", job.line_ids[0].message)

    def test_the_sentence_is_in_the_language_of_the_user(self):
        self.env["res.lang"]._activate_lang("nl_NL")
        job = self._preview(BOMB)
        code = self.env["huisbezoek.import.line"]
        self.assertEqual(
            job.with_context(lang="nl_NL").error_text,
            code.with_context(lang="nl_NL")._word(job.error),
        )
