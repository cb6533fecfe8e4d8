// Marking several topics as read, with ten seconds to think again: the page shows it at once, the server hears
// of it later (D16), or when the page is left, and again until it has heard. The marks carry the numbers that the page showed.
import { setBadge } from "./badges.js";
import { offerUndo, postMarks, TIME_TO_UNDO } from "./marked_notice.js";
import { hideNotice } from "./notice.js";
import { refreshSoon } from "./page.js";
import { rooms } from "./rooms.js";
import { hear, tell } from "./signals.js";

const PATIENCE = 2_000;

// What was marked and is not sent: where, what of it was unread, and when to send it.
let held = null;

export function startMarkRead() {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-mark-read]")) return;
    event.preventDefault();
    mark(event.target);
  });
  document.addEventListener("click", goOn);
  addEventListener("pagehide", () => held && post(take()).catch(() => {}));
  hear("page.parts", lowerAgain);
  hear("page.swapped", lowerAgain);
  hear("rooms.counted", ({ rooms: counted }) => held && lower(held.counts, counted));
}

export function undo() {
  if (!held) return false;
  const { counts, form } = take();
  for (const [room, { unread, forMe }] of counts.rooms) tell("read.undone", { room, unread, forMe });
  draw();
  hideNotice();
  document.getElementById(form)?.querySelector("button").focus();
  return true;
}

async function mark(form) {
  if (held) await send();
  // Still held is what did not get through: it goes with this.
  const before = held && take();
  const places = form.elements.places.value;
  const counts = count(places.split(" ").map((place) => place.split(":")));
  lower(counts);
  held = {
    action: form.action,
    form: form.id,
    places: before ? `${before.places} ${places}` : places,
    counts: before ? together(before.counts, counts) : counts,
    timer: setTimeout(send, TIME_TO_UNDO),
  };
  draw();
  offerUndo(undo);
}

function together(one, other) {
  const rooms = new Map(one.rooms);
  for (const [room, { unread, forMe }] of other.rooms) {
    const before = rooms.get(room) ?? { unread: 0, forMe: 0 };
    rooms.set(room, { unread: before.unread + unread, forMe: before.forMe + forMe });
  }
  return { rooms, topics: new Map([...one.topics, ...other.topics]) };
}

// How much of each room and topic is read by this, as the page counts it.
function count(parts) {
  const counts = { rooms: new Map(), topics: new Map() };
  for (const [room, ...rest] of parts) {
    const topics = items().filter(({ dataset }) =>
      rest.length === 2 ? dataset.news === rest[0] : dataset.ofRoom === room,
    );
    for (const { dataset } of topics) counts.topics.set(dataset.news, numbers(dataset));
    const isWhole = rest.length === 1;
    if (isWhole && rooms.has(room)) counts.rooms.set(room, numbers(rooms.get(room)));
    else for (const { dataset } of topics) counts.rooms.set(room, numbers(dataset));
  }
  return counts;
}

const items = () => [...document.querySelectorAll("[data-news]")];
const numbers = ({ unread, forMe }) => ({ unread: Number(unread), forMe: Number(forMe) });

function lower({ rooms: read }, counted = [...read.keys()]) {
  for (const [room, { unread, forMe }] of read) {
    if (counted.includes(room)) tell("read.marked", { room, unread, forMe });
  }
}

// The server does not know yet, so what it just said is too much by this.
function lowerAgain() {
  if (held) lower(held.counts);
  draw();
  if (held) offerUndo(undo);
}

function draw() {
  for (const item of items()) {
    const read = held?.counts.topics.get(item.dataset.news) ?? { unread: 0, forMe: 0 };
    const unread = Math.max(0, Number(item.dataset.unread) - read.unread);
    const forMe = Math.max(0, Number(item.dataset.forMe) - read.forMe);
    setBadge(item.querySelector("[data-badge]"), unread, forMe);
    item.hidden = !unread;
  }
  for (const room of document.querySelectorAll("[data-news-room]")) {
    room.hidden = !room.querySelector("[data-news]:not([hidden])");
  }
  // How much is new is said by the server, which does not know yet.
  document.getElementById("lede")?.toggleAttribute("hidden", Boolean(held));
  const isEmpty = !document.querySelector("[data-news]:not([hidden])");
  document.querySelector("#mark-everything")?.toggleAttribute("hidden", isEmpty);
  document.querySelector("[data-nothing-new]")?.toggleAttribute("hidden", !isEmpty);
}

function take() {
  const taken = held;
  held = null;
  clearTimeout(taken.timer);
  return taken;
}

async function send() {
  const sent = held;
  if (!sent) return;
  clearTimeout(sent.timer);
  try {
    await post(sent);
    if (held !== sent) return;
    settle();
    hideNotice();
    refreshSoon();
  } catch {
    sent.timer = setTimeout(send, TIME_TO_UNDO);
  }
}

// The server knows: until it shows the page anew, what was read is no part of what the page counts.
function settle() {
  for (const { dataset } of items()) {
    const read = held.counts.topics.get(dataset.news) ?? { unread: 0, forMe: 0 };
    dataset.unread = Math.max(0, Number(dataset.unread) - read.unread);
    dataset.forMe = Math.max(0, Number(dataset.forMe) - read.forMe);
  }
  held = null;
}

const post = ({ action, places }) => postMarks(action, new URLSearchParams({ places, next: "/away" }));

// Who goes on to another page finds it read there too: the marks go first.
function goOn(event) {
  const link = event.target.closest("a[href]");
  if (!held || !link || link.origin !== location.origin || event.defaultPrevented) return;
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link.target) return;
  event.preventDefault();
  const late = new Promise((done) => setTimeout(done, PATIENCE));
  Promise.race([post(take()).catch(() => {}), late]).then(() => location.assign(link.href));
}
