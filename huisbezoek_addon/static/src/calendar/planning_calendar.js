import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { calendarView } from "@web/views/calendar/calendar_view";
import { CalendarModel } from "@web/views/calendar/calendar_model";

/** Field per model that tells what speaks against the time just given. */
const WARNINGS = {
    "huisbezoek.visit": "planning_warning",
    "huisbezoek.proposal.line": "warning",
};

/** A calendar in which a move that breaks a rule says which (C5). */
export class PlanningCalendarModel extends CalendarModel {
    async updateRecord(record, options = {}) {
        await super.updateRecord(record, options);
        const { resModel, context } = this.meta;
        const field = WARNINGS[resModel];
        const [moved] = await this.orm.read(resModel, [record.id], [field], { context });
        if (moved?.[field]) {
            this.notification.add(moved[field], {
                title: _t("Moved, but mind:"),
                type: "warning",
                sticky: true,
            });
        }
    }
}

registry.category("views").add("huisbezoek_planning_calendar", {
    ...calendarView,
    Model: PlanningCalendarModel,
});
