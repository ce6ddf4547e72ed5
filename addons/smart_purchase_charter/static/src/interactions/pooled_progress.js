// Copyright 2026 Smart
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";
import { rpc } from "@web/core/network/rpc";

const DELAY = 4000;
const MAX_DELAY = 60000;

/** Keeps the progress of a pooled order up to date while its page is looked at. */
export class PooledProgress extends Interaction {
    static selector = ".o_smart_pool[data-live]";

    setup() {
        this.delay = DELAY;
        this.url = `/my/pools/${this.el.dataset.poolId}/progress`;
    }

    start() {
        this.schedule();
    }

    schedule() {
        this.waitForTimeout(() => this.refresh(), this.delay);
    }

    async refresh() {
        if (document.visibilityState === "visible") {
            try {
                this.show(await this.waitFor(rpc(this.url, {}, { silent: true })));
                this.delay = DELAY;
            } catch {
                // Offline or restarting: ask less and less often, and never disturb.
                this.delay = Math.min(this.delay * 2, MAX_DELAY);
            }
        }
        this.schedule();
    }

    show(progress) {
        const changed = !progress.is_open || progress.state !== this.el.dataset.state;
        const notice = this.el.querySelector(".o_smart_pool_changed");
        notice.classList.toggle("d-none", !changed);
        for (const textEl of this.el.querySelectorAll("[data-order-text]")) {
            const text = progress.texts?.[textEl.dataset.orderText];
            if (text && textEl.textContent !== text) {
                textEl.textContent = text;
            }
        }
        for (const line of progress.lines || []) {
            this.showLine(line);
        }
    }

    showLine(line) {
        const lineEl = this.el.querySelector(`[data-line-id="${line.id}"]`);
        for (const textEl of lineEl?.querySelectorAll("[data-text]") || []) {
            const text = line[textEl.dataset.text];
            // A live region is read out again whenever it is written.
            if (textEl.textContent !== text) {
                textEl.textContent = text;
            }
        }
        for (const barEl of lineEl?.querySelectorAll("[data-percent]") || []) {
            const percent = line[barEl.dataset.percent];
            barEl.setAttribute("aria-valuenow", percent);
            barEl.querySelector(".progress-bar").style.width = `${percent}%`;
        }
    }
}

registry
    .category("public.interactions")
    .add("smart_purchase_charter.pooled_progress", PooledProgress);
