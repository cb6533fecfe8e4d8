// What the server tells of every room of the reader, in order: each event once, by its number (D7, D9, D11).
//
// It tells `live.event`, `live.typing`, `live.presence`, `live.reset`, `live.barred` (no longer in a room),
// `live.reading` (texts are shown in another way), and of the reader's own stream `live.notice` and
// `live.notice_reset`. How the frames come is the line's affair.
import { isOpen, mistrust, send, startLine } from "./line.js";
import { ownPlace } from "./own.js";
import { reloadOnce } from "./reload.js";
import { rooms } from "./rooms.js";
import { hear, tell } from "./signals.js";

export { isOpen as isLive, send };

const FAILURES = 3;
const ASK_AGAIN_AFTER = 2_000;
const OWN_WORDS_AFTER = 5_000;

const repairs = new Map();

export function startLive() {
  // What this page said itself comes back over the line, or the line leads nowhere.
  hear("outbox.sent", ({ item, answer }) => setTimeout(() => compare(item.room, answer.seq), OWN_WORDS_AFTER));
  hear("live.lost", forgetRepairs);
  startLine({ greet, take });
}

export function follow(room) {
  send(sub(room));
}

function sub(room) {
  const { epoch, head } = rooms.get(room);
  return { t: "sub", room, epoch, after: head };
}

function greet(say) {
  say({ t: "hello", v: 1, locale: document.body.dataset.locale, me: ownPlace() });
  for (const room of rooms.keys()) say(sub(room));
}

function take(frame) {
  const act = {
    events: ({ room, epoch, events }) => events.forEach((event) => apply(room, epoch, event)),
    heads: ({ rooms: heads }) => Object.entries(heads).forEach(([room, head]) => compare(room, head)),
    reset: ({ room, epoch, head }) => reset(room, epoch, head),
    typing: (said) => tell("live.typing", said),
    presence: (said) => tell("live.presence", said),
    reading: () => tell("live.reading", {}),
    notice: (frame) => tell("live.notice", frame),
    notice_reset: (frame) => tell("live.notice_reset", frame),
    error: ({ code, ref }) => code === "not_found" && bar(ref),
  }[frame.t];
  act?.(frame);
}

function apply(room, epoch, event) {
  const place = rooms.get(room);
  if (!place || place.epoch !== epoch || event.seq <= place.head) return;
  if (event.seq > place.head + 1) return repair(room, event.seq);
  place.head = event.seq;
  if (place.head >= (repairs.get(room)?.upTo ?? 0)) forget(room);
  tell("live.event", { room, event });
}

function compare(room, head) {
  if (isOpen() && rooms.has(room) && head > rooms.get(room).head) repair(room, head);
}

// Asks for what is missing, and again until it is there.
function repair(room, upTo) {
  const known = repairs.get(room);
  if (known) return void (known.upTo = Math.max(known.upTo, upTo));
  repairs.set(room, { upTo, from: rooms.get(room).head, failures: 0 });
  ask(room);
}

function ask(room) {
  const known = repairs.get(room);
  if (!rooms.has(room)) return forget(room);
  if (rooms.get(room).head > known.from) Object.assign(known, { from: rooms.get(room).head, failures: 0 });
  if (known.failures === FAILURES) return despair(room);
  known.failures += 1;
  follow(room);
  known.timer = setTimeout(() => ask(room), ASK_AGAIN_AFTER);
}

// The page anew has what is missing. If that was of no use, the line is to blame, and then nobody can help.
function despair(room) {
  forget(room);
  if (!reloadOnce() && !mistrust()) tell("live.stuck", { room });
}

function forget(room) {
  clearTimeout(repairs.get(room)?.timer);
  repairs.delete(room);
}

function forgetRepairs() {
  for (const room of repairs.keys()) forget(room);
}

function reset(room, epoch, head) {
  if (!rooms.has(room)) return;
  Object.assign(rooms.get(room), { epoch, head });
  forget(room);
  tell("live.reset", { room });
}

function bar(room) {
  rooms.delete(room);
  tell("live.barred", { room });
}
