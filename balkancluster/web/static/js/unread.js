// Counts of unread messages: in the list of rooms, in the masthead, and before the title of the page, where a
// notification counts while no message waits.
import { setBadge, setTotal } from "./badges.js";
import { countWaiting } from "./bell.js";
import { refreshSoon } from "./page.js";
import { countLater, readShownRooms, rooms } from "./rooms.js";
import { hear, tell } from "./signals.js";

let title = document.title;

export function startUnread() {
  hear("message.posted", count);
  hear("message.removed", ({ article }) => article.classList.contains("mine") || refreshSoon());
  hear("read.marked", lower);
  hear("read.undone", ({ room, topic, unread, forMe }) => lower({ room, topic, unread: -unread, forMe: -forMe }));
  hear("rooms.counted", draw);
  hear("page.parts", ({ title: fresh }) => {
    title = fresh ?? title;
    readShownRooms();
    draw();
  });
  hear("page.swapped", () => {
    title = document.title;
    draw();
  });
  hear("rooms.counted", draw);
  hear("bell.drawn", drawTitle);
  draw();
}

function count({ room, seq, article }) {
  const place = rooms.get(room);
  if (article.matches(".mine, .gone") || seq <= place.counted) return;
  const forMe = article.classList.contains("to-me") ? 1 : 0;
  countLater(place, seq, place.muted.has(article.dataset.topic) ? forMe : 1, forMe);
  draw();
  tell("unread.counted", { topic: article.dataset.topic, forMe });
}

function lower({ room, topic, unread, forMe }) {
  const place = rooms.get(room);
  if (!place) return;
  place.unread = Math.max(0, place.unread - (place.muted.has(topic) ? forMe : unread));
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
  drawTitle();
}

function drawTitle() {
  const count = [...rooms.values()].reduce((sum, { unread }) => sum + unread, 0) || countWaiting();
  document.title = count ? `(${count}) ${title}` : title;
}
