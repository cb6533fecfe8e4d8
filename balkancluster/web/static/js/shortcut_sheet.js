// The sheet of shortcuts: the page of the same words, laid over whatever is open; and the switch in it.
import { icon } from "./icon.js";
import { fetchPage } from "./page.js";
import { gettext } from "./words.js";

const KEPT = "shortcuts";
const PAGE = "/shortcuts";

export function startShortcutSheet() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-shortcuts]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    link.closest(":popover-open")?.hidePopover();
    openSheet();
  });
  document.addEventListener("change", (event) => {
    if (event.target.closest("[data-shortcuts-switch]")) keep(event.target.checked);
  });
  showSwitch(document);
}

export function areShortcutsOn() {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true;
  }
}

export async function openSheet() {
  if (location.pathname === PAGE || document.getElementById("shortcuts")) return;
  try {
    show(document.adoptNode((await fetchPage(PAGE)).getElementById("shortcuts-sheet")));
  } catch {
    location.assign(PAGE);
  }
}

function show(sheet) {
  const before = document.activeElement;
  const dialog = document.createElement("dialog");
  dialog.id = "shortcuts";
  dialog.className = "dialog wide";
  dialog.dataset.keep = "";
  dialog.setAttribute("aria-labelledby", "shortcuts-heading");
  dialog.append(closing(dialog), sheet);
  showSwitch(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    before?.focus({ preventScroll: true });
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
}

function closing(dialog) {
  const close = document.createElement("button");
  close.type = "button";
  close.className = "icon-button close-sheet";
  close.ariaLabel = gettext("Close");
  close.append(icon("close"));
  close.addEventListener("click", () => dialog.close());
  return close;
}

function showSwitch(root) {
  const label = root.querySelector("[data-shortcuts-switch]");
  if (!label) return;
  label.hidden = false;
  label.querySelector("input").checked = areShortcutsOn();
}

function keep(isOn) {
  try {
    if (isOn) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, "off");
  } catch {
    // A browser that keeps nothing has them on.
  }
}
