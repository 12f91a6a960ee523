import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

registry.category("web_tour.tours").add("huisbezoek_first_steps", {
    url: "/odoo",
    steps: () => [
        stepUtils.showAppsMenuItem(),
        {
            content: "An administrator without a role opens the app on the first steps",
            trigger: ".o_app[data-menu-xmlid='huisbezoek_addon.menu_huisbezoek_root']",
            run: "click",
        },
        {
            content: "The first school is filled in",
            trigger: "[name=step_school] button[name=action_school].btn-primary",
            run: "click",
        },
        {
            content: "It proposes what the company is called",
            trigger: ".modal [name=name] input:value(Stichting Vlieroord)",
            run: "edit De Linde",
        },
        {
            content: "The place proposed the region of the vacations",
            trigger: ".modal [name=holiday_region] :value(north), .modal [name=holiday_region]:contains(North)",
        },
        {
            content: "Save the school",
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "The step is done, and the hours are agreed with one click",
            trigger: "[name=step_school] .text-bg-success",
        },
        {
            trigger: "[name=step_hours] button[name=action_accept_hours]",
            run: "click",
        },
        {
            trigger: "[name=step_hours] .text-bg-success",
        },
        {
            content: "The sender is filled in, and tested",
            trigger: "[name=step_mail] button[name=action_sender].btn-primary",
            run: "click",
        },
        {
            trigger: ".modal [name=sender_email] input",
            run: "edit office@linde.example",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            trigger: "[name=step_mail] button[name=action_send_test_mail]",
            run: "click",
        },
        {
            content: "It says where to look",
            trigger: ".o_notification:contains(iris@board.example)",
        },
        {
            trigger: "[name=step_mail] .text-bg-success",
        },
        {
            content: "A planner is chosen",
            trigger: "[name=step_roles] button[name=action_give_role]",
            run: "click",
        },
        {
            trigger: ".modal [name=user_id] input",
            run: "edit Petra",
        },
        {
            trigger: ".modal .o-autocomplete--dropdown-item:contains(Petra)",
            run: "click",
        },
        {
            trigger: ".modal [name=role] input",
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains(Planner)",
            run: "click",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "The page knows who plans, and that somebody is still missing",
            trigger: "[name=step_roles] [name=planner_names]:contains(Petra)",
        },
        {
            trigger: "[name=step_roles] .text-bg-light",
        },
    ],
});
