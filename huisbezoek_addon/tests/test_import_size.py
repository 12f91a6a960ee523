import logging
import os
import resource
from datetime import date, timedelta

from odoo.tests import freeze_time, tagged

from .common import NOW
from .edexml_generator import generate_bytes
from .import_common import ImportCase
from .test_import_visits import HEADER, VisitImportCase

_logger = logging.getLogger(__name__)

IS_FULL = bool(os.environ.get("HUISBEZOEK_FULL"))
PUPILS = 20_000 if IS_FULL else 500
VISITS = 5_000 if IS_FULL else 500
PLANNED = 500 if IS_FULL else 100
#: A board's largest school gets in well within one run of a scheduled action.
SECONDS = 120
MEGABYTES = 400


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestImportSize(ImportCase):
    """A large school costs little: batches, never a query for each field (K4)."""

    def test_queries_time_and_memory(self):
        self.memory = _get_memory()
        first = generate_bytes(PUPILS)
        self._measure("first import", first)
        self._measure("same file again", first)
        changed = generate_bytes(PUPILS, "2026-11-02").replace(
            b"<achternaam>", b"<achternaam>X"
        )
        moved = changed.replace(b'<groep key="g1"/>', b'<groep key="g2"/>')
        self._measure("everybody renamed", moved)
        renewed = moved.replace(b'<leerling key="', b'<leerling key="N')
        job = self._measure("new keys", renewed, adopt_keys=True)
        self.assertEqual(job.counts["pupil"].get("create", 0), 0)

    def _measure(self, name, content, **vals):
        job = self._preview(content, **vals)
        job.action_import()
        self.env.flush_all()
        queries = self.env.cr.sql_log_count
        # The other clocks stand still.
        started = os.times().elapsed
        self._run_cron()
        seconds = os.times().elapsed - started
        per_pupil = (self.env.cr.sql_log_count - queries) / PUPILS
        growth = _get_peak() - self.memory
        _logger.runbot(
            "%s, %s pupils: %.1f s, %.2f queries a pupil, %.0f MB more",
            *(name, PUPILS, seconds, per_pupil, growth),
        )
        self.assertEqual(job.state, "done", job.error_text)
        # Pupil, place and row of the report are each made or changed in batches
        # of a hundred or more. Three a pupil would mean that something is read
        # or written one at a time, and 20,000 pupils would take minutes.
        self.assertLess(per_pupil, 3)
        self.assertLess(seconds, SECONDS)
        self.assertLess(growth, MEGABYTES)
        return job


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestVisitImportSize(VisitImportCase):
    """Years of visits come in by batches, never by a query for each row (K4)."""

    def test_visits_of_the_past(self):
        families = self._make_families(VISITS // 10)
        days = [date(2026, 10, 5) - timedelta(weeks=7 * n) for n in range(10)]
        rows = [
            f";{pupil.import_key};{day};15:30;60;L{1 + n % 2};;thuis;gehouden"
            for n, pupil in enumerate(families.pupil_ids)
            for day in days
        ]
        # Visit, visitor, its pupils and the row of the report: each in batches.
        job = self._measure("visits of the past", rows, 0.75)
        self.assertEqual(job.create_count, VISITS)
        job = self._measure("the same again", rows, 0.5)
        self.assertEqual(job.unchanged_count, VISITS)
        corrected = [row.replace("gehouden", "niet thuis") for row in rows[:50]]
        self._measure("corrections", corrected, 12)

    def test_planned_visits(self):
        families = self._make_families(PLANNED)
        rows = [
            f";{pupil.import_key};{date(2027, 1, 4) + timedelta(n // 10)};"
            f"{12 + n % 10}:00;45;L1;;thuis;gepland"
            for n, pupil in enumerate(families.pupil_ids)
        ]
        half = len(families) // 2
        for family in families[:half]:
            self._create_visit(household=family)
        # Those to be planned are planned one by one, each with its event.
        job = self._measure("planned, half of them there", rows, 20)
        self.assertEqual(job.create_count, PLANNED - half)
        self.assertEqual(job.update_count, half)

    def _make_families(self, count):
        pupils = self.env["huisbezoek.pupil"].create(
            [
                {
                    "school_id": self.school.id,
                    "first_name": f"Kind {number}",
                    "last_name": "Dam",
                    "import_key": f"K{number}",
                }
                for number in range(count)
            ]
        )
        return self.env["huisbezoek.household"].create(
            [{"school_id": self.school.id, "pupil_ids": pupil.ids} for pupil in pupils]
        )

    def _measure(self, name, rows, limit):
        self.env.flush_all()
        self.env.invalidate_all()
        started = os.times().elapsed
        queries = self.env.cr.sql_log_count
        job = self._preview("\n".join((HEADER, *rows)).encode(), kind="visits")
        looked = self.env.cr.sql_log_count
        seen = os.times().elapsed
        job.action_import()
        self._run_cron()
        seconds = os.times().elapsed - seen
        per_row = (self.env.cr.sql_log_count - looked) / len(rows)
        _logger.runbot(
            "%s, %s rows: preview %.1f s, %s queries; import %.1f s, %.2f queries a"
            " row",
            *(name, len(rows), seen - started, looked - queries, seconds, per_row),
        )
        self.assertEqual(job.state, "done", job.error_text)
        self.assertFalse(job.error_count)
        self.assertLess(per_row, limit)
        self.assertLess(seconds, SECONDS)
        return job


def _get_memory():
    """Return the memory that the process has now, in MB."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize() / 1024**2


def _get_peak():
    """Return the most memory that the process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
