from datetime import datetime, time, timedelta
from itertools import product

import pytz
from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command

#: The school year in which the demo's pupils have the birth dates of the file.
WRITTEN_FOR = 2026
#: How many days to look for a day on which a visit fits: longer than a summer.
HORIZON = 100
#: How many quarters of an hour a visit may begin later than its story says.
LATER_QUARTERS = 5


class HuisbezoekDemo(models.AbstractModel):
    """Bring the demo board to life on whatever day it is installed.

    The demo is plain CSV and XML, but for what follows from today: how old the
    pupils are, and on which days visits fall. Visits go through the same
    methods as those of a school, by the people who would do it, so that
    calendar, occupied time and history are as real as any.
    """

    _name = "huisbezoek.demo"
    _description = "Demo board"

    @api.model
    def _move_to_this_year(self, pupil_ids):
        """Make the pupils as old as their groups are now."""
        for pupil in self.env["huisbezoek.pupil"].browse(pupil_ids):
            start = min(pupil.membership_ids.mapped("date_from"))
            years = relativedelta(years=start.year - WRITTEN_FOR)
            pupil.write(
                {
                    "birth_date": pupil.birth_date + years,
                    "entry_date": pupil.entry_date + years,
                }
            )
            pupil.guardianship_ids.date_from = pupil.birth_date

    @api.model
    def _activate_protocols(self, school_ids):
        """Let the management of schools read, decide and activate the draft."""
        for school in self.env["huisbezoek.school"].browse(school_ids):
            draft = school.protocol_ids.filtered(lambda p: p.state == "draft")
            manager = school._get_role_users("management")[:1] or self.env.user
            if school.protocol_id or not draft:
                continue  # The demo is loaded once more.
            protocol = draft[0].with_user(manager)
            protocol.mr_consent_date = school._get_today() - timedelta(days=60)
            protocol.translation_ids.filtered(
                lambda t: t.language_id.code in ("eng", "tur")
            ).action_check()
            protocol.action_activate()

    @api.model
    def _inform_families(self, school_id, uninformed_ids):
        """Let the planner record who was told of the protocol, and who confirmed."""
        school = self.env["huisbezoek.school"].browse(school_id)
        planner = school._get_role_users("planner")[:1]
        told = self.env["huisbezoek.household"].search(
            [("school_id", "=", school_id), ("id", "not in", uninformed_ids)]
        )
        day = school._get_today() - timedelta(days=30)
        for families, confirmed in ((told[::2], True), (told[1::2], False)):
            self.env["huisbezoek.acknowledgement"].with_user(planner)._record(
                families.with_user(planner), day, "evening", confirmed
            )

    @api.model
    def _create_visits(self, group_ids):
        """Let the planner of each school make visits for the pupils of groups."""
        pupils = self.env["huisbezoek.pupil"].search(
            [("membership_ids.group_id", "in", group_ids), ("visit_ids", "=", False)]
        )
        for school, of_school in pupils.grouped("school_id").items():
            planner = school._get_role_users("planner")[:1]
            Visit = self.env["huisbezoek.visit"].with_user(planner)
            Visit._create_for_pupils(of_school.with_user(planner))

    @api.model
    def _begin_rounds(self, school_id, stories):
        """Let the planner of a school begin rounds.

        :param stories: tuples (name, ids of groups, whether the round runs already).
        """
        school = self.env["huisbezoek.school"].browse(school_id)
        planner = school._get_role_users("planner")[:1]
        Round = self.env["huisbezoek.round"].with_user(planner)
        for name, group_ids, runs in stories:
            if Round.search_count([("name", "=", name)], limit=1):
                continue  # The demo is loaded once more.
            values = {
                "name": name,
                "school_id": school_id,
                "group_ids": [Command.set(group_ids)],
                "include_new": False,
            }
            if runs:
                began = school._get_today() - timedelta(weeks=4)
                year = Round.new({"school_id": school_id}).year_id
                values["date_from"] = max(began, year.date_start)
                # Its visits were planned before it.
                values["week_limit"] = values["evening_limit"] = 0
            one = Round.create(values)
            one.action_make_visits()
            if runs:
                one.fit_ids.filtered(lambda f: f.state == "short").decision = "longer"
                one.action_open()
            else:
                self._choose_crew(one.visit_ids)

    def _choose_crew(self, visits):
        """Let a colleague come along on one visit, and an interpreter on another."""
        colleague = (visits.lead_id - visits[:1].lead_id)[:1]
        visits[:1].companion_ids = [Command.set(colleague.ids)]
        Interpreter = visits.env["huisbezoek.interpreter"]
        for visit in visits.filtered("lacks_interpreter"):
            found = Interpreter.search(
                [
                    ("school_id", "=", visit.school_id.id),
                    ("is_confirmed_adult", "=", True),
                    ("language_ids", "in", visit.language_ids.ids),
                ],
                limit=1,
            )
            if found:
                visit.interpreter_id = found
                break

    @api.model
    def _tell_visits(self, stories):
        """Let the visits of one teacher go their way.

        :param stories: tuples (household id, how the visit ends up, day from
            today, hour, id of the companion); only the first two are required.
        """
        told = []
        for household_id, end, *planning in stories:
            visit = self._get_visit(household_id)
            if visit.state != "todo":
                continue  # The demo is loaded once more; this story was told.
            if planning:
                self._plan(visit, *planning)
            told.append((visit, end))
        # Only now, so that what is over still takes its time while planning.
        for visit, end in told:
            self._end(visit, end)

    def _get_visit(self, household_id):
        household = self.env["huisbezoek.household"].browse(household_id)
        planner = household.school_id._get_role_users("planner")[:1]
        return household.visit_ids.sorted("id")[:1].with_user(planner)

    def _plan(self, visit, day, hour, companion_id=None):
        if companion_id:
            visit.companion_ids = [companion_id]
        visit.start = self._find_start(visit, day, hour)

    def _find_start(self, visit, day, hour):
        """Return the first time, going away from today, that is fine for all.

        On the hour of the story or soon after it: there is a way to go from school.
        """
        tz = pytz.timezone(visit.school_id.tz)
        today = datetime.combine(visit.school_id._get_today(), time.min)
        step = -1 if day < 0 else 1
        for days, quarter in product(
            range(day, day + step * HORIZON, step), range(LATER_QUARTERS)
        ):
            local = today + timedelta(days=days, hours=hour, minutes=15 * quarter)
            start = tz.localize(local).astimezone(pytz.utc).replace(tzinfo=None)
            times = {"start": start, "stop": start + timedelta(hours=visit.duration)}
            if not visit.new(times, origin=visit)._get_planning_warnings():
                return start
        raise UserError(self.env._("No day fits %(visit)s.", visit=visit.display_name))

    def _end(self, visit, end):
        """Let the lead do what leads to ``end``: a state, or an outcome."""
        visit = visit.with_user(visit.lead_user_id or visit.env.user)
        if end == "done":
            visit.action_hold()
        elif end == "invited":
            visit._update_state(end)
        elif end == "on_hold":
            visit.action_on_hold()
        elif end not in ("planned", "done"):
            visit._close(end)

    @api.model
    def _write_reports(self, reports):
        """Let leads write the reports of held visits, and make them final.

        :param reports: tuples (household id, values, text about each pupil,
            agreements as (what, who, days from today)); empty values: a draft.
        """
        for household_id, values, texts, agreements in reports:
            visit = self._get_visit(household_id)
            if visit.state != "done":
                continue
            visit = visit.with_user(visit.lead_user_id)
            report = visit._get_or_create_report()
            for part, text in zip(report.part_ids, texts, strict=False):
                part.text = text
            today = visit.school_id._get_today()
            report.write(
                {
                    **values,
                    "topic_ids": visit.topic_ids[:3].ids,
                    "agreement_ids": [
                        Command.create(
                            {
                                "what": what,
                                "who": who,
                                "date": today + timedelta(days=days),
                            }
                        )
                        for what, who, days in agreements
                    ],
                }
            )
            if texts:
                report.action_finalize()
        # As soon as a server runs that can print them.
        self.env.ref("huisbezoek_addon.ir_cron_remind_reports")._trigger()

    @api.model
    def _consult(self, stories):
        """Let colleagues ask one another in confidence, each as he would himself.

        :param stories: tuples (who asks, kind, who is asked, household id or False,
            question, answer or False, whether it helped or False), users by id.
        """
        Consultation = self.env["huisbezoek.consultation"]
        for asker_id, kind, addressee_id, household_id, question, *end in stories:
            asked = Consultation.with_user(asker_id)
            if Consultation.search_count([("question", "=", question)], limit=1):
                continue  # The demo is loaded once more.
            school = self.env["huisbezoek.role"].search(
                [("user_id", "=", asker_id), ("active", "=", True)], limit=1
            )
            visit = household_id and self._get_visit(household_id)
            consultation = asked.create(
                {
                    "school_id": school.school_id.id,
                    "kind": kind,
                    "addressee_id": addressee_id,
                    "visit_id": visit and visit.id,
                    "question": question,
                }
            )
            answer, helped = end
            if answer:
                answered = consultation.with_user(addressee_id)
                answered.answer = answer
                answered.action_answer()
            if helped:
                consultation.action_close(helped)

    @api.model
    def _do_guide(self, school_id, days_by_key):
        """Let the management of a school tick what it has done of the guide.

        :param days_by_key: ``{key of an item: days since it was done}``.
        """
        school = self.env["huisbezoek.school"].browse(school_id)
        manager = school._get_role_users("management")[:1]
        items = self.env["huisbezoek.guide.item"].search(
            [("school_id", "=", school_id), ("key", "in", list(days_by_key))]
        )
        for item in items.with_user(manager).filtered(lambda i: i.state == "todo"):
            days = days_by_key[item.key]
            item.write(
                {
                    "owner_id": manager.id,
                    "date_done": school._get_today() - timedelta(days=days),
                }
            )
