import { registry } from "@web/core/registry";

const menu = (name) => [
    {
        trigger: `.o_menu_sections [data-menu-xmlid='huisbezoek_addon.${name}']`,
        run: "click",
    },
];
const button = (name) => ({
    trigger: `.o_form_view button[name=${name}]:visible`,
    run: "click",
});
const state = (value) => ({ trigger: `.o_statusbar_status .o_arrow_button_current[data-value=${value}]` });

/** From a round that fits to a full calendar; `count` visits find a time. */
const openProposeApply = (count) => [
    {
        content: "It fits, so the round opens",
        ...button("action_open"),
    },
    state("open"),
    button("action_propose"),
    {
        content: "A time for everybody, and nothing is planned yet",
        trigger: `.o_field_widget[name=placed_count]:contains(${count})`,
    },
    button("action_open_lines"),
    {
        content: "The proposal in a calendar",
        trigger: ".o_calendar_view .fc-event",
    },
    {
        trigger: ".o_back_button, .breadcrumb-item.o_back_button a",
        run: "click",
    },
    button("action_apply"),
    state("applied"),
    button("action_undo"),
    {
        content: "Undoing asks first",
        trigger: ".modal .btn-primary",
        run: "click",
    },
    state("undone"),
    button("action_apply"),
    state("applied"),
    button("action_open_visits"),
    {
        content: "A full calendar",
        trigger: ".o_calendar_view .fc-event",
    },
];

registry.category("web_tour.tours").add("huisbezoek_plan_a_round", {
    url: "/odoo/home-visit-rounds",
    steps: () => [
        {
            content: "A planner begins a round",
            trigger: ".o-kanban-button-new",
            run: "click",
        },
        {
            content: "Group 1 is proposed",
            trigger: ".o_field_widget[name=group_ids] .o_tag:contains(1A)",
        },
        {
            content: "Brothers and sisters are visited one after the other here",
            trigger: "[name=siblings] .o_radio_item:contains(A visit for each child) input",
            run: "click",
        },
        {
            content: "The guide says what comes first: the visits",
            ...button("action_make_visits"),
        },
        {
            content: "Each family has its visit; back to the round",
            trigger: ".o_list_view",
        },
        {
            trigger: ".o_back_button, .breadcrumb-item.o_back_button a",
            run: "click",
        },
        {
            trigger: ".o_notebook .nav-link[name=board]",
            run: "click",
        },
        {
            content: "The week of the vacation is closed on the board",
            trigger: ".o_huisbezoek_round_board th.text-muted",
        },
        ...openProposeApply(7),
    ],
});

registry.category("web_tour.tours").add("huisbezoek_plan_the_demo_round", {
    url: "/odoo/home-visit-rounds",
    steps: () => [
        {
            content: "The round that waits to be planned from its guide",
            trigger: ".o_kanban_record:contains(groep 6 en 7)",
            run: "click",
        },
        {
            content: "The board of its weeks: a vacation is closed",
            trigger: ".o_huisbezoek_round_board th.text-muted",
        },
        ...openProposeApply(25),
    ],
});
