import { registry } from "@web/core/registry";

const openDefne = [
    {
        content: "Open the visit to Defne",
        trigger: ".o_kanban_record:contains('Defne')",
        run: "click",
    },
    {
        trigger: ".o_huisbezoek_visit_form h1:contains('Defne')",
    },
];

/** On a phone the second button and later ones hide behind a gear. */
function press(name) {
    return [
        {
            content: `Press ${name}, behind the gear where the screen is small`,
            trigger: ".o_form_view .o_statusbar_buttons, .o_form_view .o_cp_action_menus",
            run: async ({ anchor, queryFirst, click, waitFor }) => {
                const selector = `button[name='${name}']:visible`;
                let button = queryFirst(selector);
                if (!button) {
                    await click(queryFirst(".o_statusbar_buttons .dropdown-toggle:visible, .o_statusbar_buttons button.o-dropdown:visible, .o_cp_action_menus button:visible"));
                    button = await waitFor(selector);
                }
                await click(button);
            },
        },
    ];
}

registry.category("web_tour.tours").add("huisbezoek_door_to_dossier", {
    url: "/odoo/my-home-visits",
    steps: () => [
        ...openDefne,
        {
            content: "What to talk about stands there",
            trigger: "div[name='topic_ids']:contains('Getting to know each other')",
        },
        {
            content: "At the door",
            trigger: "button[name='action_check_in']",
            run: "click",
        },
        {
            content: "Afterwards",
            trigger: "button[name='action_check_out']",
            run: "click",
        },
        {
            content: "The report is there, with what is known",
            trigger: ".o_huisbezoek_report_form div[name='topic_ids'] label:contains('Getting to know')",
            run: "click",
        },
        {
            trigger: "div[name='told'] textarea",
            run: "edit She likes to draw.",
        },
        {
            trigger: "button[name='action_finalize']",
            run: "click",
        },
        {
            content: "It is final, and a PDF",
            trigger: ".o_statusbar_buttons button[name='action_open_pdf']",
        },
        {
            content: "Final texts cannot be changed in place",
            trigger: "div[name='told']:not(:has(textarea)):contains('She likes to draw.')",
        },
    ],
});

registry.category("web_tour.tours").add("huisbezoek_dossier", {
    url: "/odoo/home-visit-pupils",
    steps: () => [
        {
            trigger: ".o_kanban_record:contains('Defne'), .o_data_row:contains('Defne') .o_data_cell",
            run: "click",
        },
        {
            content: "The report stands in the dossier",
            trigger: "div[name='report_part_ids'] button[name='action_open_pdf']",
        },
        {
            trigger: "div[name='report_part_ids'] button[name='action_open_report']",
            run: "click",
        },
        {
            trigger: ".o_huisbezoek_report_form div[name='told']:contains('She likes to draw.')",
        },
    ],
});

registry.category("web_tour.tours").add("huisbezoek_move_a_worry", {
    url: "/odoo/home-visit-reports",
    steps: () => [
        {
            trigger: ".o_kanban_record:contains('Defne'), .o_data_row:contains('Defne') .o_data_cell",
            run: "click",
        },
        {
            trigger: ".o_huisbezoek_report_form",
        },
        ...press("action_move_text"),
        {
            content: "Say where it stands: first another place, then the right one",
            trigger: ".modal div[name='source_id'] label:contains('expects')",
            run: "click",
        },
        {
            trigger: ".modal div[name='moves'] textarea:value(Homework.)",
        },
        {
            trigger: ".modal div[name='source_id'] label:contains('told')",
            run: "click",
        },
        {
            content: "The whole text is proposed",
            trigger: ".modal div[name='moves'] textarea:value(He likes football. Blue marks on his arm.)",
            run: "edit Blue marks on his arm.",
        },
        {
            trigger: ".modal div[name='stays'] textarea",
            run: "edit He likes football.",
        },
        {
            trigger: ".modal button[name='action_move']",
            run: "click",
        },
        {
            trigger: ".o_notification:contains('care coordinator has it')",
        },
        {
            trigger: ".o_huisbezoek_report_form div[name='told'] textarea:value(He likes football.)",
        },
    ],
});

registry.category("web_tour.tours").add("huisbezoek_my_hours", {
    url: "/odoo/my-home-visit-hours",
    steps: () => [
        {
            content: "My annual task",
            trigger: ".o_kanban_record:contains('Anouk'), .o_data_row:contains('Anouk') .o_data_cell",
            run: "click",
        },
        {
            content: "The visit stands there with its hours",
            trigger: ".o_form_view div[name='realised_hours']:not(:contains('00:00'))",
        },
        {
            trigger: ".o_form_view div[name='visitor_ids'] .o_kanban_record:contains('Visit'), .o_form_view div[name='visitor_ids'] .o_data_row",
        },
        {
            content: "Smart buttons hide behind one on a phone",
            trigger: ".o_control_panel button:has(.fa-bolt)",
            run: "click",
        },
        {
            content: "The same hours stand in the task of the ERP",
            trigger: "button[name='action_open_lines']",
            run: "click",
        },
        {
            trigger: ".o_kanban_record:contains('Home visit'), .o_data_row:contains('Home visit')",
        },
    ],
});
