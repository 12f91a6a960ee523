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
        first = generate_bytes(PUPILS)
        self._measure("first import", first)
        self._measure("same file again", first)
        changed = generate_bytes(PUPILS, "2026-11-02").replace(
            b"<achternaam>", b"<achternaam>X"
        )
        moved = changed.replace(b'<groep key="g1"/>', b'<groep key="g2"/>')
        self._measure("everybody renamed", moved)
        for old, new in ((b'<leerling key="', b'<leerling key="N'),):
            moved = moved.replace(old, new)
        job = self._measure("new keys", moved, adopt_keys=True)
        self.assertEqual(job.counts["pupil"].get("create", 0), 0)

    def _measure(self, name, content, **vals):
        job = self._preview(content, **vals)
        job.action_import()
        self.env.flush_all()
        queries, memory = self.env.cr.sql_log_count, _used()
        # The other clocks stand still.
        started = os.times().elapsed
        self._run_cron()
        seconds = os.times().elapsed - started
        per_pupil = (self.env.cr.sql_log_count - queries) / PUPILS
        growth = max(_used() - memory, 0)
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


def _used():
    """Return the most memory that the process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
