// What was said and is not yet at the server: sent in order, one in flight per room, always under the id it
// was given when it was written, so that a repeat is the same message (D5, D6).
import { Refusal, write } from "./api.js";
import { jitter } from "./backoff.js";
import { forget, keep, list } from "./outbox_store.js";
import { hear, tell } from "./signals.js";

const TRY_LATER = new Set([401, 408, 425, 429]);

const busy = new Set();
const attempts = new Map();
const pauses = new Map();
let lastOrder = 0;

export async function startOutbox() {
  hear("live.open", sendAll);
  addEventListener("online", sendAll);
  await sendAll();
}

export async function say(draft) {
  lastOrder = Math.max(Date.now(), lastOrder + 1);
  const item = { ...draft, client_id: newId(), person: document.body.dataset.person, order: lastOrder };
  tell("outbox.added", { item });
  await keep(item);
  send(item.room);
}

export async function retry(clientId) {
  const item = (await list()).find((one) => one.client_id === clientId);
  if (!item) return;
  delete item.error;
  pauses.delete(item.room);
  await keep(item);
  tell("outbox.changed", { item });
  send(item.room);
}

export async function discard(clientId) {
  await forget(clientId);
  tell("outbox.gone", { clientId });
}

async function sendAll() {
  for (const room of new Set((await list()).map((item) => item.room))) send(room);
}

async function send(room) {
  if (busy.has(room) || Date.now() < (pauses.get(room) ?? 0)) return;
  busy.add(room);
  try {
    // Another window of this browser may be sending the same things.
    if (navigator.locks) await navigator.locks.request(`outbox-${room}`, () => empty(room));
    else await empty(room);
  } finally {
    busy.delete(room);
  }
}

async function empty(room) {
  for (;;) {
    const item = (await list()).find((one) => one.room === room && !one.error);
    if (!item) return;
    if (!(await deliver(item))) return;
  }
}

async function deliver(item) {
  try {
    const { client_id, body, topic, reply_to } = item;
    const files = item.files?.map(({ id }) => id) ?? [];
    const message = { client_id, body, topic, reply_to, files };
    const answer = await write("POST", `/rooms/${item.room}/messages`, message);
    attempts.delete(item.room);
    await forget(client_id);
    tell("outbox.sent", { item, answer });
    return true;
  } catch (error) {
    if (isFinal(error)) return fail(item, error);
    tell("outbox.waits", { item });
    again(item.room, error.retryAfter);
    return false;
  }
}

function isFinal(error) {
  return error instanceof Refusal && error.status < 500 && !TRY_LATER.has(error.status);
}

async function fail(item, error) {
  item.error = error.message || String(error.status);
  await keep(item);
  tell("outbox.changed", { item });
  return true;
}

function again(room, wait) {
  const attempt = attempts.get(room) ?? 0;
  attempts.set(room, attempt + 1);
  // Who said when to come again is not asked before, whatever else happens meanwhile.
  if (wait) pauses.set(room, Date.now() + wait);
  setTimeout(() => send(room), (wait ?? 500) + jitter(attempt));
}

// A UUID of version 4 (RFC 9562), made where randomUUID is not offered: on plain http too.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
