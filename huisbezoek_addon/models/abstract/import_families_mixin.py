from dataclasses import replace

from odoo import models
from odoo.fields import Command
from odoo.tools import email_normalize

from ...formats.family_csv import read_family_csv
from ...logic.import_checks import checked_family, is_secret
from ...logic.import_families import (
    ExistingFamilies,
    ExistingGuardian,
    ExistingGuardianship,
    ExistingHousehold,
    plan_families,
)
from ...logic.person_names import comparison_key

_RELATIONS = {"foster_parent": "foster"}
_HOUSEHOLD_FIELDS = {
    "key": "import_key",
    "street": "street",
    "postcode": "zip",
    "city": "city",
    "has_secret_address": "has_secret_address",
}
_GUARDIAN_FIELDS = {
    "key": "import_key",
    "first_name": "first_name",
    "prefix": "name_prefix",
    "last_name": "last_name",
    "phone": "phone",
    "email": "email",
    "needs_interpreter": "needs_interpreter",
}
_TIE_FIELDS = {
    "authority": "authority",
    "contact_restricted": "contact_restricted",
    "start": "date_from",
    "stop": "date_to",
    "pupil_id": "pupil_id",
}


class HuisbezoekImportFamilies(models.AbstractModel):
    """Reads households and guardians from CSV, and carries out the plan (A4–A6).

    Wishes, dates to avoid and a secret address are in no column, so an import
    never touches them.
    """

    _name = "huisbezoek.import.families"
    _description = "Import of households and guardians"

    # === THE WAY IN === #

    def _plan_households(self):
        """Return the plan of the file, what concerns all of it, and who is secret.

        :raises FileError: nothing of the file may be imported.
        """
        languages = self._get_languages()
        names = {comparison_key(k): lang.code for k, lang in languages.items()}
        file = read_family_csv(self._open_file(), names)
        records = [
            checked_family(record, bool(email_normalize(record.email)))
            for record in file.rows
        ]
        plan = plan_families(records, self._get_existing_families())
        secret = {record.household_key for record in records if is_secret(record)}
        rows = tuple(self._hide_address(row, secret) for row in plan.rows)
        return replace(plan, rows=rows), file.notes

    def _get_languages(self):
        """Return the languages by each of their names and codes."""
        Language, coded = self.env["huisbezoek.language"], [("code", "!=", False)]
        found = {}
        for code, _name in self.env["res.lang"].get_installed():
            for language in Language.with_context(lang=code).search(coded):
                names = (language.name, language.native_name, language.code)
                found |= {name: language for name in names if name}
        return found

    def _hide_address(self, row, secret):
        """Let a household whose address turns out to be secret lose it here."""
        if row.kind != "household" or row.key not in secret:
            return row
        household = self.env["huisbezoek.household"].browse(row.record_id or ())
        if household.has_secret_address:
            return row
        outcome = "update" if row.outcome == "unchanged" else row.outcome
        return row.to(outcome, row.notes, {**row.values, "has_secret_address": True})

    def _get_existing_families(self):
        school = [("school_id", "=", self.school_id.id)]
        env = self.with_context(active_test=False).env
        pupils = env["huisbezoek.pupil"].search_fetch(
            [*school, ("import_key", "!=", False)], ["import_key"]
        )
        households = env["huisbezoek.household"].search(
            [*school, ("import_key", "!=", False)]
        )
        return ExistingFamilies(
            pupil_ids={pupil.import_key: pupil.id for pupil in pupils},
            households=tuple(map(self._to_household, households)),
            guardians=tuple(map(self._to_guardian, households.guardian_ids)),
            guardianships=tuple(
                map(self._to_guardianship, households.guardian_ids.guardianship_ids)
            ),
        )

    def _to_household(self, household):
        return ExistingHousehold(
            household.id,
            household.import_key,
            household.has_secret_address,
            street=household.street or "",
            postcode=household.zip or "",
            city=household.city or "",
            pupil_ids=frozenset(household.pupil_ids.ids),
        )

    def _to_guardian(self, guardian):
        return ExistingGuardian(
            guardian.id,
            guardian.household_id.id,
            key=guardian.import_key or "",
            first_name=guardian.first_name or "",
            prefix=guardian.name_prefix or "",
            last_name=guardian.last_name or "",
            phone=guardian.phone or "",
            email=guardian.email or "",
            language=guardian.language_id.code or "",
            needs_interpreter=guardian.needs_interpreter,
        )

    def _to_guardianship(self, tie):
        relation = {ours: theirs for theirs, ours in _RELATIONS.items()}
        return ExistingGuardianship(
            tie.id,
            tie.guardian_id.id,
            tie.pupil_id.id,
            relation=relation.get(tie.relation, tie.relation or ""),
            authority=tie.authority,
            contact_restricted=tie.contact_restricted,
            start=tie.date_from or None,
            stop=tie.date_to or None,
        )

    # === THE WAY OUT === #

    def _apply_households(self, plan):
        """Make and change families; return the records by number of the row."""
        languages = {
            language.code: language.id for language in self._get_languages().values()
        }
        ids = {}
        rows = {"household": [], "guardian": [], "guardianship": []}
        for number, row in enumerate(plan.rows):
            rows[row.kind].append((number, row))
        ids |= self._apply_rows(
            "huisbezoek.household", rows["household"], self._household_values
        )
        by_key = {row.key: ids.get(n, row.record_id) for n, row in rows["household"]}
        ids |= self._apply_rows(
            "huisbezoek.guardian",
            rows["guardian"],
            lambda row: self._guardian_values(row, by_key, languages),
        )
        by_name = {row.key: ids.get(n, row.record_id) for n, row in rows["guardian"]}
        ids |= self._apply_rows(
            "huisbezoek.guardianship",
            rows["guardianship"],
            lambda row: self._guardianship_values(row, by_name),
        )
        return ids

    def _apply_rows(self, model, rows, to_values):
        """Make and change the records of one kind."""
        ids = {}
        for batch in self._get_batches([(n, row) for n, row in rows if row.values]):
            ids |= self._write_rows(model, batch, to_values)
            self._tell_progress(len(batch))
        return ids

    def _household_values(self, row):
        values = self._to_fields(row.values, _HOUSEHOLD_FIELDS)
        if "pupil_ids" in row.values:
            values["pupil_ids"] = list(map(Command.link, row.values["pupil_ids"]))
        if not row.record_id:
            values["school_id"] = self.school_id.id
        return values

    def _guardian_values(self, row, households, languages):
        values = self._to_fields(row.values, _GUARDIAN_FIELDS)
        if code := row.values.get("language"):
            values["language_id"] = languages[code]
        if "household" in row.values:
            values["household_id"] = households[row.values["household"]]
        return values

    def _guardianship_values(self, row, guardians):
        values = self._to_fields(row.values, _TIE_FIELDS)
        if relation := row.values.get("relation"):
            values["relation"] = _RELATIONS.get(relation, relation)
        if "guardian" in row.values:
            values["guardian_id"] = guardians[row.values["guardian"]]
        if not row.record_id and "date_from" not in values:
            today = self.school_id._get_today()
            values["date_from"] = min(today, row.values.get("stop") or today)
        return values
