// The quote above the composer: which message is answered.
import { closeFloat } from "./float.js";
import { icon } from "./icon.js";
import { messageOf, originalBody, wordsOf } from "./message.js";
import { hear, tell } from "./signals.js";
import { gettext } from "./words.js";

let answered = null;

const quote = () => document.getElementById("reply-quote");

export function startReply() {
  if (!quote()) return;
  answered = readAnswered();
  document.addEventListener("click", (event) => {
    const tool = event.target.closest("[data-reply]");
    if (tool) choose(event, tool);
    else if (event.target.closest("[data-reply-cancel]")) cancel(event);
  });
  hear("page.swapped", draw);
}

// The address can name an answered message too, as it does without scripts.
function readAnswered() {
  const { value: id } = document.getElementById("reply-to");
  const name = quote().querySelector("a span");
  const excerpt = quote().querySelector("p");
  if (!id || !name) return null;
  return { id, name: name.textContent, nameLang: name.lang, excerpt: excerpt.textContent, lang: excerpt.lang };
}

export function currentReply() {
  return answered;
}

export function setReply(reply) {
  answered = reply;
  draw();
  tell("composer.changed");
}

function choose(event, tool) {
  event.preventDefault();
  const article = messageOf(tool);
  closeFloat();
  const name = article.querySelector(".name");
  const body = originalBody(article);
  const excerpt = wordsOf(article).slice(0, 160);
  setReply({ id: article.dataset.id, name: name.textContent, nameLang: name.lang, excerpt, lang: body.lang });
  document.getElementById("text").focus();
}

function cancel(event) {
  event.preventDefault();
  setReply(null);
  document.getElementById("text").focus();
}

function draw() {
  document.getElementById("reply-to").value = answered?.id ?? "";
  quote().hidden = !answered;
  if (!answered) return quote().replaceChildren();
  const words = document.createElement("div");
  const link = element("a", `${gettext("You are replying to:")} `, "");
  link.href = `#m${answered.id}`;
  link.append(element("span", answered.name, answered.nameLang));
  words.append(link, element("p", answered.excerpt, answered.lang));
  const close = element("button", "", "");
  close.type = "button";
  close.className = "icon-button";
  close.ariaLabel = gettext("Do not reply to this message");
  close.dataset.replyCancel = "";
  close.append(icon("close", true));
  quote().replaceChildren(words, close);
}

function element(tag, text, lang) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (lang) made.lang = lang;
  return made;
}
