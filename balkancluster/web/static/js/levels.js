// How much to hear of a topic or a room, chosen without leaving the page.
import { write } from "./api.js";
import { refreshParts } from "./page.js";

export function startLevels() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-level]") || !event.submitter) return;
    event.preventDefault();
    choose(form, event.submitter.value);
  });
}

async function choose(form, level) {
  form.closest("[popover]:popover-open")?.hidePopover();
  try {
    await write("PUT", form.dataset.level, { level });
    await refreshParts();
  } catch {
    // What is shown is what the server last said; the connection's own notice says what is wrong.
  }
}
