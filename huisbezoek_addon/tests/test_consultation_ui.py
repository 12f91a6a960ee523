import logging

from odoo.tests import HttpCase, tagged

from .consultation_common import ConsultationMixin


@tagged("post_install", "-at_install")
class TestConsultationUi(ConsultationMixin, HttpCase):
    """A teacher and a confidant in a browser, and a care coordinator who sees nothing.

    The school today, since a browser's clock cannot stand still.
    """

    browser_size = "1366x768"

    def test_a_teacher_asks_the_confidant_and_it_went_well(self):
        self.visit.start = False
        before = self._look()
        requests = self._listen()
        self.start_tour(
            "/odoo/my-home-visits", "huisbezoek_ask_the_confidant", login="anouk"
        )
        asked = self.env["huisbezoek.consultation"].search([])
        self.assertEqual(asked.user_id, self.anouk)
        self.assertEqual((asked.addressee_id, asked.visit_id), (self.vera, self.visit))
        url = "/odoo/home-visit-consultations"
        # Vera begins at another page: the activity menu leads her there.
        self.start_tour(
            "/odoo/home-visit-confidants",
            "huisbezoek_answer_in_confidence",
            login="vera",
        )
        self.start_tour(url, "huisbezoek_it_went_well", login="anouk")
        self.assertEqual((asked.state, asked.went_well), ("closed", "yes"))
        self.assertEqual(self._look(), before)
        self.assertTrue(requests)
        for line in requests:
            self.assertNotIn("consultation", line)

    def _look(self):
        """Return what the care coordinator sees of consultations and of the visit."""
        self.env.invalidate_all()
        env = self.env(user=self.care)
        visit = self.visit.with_env(env)
        return (
            env["huisbezoek.consultation"].search_read([], ["state"]),
            env["mail.activity"].search_count([]),
            env["mail.message"].search_count([]),
            env.user._get_activity_groups(),
            visit.web_read({name: {} for name in visit.fields_get()}),
        )

    def _listen(self):
        """Return the list to which the server's lines on requests are added."""
        lines = []
        logger = logging.getLogger("werkzeug")
        handler = logging.Handler(logging.INFO)
        handler.emit = lambda record: lines.append(record.getMessage())
        level, propagate = logger.level, logger.propagate
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        logger.propagate = False

        def stop():
            logger.removeHandler(handler)
            logger.setLevel(level)
            logger.propagate = propagate

        self.addCleanup(stop)
        return lines
