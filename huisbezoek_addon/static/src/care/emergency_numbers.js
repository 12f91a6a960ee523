import { Component } from "@odoo/owl";

import { registry } from "@web/core/registry";

/** Whom to call when it cannot wait, one tap away; the same on every page of care. */
export class EmergencyNumbers extends Component {
    static template = "huisbezoek_addon.EmergencyNumbers";
    static props = ["*"];
}

registry.category("view_widgets").add("huisbezoek_emergency_numbers", {
    component: EmergencyNumbers,
});
