// This same page as the server would show it now, and how parts of it come into the open one.
import { morph } from "./morph.js";
import { ownPlace } from "./own.js";
import { tell } from "./signals.js";

const SOON = 400;
const SPREAD = 1_600;

let planned;
let source = null;

export async function fetchPage(address = location.href) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (!answer.ok || new URL(answer.url).pathname !== new URL(address, location.href).pathname) {
    throw new Error(`${answer.status} for ${address}`);
  }
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

// Something changed that scripts do not draw themselves (names, topics, members): take those parts from the
// server. Everybody in the room hears of it at once, so they ask at different moments.
export function refreshSoon() {
  if (planned) return;
  planned = setTimeout(async () => {
    planned = null;
    if (document.hidden) document.addEventListener("visibilitychange", refreshSoon, { once: true });
    else await refreshParts().catch(() => {});
  }, SOON + Math.random() * SPREAD);
}

export async function refreshParts() {
  const fresh = await fetchPage(source ?? location.href);
  for (const part of document.querySelectorAll("[data-part]")) {
    const wanted = fresh.getElementById(part.id);
    if (wanted) morph(part, document.adoptNode(wanted));
  }
  tell("page.parts", { title: source ? null : fresh.title });
  // What was marked as read on its way here it cannot know.
  if (Number(fresh.body.dataset.ownHead) < ownPlace()?.after) refreshSoon();
}

// Where the parts of a page come from whose own address leads elsewhere now.
export function readPartsFrom(address) {
  source = address;
}
