import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/core/utils/numbers";
import { Layout } from "@web/search/layout";
import { View } from "@web/views/view";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/** The observatory on one screen: figures that were masked before they were stored. */
export class Observatory extends Component {
    static template = "smart_filieres.Observatory";
    static components = { Layout, View };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ data: null });
        this.display = { controlPanel: {} };
        onWillStart(async () => {
            this.state.data = await this.orm.call("smart.observatory", "get_dashboard", []);
        });
    }

    get filieres() {
        const { month, views } = this.state.data;
        return this.graph(views.graph, [
            ["period", "=", month],
            ["level", "=", "row"],
        ]);
    }

    get growth() {
        return this.graph(this.state.data.views.graph_time, [["level", "=", "total"]]);
    }

    graph(viewId, domain) {
        return {
            type: "graph",
            resModel: "smart.observation",
            domain: [["subject", "=", "filiere"], ...domain],
            views: [
                [viewId, "graph"],
                [false, "search"],
            ],
            viewId,
            display: { controlPanel: false },
            className: "h-100",
        };
    }

    percent(value, digits) {
        return `${formatFloat(value, { digits: [16, digits] })}\u00a0%`;
    }

    /** A colour from pale to full, dark text on the pale half. */
    heat(share) {
        if (share === null) {
            return "";
        }
        const text = share > 55 ? "#fff" : "#212529";
        return `background-color: rgba(31, 92, 78, ${share / 100}); color: ${text}`;
    }

    get ranks() {
        const lengths = this.state.data.cohorts.map((cohort) => cohort.retention.length);
        return [...Array(Math.max(0, ...lengths)).keys()].map((rank) => rank + 1);
    }

    open(name) {
        this.action.doAction(`smart_filieres.${name}`);
    }

    openSignal(id) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "smart.signal",
            res_id: id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("smart_observatory", Observatory);
