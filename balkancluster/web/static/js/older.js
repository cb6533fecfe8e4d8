// Older messages come in above, by the link or by scrolling up, and what is in sight stays where it is.
import { startMore } from "./more.js";
import { fetchPage } from "./page.js";
import { keepPlace } from "./scroll.js";

export function startOlder() {
  startMore("[data-older]", (older) => keepPlace(() => prepend(document.querySelector("[data-log]"), older)));
}

// Puts the talk of an older page above that of a newer one; `log` may be of a page that is not shown yet.
export function prepend(log, older) {
  const source = older.querySelector("[data-log]");
  for (const extra of source.querySelectorAll("[data-waiting], #newest, #newer")) extra.remove();
  // A page that is all new begins with the line; where more of the new is above, the line is too.
  if (source.querySelector("#since")) log.querySelector("#since")?.remove();
  const days = source.querySelectorAll("[data-day]");
  const first = log.querySelector("[data-day]");
  if (first && first.dataset.day === days[days.length - 1]?.dataset.day) first.remove();
  log.querySelector("#older")?.remove();
  log.prepend(...[...source.childNodes].map((node) => log.ownerDocument.adoptNode(node)));
}

// The language switch shows no less than was loaded before.
export async function extend(page, firstSeq) {
  for (;;) {
    const log = page.querySelector("[data-log]");
    const link = log?.querySelector("[data-older]");
    const reached = Number(log?.querySelector("article[data-seq]")?.dataset.seq ?? 0);
    if (!link || reached <= firstSeq) return;
    prepend(log, await fetchPage(link.getAttribute("href")));
  }
}
