import { Component, onWillUnmount, useEffect } from "@odoo/owl";

import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const INTERVAL = 1500;

/** How far a job in the background is; looks again every so often, until it is done. */
export class JobProgress extends Component {
    static template = "huisbezoek_addon.JobProgress";
    static props = { ...standardFieldProps };

    setup() {
        useEffect(
            (isGoingOn) => {
                if (isGoingOn) {
                    this.timer = setTimeout(() => this.look(), INTERVAL);
                }
                return () => clearTimeout(this.timer);
            },
            () => [this.isGoingOn, this.props.record.data],
        );
        onWillUnmount(() => {
            this.isGone = true;
        });
    }

    get isGoingOn() {
        return ["queued", "running"].includes(this.props.record.data.state);
    }

    get isRunning() {
        return this.props.record.data.state === "running";
    }

    get share() {
        return this.props.record.data[this.props.name] || 0;
    }

    async look() {
        if (!this.isGone && !document.hidden) {
            await this.props.record.load();
        }
        if (!this.isGone && this.isGoingOn) {
            this.timer = setTimeout(() => this.look(), INTERVAL);
        }
    }
}

registry.category("fields").add("huisbezoek_job_progress", {
    component: JobProgress,
    supportedTypes: ["integer"],
});
