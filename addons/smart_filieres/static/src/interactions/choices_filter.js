import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";
import { normalize } from "@web/core/l10n/utils/normalize";

/** Shorten a long list of check boxes while one types; what is ticked stays. */
export class ChoicesFilter extends Interaction {
    static selector = ".smart_choices";
    dynamicContent = {
        ".smart_choices_filter": { "t-on-input": this.onInput },
    };

    onInput(ev) {
        const wanted = normalize(ev.currentTarget.value);
        for (const row of this.el.querySelectorAll(".form-check")) {
            const ticked = row.querySelector("input").checked;
            row.hidden = !ticked && !normalize(row.textContent).includes(wanted);
        }
    }
}

registry.category("public.interactions").add("smart_filieres.choices_filter", ChoicesFilter);
