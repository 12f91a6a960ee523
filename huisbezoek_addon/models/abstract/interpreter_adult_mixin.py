from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...logic import visit_states
from ...logic.person_names import name_words

#: Who says that somebody is an adult, and when: from the tick alone.
STAMP = {"adult_confirmed_by_id", "adult_confirmed_on"}


class HuisbezoekInterpreterAdult(models.AbstractModel):
    """No child ever interprets: somebody vouches that an interpreter is an adult (D4).

    Asked wherever somebody becomes the interpreter of a visit, and not by a screen:
    an import and a call go through the same constraint.
    """

    _name = "huisbezoek.interpreter.adult"
    _description = "Is confirmed to be an adult"

    is_confirmed_adult = fields.Boolean(
        string="Is an adult",
        copy=False,
        help="Tick it if you know for sure. Nobody else goes along as interpreter, and"
        " a pupil never does.",
    )
    adult_confirmed_by_id = fields.Many2one(
        "res.users",
        string="Confirmed by",
        readonly=True,
        copy=False,
        ondelete="set null",
    )
    adult_confirmed_on = fields.Datetime(
        string="Confirmed on", readonly=True, copy=False
    )

    _adult_check = models.Constraint(
        "CHECK (is_confirmed_adult IS NOT TRUE OR adult_confirmed_on IS NOT NULL)",
        "Tick on the page of the interpreter that it is an adult.",
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `orm` to remember who vouches for the age, and when."""
        # Said in so many words, since a default of the context would come after it.
        return super().create(
            [
                self._stamp_adult({"is_confirmed_adult": False, **vals})
                for vals in vals_list
            ]
        )

    def write(self, vals):
        """Override of `orm`: whoever writes another name vouches for that one."""
        vals = self._stamp_adult(vals)
        if "name" in vals and "is_confirmed_adult" not in vals:
            confirmed = self.filtered("is_confirmed_adult")
            super(HuisbezoekInterpreterAdult, confirmed).write(
                self._stamp_adult({"is_confirmed_adult": True})
            )
        return super().write(vals)

    @api.model
    def _stamp_adult(self, vals):
        """Return the values with who ticks it now; nobody states that himself."""
        vals = {name: vals[name] for name in vals.keys() - STAMP}
        if "is_confirmed_adult" in vals:
            is_adult = vals["is_confirmed_adult"]
            vals["adult_confirmed_by_id"] = is_adult and self.env.uid
            vals["adult_confirmed_on"] = is_adult and fields.Datetime.now()
        return vals

    # === CONSTRAINTS === #

    @api.constrains("is_confirmed_adult", "name")
    def _check_adult(self):
        self.filtered("is_confirmed_adult")._check_no_pupil()
        asked = self.filtered(lambda i: not i.is_confirmed_adult)
        # Visits that were closed ask again when they are planned again.
        visits_sudo = asked.sudo()._get_visits(
            [("state", "in", sorted(visit_states.OPEN))]
        )
        if visits_sudo:
            raise ValidationError(
                self.env._(
                    "Choose another interpreter first for %(visits)s: without this"
                    " confirmation nobody goes along.",
                    visits=", ".join(visits_sudo.mapped("display_name")),
                )
            )

    def _check_may_interpret(self):
        """Refuse whoever is not confirmed to be an adult, and pupils (D4).

        :raises ValidationError: also for the superuser; no name is told, since
            errors stand in the server's log.
        """
        if not all(self.mapped("is_confirmed_adult")):
            raise ValidationError(
                self.env._(
                    "Nobody has confirmed that this interpreter is an adult. Tick that"
                    " on the page of the interpreter first. A child never interprets."
                )
            )
        self._check_no_pupil()

    def _check_no_pupil(self):
        """Refuse the name of a pupil of the school, however it is written."""
        Pupil = self.env["huisbezoek.pupil"].sudo()
        for school, interpreters in self.grouped("school_id").items():
            # Of all pupils: no search knows all the ways to write a name.
            pupils = Pupil.search_fetch([("school_id", "=", school.id)], ["name"])
            known = list(map(name_words, pupils.mapped("name")))
            if any(name_words(one.name or "") in known for one in interpreters):
                raise ValidationError(
                    self.env._(
                        "This is the name of a pupil of the school, and a pupil never"
                        " interprets. For an adult of the same name, add what tells"
                        " them apart, such as 'senior'."
                    )
                )
