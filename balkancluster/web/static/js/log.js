// The conversation: what is said in the open topic comes in at its end, edits and removals in their place.
import { dayHeading, dayOf } from "./clock.js";
import { continues, markMentions } from "./message.js";
import { keepEnd } from "./scroll.js";
import { hear, tell } from "./signals.js";

export const talk = () => document.querySelector("[data-talk]");
export const log = () => document.querySelector("[data-log]");

export function startLog() {
  if (!talk()) return;
  markMentions(log());
  hear("message.posted", (said) => isHere(said) && add(said.article));
  hear("message.edited", (said) => isHere(said) && replace(said.article));
  hear("message.removed", (said) => isHere(said) && replace(said.article));
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
  // A page that stays open over midnight: what was today is yesterday now.
  for (const recent of [...headings].slice(-2)) {
    recent.querySelector("time").textContent = dayHeading(recent.dataset.day);
  }
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
  if (old.classList.contains("continued") && !article.matches(".gone")) article.classList.add("continued");
  const editing = old.querySelector("[data-editing]");
  if (editing && !article.matches(".gone")) article.querySelector(".content").append(editing);
  const hadFocus = old.contains(document.activeElement) && !editing;
  keepEnd(() => old.replaceWith(article));
  if (hadFocus) log().focus();
  requote(article);
}

// Quotes say what the message says today, as the server's pages do.
function requote(article) {
  const words = article.querySelector(".body")?.textContent.trim().replace(/\s+/g, " ") ?? "";
  const excerpt = words.length > 160 ? `${words.slice(0, 160)}…` : words;
  for (const link of log().querySelectorAll(`[data-quote="${article.dataset.id}"]`)) {
    const quoted = link.parentElement.querySelector("p");
    quoted.textContent = excerpt;
    quoted.lang = article.querySelector(".body").lang || document.documentElement.lang;
  }
}
