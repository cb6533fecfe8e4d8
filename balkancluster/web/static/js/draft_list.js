// Drafts where one looks for them: at their topic, at their room, and listed on the start page. What another
// window of this browser writes or sends is seen here too.
import { EDIT, isDraft, keepDraft, listDrafts, pruneDrafts } from "./draft.js";
import { icon } from "./icon.js";
import { hear } from "./signals.js";
import { gettext } from "./words.js";

const EXCERPT = 110;

export function startDraftList() {
  pruneDrafts();
  addEventListener("storage", (event) => isDraft(event.key) && draw());
  for (const change of ["drafts.changed", "page.parts", "page.swapped"]) hear(change, draw);
  document.addEventListener("click", discard);
  draw();
}

function draw() {
  const drafts = listDrafts();
  for (const mark of document.querySelectorAll("[data-draft-mark]")) mark.remove();
  for (const draft of drafts) markTopic(draft);
  for (const room of new Set(drafts.map(({ room }) => room))) markRoom(room);
  list(drafts);
}

function markTopic({ room, topic, body, files }) {
  if (topic === "new") return markNew(room);
  const line = document.querySelector(`.topics [data-topic="${topic}"] > a`);
  if (!line || line.matches("[aria-current]")) return;
  const mark = made("span", "draft excerpt");
  mark.append(icon("edit", true), made("strong", "", `${gettext("Draft")}: `), shorten(body || names(files)));
  line.append(mark);
}

function markNew(room) {
  const link = document.querySelector(`.topics [href="/rooms/${room}/topics/new"]`);
  if (!link) return;
  const mark = made("span", "badge");
  mark.append(icon("edit", true), made("span", "visually-hidden", gettext("Draft")));
  link.append(mark);
}

function markRoom(room) {
  const link = document.querySelector(`#rooms [data-room="${room}"] > a:not([aria-current])`);
  if (!link) return;
  const mark = made("span", "draft");
  mark.append(icon("edit", true), made("span", "visually-hidden", gettext("Draft")));
  link.append(mark);
}

function list(drafts) {
  const section = document.querySelector("[data-drafts]");
  if (!section) return;
  section.hidden = !drafts.length;
  section.querySelector("ul").replaceChildren(...drafts.map(line));
}

function line({ room, topic, name, lang, title, body, files }) {
  const item = made("li");
  const words = made("div");
  const heading = made("h3");
  const link = made("a", "", title || name || (topic === "new" ? gettext("New topic") : gettext("Edit your message")));
  link.href = addressOf(room, topic);
  if (lang) link.lang = lang;
  heading.append(link);
  const excerpt = made("p", "excerpt", shorten(body || names(files)));
  words.append(heading, excerpt);
  const away = made("button", "button small plain", gettext("Discard"));
  away.type = "button";
  away.dataset.discardDraft = "";
  Object.assign(away.dataset, { room, topic });
  away.append(made("span", "visually-hidden", `: ${link.textContent}`));
  item.append(words, away);
  return item;
}

function addressOf(room, topic) {
  if (topic.startsWith(EDIT)) return `/rooms/${room}/messages/${topic.slice(EDIT.length)}`;
  return topic === "new" ? `/rooms/${room}/topics/new` : `/rooms/${room}/topics/${topic}#composer`;
}

function discard(event) {
  const button = event.target.closest("[data-discard-draft]");
  if (!button) return;
  const { room, topic } = button.dataset;
  keepDraft({ room, topic }, { body: "", reply: null });
  const next = document.querySelector("[data-discard-draft]") ?? document.querySelector("main");
  next.focus();
}

function shorten(body = "") {
  const words = body.trim().replace(/\s+/g, " ");
  return words.length > EXCERPT ? `${words.slice(0, EXCERPT)}…` : words;
}

function names(files = []) {
  return files.map(({ name }) => name).join(", ");
}

function made(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}
