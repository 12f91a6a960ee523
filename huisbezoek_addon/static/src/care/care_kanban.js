import { registry } from "@web/core/registry";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { kanbanView } from "@web/views/kanban/kanban_view";

import { EmergencyNumbers } from "./emergency_numbers";

/** The situations of the care structure, below the numbers for when it cannot wait. */
export class CareKanbanController extends KanbanController {
    static template = "huisbezoek_addon.CareKanbanView";
    static components = { ...KanbanController.components, EmergencyNumbers };
}

registry.category("views").add("huisbezoek_care_kanban", {
    ...kanbanView,
    Controller: CareKanbanController,
});
