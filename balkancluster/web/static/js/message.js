// A message as pushed, made the reader's own: mine, names me, my clock. The server does the same for its pages.
import { localizeTimes } from "./clock.js";
import { pressOwn } from "./reactions.js";
import { gettext } from "./words.js";

const CONTINUES_WITHIN = 6 * 60 * 1000;

// The message that a tool belongs to: around it, or named by the panel it stands in.
export function messageOf(tool) {
  const id = tool.closest("[data-message]")?.dataset.message;
  return tool.closest("article") ?? document.getElementById(`m${id}`);
}

export function readMessage(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const article = template.content.querySelector("article");
  personalise(article);
  localizeTimes(article);
  return article;
}

// What was taken back has no HTML on the wire: the note that stays is drawn from the page's template.
export function readTombstone({ id, seq, rev, topic, author, at, client_id: client }) {
  const template = document.getElementById("tombstone");
  const article = template?.content.firstElementChild.cloneNode(true) ?? document.createElement("article");
  article.classList.add("message", "gone");
  article.id = `m${id}`;
  Object.assign(article.dataset, { id, seq, rev, topic, client, at, author: author.id });
  article.classList.toggle("mine", author.id === document.body.dataset.person);
  article.querySelector("time")?.setAttribute("datetime", at);
  localizeTimes(article);
  return article;
}

// What is said, or else the names of the files that are sent.
// What stands before the reader, and what its author wrote: not the same where it was converted or translated.
export const shownBody = (article) => article.querySelector(".content > .body");
export const originalBody = (article) => article.querySelector("[data-original] > .body") ?? shownBody(article);

export function wordsOf(article, body = originalBody(article)) {
  const names = [...article.querySelectorAll(".files :is(bdi, img)")].map(({ alt, textContent }) => alt ?? textContent);
  return body?.textContent.trim() || names.join(", ");
}

export function personalise(article) {
  const me = document.body.dataset.person;
  const isMine = article.dataset.author === me;
  article.classList.toggle("mine", isMine);
  article.classList.toggle("to-me", article.dataset.mentions?.split(",").includes(me) ?? false);
  const house = article.querySelector(".house");
  if (isMine && house) house.textContent = gettext("you");
  markMentions(article);
  pressOwn(article);
}

export function markMentions(root) {
  for (const link of root.querySelectorAll(`.mention[data-person="${document.body.dataset.person}"]`)) {
    link.classList.add("me");
  }
}

export function continues(article, before) {
  return (
    before?.matches("article:not(.gone)") &&
    !article.matches(".gone, :has(.quote)") &&
    article.dataset.author === before.dataset.author &&
    new Date(article.dataset.at) - new Date(before.dataset.at) < CONTINUES_WITHIN
  );
}
