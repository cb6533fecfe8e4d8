// The list of topics: where something is said rises to the top, with its last words and what is unread.
import { setBadge } from "./badges.js";
import { when } from "./clock.js";
import { shownBody } from "./message.js";
import { refreshSoon } from "./page.js";
import { hear } from "./signals.js";

const EXCERPT = 110;

export const topicLine = (topic) => document.getElementById(`topic-${topic}`);

export function startTopics() {
  if (!document.querySelector("[data-topics]")) return;
  hear("message.posted", rise);
  hear("unread.counted", count);
  hear("message.edited", ({ room }) => isOpen(room) && refreshSoon());
  hear("message.removed", ({ room }) => isOpen(room) && refreshSoon());
  hear("read.marked", ({ topic }) => mark(topicLine(topic), 0, 0));
  hear("topic.counted", ({ topic, unread, forMe }) => mark(topicLine(topic), unread, forMe));
}

function isOpen(room) {
  return document.querySelector(`#rooms [data-room="${room}"] [aria-current]`) !== null;
}

function rise({ room, article }) {
  if (!isOpen(room)) return;
  const line = topicLine(article.dataset.topic);
  if (!line || article.matches(".gone")) return refreshSoon();
  say(line, article);
  if (!line.contains(document.activeElement)) line.parentElement.prepend(line);
}

function count({ topic, forMe }) {
  const line = topicLine(topic);
  if (line) mark(line, Number(line.dataset.unread) + 1, Number(line.dataset.forMe) + forMe);
}

function say(line, article) {
  const name = article.querySelector(".name");
  const body = shownBody(article);
  if (!line.querySelector(".excerpt")) return refreshSoon();
  const by = line.querySelector("[data-said-by]");
  by.textContent = name.textContent;
  by.lang = name.lang;
  const time = line.querySelector("time");
  time.dateTime = article.dataset.at;
  time.textContent = when(new Date(article.dataset.at));
  const words = body.textContent.trim().replace(/\s+/g, " ");
  const excerpt = line.querySelector(".excerpt");
  excerpt.textContent = words.length > EXCERPT ? `${words.slice(0, EXCERPT)}…` : words;
  excerpt.lang = body.lang;
}

function mark(line, unread, forMe) {
  if (!line) return;
  Object.assign(line.dataset, { unread, forMe });
  const isQuiet = line.dataset.level === "muted" && !forMe;
  line.querySelector("a").classList.toggle("unread", unread > 0 && !isQuiet);
  setBadge(line.querySelector("[data-badge]"), unread, forMe);
}
