// A panel that floats beside what opened it, or lies at the foot of a touch screen. It closes by Escape, by a press
// elsewhere and when the focus leaves it. `back` has the focus afterwards.
import { hear } from "./signals.js";

const EDGE = 8;

let open = null;

export function startFloat() {
  document.addEventListener("pointerdown", (event) => isOutside(event) && closeFloat({ giveBack: false }), true);
  document.addEventListener("focusin", (event) => isOutside(event) && closeFloat({ giveBack: false }));
  document.addEventListener("keydown", press, true);
  hear("page.swapped", () => closeFloat());
}

export function openFloat(panel, anchor, back) {
  closeFloat({ giveBack: false });
  panel.showPopover();
  place(panel, anchor.getBoundingClientRect());
  anchor.ariaExpanded = "true";
  open = { panel, anchor, back };
}

export function closeFloat({ giveBack = true } = {}) {
  if (!open) return;
  const { panel, anchor, back } = open;
  open = null;
  anchor.ariaExpanded = null;
  panel.hidePopover();
  if (giveBack) back.focus({ preventScroll: true });
}

function isOutside({ target }) {
  return open && !open.panel.contains(target);
}

function press(event) {
  if (!open) return;
  if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    closeFloat();
  } else if (event.key === "Tab") {
    closeFloat();
  }
}

function place(panel, anchor) {
  panel.style.removeProperty("inset");
  if (matchMedia("(hover: none)").matches) return;
  const { width, height } = panel.getBoundingClientRect();
  const left = Math.max(EDGE, Math.min(anchor.right - width, innerWidth - width - EDGE));
  const isBelow = anchor.bottom + height + EDGE <= innerHeight;
  const top = isBelow ? anchor.bottom + EDGE / 2 : Math.max(EDGE, anchor.top - height - EDGE / 2);
  panel.style.inset = `${Math.min(top, Math.max(EDGE, innerHeight - height - EDGE))}px auto auto ${left}px`;
}
