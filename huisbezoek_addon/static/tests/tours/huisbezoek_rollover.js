import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("huisbezoek_rollover_prepare", {
    steps: () => [
        {
            content: "The empty list explains what a roll-over is",
            trigger: ".o_view_nocontent:contains('Carry the school over')",
        },
        { trigger: ".o_list_button_add", run: "click" },
        {
            content: "The year of today stands there",
            trigger: "[name=from_year_id] input:value(2026-2027)",
        },
        { trigger: "button[name=action_look_again]", run: "click" },
        {
            content: "The first group goes on as the second one",
            trigger: "[name=line_ids] .o_data_row:contains('1A'):contains('2A')",
        },
        {
            content: "What to mind is told",
            trigger: "[name=line_ids] td:contains('No teacher yet')",
        },
        { trigger: "button[name=action_carry_out]", run: "click" },
        {
            content: "It waits for the background",
            trigger: ".o_huisbezoek_job_progress:contains('Waiting to begin')",
        },
    ],
});

registry.category("web_tour.tours").add("huisbezoek_rollover_done", {
    steps: () => [
        { trigger: ".o_data_row td:contains('After 2026-2027')", run: "click" },
        { trigger: ".alert-success:contains('have a place in the next year')" },
        { trigger: "button[name=action_open_groups]", run: "click" },
        {
            content: "The groups of the new year",
            trigger: ".o_list_view .o_data_row:contains('2A')",
        },
    ],
});

registry.category("web_tour.tours").add("huisbezoek_pupil_leaves", {
    steps: () => [
        { trigger: ".o_data_row td:contains('Defne')", run: "click" },
        {
            content: "Archiving leads to the same page as the button",
            trigger: "button[name=action_leave]",
            run: "click",
        },
        {
            content: "It says what becomes of the visit",
            trigger: ".modal h4:contains('These visits are cancelled')",
        },
        { trigger: ".modal .o_data_row:contains('Aydemir')" },
        { trigger: ".modal button[name=action_leave]", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_form_view" },
    ],
});

registry.category("web_tour.tours").add("huisbezoek_visit_put_right", {
    steps: () => [
        {
            content: "The lead does not teach the pupil any more",
            trigger: ".alert:contains('does not teach the pupils any more')",
        },
        { trigger: "button[name=action_put_right]:visible", run: "click" },
        {
            content: "The banner goes",
            trigger: "body:not(:has(.alert:contains('does not teach')))",
        },
        { trigger: "[name=lead_id] input:value(Bram)" },
    ],
});
