import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const card = (name) => `.o_kanban_record:contains(${name})`;

registry.category("web_tour.tours").add("huisbezoek_guide_to_protocol", {
    url: "/odoo",
    steps: () => [
        stepUtils.showAppsMenuItem(),
        {
            content: "The management opens the app on the first page",
            trigger: ".o_app[data-menu-xmlid='huisbezoek_addon.menu_huisbezoek_root']",
            run: "click",
        },
        {
            content: "Nothing of the vision is done; open that step",
            trigger: "[name=guide] .o_kanban_record:has([data-step=vision]) button[name=action_open_guide]",
            run: "click",
        },
        {
            content: "The vision is on paper",
            trigger: `${card("Our vision")} button[name=action_done]`,
            run: "click",
        },
        {
            trigger: `${card("Our vision")} .badge:contains(Done)`,
        },
        {
            content: "The whole guide",
            trigger: "[data-menu-xmlid='huisbezoek_addon.menu_huisbezoek_guide']",
            run: "click",
        },
        {
            trigger:
                ".o-dropdown--menu [data-menu-xmlid='huisbezoek_addon.menu_huisbezoek_guide_item']",
            run: "click",
        },
        {
            content: "From the guide to the draft that waits",
            trigger: `${card("There is a protocol")} button[name=action_open_target]`,
            run: "click",
        },
        {
            content: "One section is said otherwise here",
            trigger: "[name=parents_section_ids] .o_data_row:first .o_data_cell[name=name]",
            run: "click",
        },
        {
            trigger: ".modal [name=text] textarea",
            run: "edit Wij komen graag kennismaken. Bel [naam] als u iets wilt vragen.",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_form_button_save",
            run: "click",
        },
        {
            content: "A gap is left, so it cannot be activated yet",
            trigger: ".alert [name=todo]:contains([naam])",
        },
        {
            trigger: "[name=parents_section_ids] .o_data_row:first .o_data_cell[name=name]",
            run: "click",
        },
        {
            trigger: ".modal [name=text] textarea",
            run: "edit Wij komen graag kennismaken. Bel de school als u iets wilt vragen.",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_form_button_save",
            run: "click",
        },
        {
            content: "Parents read it like this",
            trigger: ".nav-link[name=preview]",
            run: "click",
        },
        {
            trigger: "[name=preview] :iframe .o_huisbezoek_sheet:contains(Bel de school als u iets wilt vragen)",
        },
        {
            content: "Activate it",
            trigger: "button[name=action_activate]",
            run: "click",
        },
        {
            trigger: ".modal-footer .btn-primary",
            run: "click",
        },
        {
            trigger: ".o_arrow_button_current:contains(Active)",
        },
        {
            content: "The guide ticked it by itself",
            trigger: "[data-menu-xmlid='huisbezoek_addon.menu_huisbezoek_guide']",
            run: "click",
        },
        {
            trigger:
                ".o-dropdown--menu [data-menu-xmlid='huisbezoek_addon.menu_huisbezoek_guide_item']",
            run: "click",
        },
        {
            trigger: `${card("There is a protocol")} .badge:contains(Done)`,
        },
    ],
});
