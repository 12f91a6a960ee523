from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import NOW
from .test_report import START, ReportCase

#: A second visit of the same teacher that afternoon.
LATER = START + timedelta(hours=1)


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestReportCopy(ReportCase):
    """The family's copy: by age, by household, and only what one may read (F3)."""

    def _print(self, report):
        """Return the copies of a report and what stands on each of them."""
        before = self.env["huisbezoek.report.copy"].search([])
        report.action_copy()
        copies = self.env["huisbezoek.report.copy"].search([]) - before
        Report = self.env["ir.actions.report"].with_user(self.anouk)
        return {
            copy.receiver_names: Report._render_qweb_html(
                "huisbezoek_addon.report_copy_document", copy.ids
            )[0].decode()
            for copy in copies
        }

    def test_a_copy_for_the_parents_of_a_child(self):
        copies = self._print(self._finish())
        self.assertEqual(list(copies), ["OuderDefne Aydemir"])
        self.assertIn("She likes to draw", copies["OuderDefne Aydemir"])

    def test_who_gave_it_when_is_remembered(self):
        report = self._finish()
        self._print(report)
        copy = report.copy_ids
        self.assertEqual((copy.user_id, copy.date), (self.anouk, NOW))

    def test_a_draft_is_not_given_away(self):
        report = self._hold()
        with self.assertRaisesRegex(UserError, "final"):
            report.action_copy()

    def test_from_16_with_the_agreement_of_the_pupil(self):
        self.defne.birth_date = date(2010, 11, 23)
        report = self._finish()
        self.assertEqual(list(self._print(report)), ["Defne Aydemir"])
        report.part_ids.action_agree()
        self.assertEqual(report.part_ids.receiver, "both")
        self.assertEqual(list(self._print(report)), ["OuderDefne Aydemir"])
        self.assertEqual(len(report.copy_ids), 2)

    def test_from_18_the_copy_is_the_pupils_own(self):
        self.defne.birth_date = date(2008, 11, 23)
        copies = self._print(self._finish())
        self.assertEqual(list(copies), ["Defne Aydemir"])

    def test_the_day_before_the_birthday_counts(self):
        self.defne.birth_date = date(2010, 11, 24)
        self.assertEqual(self._finish().part_ids.receiver, "parents")

    def test_a_brother_of_whom_one_is_no_guardian_is_left_out(self):
        """A stepfather reads about his own child, not about the other one."""
        brother = self.env["huisbezoek.pupil"].create(
            {
                "school_id": self.school.id,
                "first_name": "Emre",
                "last_name": "Aydemir",
                "membership_ids": [Command.create({"group_id": self.group_1.id})],
            }
        )
        self.family_a.pupil_ids |= brother
        stepfather = self.env["huisbezoek.guardian"].create(
            {
                "household_id": self.family_a.id,
                "first_name": "Stief",
                "last_name": "Vader",
                "guardianship_ids": [Command.create({"pupil_id": brother.id})],
            }
        )
        visit = self._create_visit(start=LATER)
        report = self._hold(visit)
        parts = {part.pupil_id: part for part in report.part_ids}
        parts[self.defne].text = "Only about Defne."
        parts[brother].text = "Only about Emre."
        report.action_finalize()
        copies = self._print(report)
        self.assertIn("about Emre", copies[stepfather.name])
        self.assertNotIn("Defne", copies[stepfather.name].replace("OuderDefne", ""))
        self.assertIn("about Defne", copies["OuderDefne Aydemir"])
        self.assertNotIn("about Emre", copies["OuderDefne Aydemir"])

    def test_no_contact_no_copy(self):
        self.family_a.guardian_ids.guardianship_ids.contact_restricted = True
        report = self._finish()
        with self.assertRaisesRegex(UserError, "restriction"):
            report.action_copy()

    def test_the_other_household_gets_nothing(self):
        """Two households of one pupil: each has its own visit and copy (A4)."""
        father = self.env["huisbezoek.household"].create(
            {
                "school_id": self.school.id,
                "pupil_ids": self.defne.ids,
                "guardian_ids": [
                    Command.create(
                        {
                            "first_name": "Vader",
                            "last_name": "Kok",
                            "guardianship_ids": [
                                Command.create({"pupil_id": self.defne.id})
                            ],
                        }
                    )
                ],
            }
        )
        ours = self._finish(told="Mother told this.")
        theirs = self._finish(
            self._create_visit(father, start=LATER), told="Father did."
        )
        self.assertEqual(list(self._print(ours)), ["OuderDefne Aydemir"])
        copies = self._print(theirs)
        self.assertEqual(list(copies), ["Vader Kok"])
        self.assertNotIn("Mother told", copies["Vader Kok"])
        self.assertNotIn("OuderDefne", copies["Vader Kok"])

    def test_only_its_author_gives_a_copy(self):
        report = self._finish()
        self._create_group("1B", "1", self.emp_bram)
        for user in (self.bram, self.planner, self.manager, self.admin):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                report.with_user(user).action_copy()
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                report.part_ids.with_user(user).action_agree()

    # === ERASING === #

    def test_a_pupil_who_is_erased_leaves_the_report_of_the_others(self):
        brother = self.env["huisbezoek.pupil"].create(
            {"school_id": self.school.id, "first_name": "Emre", "last_name": "Aydemir"}
        )
        self.family_a.pupil_ids |= brother
        report = self._hold(self._create_visit(start=LATER))
        for part in report.part_ids:
            part.text = f"Only about {part.pupil_name}."
        report.action_finalize()
        brother.sudo()._erase()
        content = report.sudo().attachment_id.raw.decode()
        self.assertNotIn("Emre", content)
        self.assertIn("Only about Defne", content)

    def test_the_last_pupil_takes_the_report_along(self):
        report = self._finish()
        files = report.sudo()._get_all_files()
        self.defne.sudo()._erase()
        self.assertFalse(report.exists())
        self.assertFalse(files.exists())
