// Messages in the reader's language: asked for in their place, and by themselves where the reader always wants it.
import { Refusal, write } from "./api.js";
import { log, talk } from "./log.js";
import { originalBody } from "./message.js";
import { say } from "./notice.js";
import { keepEnd } from "./scroll.js";
import { hear } from "./signals.js";

const REDRAWN = ["message.pinned", "message.unpinned", "reaction.added", "reaction.removed"];

// One at a time: whoever writes ten messages must not have them asked for all at once by every reader.
let queue = Promise.resolve();

const tool = () => document.getElementById("translating");
const place = (id) => `/rooms/${talk().dataset.room}/messages/${id}/translation`;
const shown = new Map();

export function startTranslation() {
  if (!talk()) return;
  remember();
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-log] [data-translate]")) return;
    event.preventDefault();
    ask(event.target.closest("article").dataset.id, (error) => say("grave", error));
  });
  for (const kind of ["message.posted", "message.edited"]) hear(kind, ({ article }) => offer(article));
  hear("message.translated", ({ article }) => renew(article.dataset.id));
  for (const kind of REDRAWN) hear(kind, ({ article }) => restore(article.dataset.id));
  hear("page.swapped", remember);
}

function remember() {
  shown.clear();
  for (const part of log().querySelectorAll("[data-translation]")) shown.set(part.closest("article").dataset.id, part);
}

// What came in is foreign to the reader: it can be translated, or is at once.
function offer({ id, dataset }) {
  const article = document.getElementById(id);
  shown.delete(dataset.id);
  if (!article || !tool() || article.matches(".mine, .gone")) return;
  const { lang, textContent } = originalBody(article);
  if (!tool().dataset.translatable.split(" ").includes(lang) || (lang === "und" && textContent.length < 20)) return;
  put(dataset.id, tool().content.firstElementChild.cloneNode(true));
  if ("always" in tool().dataset) ask(dataset.id);
}

function ask(id, fail = () => {}) {
  queue = queue.then(() => write("POST", place(id))).then((answer) => draw(id, answer, true), fail);
}

// The service has answered, or somebody has put it right: whoever has it before them sees it at once.
async function renew(id) {
  if (!shown.has(id)) return;
  try {
    draw(id, await write("GET", place(id)));
  } catch (error) {
    if (!(error instanceof Refusal)) return;
    shown.get(id).remove();
    shown.delete(id);
  }
}

function draw(id, answer, isAsked = false) {
  const template = document.createElement("template");
  template.innerHTML = answer.shown;
  const part = template.content.querySelector("[data-translation]");
  const details = part.querySelector("details");
  if (details) details.open = isWanted(id, isAsked);
  put(id, part);
}

// Who has not asked keeps the original in sight, and what they closed stays closed.
function isWanted(id, isAsked) {
  const before = shown.get(id)?.querySelector("details");
  if (before) return before.open;
  return isAsked || tool()?.dataset.always !== undefined || shown.get(id)?.dataset.translation === "asked";
}

function put(id, part) {
  const article = document.getElementById(`m${id}`);
  const body = article?.querySelector(":scope > .content > .body");
  if (!body) return;
  const hadFocus = shown.get(id)?.contains(document.activeElement);
  keepEnd(() => {
    shown.get(id)?.remove();
    if (part.dataset.translation === "done") body.before(part);
    else body.after(part);
  });
  shown.set(id, part);
  if (hadFocus) (part.querySelector("summary, button") ?? article).focus();
}

// A message that was drawn anew from what all readers share lacks what is this reader's own.
function restore(id) {
  if (shown.has(id) && !shown.get(id).isConnected) put(id, shown.get(id));
}
