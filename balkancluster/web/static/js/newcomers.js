// What no room tells of: that the reader was brought into one or taken out, chose what to hear of it, or read it on
// another device. The reader's own stream says so at once; a page that is looked at also asks now and then, should
// a word of it have been missed.
import { follow, isLive } from "./live.js";
import { refreshParts, refreshSoon } from "./page.js";
import { loadRooms, rooms, takeCounts, takeRoom } from "./rooms.js";
import { hear, tell } from "./signals.js";

const EVERY = 30_000;
const SOON = 150;

let askedAt = Date.now();
let isAsking = false;
let planned;

export function startNewcomers() {
  setInterval(lookAgain, EVERY);
  document.addEventListener("visibilitychange", lookAgain);
  hear("own.event", ({ kind, room, marked }) => {
    if (kind === "read.marked" && marked) read(marked);
    if (kind === "room.exited") leave(room.id);
    if (kind === "room.entered" || kind === "level.changed") enter(room);
  });
  hear("own.reset", lookSoon);
  hear("live.barred", () => {
    tell("rooms.counted", { rooms: [] });
    refresh();
  });
}

// How much is left of a room, and of the topic that was read. What this page is just asking for may be older.
function read({ room, topic, topic_unread: unread, topic_for_me: forMe, ...counts }) {
  if (isAsking) lookSoon();
  takeCounts(room, counts);
  tell("topic.counted", { topic, unread, forMe });
  tell("rooms.counted", { rooms: [room] });
  if (document.querySelector("[data-live-part]")) refreshSoon();
}

function enter(room) {
  const isNew = room.name !== undefined && !room.archived && !rooms.has(room.id);
  if (isNew) {
    takeRoom(room);
    follow(room.id);
    tell("rooms.counted", { rooms: [room.id] });
  }
  refresh();
}

// The line may have said so already.
function leave(room) {
  if (rooms.delete(room)) tell("live.barred", { room });
}

function lookSoon() {
  clearTimeout(planned);
  planned = setTimeout(look, SOON);
}

function lookAgain() {
  if (!document.hidden && isLive() && Date.now() - askedAt > EVERY - 1_000) look();
}

async function look() {
  askedAt = Date.now();
  isAsking = true;
  const before = new Map([...rooms].map(([room, { unread }]) => [room, unread]));
  await loadRooms().catch(() => {});
  isAsking = false;
  [...rooms.keys()].filter((room) => !before.has(room)).forEach(follow);
  const changed = [...rooms.keys()].filter((room) => rooms.get(room).unread !== before.get(room));
  if (!changed.length) return;
  tell("rooms.counted", { rooms: [...rooms.keys()] });
  refresh();
}

function refresh() {
  if (document.hidden) refreshSoon();
  else refreshParts().catch(() => {});
}
