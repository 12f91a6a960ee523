import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

registry.category("web_tour.tours").add("huisbezoek_give_role", {
    url: "/odoo",
    steps: () => [
        stepUtils.showAppsMenuItem(),
        {
            trigger: ".o_app[data-menu-xmlid='huisbezoek_addon.menu_huisbezoek_root']",
            run: "click",
        },
        {
            content: "Open who has what",
            trigger: "[name=step_roles] button[name=action_roles]",
            run: "click",
        },
        {
            content: "The administrator finds his own role",
            trigger: ".o_data_row:contains(Ada)",
        },
        {
            content: "Give another one",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=user_id] input",
            run: "edit Carla",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Carla)",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=role] input",
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains(Care coordinator)",
            run: "click",
        },
        {
            content: "It says what giving this role means",
            trigger: ".alert:contains(opens files)",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "The role is in force",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(In force)",
        },
        {
            content: "End it",
            trigger: "button[name=action_end]",
            run: "click",
        },
        {
            trigger: ".modal .btn-primary",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Ended)",
        },
    ],
});
