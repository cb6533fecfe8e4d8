// What happened in a room, told to the parts of the page that show it.
import { readMessage, readTombstone } from "./message.js";
import { refreshSoon } from "./page.js";
import { hear, tell } from "./signals.js";

export function startEvents() {
  hear("live.event", ({ room, event }) => {
    const { kind, seq, message } = event;
    if (!message) {
      if (event.topic) tell(kind, { room, topic: event.topic.id });
      return refreshSoon();
    }
    if (message.moved || kind === "message.moved") return move(room, kind, message);
    // Catching up says today's words: what was taken back since then comes as its tombstone.
    const article = message.removed ? readTombstone(message) : readMessage(message.html);
    tell(kind, { room, seq, article });
  });
}

// What left a room is told there without its words, in older events too; what came to another one is unread there
// for some, and shown in a place of its own: the server knows both.
function move(room, kind, { id, moved }) {
  if (moved && kind === "message.moved") tell("message.left", { room, id });
  refreshSoon();
}
