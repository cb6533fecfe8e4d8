// The one notice of a page: a calm sentence under the header, read out once, with at most one thing to do.
import { Refusal } from "./api.js";
import { icon } from "./icon.js";

const SHORTLY = 6_000;
const ICONS = { "": "offline", good: "check", info: "bell", grave: "warn" };

export function showNotice(kind, words, action = null) {
  const place = find();
  if (!place) return;
  const sentence = document.createElement("p");
  sentence.textContent = words;
  place.className = `notice ${kind}`.trim();
  place.replaceChildren(icon(ICONS[kind]), sentence, ...(action ? [action] : []));
}

export function hideNotice() {
  find()?.replaceChildren();
}

// Something that needs no answer: it goes by itself. Of an error, what the server said against it; a lost
// connection says so for itself.
export function say(kind, words) {
  if (words instanceof Error && !(words instanceof Refusal)) return;
  showNotice(kind, words.message ?? words);
  const sentence = find()?.querySelector("p");
  setTimeout(() => sentence?.isConnected && hideNotice(), SHORTLY);
}

export function button(words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button plain small";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

export function link(words, address) {
  const made = document.createElement("a");
  made.className = "button plain small";
  made.href = address;
  made.textContent = words;
  return made;
}

function find() {
  const known = document.getElementById("notice");
  if (known) return known;
  const main = document.getElementById("main");
  if (!main) return null;
  const made = document.createElement("div");
  made.id = "notice";
  made.className = "notice";
  made.setAttribute("role", "status");
  made.dataset.keep = "";
  const header = main.querySelector(":scope > header");
  if (main.matches(".talk")) header.append(made);
  else main.prepend(made);
  return made;
}
