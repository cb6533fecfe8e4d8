// Counts of unread messages: in the list of rooms, in the masthead, and before the title of the page.
import { setBadge, setTotal } from "./badges.js";
import { refreshSoon } from "./page.js";
import { readRooms, rooms } from "./rooms.js";
import { hear, tell } from "./signals.js";

let title = document.title;

export function startUnread() {
  hear("message.posted", count);
  hear("message.removed", ({ article }) => article.classList.contains("mine") || refreshSoon());
  hear("read.marked", ({ room, unread, forMe }) => lower(room, unread, forMe));
  hear("page.parts", ({ title: fresh }) => {
    title = fresh;
    readRooms();
    draw();
  });
  hear("page.swapped", () => {
    title = document.title;
    draw();
  });
  draw();
}

function count({ room, seq, article }) {
  const place = rooms.get(room);
  if (article.matches(".mine, .gone") || seq <= place.counted) return;
  place.counted = seq;
  place.unread += 1;
  const forMe = article.classList.contains("to-me") ? 1 : 0;
  place.forMe += forMe;
  draw();
  tell("unread.counted", { topic: article.dataset.topic, forMe });
}

function lower(room, unread, forMe) {
  const place = rooms.get(room);
  place.unread = Math.max(0, place.unread - unread);
  place.forMe = Math.max(0, place.forMe - forMe);
  draw();
}

function draw() {
  let total = 0;
  for (const [id, { unread, forMe }] of rooms) {
    total += unread;
    const line = document.querySelector(`li[data-room="${id}"]:has([data-badge])`);
    if (!line) continue;
    setBadge(line.querySelector("[data-badge]"), unread, forMe);
    line.querySelector("a").classList.toggle("unread", unread > 0);
  }
  for (const badge of document.querySelectorAll("[data-unread-total]")) setTotal(badge, total);
  document.title = total ? `(${total}) ${title}` : title;
}
