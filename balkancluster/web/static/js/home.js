// Lists that tell of rooms from outside (the start page, the members of a room) follow what happens in them.
import { refreshSoon } from "./page.js";
import { hear } from "./signals.js";

export function startHome() {
  if (!document.querySelector("[data-live-part]")) return;
  for (const kind of ["message.posted", "message.edited", "message.removed"]) hear(kind, refreshSoon);
}
