// Newer messages come in below, by the link or by scrolling down, until the end of the talk is reached; from then
// on what is said comes in by itself.
import { startMore } from "./more.js";
import { fetchPage } from "./page.js";
import { rooms } from "./rooms.js";
import { notice } from "./scroll.js";

const talk = (page = document) => page.querySelector("[data-talk]");

export function startNewer() {
  startMore("[data-newer]", (newer) => {
    append(document, newer);
    notice();
  });
}

// Puts the talk of a newer page below that of an older one; `page` may be one that is not shown yet.
export function append(page, newer) {
  const log = page.querySelector("[data-log]");
  const source = newer.querySelector("[data-log]");
  const link = source.querySelector("#newer");
  for (const extra of source.querySelectorAll("[data-waiting], #newest, #older, #newer, #nothing-said")) extra.remove();
  if (log.querySelector("#since")) source.querySelector("#since")?.remove();
  for (const article of source.querySelectorAll("article[id]")) {
    if (log.querySelector(`#${article.id}`)) article.remove();
  }
  dropSameDay(log, source);
  log.querySelector("#newer")?.remove();
  const waiting = log.querySelector("[data-waiting]");
  waiting.before(...[...source.childNodes, ...(link ? [link] : [])].map((node) => page.adoptNode(node)));
  if (!link) reachEnd(page, newer);
}

function dropSameDay(log, source) {
  const days = log.querySelectorAll("[data-day]");
  const first = source.querySelector("[data-day]");
  if (first && first.dataset.day === days[days.length - 1]?.dataset.day) first.remove();
}

// What was said after the server had made that page was not shown: ask once more from there.
function reachEnd(page, newer) {
  const { room, topic, head } = talk(newer).dataset;
  if (page === document && (rooms.get(room)?.head ?? 0) > Number(head)) return askAgain(page, room, topic);
  talk(page).dataset.newest = "";
  const foot = page.getElementById("to-newest");
  const wanted = newer.querySelector("[data-to-end]");
  if (foot && wanted) foot.replaceWith(page.adoptNode(wanted));
}

function askAgain(page, room, topic) {
  const articles = page.querySelectorAll("[data-log] article[data-seq]");
  const after = articles[articles.length - 1]?.dataset.seq ?? 0;
  const gap = document.createElement("p");
  const link = document.createElement("a");
  gap.id = "newer";
  gap.className = "gap";
  link.href = `/rooms/${room}/topics/${topic}?after=${after}`;
  link.dataset.newer = "";
  gap.append(link);
  page.querySelector("[data-waiting]").before(gap);
}

// The language switch shows no less than was loaded before.
export async function extendDown(page, lastSeq) {
  for (;;) {
    const link = page.querySelector("[data-newer]");
    const articles = page.querySelectorAll("[data-log] article[data-seq]");
    const reached = Number(articles[articles.length - 1]?.dataset.seq ?? 0);
    if (!link || reached >= lastSeq) return;
    append(page, await fetchPage(link.getAttribute("href")));
  }
}
