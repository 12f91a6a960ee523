import base64
from contextlib import contextmanager

from odoo.tests import freeze_time

from .common import NOW, HuisbezoekCase

HEADER = """<school><schooljaar>{year}</schooljaar><peildatum>{day}</peildatum>
<brincode>{brin}</brincode><aanmaakdatum>{day}T08:00:00</aanmaakdatum>
<xsdversie>2.1</xsdversie></school>"""


def pupil_xml(key, first, last, group="g1", born="2021-05-01", extra=""):
    """Give one pupil as EDEXML writes it."""
    place = f'<groep key="{group}"/>' if group else ""
    return (
        f'<leerling key="{key}"><achternaam>{last}</achternaam>'
        f"<roepnaam>{first}</roepnaam><geboortedatum>{born}</geboortedatum>"
        f"<jaargroep>1</jaargroep>{place}{extra}</leerling>"
    )


def teacher_xml(key, first, last, email="", groups=("g1",), roles=("LRK",)):
    """Give one teacher as EDEXML writes it."""
    mail = f"<emailadres>{email}</emailadres>" if email else ""
    return (
        f'<leerkracht key="{key}"><achternaam>{last}</achternaam>'
        f"<roepnaam>{first}</roepnaam>{mail}"
        + "".join(f"<rol>{role}</rol>" for role in roles)
        + "<groepen>"
        + "".join(f'<groep key="{group}"/>' for group in groups)
        + "</groepen></leerkracht>"
    )


GROUPS = """<groep key="g1"><naam>1A</naam><jaargroep>1</jaargroep></groep>
<groep key="g2"><naam>2A</naam><jaargroep>2</jaargroep></groep>"""


def edexml(
    *pupils,
    teachers=(),
    groups=GROUPS,
    year="2026-2027",
    day="2026-10-01",
    brin="99XX",
    locations="",
):
    """Give a whole file."""
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?><EDEX>',
            HEADER.format(year=year, day=day, brin=brin),
            locations,
            f"<groepen>{groups}</groepen>",
            "<leerlingen>",
            *pupils,
            "</leerlingen><leerkrachten>",
            *teachers,
            "</leerkrachten></EDEX>",
        ]
    ).encode()


@freeze_time(NOW)
class ImportCase(HuisbezoekCase):
    """De Linde imports: the school of the common case, with its BRIN."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.school.brin = "99XX"
        cls.cron = cls.env.ref("huisbezoek_addon.huisbezoek_import_cron")

    def _upload(self, content, user=None, context=(), **vals):
        return (
            self.env["huisbezoek.import"]
            .with_user(user or self.planner)
            .with_context(**dict(context))
            .create(
                {
                    "school_id": self.school.id,
                    "file": base64.b64encode(content),
                    "file_name": "EDEX.XML",
                    **vals,
                }
            )
        )

    def _preview(self, content, **vals):
        job = self._upload(content, **vals)
        job.action_preview()
        return job

    def _import(self, content, **vals):
        """Upload, preview and import a file, and let the job run."""
        job = self._preview(content, **vals)
        self.assertEqual(job.state, "preview", job.error_text)
        job.action_import()
        self._run_cron()
        return job

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()

    def _get_pupil(self, key, school=None):
        return (
            self.env["huisbezoek.pupil"]
            .with_context(active_test=False)
            .search(
                [
                    ("school_id", "=", (school or self.school).id),
                    ("import_key", "=", key),
                ]
            )
        )

    def _get_places(self, pupil):
        """Return the groups of a pupil with their days, the first one first."""
        return [
            (place.group_id.name, str(place.date_from), str(place.date_to))
            for place in pupil.membership_ids.sorted("date_from")
        ]

    def _count_rows(self):
        """Return how many rows each table of the addon has, imports left out."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT tablename FROM pg_tables WHERE tablename LIKE 'huisbezoek\\_%'"
            " AND tablename NOT LIKE 'huisbezoek\\_import%'"
            " AND tablename != 'huisbezoek_job_progress'"
        )
        tables = [name for (name,) in self.env.cr.fetchall()]
        query = " UNION ALL ".join(
            f"SELECT '{name}', count(*) FROM {name}" for name in tables
        )
        self.env.cr.execute(query)
        return dict(self.env.cr.fetchall())

    @contextmanager
    def assertNothingWritten(self):
        """Hold that the school is as it was, users, employees and contacts too."""
        others = ("res.users", "res.partner", "hr.employee")
        before = self._count_rows()
        people = [self.env[name].search_count([]) for name in others]
        yield
        self.assertEqual(self._count_rows(), before)
        self.assertEqual([self.env[name].search_count([]) for name in others], people)
