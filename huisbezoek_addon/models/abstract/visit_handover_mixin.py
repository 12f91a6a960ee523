from collections import Counter, defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...logic import handover, planning, visit_states
from ...logic.availability import Stay
from ...logic.local_time import to_span


class HuisbezoekVisitHandover(models.AbstractModel):
    """Hands open visits over to colleagues, all in one step (C7).

    For a teacher who is ill or leaves. What was held stays with who led it, with its
    report; so does a visit of which a report was begun, or that has begun already:
    nobody but he knows whether it was held.
    """

    _name = "huisbezoek.visit.handover.mixin"
    _description = "Is handed over"

    def _hand_over(self, employees, *, keep_times=True, tell_former=False):
        """Let colleagues lead these visits: all that can be handed over, or none.

        :param employees: one or several colleagues, over whom the visits are spread
            evenly; see `logic.handover`.
        :param keep_times: planned visits keep their time where the new lead is free;
            otherwise, and if this is False, they are to be planned again.
        :param tell_former: tell the former leads too, and not only the new ones.
        :return: dict of visits: `handed_over`, and of those `kept` and `to_plan`.
        :raises UserError: if one of the visits cannot go to these colleagues.
        """
        visits = self._filter_to_hand_over()
        employees = self.env["hr.employee"].browse(employees.ids)
        if problem := visits._get_hand_over_problem(employees):
            raise UserError(problem)
        leads, kept = visits._share_out(employees, keep_times)
        moving = self.browse().union(*leads)
        freed = moving.filtered(lambda v: v.state == "planned") - kept
        former = {visit: visit.lead_id for visit in moving}
        values = self._prepare_state_values("todo", {"start": False})
        freed.sudo().write(values)
        moving._set_visitors("lead", leads)
        moving.sudo()._replace_backups()
        moving._log_hand_over(former)
        self._tell_of_hand_over(former, leads, tell_former)
        return {"handed_over": moving, "kept": kept, "to_plan": freed}

    # === WHICH VISITS === #

    @api.model
    def _get_unfinished_domain(self):
        """Return the domain of visits that still ask something of who leads them."""
        return Domain("state", "in", sorted(visit_states.OPEN | {"done"}))

    def _filter_to_hand_over(self):
        """Return the visits that can go to somebody else; those that are read alone."""
        visits_sudo = (
            self._filtered_access("read")
            .sudo()
            .filtered(
                lambda visit: (
                    visit.state in visit_states.OPEN
                    and not visit.report_ids
                    and not visit._has_begun()
                )
            )
        )
        return visits_sudo.with_env(self.env)

    def _has_begun(self):
        """Tell whether the time of a planned visit has come."""
        return self.state == "planned" and (
            bool(self.real_start) or self.start <= fields.Datetime.now()
        )

    def _get_hand_over_problem(self, employees):
        """Return why these visits cannot go to these colleagues; empty if they can."""
        writable = self._filtered_access("write")
        problem = ""
        if not self:
            problem = self.env._("None of these visits can be handed over.")
        elif writable != self:
            problem = self.env._(
                "Led by somebody else: %(count)s of these visits. Choose those that you"
                " lead, or ask the planner.",
                count=len(self - writable),
            )
        elif len(self.school_id) > 1:
            problem = self.env._("Choose visits of one school at a time.")
        elif not employees:
            problem = self.env._("Choose at least one colleague to hand over to.")
        elif count := len(self._filter_untaught(employees)):
            problem = self.env._(
                "To pupils whom none of these colleagues teaches: %(count)s of these"
                " visits. Choose who teaches them too, or ask the planner.",
                count=count,
            )
        return problem

    def _filter_untaught(self, employees):
        """Return the visits for which a teacher may choose none of the employees."""
        if self.env.su:
            return self.browse()
        visits = self - self._filter_of_office()
        may_lead = visits._map_may_lead(employees)
        return visits.filtered(lambda visit: not may_lead[visit])

    def _map_may_lead(self, employees):
        """Return who of the employees teach a pupil of each visit, or are the user."""
        pupils_sudo = self.sudo().pupil_ids
        teachers = pupils_sudo._map_teachers()
        own = employees.sudo().filtered(lambda e: e.user_id == self.env.user)
        return {
            visit: employees & own.union(*map(teachers.get, visit.sudo().pupil_ids))
            for visit in self
        }

    # === TO WHOM === #

    def _share_out(self, employees, keep_times):
        """Return the visits that get another lead, and which keep their time.

        :return: ``{visit: employee}``, and those of them that keep their time.
        """
        timed = self.filtered(lambda visit: keep_times and visit.state == "planned")
        diaries = timed._map_diaries(employees)
        free = {
            visit: timed._filter_free(visit, employees, *diaries[visit])
            for visit in timed
        }
        shared = handover.spread(
            self._prepare_visits_to_spread(employees, free),
            [
                handover.Colleague(who.id, round(hours * 60))
                for who, (_count, hours) in self._get_led_by(employees).items()
            ],
            only_teachers=not (self.env.su or self._filter_of_office()),
        )
        leads = {visit: employees.browse(shared[visit.id]) for visit in self}
        kept = timed._keep_times(leads, free, diaries)
        leads = {v: lead for v, lead in leads.items() if lead != v.lead_id}
        return leads, kept & self.browse().union(*leads)

    def _prepare_visits_to_spread(self, employees, free):
        may_lead = self._map_may_lead(employees)
        return [
            handover.Visit(
                visit.id,
                round(visit._get_norm_hours() * 60),
                household=visit.household_id.id,
                pupils=frozenset(visit.pupil_ids.ids),
                group=visit.pupil_ids.group_id[:1].id or 0,
                teachers=frozenset(may_lead[visit].ids),
                busy=frozenset((employees - free.get(visit, employees)).ids),
            )
            for visit in self.sudo()
        ]

    def _get_led_by(self, employees):
        """Return ``{employee: (count, hours)}`` of the other visits that are open."""
        led = (
            self.env["huisbezoek.visitor"]
            .sudo()
            ._read_group(
                Domain("employee_id", "in", employees.ids)
                & Domain("kind", "=", "lead")
                & Domain("visit_id.state", "in", sorted(visit_states.OPEN))
                & Domain("visit_id", "not in", self.ids),
                ["employee_id"],
                ["__count", "counted_hours:sum"],
            )
        )
        return dict.fromkeys(employees, (0, 0.0)) | {
            employees.browse(who.id): (count, hours) for who, count, hours in led
        }

    # === AT WHICH TIME === #

    def _map_diaries(self, employees):
        """Return ``{visit: (rules, diaries)}``, by which is told who can come.

        By those of `huisbezoek.planning.check`, but of many visits and persons at
        once. Nothing leaves but who is free (design §5.8).
        """
        found = {}
        # Fetched for all of them, which each is asked for afterwards.
        self.household_id.sudo().fetch(["zip", "has_secret_address"])
        for (school, _round), visits in self.grouped(
            lambda visit: (visit.school_id, visit.round_id)
        ).items():
            rules = school.sudo()._get_rules(**visits[0]._get_limits())
            days = [school._to_local(visit.start).date() for visit in visits]
            diaries = self.env["huisbezoek.availability"]._get_diaries(
                school, employees, min(days), max(days)
            )
            found |= dict.fromkeys(visits, (rules, diaries))
        return found

    def _filter_free(self, visit, employees, rules, diaries, stays=()):
        """Return which employees can come at the time of one of these visits.

        Who leads these visits is being chosen anew, so that they take no time from
        their present leads. Whoever was asked to come along and cannot is not free.

        :param stays: what of these visits they get besides, as `logic` has it.
        """
        invited_sudo = visit.sudo().visitor_ids
        declined = invited_sudo.filtered(lambda v: v.state == "declined").employee_id
        taken = {visit.id, *(stay.visit for stay in stays)}

        def is_free(who):
            led = self.filtered(lambda other: other.lead_id == who)
            return planning.is_free(
                to_span(visit.start, visit.stop),
                diaries[who].without(taken.union(led.ids)).with_stays(stays),
                rules,
                visit._get_travel_place(),
            )

        return employees.filtered(lambda who: who not in declined and is_free(who))

    def _keep_times(self, leads, free, diaries):
        """Return the visits that keep their time, the earliest first.

        What stays with who leads it does; each takes time, and the way, of the next.
        """
        kept, stays = self.browse(), defaultdict(list)
        for visit in self.sorted(lambda v: (leads[v] != v.lead_id, v.start, v.id)):
            lead = leads[visit]
            if lead == visit.lead_id or (
                lead in free[visit]
                and self._filter_free(visit, lead, *diaries[visit], stays[lead])
            ):
                span = to_span(visit.start, visit.stop)
                stays[lead].append(Stay(*span, visit._get_travel_place(), visit.id))
                kept |= visit
        return kept

    # === WHAT FOLLOWS === #

    def _replace_backups(self):
        """Let nobody be his own back-up (called in sudo)."""
        for visit in self.filtered(lambda v: v.backup_id and v.backup_id == v.lead_id):
            visit.backup_id = visit.school_id.backup_id - visit.lead_id

    def _log_hand_over(self, former):
        """Note in the log of each visit who led it, so that it is found again."""
        self._message_log_batch(
            {
                visit.id: self.env._(
                    "Handed over: %(former)s → %(lead)s.",
                    former=former[visit].sudo().name or self.env._("nobody"),
                    lead=visit.lead_id.sudo().name,
                )
                for visit in self
            }
        )

    @api.model
    def _tell_of_hand_over(self, former, leads, tell_former):
        """Give each new lead one to-do that says how many, and not to whom."""
        texts = []
        for user, count in Counter(v.sudo().user_id for v in leads.values()).items():
            env = self.with_context(lang=user.lang).env
            text = env._("New home visits to lead: %(count)s", count=count)
            texts.append((user, text))
        for user, count in Counter(v.sudo().user_id for v in former.values()).items():
            env = self.with_context(lang=user.lang).env
            text = env._(
                "Home visits that colleagues take over from you: %(count)s", count=count
            )
            texts += [(user, text)] if tell_former else []
        # In sudo: nobody else may give somebody a to-do without a record behind it.
        quiet_sudo = self.env["mail.activity"].sudo()
        quiet_sudo = quiet_sudo.with_context(mail_activity_quick_update=True)
        quiet_sudo.create(
            [
                {
                    "summary": text,
                    "note": Markup('<a href="/odoo/my-home-visits">%s</a>')
                    % self.with_context(lang=user.lang).env._("My visits"),
                    "user_id": user.id,
                }
                for user, text in texts
                if user and user != self.env.user
            ]
        )
