// Rooms that the reader was brought into while the page was open: found when the reader comes back to it.
import { follow } from "./live.js";
import { refreshParts } from "./page.js";
import { rooms } from "./rooms.js";
import { hear } from "./signals.js";

const CALM = 20_000;

let askedAt = Date.now();

export function startNewcomers() {
  let known = new Set(rooms.keys());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || Date.now() - askedAt < CALM) return;
    askedAt = Date.now();
    refreshParts().catch(() => {});
  });
  hear("page.parts", () => {
    for (const room of rooms.keys()) if (!known.has(room)) follow(room);
    known = new Set(rooms.keys());
  });
}
