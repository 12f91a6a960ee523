import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("huisbezoek_choose_feasts", {
    url: "/odoo/home-visit-households",
    steps: () => [
        {
            content: "Open the family",
            trigger: ".o_data_row .o_data_cell[name='name']:contains('Aydemir')",
            run: "click",
        },
        {
            trigger: ".o_notebook .nav-link[name='avoidances']",
            run: "click",
        },
        {
            content: "Choose from the list of the school",
            trigger: "button[name='action_choose_feasts']",
            run: "click",
        },
        {
            content: "Each feast stands there with its days",
            trigger: ".modal .o_field_many2many_checkboxes .o-checkbox:contains('Feast of lights') input",
            run: "click",
        },
        {
            trigger: ".modal button[name='action_done']",
            run: "click",
        },
        {
            content: "The dates are kept, and nothing else",
            trigger: "body:not(:has(.modal)) div[name='avoidance_ids'] .o_data_row:eq(1)",
        },
    ],
});

registry.category("web_tour.tours").add("huisbezoek_close_a_day", {
    url: "/odoo/home-visit-closed-days",
    steps: () => [
        {
            content: "The planner sees that a visit is hit, and opens the day",
            trigger: ".o_data_row:contains('Study day') .o_list_record_open_form_view",
            run: "click",
        },
        {
            trigger: ".alert-warning div[name='visit_count']:contains('1')",
        },
        {
            trigger: "button[name='action_return_visits']",
            run: "click",
        },
        {
            trigger: ".modal .btn-primary",
            run: "click",
        },
        {
            content: "Nothing is hit any more",
            trigger: "body:not(:has(.modal)) .o_form_view:not(:has(.alert-warning))",
        },
    ],
});

registry.category("web_tour.tours").add("huisbezoek_add_days", {
    url: "/odoo/home-visit-closed-days",
    steps: () => [
        {
            content: "What is missing is added from the list",
            trigger: "button[name='action_add_calendar']",
            run: "click",
        },
        {
            content: "And it says what it came to",
            trigger: ".o_notification",
        },
    ],
});
