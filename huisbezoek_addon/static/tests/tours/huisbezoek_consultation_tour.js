import { registry } from "@web/core/registry";

const openFirst = {
    content: "Open it",
    trigger: ".o_data_row .o_data_cell[name='date']",
    run: "click",
};

registry.category("web_tour.tours").add("huisbezoek_ask_the_confidant", {
    url: "/odoo/my-home-visits",
    steps: () => [
        {
            content: "Open the visit to Defne",
            trigger: ".o_kanban_record:contains('Defne')",
            run: "click",
        },
        {
            content: "One click to ask",
            trigger: ".o_huisbezoek_visit_form .o_statusbar_buttons button:contains('Talk it over')",
            run: "click",
        },
        {
            content: "It says who will read it",
            trigger: ".modal div[name='reader_note']:contains('Only you and Vera read this')",
        },
        {
            content: "And whom to phone outside the school",
            trigger: ".modal div[name='outside_ids'] :contains('0633333333')",
        },
        {
            trigger: ".modal div[name='question'] textarea",
            run: "edit How do I begin?",
        },
        {
            content: "One more to send",
            trigger: ".modal button:contains('Send')",
            run: "click",
        },
        {
            content: "Back on the visit, which shows nothing of it",
            trigger: "body:not(:has(.modal)) .o_huisbezoek_visit_form",
        },
    ],
});

registry.category("web_tour.tours").add("huisbezoek_answer_in_confidence", {
    url: "/odoo/home-visit-confidants",
    steps: () => [
        {
            content: "The activity menu says that something waits",
            trigger: ".o_menu_systray button:has(i[aria-label='Activities'])",
            run: "click",
        },
        {
            content: "And opens what it is",
            trigger: ".o-mail-ActivityGroup:contains('Something waits for you')",
            run: "click",
        },
        openFirst,
        {
            trigger: "div[name='question']:contains('How do I begin?')",
        },
        {
            trigger: "div[name='answer'] textarea",
            run: "edit With a question.",
        },
        {
            trigger: "button[name='action_answer']",
            run: "click",
        },
        {
            trigger: ".o_arrow_button_current:contains('Answered')",
        },
    ],
});

registry.category("web_tour.tours").add("huisbezoek_it_went_well", {
    url: "/odoo/home-visit-consultations",
    steps: () => [
        openFirst,
        {
            trigger: "div[name='answer']:contains('With a question.')",
        },
        {
            trigger: "button[name='action_close']:contains('It went well')",
            run: "click",
        },
        {
            trigger: ".o_arrow_button_current:contains('Closed')",
        },
    ],
});
