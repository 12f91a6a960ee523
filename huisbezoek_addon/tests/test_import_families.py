from odoo.tests import freeze_time, tagged

from .common import NOW
from .import_common import ImportCase

HEADER = (
    "gezin_sleutel;leerling_sleutel;ouder_sleutel;roepnaam;voorvoegsel;achternaam;"
    "relatie;gezag;contactbeperking;vanaf;tot;straat;huisnummer;toevoeging;postcode;"
    "plaats;telefoon;e-mail;taal;tolk"
)
ELIF = (
    "G1;101;O1;Elif;;Aydemir;moeder;ja;nee;;;Dorpsstraat;1;A;8011AA;Zwolle;"
    "0612345678;elif@example.org;Turks;ja"
)
CAN = (
    "G1;101;O2;Can;van den;Berg;pleegouder;onbekend;;2026-09-01;;Dorpsstraat;1;A;"
    "8011 AA;Zwolle;;;Türkçe;nee"
)


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestImportFamilies(ImportCase):
    """Households, guardians and who has a say, from CSV (A4, A5, A6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.defne.import_key = "101"
        Language = cls.env["huisbezoek.language"]
        cls.turkish = Language.search([("code", "=", "tur")]) or Language.create(
            {"name": "Turks", "native_name": "Türkçe", "code": "tur"}
        )
        cls.turkish.name = "Turks"

    def _import_rows(self, *rows, header=HEADER, **vals):
        content = "\r\n".join((header, *rows)).encode("utf-8-sig")
        return self._import(content, kind="households", file_name="g.csv", **vals)

    def _get_household(self, key="G1"):
        return self.env["huisbezoek.household"].search([("import_key", "=", key)])

    def test_a_family_is_made(self):
        job = self._import_rows(ELIF, CAN)
        self.assertEqual(job.error_count, 0)
        household = self._get_household()
        self.assertEqual(household.pupil_ids, self.defne)
        self.assertEqual(
            (household.street, household.zip, household.city),
            ("Dorpsstraat 1 A", "8011 AA", "Zwolle"),
        )
        elif_, can = household.guardian_ids.sorted("import_key")
        self.assertEqual((elif_.name, can.name), ("Elif Aydemir", "Can van den Berg"))
        self.assertEqual((elif_ | can).language_id, self.turkish)
        self.assertTrue(elif_.needs_interpreter)
        self.assertEqual(elif_.guardianship_ids.authority, "yes")
        self.assertEqual(can.guardianship_ids.relation, "foster")
        self.assertEqual(str(can.guardianship_ids.date_from), "2026-09-01")
        line = job.line_ids.filtered(lambda line: line.kind == "household")
        self.assertEqual(line.household_id, household)

    def test_the_same_file_again_changes_nothing(self):
        self._import_rows(ELIF, CAN)
        with self.assertNothingWritten():
            job = self._import_rows(ELIF, CAN)
        self.assertEqual(job.unchanged_count, 5)
        self.assertEqual(job.update_count, 0)

    def test_a_corrected_file_keeps_wishes_and_times_to_avoid(self):
        self._import_rows(ELIF)
        household = self._get_household()
        household.guardian_ids.visitor_wish = "two"
        household.avoidance_ids = [(0, 0, {"weekday": "4"})]
        self._import_rows(ELIF.replace("Dorpsstraat;1;A", "Lange Laan;12;"))
        self.assertEqual(household.street, "Lange Laan 12")
        self.assertEqual(household.guardian_ids.visitor_wish, "two")
        self.assertEqual(household.avoidance_ids.weekday, "4")
        self.assertEqual(len(household.guardian_ids), 1)

    def test_a_secret_address_is_never_stored(self):
        header, row = f"{HEADER};adres geheim", f"{ELIF};ja"
        job = self._import_rows(row, header=header)
        household = self._get_household()
        self.assertTrue(household.has_secret_address)
        self.assertFalse(household.street or household.zip or household.city)
        self.assertIn("care coordinator enters it", str(job.line_ids.mapped("message")))
        with self.assertNothingWritten():
            job = self._import_rows(row, header=header)
        self.assertEqual(job.update_count, 0)

    def test_an_address_that_becomes_secret_goes(self):
        self._import_rows(ELIF)
        self._import_rows(f"{ELIF};ja", header=f"{HEADER};geheim")
        household = self._get_household()
        self.assertTrue(household.has_secret_address)
        self.assertFalse(household.street)
        self._import_rows(ELIF)
        self.assertTrue(household.has_secret_address)
        self.assertFalse(household.street)

    def test_a_restriction_is_set_and_never_lifted(self):
        self._import_rows(ELIF.replace(";ja;nee;", ";ja;ja;", 1))
        tie = self._get_household().guardian_ids.guardianship_ids
        self.assertTrue(tie.contact_restricted)
        job = self._import_rows(ELIF)
        self.assertTrue(tie.contact_restricted)
        self.assertIn("It is kept", str(job.line_ids.mapped("message")))

    def test_problems_name_line_column_and_remedy(self):
        job = self._import_rows(
            ELIF.replace("101", "999"),
            ELIF.replace("G1", "G2").replace("O1", "O9").replace("Turks", "Elfs"),
        )
        self.assertEqual(job.error_count, 1)
        error = job.line_ids.filtered(lambda line: line.severity == "error")
        self.assertIn("Import the pupils first", error.message)
        self.assertEqual(error.line, 2)
        self.assertIn("not in the list", str(job.line_ids.mapped("message")))
        self.assertFalse(self._get_household("G2").guardian_ids.language_id)

    def test_the_wrong_file_is_refused(self):
        with self.assertNothingWritten():
            job = self._preview(b"<EDEX></EDEX>", kind="households")
            other = self._preview(b"naam;stad\nx;y", kind="households")
        self.assertIn("EDEXML goes under pupils", job.error_text)
        self.assertIn("Start from the template", other.error_text)
