// Rooms that the reader was brought into while the page is open. Nothing tells of them yet, so a page that is
// looked at asks now and then.
import { follow, isLive } from "./live.js";
import { refreshParts } from "./page.js";
import { loadRooms, rooms } from "./rooms.js";

const EVERY = 30_000;

let askedAt = Date.now();

export function startNewcomers() {
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
}

async function look() {
  if (document.hidden || !isLive() || Date.now() - askedAt < EVERY - 1_000) return;
  askedAt = Date.now();
  const known = new Set(rooms.keys());
  await loadRooms().catch(() => {});
  const found = [...rooms.keys()].filter((room) => !known.has(room));
  found.forEach(follow);
  if (found.length) await refreshParts().catch(() => {});
}
