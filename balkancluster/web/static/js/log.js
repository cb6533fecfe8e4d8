// The conversation: what is said in the open topic comes in at its end, edits and removals in their place.
import { dayHeading, dayOf } from "./clock.js";
import { continues, markMentions, shownBody, wordsOf } from "./message.js";
import { morph } from "./morph.js";
import { pressOwn } from "./reactions.js";
import { keepEnd } from "./scroll.js";
import { hear, tell } from "./signals.js";

const CHANGES = [
  "message.edited", "message.removed", "message.pinned", "message.unpinned", "reaction.added", "reaction.removed",
];

export const talk = () => document.querySelector("[data-talk]");
export const log = () => document.querySelector("[data-log]");

export function startLog() {
  if (!talk()) return;
  markMentions(log());
  hear("message.posted", (said) => isHere(said) && add(said.article));
  for (const kind of CHANGES) hear(kind, (said) => isHere(said) && replace(said.article));
  hear("page.swapped", () => markMentions(log()));
}

function isHere({ room, article }) {
  return room === talk().dataset.room && article.dataset.topic === talk().dataset.topic;
}

function add(article) {
  if (document.getElementById(article.id)) return replace(article);
  if (!("newest" in talk().dataset)) return;
  const waiting = log().querySelector("[data-waiting]");
  keepEnd((wasAtEnd) => {
    document.getElementById("nothing-said")?.remove();
    addDay(article, waiting);
    article.classList.toggle("continued", Boolean(continues(article, waiting.previousElementSibling)));
    waiting.before(article);
    tell("log.added", { article, wasAtEnd });
  });
}

function addDay(article, waiting) {
  const day = dayOf(new Date(article.dataset.at));
  const headings = log().querySelectorAll("[data-day]");
  if (headings[headings.length - 1]?.dataset.day === day) return;
  const heading = document.createElement("h2");
  heading.className = "day";
  heading.dataset.day = day;
  heading.id = `day-${day}-live`;
  const time = document.createElement("time");
  time.dateTime = day;
  time.textContent = dayHeading(day);
  heading.append(time);
  waiting.before(heading);
}

function replace(article) {
  const old = document.getElementById(article.id);
  if (!old || Number(old.dataset.rev) > Number(article.dataset.rev)) return;
  const isGone = article.matches(".gone");
  if (old.classList.contains("continued") && !isGone) article.classList.add("continued");
  pressOwn(article, old);
  const hadFocus = old.contains(document.activeElement);
  // What is in use stays as it is: the focus, an open menu, an edit under way.
  keepEnd(() => (isGone ? old.replaceWith(article) : morph(old, article)));
  if (hadFocus && document.activeElement === document.body) (isGone ? log() : old).focus();
  requote(isGone ? article : old);
}

// Quotes say what the message says today, as the server's pages do.
function requote(article) {
  const body = shownBody(article);
  const words = wordsOf(article, body).replace(/\s+/g, " ");
  const excerpt = words.length > 160 ? `${words.slice(0, 160)}…` : words;
  for (const link of log().querySelectorAll(`[data-quote="${article.dataset.id}"]`)) {
    const quoted = link.parentElement.querySelector("p");
    quoted.textContent = excerpt;
    quoted.lang = body.lang || document.documentElement.lang;
  }
}
