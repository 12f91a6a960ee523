import { registry } from "@web/core/registry";

const month = new Date().toISOString().slice(5, 7);
const year = new Date().getFullYear();

const openDefne = [
    {
        content: "Open the visit to Defne",
        trigger: ".o_kanban_record:contains('Defne')",
        run: "click",
    },
    {
        content: "The family is named to its teacher",
        trigger: ".o_huisbezoek_visit_form h1:contains('Aydemir · Defne')",
    },
];

registry.category("web_tour.tours").add("huisbezoek_plan_and_move", {
    url: "/odoo/my-home-visits",
    steps: () => [
        ...openDefne,
        {
            content: "Give the visit a time",
            trigger: "div[name='start'] button, div[name='start'] input",
            run: "click",
        },
        {
            trigger: "div[name='start'] input",
            run: `edit ${month}/15/${year} 15:30:00`,
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "A time plans the visit",
            trigger: ".o_arrow_button_current:contains('Planned')",
        },
        {
            content: "Open Odoo's own calendar",
            trigger: ".o_navbar_apps_menu button",
            run: "click",
        },
        {
            trigger: ".o_app[data-menu-xmlid='calendar.mail_menu_calendar']",
            run: "click",
        },
        {
            trigger: ".scale_button_selection",
            run: "click",
        },
        {
            trigger: ".o_scale_button_month",
            run: "click",
        },
        {
            content: "Drag the visit to another day",
            trigger: ".fc-daygrid-day[data-date$='15'] .fc-event:contains('Home visit Defne')",
            run: "drag_and_drop .fc-daygrid-day[data-date$='20'] .fc-daygrid-day-events",
        },
        {
            trigger: ".fc-daygrid-day[data-date$='20'] .fc-event:contains('Home visit Defne')",
        },
    ],
});

registry.category("web_tour.tours").add("huisbezoek_hold", {
    url: "/odoo/my-home-visits",
    steps: () => [
        ...openDefne,
        {
            content: "The visit has been: say so with one tap",
            trigger: "button[name='action_hold']",
            run: "click",
        },
        {
            content: "It is held: its true times can be filled in",
            trigger: "div[name='real_start']",
        },
    ],
});

registry.category("web_tour.tours").add("huisbezoek_plan_from_calendar", {
    url: "/odoo/calendar",
    steps: () => [
        {
            content: "Click a free time in Odoo's own calendar",
            trigger: ".fc-timegrid-slot-lane[data-time='15:00:00']",
            run: "click",
        },
        {
            content: "Choose whom to visit",
            trigger: "div[name='plan_visit_id'] input",
            run: "edit Defne",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains('Aydemir · Defne')",
            run: "click",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            trigger: ".fc-event:contains('Home visit Defne')",
        },
    ],
});
