// Who writes just now: told at most every 3 s, believed for 6 s, and in no log (it may be lost).
import { send } from "./live.js";
import { hear } from "./signals.js";
import { gettext, ngettext } from "./words.js";

const TELL_EVERY = 3_000;
const BELIEVE = 6_000;
const MOST = 50;

const writers = new Map();
let toldAt = 0;

const talk = () => document.querySelector("[data-talk]");

export function startTyping() {
  if (!talk()) return;
  document.addEventListener("input", (event) => event.target.id === "text" && tellOthers(event.target));
  hear("composer.sent", () => (toldAt = 0));
  hear("live.typing", note);
  hear("message.posted", ({ article }) => forget(article.dataset.author));
  hear("page.swapped", draw);
}

function tellOthers(field) {
  if (!field.value.trim() || Date.now() - toldAt < TELL_EVERY) return;
  toldAt = Date.now();
  send({ t: "typing", room: talk().dataset.room, topic: talk().dataset.topic });
}

function note({ room, topic, person }) {
  const here = talk().dataset;
  if (room !== here.room || (topic ?? here.topic) !== here.topic || person.id === document.body.dataset.person) return;
  if (!writers.has(person.id) && writers.size >= MOST) return;
  clearTimeout(writers.get(person.id)?.timer);
  writers.set(person.id, { name: person.name, timer: setTimeout(() => forget(person.id), BELIEVE) });
  draw();
}

function forget(id) {
  clearTimeout(writers.get(id)?.timer);
  if (writers.delete(id)) draw();
}

function draw() {
  const line = document.querySelector("[data-typing]");
  const names = [...writers.values()].map(({ name }) => name);
  line.querySelector("i").hidden = !names.length;
  line.querySelector("span").textContent = sentence(names);
}

function sentence(names) {
  if (!names.length) return "";
  if (names.length === 1) return gettext("%(name)s is writing…", { name: names[0] });
  const [name, other] = names;
  if (names.length === 2) return gettext("%(name)s and %(other)s are writing…", { name, other });
  return ngettext(
    "%(name)s, %(other)s and %(num)s other are writing…",
    "%(name)s, %(other)s and %(num)s others are writing…",
    names.length - 2,
    { name, other },
  );
}
