import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component } from "@odoo/owl";

/** One bar per family: reached, not reached, unknown. */
export class SmartFamilies extends Component {
    static template = "smart_filieres.Families";
    static props = { ...standardFieldProps };

    get families() {
        return this.props.record.data[this.props.name] || [];
    }

    width(family, verdict) {
        return `width: ${(100 * family[verdict]) / (family.total || 1)}%`;
    }
}

registry.category("fields").add("smart_families", {
    component: SmartFamilies,
    supportedTypes: ["json"],
});
