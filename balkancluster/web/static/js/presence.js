// Who is here. This page says so for its reader while it is in sight and in use, and shows the others where it
// has a place for them; what the server made stands until the socket tells more.
import { send } from "./live.js";
import { hear } from "./signals.js";
import { ngettext } from "./words.js";

const RENEW = 25_000;
const UNUSED = 5 * 60_000;
const SETTLED = 5_000;

const told = new Map();
let usedAt = Date.now();
let saidAt = 0;
let settling;

export function startPresence() {
  for (const kind of ["pointerdown", "pointermove", "keydown", "wheel", "touchmove"]) {
    addEventListener(kind, use, { passive: true });
  }
  document.addEventListener("visibilitychange", () => (document.hidden ? stepAway() : use()));
  setInterval(() => Date.now() - usedAt < UNUSED && say(), RENEW);
  hear("live.open", begin);
  hear("live.lost", settle);
  hear("live.ended", settle);
  hear("live.barred", ({ room }) => note({ room, count: 0, here: [] }));
  hear("live.presence", note);
  hear("page.swapped", drawAll);
  hear("page.parts", drawAll);
}

function use() {
  usedAt = Date.now();
  if (usedAt - saidAt > RENEW) say();
}

function say() {
  if (document.hidden) return;
  saidAt = Date.now();
  send({ t: "here" });
}

function stepAway() {
  saidAt = 0;
  send({ t: "here", away: true });
}

function begin() {
  say();
  settle();
}

// What was told on another connection is believed a little longer, and then no more.
function settle() {
  for (const state of told.values()) state.isOld = true;
  clearTimeout(settling);
  settling = setTimeout(() => {
    for (const [room, { isOld }] of told) if (isOld) note({ room, count: 0, here: [] });
  }, SETTLED);
}

function note({ room, count, here }) {
  told.set(room, { count, here, isOld: false });
  draw(room);
}

function drawAll() {
  for (const room of told.keys()) draw(room);
}

function draw(room) {
  const { count, here } = told.get(room);
  const others = here?.filter(({ id }) => id !== document.body.dataset.person);
  const number = others?.length ?? count;
  for (const mark of document.querySelectorAll(`[data-here-in="${room}"]`)) mark.hidden = !number;
  const line = document.querySelector(`[data-here-room="${room}"]`);
  if (line) drawLine(line, number, others ?? []);
  if (here) drawMembers(room, new Set(here.map(({ id }) => id)));
}

function drawLine(line, number, people) {
  line.hidden = !number;
  const words = ngettext("%(num)s other here now", "%(num)s others here now", number);
  line.querySelector("[data-here-count]").textContent = words;
  line.querySelector("[data-here-names]").replaceChildren(...people.map(entry));
}

function entry({ id, name }) {
  const link = document.createElement("a");
  link.className = "button plain";
  link.href = `/people/${id}`;
  link.textContent = name;
  const item = document.createElement("div");
  item.role = "listitem";
  item.append(link);
  return item;
}

function drawMembers(room, ids) {
  for (const mark of document.querySelectorAll(`[data-members-of="${room}"] [data-here-person]`)) {
    mark.hidden = !ids.has(mark.dataset.herePerson);
  }
}
