// The socket: one for the page, following every room of the reader (D7, D9, D11, D13, D14).
//
// It tells `live.open`, `live.lost`, `live.ended` (it will not come back), `live.event`, `live.typing`,
// `live.reset` and `live.barred` (no longer in a room).
import { jitter } from "./backoff.js";
import { reloadOnce } from "./reload.js";
import { rooms } from "./rooms.js";
import { hear, tell } from "./signals.js";

const FAILURES = 3;
const ASK_AGAIN_AFTER = 1_000;
const STEADY_AFTER = 60_000;
const SILENCE = 70_000;

let socket = null;
let attempt = 0;
let openedAt = 0;
let heardAt = 0;
let farewell = null;
let timer;
const repairs = new Map();

export function startLive() {
  hear("live.again", connectNow);
  addEventListener("online", connectNow);
  addEventListener("offline", () => socket?.close());
  setInterval(watch, SILENCE / 4);
  connect();
}

export function isLive() {
  return socket?.readyState === WebSocket.OPEN;
}

export function send(frame) {
  if (isLive()) socket.send(JSON.stringify(frame));
}

export function follow(room) {
  const { epoch, head } = rooms.get(room);
  send({ t: "sub", room, epoch, after: head });
}

export function followAll() {
  for (const room of rooms.keys()) follow(room);
}

function connect() {
  const address = new URL(document.body.dataset.liveUrl, location.href);
  address.protocol = address.protocol.replace("http", "ws");
  const mine = new WebSocket(address);
  mine.onopen = () => greet();
  mine.onmessage = ({ data }) => take(JSON.parse(data));
  mine.onclose = ({ code }) => end(mine, code);
  socket = mine;
}

function connectNow() {
  if (socket) return;
  clearTimeout(timer);
  connect();
}

function greet() {
  openedAt = heardAt = Date.now();
  farewell = null;
  repairs.clear();
  send({ t: "hello", v: 1, locale: document.body.dataset.locale });
  followAll();
  tell("live.open");
}

function end(closed, code) {
  if (closed !== socket) return;
  socket = null;
  if (code >= 4500 && code < 5000) return tell("live.ended", { code });
  tell("live.lost", { code });
  if (openedAt && Date.now() - openedAt > STEADY_AFTER) attempt = 0;
  timer = setTimeout(connectNow, farewell ?? jitter(attempt++));
}

// A line that fell silent without a word: the server beats every 25 s.
function watch() {
  if (isLive() && Date.now() - heardAt > SILENCE) socket.close();
}

function take(frame) {
  heardAt = Date.now();
  const act = {
    events: ({ room, epoch, events }) => events.forEach((event) => apply(room, epoch, event)),
    heads: ({ rooms: heads }) => Object.entries(heads).forEach(([room, head]) => compare(room, head)),
    reset: ({ room, epoch, head }) => reset(room, epoch, head),
    typing: (said) => tell("live.typing", said),
    error: ({ code, ref }) => code === "not_found" && bar(ref),
    bye: ({ after_ms: wait }) => (farewell = wait),
  }[frame.t];
  act?.(frame);
}

function apply(room, epoch, event) {
  const place = rooms.get(room);
  if (!place || place.epoch !== epoch || event.seq <= place.head) return;
  if (event.seq > place.head + 1) return repair(room);
  place.head = event.seq;
  repairs.delete(room);
  tell("live.event", { room, event });
}

function compare(room, head) {
  if (rooms.has(room) && head > rooms.get(room).head) repair(room);
}

function repair(room) {
  const { failures = 0, at = 0 } = repairs.get(room) ?? {};
  if (Date.now() - at < ASK_AGAIN_AFTER) return;
  if (failures >= FAILURES) return reloadOnce();
  repairs.set(room, { failures: failures + 1, at: Date.now() });
  follow(room);
}

function reset(room, epoch, head) {
  if (!rooms.has(room)) return;
  Object.assign(rooms.get(room), { epoch, head });
  tell("live.reset", { room });
}

function bar(room) {
  rooms.delete(room);
  tell("live.barred", { room });
}
