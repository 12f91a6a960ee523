import { useRef } from "@odoo/owl";
import { useCalendarTaskToPlanDraggable } from "@project/views/project_task_calendar/hooks/project_task_calendar_task_to_plan_draggable";
import { Domain } from "@web/core/domain";
import { serializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { CalendarCommonRenderer } from "@web/views/calendar/calendar_common/calendar_common_renderer";
import { CalendarController } from "@web/views/calendar/calendar_controller";
import { CalendarModel } from "@web/views/calendar/calendar_model";
import { CalendarRenderer } from "@web/views/calendar/calendar_renderer";
import { CalendarSidePanel } from "@web/views/calendar/calendar_side_panel/calendar_side_panel";
import { calendarView } from "@web/views/calendar/calendar_view";

/** Per model: the field that tells what speaks against a time, and what has none yet. */
const PLANNING = {
    "huisbezoek.visit": {
        warning: "planning_warning",
        toPlan: [["state", "in", ["todo", "invited"]]],
        fields: { family_label: {}, lead_id: { fields: { display_name: {} } } },
    },
    "huisbezoek.proposal.line": {
        warning: "warning",
        toPlan: [
            ["start", "=", false],
            ["proposal_state", "in", ["done", "undone"]],
        ],
        fields: {
            family_label: {},
            lead_id: { fields: { display_name: {} } },
            reason_text: {},
        },
    },
};
const PAGE = 20;

/** A calendar in which a move that breaks a rule says which (C5). */
export class PlanningCalendarModel extends CalendarModel {
    get planning() {
        return PLANNING[this.resModel];
    }

    /** Visits are given a time where the calendar shows times. */
    get canGiveTimes() {
        return this.canEdit && !this.env.isSmall && ["day", "week"].includes(this.scale);
    }

    async updateData(data) {
        await super.updateData(data);
        // Only now: the filters on who leads follow from what is in sight.
        if (this.canGiveTimes) {
            await this.loadToPlan(data);
        } else {
            this.toPlan = null;
        }
    }

    async loadToPlan(data = this.data, limit = PAGE) {
        const { date_start, date_stop } = this.fieldMapping;
        const shown = Domain.removeDomainLeaves(
            Domain.and([this.meta.domain, this.computeFiltersDomain(data)]),
            [date_start, date_stop]
        );
        this.toPlan = await this.orm.webSearchRead(
            this.resModel,
            Domain.and([shown, this.planning.toPlan]).toList(this.meta.context),
            { specification: this.planning.fields, limit, context: this.meta.context }
        );
    }

    async loadMoreToPlan() {
        await this.loadToPlan(this.data, this.toPlan.records.length + PAGE);
        this.notify();
    }

    async giveTime(id, start) {
        await this.orm.write(
            this.resModel,
            [id],
            { [this.fieldMapping.date_start]: serializeDateTime(start) },
            { context: this.meta.context }
        );
        await this.load();
        await this.warn(id);
    }

    async updateRecord(record, options = {}) {
        await super.updateRecord(record, options);
        await this.warn(record.id);
    }

    async warn(id) {
        const { warning } = this.planning;
        const [moved] = await this.orm.read(this.resModel, [id], [warning], {
            context: this.meta.context,
        });
        if (moved?.[warning]) {
            this.notification.add(moved[warning], {
                title: _t("Moved, but mind"),
                type: "warning",
                sticky: true,
            });
        }
    }
}

class PlanningCalendarSidePanel extends CalendarSidePanel {
    static template = "huisbezoek_addon.PlanningCalendarSidePanel";
    static props = [...CalendarSidePanel.props, "editRecord"];

    open({ id, family_label }) {
        this.props.editRecord({ id, title: family_label });
    }
}

/** What has no time yet stands beside the calendar and is dragged into it. */
class PlanningCalendarController extends CalendarController {
    static components = {
        ...CalendarController.components,
        CalendarSidePanel: PlanningCalendarSidePanel,
    };

    setup() {
        super.setup();
        this.rootRef = useRef("root");
        useCalendarTaskToPlanDraggable({
            ref: this.rootRef,
            enable: () => this.model.canGiveTimes,
            elements: ".o_huisbezoek_to_plan",
            onDrop: (params) => this.dropToPlan(params),
        });
    }

    get sidePanelProps() {
        return { ...super.sidePanelProps, editRecord: this.editRecord.bind(this) };
    }

    async dropToPlan({ element, calendarCell, timeSlotElement }) {
        if (!timeSlotElement) {
            return;
        }
        const start = luxon.DateTime.fromISO(
            `${calendarCell.dataset.date}T${timeSlotElement.dataset.time}`
        );
        if (start < luxon.DateTime.now()) {
            this.model.notification.add(_t("That time has passed. Choose a later one."), {
                type: "danger",
            });
            return;
        }
        await this.model.giveTime(Number(element.dataset.resId), start);
    }
}

/** Shows, while something is dragged, the time that it would get. */
class PlanningCalendarCommonRenderer extends CalendarCommonRenderer {
    static template = "project.ProjectTaskCalendarCommonRenderer";
}

class PlanningCalendarRenderer extends CalendarRenderer {
    static components = {
        ...CalendarRenderer.components,
        day: PlanningCalendarCommonRenderer,
        week: PlanningCalendarCommonRenderer,
    };
}

registry.category("views").add("huisbezoek_planning_calendar", {
    ...calendarView,
    Controller: PlanningCalendarController,
    Model: PlanningCalendarModel,
    Renderer: PlanningCalendarRenderer,
});
