from datetime import timedelta

from .common import NOW, HuisbezoekCase, SchoolMixin
from .waiting_common import WaitingMixin

TODAY = NOW.date()
QUESTION = "Grasmaaierkwestie"
ANSWER = "Zandloperadvies"


class ConsultationMixin(WaitingMixin, SchoolMixin):
    """Besides the school's staff: whom one can talk to.

    Vera is the confidant of De Linde, Victor another one whom only she replaces; Cora
    is a second care coordinator; Ben the back-up, without any other role.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vera = cls._create_user("vera", "confidant")
        cls.victor = cls._create_user("victor", "confidant")
        cls.cora = cls._create_user("cora", "care_coordinator")
        cls.ben = cls._create_user("ben", "companion")
        cls.emp_ben = cls._create_employee(cls.ben, work_phone="0611111111")
        cls.school.backup_id = cls.emp_ben
        cls.card = cls.env["huisbezoek.confidant"].create(
            {
                "school_id": cls.school.id,
                "user_id": cls.vera.id,
                "phone": "0622222222",
                "date_from": "2026-08-01",
            }
        )
        cls.outside = cls.env["huisbezoek.confidant"].create(
            {
                "school_id": cls.school.id,
                "kind": "external",
                "name": "Xaviera",
                "phone": "0633333333",
            }
        )
        cls.visit = cls.env["huisbezoek.visit"].create(
            {
                "school_id": cls.school.id,
                "household_id": cls.family_a.id,
                "lead_id": cls.emp_anouk.id,
            }
        )

    @classmethod
    def _ask(cls, user=None, **vals):
        return (
            cls.env["huisbezoek.consultation"]
            .with_user(user or cls.anouk)
            .create({"question": QUESTION, **vals})
        )

    @classmethod
    def _replace(cls, user, deputy, role="confidant", start=0, days=10):
        """Let ``user`` name ``deputy`` from so many days after today on."""
        date_from = TODAY + timedelta(days=start)
        return (
            cls.env["huisbezoek.deputy"]
            .with_user(user)
            .create(
                {
                    "school_id": cls.school.id,
                    "role": role,
                    "deputy_id": deputy.id,
                    "date_from": date_from,
                    "date_to": days and date_from + timedelta(days=days),
                }
            )
        )


class ConsultationCase(ConsultationMixin, HuisbezoekCase):
    """The clock stands still."""
