// What happened in a room, told to the parts of the page that show it.
import { readMessage, readTombstone } from "./message.js";
import { refreshSoon } from "./page.js";
import { hear, tell } from "./signals.js";

export function startEvents() {
  hear("live.event", ({ room, event }) => {
    const { kind, seq, message } = event;
    if (!message) return refreshSoon();
    // Catching up says today's words: what was taken back since then comes as its tombstone.
    const article = message.removed ? readTombstone(message) : readMessage(message.html);
    tell(kind, { room, seq, article });
  });
}
