import { registry } from "@web/core/registry";

const TEN = ".fc-timegrid-slot-lane[data-time='10:00:00']";

registry.category("web_tour.tours").add("huisbezoek_drag_to_plan", {
    url: "/odoo/home-visits",
    steps: () => [
        {
            trigger: ".o_switch_view.o_calendar",
            run: "click",
        },
        {
            content: "What has passed is no time to plan",
            trigger: ".o_calendar_view .o_calendar_button_prev",
            run: "click",
        },
        {
            trigger: ".o_calendar_view:not(:has(.fc-day-today)) .o_huisbezoek_to_plan:contains(Aydemir)",
            run: `drag_and_drop ${TEN}`,
        },
        {
            trigger: ".o_notification:has(.bg-danger)",
        },
        {
            trigger: ".o_calendar_button_next",
            run: "click",
        },
        {
            trigger: ".o_calendar_view:has(.fc-day-today)",
        },
        {
            trigger: ".o_calendar_button_next",
            run: "click",
        },
        {
            content: "What has no time yet stands beside the calendar",
            trigger: ".o_calendar_view:not(:has(.fc-day-today)) .o_huisbezoek_to_plan:contains(Aydemir)",
            run: `drag_and_drop ${TEN}`,
        },
        {
            content: "It stands in the calendar",
            trigger: ".o_calendar_view:not(:has(.o_huisbezoek_to_plan)) .fc-event:contains(Aydemir)",
        },
        {
            content: "A move that breaks a rule says which",
            trigger: ".o_notification:has(.bg-warning)",
        },
    ],
});
