import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** Visitors and weeks of a round: what is planned, and how much still fits. */
export class RoundBoard extends Component {
    static template = "huisbezoek_addon.RoundBoard";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get board() {
        return this.props.record.data[this.props.name] || { weeks: [], rows: [] };
    }

    /** How a cell is coloured: no room, little room, or room enough. */
    tone(cell, week) {
        if (week.closed) {
            return "bg-secondary-subtle text-muted";
        }
        if (!cell.free) {
            return cell.taken ? "text-bg-success" : "bg-secondary-subtle text-muted";
        }
        return cell.taken ? "bg-success-subtle" : "";
    }

    async open(row, week) {
        const action = await this.orm.call("huisbezoek.round", "action_open_week", [
            [this.props.record.resId],
            row.id,
            week.key,
        ]);
        await this.action.doAction(action);
    }
}

registry.category("fields").add("huisbezoek_round_board", {
    component: RoundBoard,
    supportedTypes: ["json"],
});
