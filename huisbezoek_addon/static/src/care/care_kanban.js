import { registry } from "@web/core/registry";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { kanbanView } from "@web/views/kanban/kanban_view";

/** The situations of the care structure, below the numbers for when it is urgent. */
export class CareKanbanController extends KanbanController {
    static template = "huisbezoek_addon.CareKanbanView";
}

registry.category("views").add("huisbezoek_care_kanban", {
    ...kanbanView,
    Controller: CareKanbanController,
});
