from datetime import datetime

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .common import NOW
from .consultation_common import ConsultationCase


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestConsultationCounts(ConsultationCase):
    """How often was consulted, as the management sees it: never a single one (G2)."""

    def _get_counts(self, user=None):
        Count = self.env["huisbezoek.consultation.count"]
        action = Count.with_user(user or self.manager).action_open()
        rows = Count.with_user(user or self.manager).search(action["domain"])
        return [
            (row.year, row.kind, row.asked, row.well, row.partly, row.not_well)
            for row in rows
        ]

    def test_counts_are_of_months_that_are_over_in_bands_and_apart(self):
        for month in (9, 10):
            for _number in range(3):
                with freeze_time(datetime(2026, month, 5, 12)):
                    self._ask().action_close("yes")
        few = "fewer than 5"
        self.assertEqual(
            self._get_counts(),
            [
                ("2026-2027", "confidant", "5 to 9", "5 to 9", few, few),
                ("2026-2027", "care", few, few, few, few),
                ("2025-2026", "confidant", few, few, few, few),
                ("2025-2026", "care", few, few, few, few),
            ],
        )

    def test_what_happens_today_changes_no_count(self):
        with freeze_time(datetime(2026, 10, 5, 12)):
            asked = [self._ask() for _number in range(14)]
        before = self._get_counts()
        for one in asked[:7]:
            one.action_close("no")
        for _number in range(7):
            self._ask().action_close("yes")
        self.assertEqual(self._get_counts(), before)

    def test_counts_are_for_the_management_of_the_school(self):
        Count = self.env["huisbezoek.consultation.count"]
        rows = Count.with_user(self.manager).action_open()["domain"]
        other = self._create_user("mo", "management")
        self.assertFalse(Count.with_user(other).search(rows))
        elsewhere = self._create_user("mia", "management", self.second_school)
        self.assertEqual(len(self._get_counts(elsewhere)), 4)
        for user in (self.care, self.vera, self.admin, self.planner, self.anouk):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                Count.with_user(user).action_open()

    # === FROZEN === #

    def _get_tally(self):
        """Return (month, kind, numbers) of the months that had any."""
        tallies = self.env["huisbezoek.consultation.tally"].search(
            [("school_id", "=", self.school.id)]
        )
        return [
            (row.month.month, row.kind, row.asked, row.yes, row.partly, row.no)
            for row in tallies.sorted(lambda row: (row.month, row.kind))
            if row.asked or row.yes or row.partly or row.no
        ]

    def _freeze(self):
        self.env.flush_all()
        self.env["huisbezoek.school"]._cron_in_confidence()
        self.env.invalidate_all()

    def test_a_month_that_is_over_stays_as_it_was_counted(self):
        tessa = self._create_user("tessa", "teacher")
        with freeze_time(datetime(2026, 10, 5, 12)):
            asked = [self._ask(user) for user in (self.anouk, tessa, tessa)]
            asked[1].action_close("yes")
        self._freeze()
        tally = [(10, "confidant", 3, 1, 0, 0)]
        self.assertEqual(self._get_tally(), tally)
        tessa.unlink()
        asked[0].write({"kind": "care_coordinator", "addressee_id": self.care.id})
        self._freeze()
        self.assertEqual(self._get_tally(), tally)
        # It went well in another month than it was asked in.
        asked[0].action_close("no")
        with freeze_time(datetime(2026, 12, 1, 12)):
            self._freeze()
            self.assertEqual(self._get_tally(), [*tally, (11, "care", 0, 0, 0, 1)])

    def test_what_the_management_asks_itself_does_not_count(self):
        with freeze_time(datetime(2026, 10, 5, 12)):
            for _number in range(9):
                self._ask(self.manager).action_close("yes")
            self._ask()
        self._freeze()
        self.assertEqual(self._get_tally(), [(10, "confidant", 1, 0, 0, 0)])

    def test_months_without_any_have_their_rows(self):
        Tally = self.env["huisbezoek.consultation.tally"]
        self._freeze()
        before = Tally.search_count([("school_id", "=", self.school.id)])
        # Two kinds in each month from August of the former school year to October.
        self.assertEqual(before, 2 * 15)
        self._freeze()
        self.assertEqual(
            Tally.search_count([("school_id", "=", self.school.id)]), before
        )
        with freeze_time(datetime(2026, 12, 1, 12)):
            self._freeze()
        self.assertEqual(
            Tally.search_count([("school_id", "=", self.school.id)]), before + 2
        )

    def test_nobody_reads_the_months(self):
        self._freeze()
        for user in (self.manager, self.vera, self.care, self.anouk, self.admin):
            Tally = self.env["huisbezoek.consultation.tally"].with_user(user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                Tally.search([])
