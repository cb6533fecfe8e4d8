// Older messages come in above, by the link or by scrolling up, and what is in sight stays where it is.
import { fetchPage } from "./page.js";
import { keepPlace } from "./scroll.js";
import { hear } from "./signals.js";
import { markMentions } from "./message.js";

let loading = false;
let sight;

export function startOlder() {
  if (!document.querySelector("[data-log]")) return;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-older]");
    if (!link) return;
    event.preventDefault();
    load(link);
  });
  sight = new IntersectionObserver((entries) => {
    const seen = entries.find((entry) => entry.isIntersecting);
    if (seen) load(seen.target);
  });
  watch();
  hear("page.swapped", watch);
}

function watch() {
  sight.disconnect();
  const link = document.querySelector("[data-older]");
  if (link) sight.observe(link);
}

async function load(link) {
  if (loading) return;
  loading = true;
  try {
    const older = await fetchPage(link.href);
    const log = document.querySelector("[data-log]");
    log.ariaBusy = "true";
    keepPlace(() => prepend(log, older));
    markMentions(log);
    log.ariaBusy = null;
  } catch {
    // The link stays and can be tried again; the banner says that the connection is gone.
  } finally {
    loading = false;
    watch();
  }
}

// Puts the talk of an older page above that of a newer one; `log` may be of a page that is not shown yet.
export function prepend(log, older) {
  const source = older.querySelector("[data-log]");
  for (const extra of source.querySelectorAll("[data-waiting], #newest, #since")) extra.remove();
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
