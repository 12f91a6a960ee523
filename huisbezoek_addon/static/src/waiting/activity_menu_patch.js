import { ActivityMenu } from "@mail/core/web/activity_menu";
import { patch } from "@web/core/utils/patch";

// What waits in confidence has no activities to filter on, but a page of its own.
patch(ActivityMenu.prototype, {
    openActivityGroup(group, filter, newWindow) {
        if (!group.home_visit_action) {
            return super.openActivityGroup(...arguments);
        }
        this.dropdown.close();
        this.action.doAction(group.home_visit_action, {
            newWindow,
            clearBreadcrumbs: true,
        });
    },
});
