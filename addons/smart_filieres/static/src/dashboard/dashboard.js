import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { formatDate, formatDateTime, deserializeDate, deserializeDateTime } from "@web/core/l10n/dates";
import { formatFloat } from "@web/views/fields/formatters";
import { Layout } from "@web/search/layout";

const COLORS = {
    met: "text-bg-success",
    on_track: "text-bg-info",
    at_risk: "text-bg-warning",
    off_track: "text-bg-danger",
};
const ICONS = {
    met: "fa-check-circle text-success",
    unmet: "fa-times-circle text-danger",
    unknown: "fa-question-circle text-warning",
};

/** One filière on one screen; every figure links to what it is made of. */
export class FiliereDashboard extends Component {
    static template = "smart_filieres.Dashboard";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ data: null });
        this.display = { controlPanel: {} };
        const action = this.props.action;
        this.filiereId = action.params?.filiere_id || action.context?.active_id;
        if (this.filiereId) {
            // the address keeps what is shown, so that it can be reloaded
            this.props.updateActionState?.({ active_id: this.filiereId });
        }
        onWillStart(() => this.load());
    }

    async load() {
        this.state.data = this.filiereId
            ? await this.orm.call("smart.filiere", "get_dashboard_data", [this.filiereId])
            : null;
        if (this.state.data) {
            this.env.config.setDisplayName(this.state.data.filiere.name);
        }
    }

    get highest() {
        return Math.max(1, ...this.state.data.growth.map((each) => each.members));
    }

    number(value) {
        return formatFloat(value, { digits: [16, Number.isInteger(value) ? 0 : 1] });
    }

    day(value) {
        return value ? formatDate(deserializeDate(value)) : "";
    }

    moment(value) {
        return value ? formatDateTime(deserializeDateTime(value), { showSeconds: false }) : "";
    }

    color(status) {
        return COLORS[status] || "text-bg-secondary";
    }

    icon(status) {
        return ICONS[status];
    }

    /** Call a button of the filière's form, then show what it changed. */
    async press(method) {
        const action = await this.orm.call("smart.filiere", method, [[this.filiereId]]);
        await this.action.doAction(action, { onClose: () => this.load() });
    }

    openForm() {
        this.open("smart.filiere", this.filiereId);
    }

    open(model, id) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("smart_filieres.dashboard", FiliereDashboard);
