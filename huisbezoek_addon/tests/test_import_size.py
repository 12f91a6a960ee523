import logging
import os
import resource

from odoo.tests import freeze_time, tagged

from .common import NOW
from .edexml_generator import generate_bytes
from .import_common import ImportCase

_logger = logging.getLogger(__name__)

IS_FULL = bool(os.environ.get("HUISBEZOEK_FULL"))
PUPILS = 20_000 if IS_FULL else 500
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


def _get_memory():
    """Return the memory that the process has now, in MB."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize() / 1024**2


def _get_peak():
    """Return the most memory that the process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
